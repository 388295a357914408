//! A column of values as one array parameter.

use std::fmt;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};

use super::codec::{EMPTY_HEADER, Elements, HEADER, put_header};
use crate::error::BoxError;
use crate::types::{ColumnType, Param, ParamValue, PgType, wire};

/// Turns a column of values into one array parameter: `unnest($1::int8[])`, `= any($1)`.
///
/// In a `from` clause `unnest` makes a column of each field of a composite type; in the select list
/// (`select unnest($1::int8[]), unnest($2::"address"[])`) it does not.
///
/// The first value that cannot be sent makes the parameter invalid: executing its statement gives the error,
/// which tells the row.
///
/// The array's header names the element type by number. For a type whose number differs from database to
/// database it is 0 at first. PostgreSQL 14 and later do not look at it in such a case, if the statement names
/// the array's type (`$1::"mood"[]`); for older servers resolve the number and call
/// [`Param::with_element_oid`].
///
/// ```
/// # use cormorant::types::{ColumnType, array::ArrayBuilder};
/// let mut ids = ArrayBuilder::new(i64::TYPE);
/// ids.push(Some(&7_i64));
/// ids.push(None::<&i64>);
/// assert_eq!(format!("{:?}", ids.finish()), "Param(int8[], 36 bytes)");
/// ```
pub struct ArrayBuilder {
    element: PgType,
    /// Room for the header, then the elements.
    bytes: BytesMut,
    len: usize,
    has_null: bool,
    error: Option<Arc<str>>,
    limit: usize,
}

impl ArrayBuilder {
    /// An empty array of elements of this type.
    #[must_use]
    pub fn new(element: PgType) -> Self {
        ArrayBuilder::with_capacity(element, 0)
    }

    /// An empty array with room for this many bytes of elements (each takes four more than its value).
    #[must_use]
    pub fn with_capacity(element: PgType, bytes: usize) -> Self {
        let mut buffer = BytesMut::with_capacity(HEADER.saturating_add(bytes.min(wire::MAX_VALUE)));
        buffer.resize(HEADER, 0);
        ArrayBuilder { element, bytes: buffer, len: 0, has_null: false, error: None, limit: wire::MAX_VALUE }
    }

    /// The number of elements so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are no elements.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The size of the parameter so far, to end a batch before it grows too large.
    #[must_use]
    pub fn byte_len(&self) -> usize {
        self.bytes.len()
    }

    /// Appends a value; `None` is NULL.
    #[inline]
    pub fn push<T: ColumnType>(&mut self, value: Option<&T>) {
        match value {
            Some(value) => self.append(|out| wire::write_framed(out, |out| value.encode(out))),
            None => self.push_encoded(None),
        }
    }

    /// Appends a value in PostgreSQL's binary format; `None` is NULL.
    pub fn push_encoded(&mut self, value: Option<&[u8]>) {
        self.has_null |= value.is_none();
        self.append(|out| wire::write_bytes(out, value));
    }

    /// Appends a parameter of the element type.
    pub fn push_param(&mut self, value: &Param) {
        match &value.value {
            ParamValue::Null => self.push_encoded(None),
            ParamValue::Binary(bytes) => self.push_encoded(Some(bytes)),
            ParamValue::Invalid(reason) => self.append(|_| Err(reason.as_ref().into())),
        }
    }

    /// Appends the elements of an array that is in PostgreSQL's binary format.
    pub(super) fn extend_framed(&mut self, elements: &Elements<'_>) {
        self.has_null |= elements.has_null;
        self.append(|out| {
            out.extend_from_slice(elements.framed());
            Ok(())
        });
        self.len += elements.len;
        self.len -= 1;
    }

    /// The parameter: an array of the element type.
    #[must_use]
    pub fn finish(mut self) -> Param {
        let ty = self.element.array();
        match self.header() {
            Ok(header) => Param::encoded(ty, header),
            Err(reason) => Param { ty, value: ParamValue::Invalid(reason) },
        }
    }

    fn header(&mut self) -> Result<Bytes, Arc<str>> {
        if let Some(reason) = self.error.take() {
            return Err(reason);
        }
        let mut header = BytesMut::with_capacity(HEADER);
        put_header(self.element, self.len, self.has_null, &mut header)
            .map_err(|error| Arc::from(error.to_string()))?;
        if self.len == 0 {
            self.bytes.truncate(EMPTY_HEADER);
        }
        self.bytes[..header.len()].copy_from_slice(&header);
        Ok(std::mem::take(&mut self.bytes).freeze())
    }

    /// Appends an element, or remembers why not. After the first error nothing is kept.
    #[inline]
    fn append(&mut self, write: impl FnOnce(&mut BytesMut) -> Result<(), BoxError>) {
        self.len += 1;
        if self.error.is_some() {
            return;
        }
        match write(&mut self.bytes) {
            Ok(()) if self.bytes.len() <= self.limit => {}
            written => self.refuse(written),
        }
    }

    /// The last element could not be written, or was too much.
    #[cold]
    fn refuse(&mut self, written: Result<(), BoxError>) {
        let reason = match written {
            Ok(()) => {
                format!("{} rows are more than one {}[] parameter can hold (1 GiB)", self.len, self.element)
            }
            Err(error) => format!("row {}: {error}", self.len),
        };
        self.error = Some(reason.into());
        self.bytes.truncate(HEADER);
    }
}

impl fmt::Debug for ArrayBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ArrayBuilder({}[], {} elements, {} bytes)", self.element, self.len, self.bytes.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::check;

    fn invalid(param: &Param) -> &str {
        match &param.value {
            ParamValue::Invalid(reason) => reason,
            other => panic!("expected an invalid parameter, found {other:?}"),
        }
    }

    #[test]
    fn a_column_of_values_is_the_same_bytes_as_a_vec() {
        let mut builder = ArrayBuilder::new(i32::TYPE);
        builder.push(Some(&1_i32));
        builder.push_encoded(None);
        builder.push_param(&Param::new(&3_i32));
        builder.push_param(&Param::null(i32::TYPE));
        assert_eq!(builder.len(), 4);
        assert_eq!(builder.finish(), Param::new(&vec![Some(1), None, Some(3), None]));
        assert_eq!(ArrayBuilder::new(String::TYPE).finish(), Param::new(&Vec::<String>::new()));
    }

    #[test]
    fn a_value_that_cannot_be_sent_makes_the_parameter_invalid_and_tells_its_row() {
        let mut builder = ArrayBuilder::new(String::TYPE);
        builder.push(Some(&"a".to_owned()));
        builder.push(Some(&"\0".to_owned()));
        builder.push(Some(&"\0\0".to_owned()));
        assert_eq!(builder.len(), 3);
        assert_eq!(invalid(&builder.finish()), "row 2: text cannot hold the character NUL");
    }

    #[test]
    fn a_parameter_that_cannot_be_sent_makes_the_array_invalid() {
        let mut builder = ArrayBuilder::new(String::TYPE);
        builder.push_param(&Param::new(&"\0".to_owned()));
        assert_eq!(invalid(&builder.finish()), "row 1: text cannot hold the character NUL");
    }

    #[test]
    fn a_parameter_beyond_the_limit_is_an_error_and_keeps_no_bytes() {
        let mut builder = ArrayBuilder::new(i64::TYPE);
        builder.limit = HEADER + 24;
        (0..3).for_each(|value: i64| builder.push(Some(&value)));
        assert_eq!(builder.byte_len(), HEADER);
        assert_eq!(invalid(&builder.finish()), "3 rows are more than one int8[] parameter can hold (1 GiB)");
    }

    #[test]
    fn the_element_number_of_a_named_type_is_filled_in_later() {
        let mut builder = ArrayBuilder::new(PgType::named(None, "mood"));
        builder.push_encoded(Some(b"sad"));
        let param = builder.finish().with_element_oid(0x0001_0203);
        let ParamValue::Binary(bytes) = &param.value else { panic!("not encoded") };
        let mut text = check::encoded(&vec!["sad".to_owned()]);
        text[8..12].copy_from_slice(&[0, 1, 2, 3]);
        assert_eq!(bytes, &text);
    }

    #[test]
    fn an_array_of_arrays_is_refused() {
        let mut builder = ArrayBuilder::new(Vec::<i32>::TYPE);
        builder.push(Some(&vec![1]));
        assert_eq!(invalid(&builder.finish()), "PostgreSQL has no arrays of arrays");
    }
}

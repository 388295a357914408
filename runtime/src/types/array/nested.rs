//! A column of arrays as three array parameters.

use std::sync::Arc;

use super::ArrayBuilder;
use super::codec::Elements;
use crate::error::BoxError;
use crate::types::{ColumnType, Param, ParamValue, PgType};

/// Turns a column of arrays into array parameters.
///
/// PostgreSQL has no arrays of arrays of different lengths, so the elements of all rows go into one array, and
/// two more say where each row's begin and end:
///
/// ```sql
/// select ($1::text[])[row.first:row.last] from unnest($2::int4[], $3::int4[]) as row(first, last)
/// ```
///
/// The slice of an empty array is empty, that of NULL is NULL. PostgreSQL walks the elements from the start for
/// each slice unless they have a fixed length: keep batches to some thousand rows.
#[derive(Debug)]
pub struct NestedArrayBuilder {
    elements: ArrayBuilder,
    first: ArrayBuilder,
    last: ArrayBuilder,
    error: Option<Arc<str>>,
}

/// A column of arrays as parameters; see [`NestedArrayBuilder`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NestedArray {
    /// The elements of all rows.
    pub elements: Param,
    /// Index of each row's first element, counted from 1; NULL if the row's array is NULL.
    pub first: Param,
    /// Index of each row's last element; one before the first if the row's array is empty.
    pub last: Param,
}

impl NestedArrayBuilder {
    /// An empty column of this array type.
    #[must_use]
    pub fn new(array: PgType) -> Self {
        NestedArrayBuilder {
            elements: ArrayBuilder::new(array.element()),
            first: ArrayBuilder::new(i32::TYPE),
            last: ArrayBuilder::new(i32::TYPE),
            error: None,
        }
    }

    /// The number of rows so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.first.len()
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.first.is_empty()
    }

    /// The size of the three parameters so far.
    #[must_use]
    pub fn byte_len(&self) -> usize {
        self.elements.byte_len() + self.first.byte_len() + self.last.byte_len()
    }

    /// Appends a row's array.
    pub fn push_param(&mut self, value: &Param) {
        match &value.value {
            ParamValue::Null => self.push_encoded(None),
            ParamValue::Binary(bytes) => self.push_encoded(Some(bytes)),
            ParamValue::Invalid(reason) => self.fail(reason),
        }
    }

    /// Appends a row's array in PostgreSQL's binary format; `None` is NULL.
    pub fn push_encoded(&mut self, value: Option<&[u8]>) {
        let Some(bytes) = value else {
            self.first.push_encoded(None);
            self.last.push_encoded(None);
            return;
        };
        if let Err(error) = self.push_elements(bytes) {
            self.fail(&error.to_string());
        }
    }

    fn push_elements(&mut self, bytes: &[u8]) -> Result<(), BoxError> {
        let elements = Elements::new(bytes)?;
        let before = i32::try_from(self.elements.len())?;
        let last = i32::try_from(self.elements.len() + elements.len)?;
        let first = before.checked_add(1).ok_or("too many elements for one statement")?;
        self.elements.extend_framed(&elements);
        self.first.push(Some(&first));
        self.last.push(Some(&last));
        Ok(())
    }

    /// Remembers the first row that cannot be sent.
    fn fail(&mut self, reason: &str) {
        let row = self.first.len() + 1;
        self.first.push_encoded(None);
        self.last.push_encoded(None);
        self.error.get_or_insert_with(|| format!("row {row}: {reason}").into());
    }

    /// The parameters.
    #[must_use]
    pub fn finish(self) -> NestedArray {
        let mut elements = self.elements.finish();
        if let Some(reason) = self.error {
            elements.value = ParamValue::Invalid(reason);
        }
        NestedArray { elements, first: self.first.finish(), last: self.last.finish() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_slices_of_one_array() {
        let mut builder = NestedArrayBuilder::new(Vec::<String>::TYPE);
        builder.push_param(&Param::new(&vec![Some("a".to_owned()), None]));
        builder.push_param(&Param::null(Vec::<String>::TYPE));
        builder.push_param(&Param::new(&Vec::<String>::new()));
        builder.push_param(&Param::new(&vec!["b".to_owned()]));
        assert_eq!(builder.len(), 4);
        let array = builder.finish();
        assert_eq!(array.elements, Param::new(&vec![Some("a".to_owned()), None, Some("b".to_owned())]));
        assert_eq!(array.first, Param::new(&vec![Some(1), None, Some(3), Some(3)]));
        assert_eq!(array.last, Param::new(&vec![Some(2), None, Some(2), Some(3)]));
    }

    #[test]
    fn an_array_that_cannot_be_sent_makes_the_elements_invalid_and_tells_its_row() {
        let mut builder = NestedArrayBuilder::new(Vec::<String>::TYPE);
        builder.push_param(&Param::null(Vec::<String>::TYPE));
        builder.push_param(&Param::new(&vec!["\0".to_owned()]));
        let ParamValue::Invalid(reason) = builder.finish().elements.value else { panic!("not invalid") };
        assert_eq!(&*reason, "row 2: text cannot hold the character NUL");
    }
}

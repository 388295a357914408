//! What the derive of composite types calls: fields to rows and back.
//!
//! A composite type's fields are sent by position, each with the number of its type. For a field of a type
//! whose number differs from database to database the number sent is 0, which PostgreSQL 14 and later do not
//! look at. The type is a [`PgType::composite`](crate::types::PgType::composite).

use std::fmt;

use bytes::{BufMut, BytesMut};

use super::wire::{self, Input};
use crate::error::BoxError;
use crate::types::{ColumnType, Value};

/// Writes the fields of a composite value, in the order of `CREATE TYPE`.
pub struct CompositeWriter<'a> {
    out: &'a mut BytesMut,
    start: usize,
    fields: usize,
}

impl<'a> CompositeWriter<'a> {
    /// Begins a value.
    pub fn new(out: &'a mut BytesMut) -> Self {
        let start = out.len();
        out.put_i32(0);
        CompositeWriter { out, start, fields: 0 }
    }

    /// Writes the next field.
    ///
    /// # Errors
    ///
    /// The field's value cannot be sent.
    pub fn field<V: Value>(&mut self, name: &str, value: &V) -> Result<(), BoxError> {
        self.fields += 1;
        let fields = wire::count(self.fields)?.to_be_bytes();
        self.out[self.start..self.start + 4].copy_from_slice(&fields);
        self.out.put_u32(V::Base::TYPE.oid);
        match value.base() {
            Some(value) => {
                wire::write_framed(self.out, |out| value.encode(out)).map_err(|error| in_field(name, &error))
            }
            None => wire::write_bytes(self.out, None),
        }
    }
}

/// Reads the fields of a composite value, in the order of `CREATE TYPE`.
pub struct CompositeReader<'a> {
    input: Input<'a>,
}

impl<'a> CompositeReader<'a> {
    /// Begins a value with this many fields.
    ///
    /// # Errors
    ///
    /// The value has another number of fields.
    pub fn new(bytes: &'a [u8], fields: usize) -> Result<Self, BoxError> {
        let mut input = Input::new(bytes);
        match input.count()? {
            found if found == fields => Ok(CompositeReader { input }),
            found => Err(format!("the composite value has {found} fields, not {fields}").into()),
        }
    }

    /// Reads the next field.
    ///
    /// # Errors
    ///
    /// The field's value does not fit the Rust type, or is an unexpected NULL.
    pub fn field<V: Value>(&mut self, name: &str) -> Result<V, BoxError> {
        self.read().map_err(|error| in_field(name, &error))
    }

    fn read<V: Value>(&mut self) -> Result<V, BoxError> {
        let (oid, ty) = (self.input.u32()?, V::Base::TYPE);
        if oid != ty.oid && !ty.is_named() && !V::Base::accepts(oid) {
            return Err(format!("expected {ty}, found the type with number {oid}").into());
        }
        wire::read_value(self.input.value()?)
    }

    /// Ends the value.
    ///
    /// # Errors
    ///
    /// There is more.
    pub fn finish(self) -> Result<(), BoxError> {
        self.input.finish()
    }
}

fn in_field(name: &str, error: &BoxError) -> BoxError {
    format!("field `{name}`: {error}").into()
}

impl fmt::Debug for CompositeWriter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CompositeWriter({} fields)", self.fields)
    }
}

impl fmt::Debug for CompositeReader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CompositeReader({} bytes left)", self.input.remaining())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written() -> BytesMut {
        let mut out = BytesMut::new();
        let mut writer = CompositeWriter::new(&mut out);
        writer.field("number", &7_i16).unwrap();
        writer.field("street", &None::<String>).unwrap();
        out
    }

    #[test]
    fn a_composite_value_is_a_count_and_typed_fields() {
        #[rustfmt::skip]
        assert_eq!(&written()[..], &[
            0, 0, 0, 2,
            0, 0, 0, 21,  0, 0, 0, 2,  0, 7,
            0, 0, 0, 25,  0xff, 0xff, 0xff, 0xff,
        ]);
    }

    #[test]
    fn fields_are_read_in_order() {
        let bytes = written();
        let mut reader = CompositeReader::new(&bytes, 2).unwrap();
        // int2 is accepted by i64
        assert_eq!(reader.field::<i64>("number").unwrap(), 7);
        assert_eq!(reader.field::<Option<String>>("street").unwrap(), None);
        reader.finish().unwrap();
    }

    #[test]
    fn what_does_not_fit_names_the_field() {
        let bytes = written();
        let message = |error: BoxError| error.to_string();
        assert_eq!(
            message(CompositeReader::new(&bytes, 3).unwrap_err()),
            "the composite value has 2 fields, not 3"
        );
        let mut reader = CompositeReader::new(&bytes, 2).unwrap();
        assert_eq!(
            message(reader.field::<String>("number").unwrap_err()),
            "field `number`: expected text, found the type with number 21"
        );
        let mut reader = CompositeReader::new(&bytes, 2).unwrap();
        reader.field::<i16>("number").unwrap();
        assert_eq!(message(reader.field::<String>("street").unwrap_err()), "field `street`: unexpected NULL");
        let mut out = BytesMut::new();
        let error = CompositeWriter::new(&mut out).field("street", &"\0".to_owned()).unwrap_err();
        assert_eq!(message(error), "field `street`: text cannot hold the character NUL");
    }
}

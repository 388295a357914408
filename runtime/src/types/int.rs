//! `int2`, `int4` and `int8`.
//!
//! A wider Rust type reads the narrower PostgreSQL types, too, which loses nothing; the reverse is refused
//! before a row is read. There are no unsigned columns: PostgreSQL has none.

use bytes::BytesMut;

use crate::error::BoxError;
use crate::types::{ColumnType, Element, PgType, wire};

const INT2: u32 = 21;
const INT4: u32 = 23;

impl ColumnType for i16 {
    const TYPE: PgType = PgType::builtin("int2", INT2, 1005);

    #[inline]
    fn encode(&self, out: &mut BytesMut) -> Result<(), BoxError> {
        wire::put(out, self.to_be_bytes());
        Ok(())
    }

    #[inline]
    fn decode(bytes: &[u8]) -> Result<Self, BoxError> {
        wire::fixed(bytes, "int2").map(i16::from_be_bytes)
    }

    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

impl ColumnType for i32 {
    const TYPE: PgType = PgType::builtin("int4", INT4, 1007);

    fn accepts(oid: u32) -> bool {
        oid == INT2
    }

    #[inline]
    fn encode(&self, out: &mut BytesMut) -> Result<(), BoxError> {
        wire::put(out, self.to_be_bytes());
        Ok(())
    }

    #[inline]
    fn decode(bytes: &[u8]) -> Result<Self, BoxError> {
        match bytes.len() {
            2 => i16::decode(bytes).map(i32::from),
            _ => wire::fixed(bytes, "int4").map(i32::from_be_bytes),
        }
    }

    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

impl ColumnType for i64 {
    const TYPE: PgType = PgType::builtin("int8", 20, 1016);

    fn accepts(oid: u32) -> bool {
        matches!(oid, INT2 | INT4)
    }

    #[inline]
    fn encode(&self, out: &mut BytesMut) -> Result<(), BoxError> {
        wire::put(out, self.to_be_bytes());
        Ok(())
    }

    #[inline]
    fn decode(bytes: &[u8]) -> Result<Self, BoxError> {
        match bytes.len() {
            2 | 4 => i32::decode(bytes).map(i64::from),
            _ => wire::fixed(bytes, "int8").map(i64::from_be_bytes),
        }
    }

    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

impl Element for i16 {}
impl Element for i32 {}
impl Element for i64 {}

#[cfg(test)]
mod tests {
    use crate::types::{ColumnType, check};

    #[test]
    fn integers_are_big_endian_two_complement() {
        check::bytes(&i16::MIN, &[0x80, 0]);
        check::bytes(&-2_i32, &[0xff, 0xff, 0xff, 0xfe]);
        check::bytes(&i32::MAX, &[0x7f, 0xff, 0xff, 0xff]);
        check::bytes(&i64::MIN, &[0x80, 0, 0, 0, 0, 0, 0, 0]);
        check::bytes(&1_i64, &[0, 0, 0, 0, 0, 0, 0, 1]);
    }

    #[test]
    fn a_wider_type_reads_the_narrower_one() {
        assert!(i64::accepts(21) && i64::accepts(23) && i32::accepts(21));
        assert_eq!(i64::decode(&[0xff, 0xfe]).unwrap(), -2);
        assert_eq!(i64::decode(&[0xff, 0xff, 0xff, 0xfd]).unwrap(), -3);
        assert_eq!(i32::decode(&[0x80, 0]).unwrap(), -32768);
    }

    #[test]
    fn a_narrower_type_refuses_the_wider_one() {
        assert!(!i32::accepts(20) && !i16::accepts(23));
        check::refused::<i32>(&[0; 8], "8 bytes are no int4");
        check::refused::<i16>(&[0; 4], "4 bytes are no int2");
        check::refused::<i64>(&[0; 3], "3 bytes are no int8");
    }
}

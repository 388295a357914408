//! `float4` and `float8`.
//!
//! All values round-trip, NaN, the infinities and -0.0 among them. What counts as a change follows PostgreSQL's
//! `=`: NaN equals NaN, and -0.0 equals 0.0.

use bytes::BytesMut;

use crate::error::BoxError;
use crate::types::{ColumnType, Element, PgType, wire};

const FLOAT4: u32 = 700;

impl ColumnType for f32 {
    const TYPE: PgType = PgType::builtin("float4", FLOAT4, 1021);

    #[inline]
    fn encode(&self, out: &mut BytesMut) -> Result<(), BoxError> {
        wire::put(out, self.to_be_bytes());
        Ok(())
    }

    #[inline]
    fn decode(bytes: &[u8]) -> Result<Self, BoxError> {
        wire::fixed(bytes, "float4").map(f32::from_be_bytes)
    }

    #[expect(clippy::float_cmp, reason = "this is PostgreSQL's comparison, which is exact")]
    fn same(&self, other: &Self) -> bool {
        self == other || self.is_nan() && other.is_nan()
    }
}

impl ColumnType for f64 {
    const TYPE: PgType = PgType::builtin("float8", 701, 1022);

    fn accepts(oid: u32) -> bool {
        oid == FLOAT4
    }

    #[inline]
    fn encode(&self, out: &mut BytesMut) -> Result<(), BoxError> {
        wire::put(out, self.to_be_bytes());
        Ok(())
    }

    #[inline]
    fn decode(bytes: &[u8]) -> Result<Self, BoxError> {
        match bytes.len() {
            4 => f32::decode(bytes).map(f64::from),
            _ => wire::fixed(bytes, "float8").map(f64::from_be_bytes),
        }
    }

    #[expect(clippy::float_cmp, reason = "this is PostgreSQL's comparison, which is exact")]
    fn same(&self, other: &Self) -> bool {
        self == other || self.is_nan() && other.is_nan()
    }
}

impl Element for f32 {}
impl Element for f64 {}

#[cfg(test)]
mod tests {
    use crate::types::{ColumnType, check};

    #[test]
    fn floats_are_ieee_754_big_endian() {
        check::bytes(&1.5_f32, &[0x3f, 0xc0, 0, 0]);
        check::bytes(&-0.0_f64, &[0x80, 0, 0, 0, 0, 0, 0, 0]);
        check::bytes(&f64::INFINITY, &[0x7f, 0xf0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(check::encoded(&f64::NAN), [0x7f, 0xf8, 0, 0, 0, 0, 0, 0]);
        assert!(f64::decode(&[0x7f, 0xf8, 0, 0, 0, 0, 0, 0]).unwrap().is_nan());
    }

    #[test]
    fn nan_is_the_same_as_nan_and_minus_zero_as_zero() {
        assert!(f64::NAN.same(&f64::NAN) && f32::NAN.same(&-f32::NAN));
        assert!((-0.0_f64).same(&0.0) && (-0.0_f32).same(&0.0));
        assert!(!f64::NAN.same(&1.0) && !f64::INFINITY.same(&f64::NEG_INFINITY));
    }

    #[test]
    fn f64_reads_float4_and_f32_refuses_float8() {
        assert!(f64::accepts(700) && !f32::accepts(701));
        assert_eq!(f64::decode(&[0x3f, 0xc0, 0, 0]).unwrap(), 1.5);
        check::refused::<f32>(&[0; 8], "8 bytes are no float4");
    }
}

//! `bool`.

use bytes::BytesMut;

use crate::error::BoxError;
use crate::types::{ColumnType, Element, PgType, wire};

impl ColumnType for bool {
    const TYPE: PgType = PgType::builtin("bool", 16, 1000);

    #[inline]
    fn encode(&self, out: &mut BytesMut) -> Result<(), BoxError> {
        wire::put(out, [u8::from(*self)]);
        Ok(())
    }

    #[inline]
    fn decode(bytes: &[u8]) -> Result<Self, BoxError> {
        match wire::fixed(bytes, "bool")? {
            [0] => Ok(false),
            [1] => Ok(true),
            _ => Err("the byte is neither true nor false".into()),
        }
    }

    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

impl Element for bool {}

#[cfg(test)]
mod tests {
    use crate::types::check;

    #[test]
    fn true_is_one_and_false_is_zero() {
        check::bytes(&true, &[1]);
        check::bytes(&false, &[0]);
    }

    #[test]
    fn any_other_byte_is_an_error() {
        check::refused::<bool>(&[2], "the byte is neither true nor false");
        check::refused::<bool>(&[], "0 bytes are no bool");
    }
}

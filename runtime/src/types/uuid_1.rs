//! `uuid::Uuid` as `uuid`.

use bytes::BytesMut;
use uuid::Uuid;

use crate::error::BoxError;
use crate::types::{ColumnType, Element, PgType, wire};

impl ColumnType for Uuid {
    const TYPE: PgType = PgType::builtin("uuid", 2950, 2951);

    #[inline]
    fn encode(&self, out: &mut BytesMut) -> Result<(), BoxError> {
        out.extend_from_slice(self.as_bytes());
        Ok(())
    }

    #[inline]
    fn decode(bytes: &[u8]) -> Result<Self, BoxError> {
        wire::fixed(bytes, "uuid").map(Uuid::from_bytes)
    }

    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

impl Element for Uuid {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::check;

    #[test]
    fn a_uuid_is_its_sixteen_bytes() {
        let id = Uuid::from_u128(0x0001_0203_0405_0607_0809_0a0b_0c0d_0e0f);
        check::bytes(&id, &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
        check::refused::<Uuid>(&[0; 15], "15 bytes are no uuid");
    }
}

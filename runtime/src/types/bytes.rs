//! `bytea`.

use bytes::BytesMut;

use crate::error::BoxError;
use crate::types::{ColumnType, Element, PgType, wire};

impl ColumnType for Vec<u8> {
    const TYPE: PgType = PgType::builtin("bytea", 17, 1001);

    #[inline]
    fn encode(&self, out: &mut BytesMut) -> Result<(), BoxError> {
        wire::check_len(self.len())?;
        out.extend_from_slice(self);
        Ok(())
    }

    #[inline]
    fn decode(bytes: &[u8]) -> Result<Self, BoxError> {
        Ok(bytes.to_vec())
    }

    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

impl Element for Vec<u8> {}

#[cfg(test)]
mod tests {
    use crate::types::check;

    #[test]
    fn bytes_are_sent_as_they_are() {
        check::bytes(&Vec::<u8>::new(), &[]);
        check::bytes(&vec![0_u8, 255, 0], &[0, 255, 0]);
    }

    #[test]
    fn more_than_one_gibibyte_is_refused_before_it_is_copied() {
        check::unsendable(
            &vec![0_u8; 1 << 30],
            "1073741824 bytes are more than PostgreSQL takes for one value (1 GiB)",
        );
    }
}

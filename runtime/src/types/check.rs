//! What the unit tests of every type ask.

use std::fmt::Debug;

use bytes::BytesMut;

use crate::types::ColumnType;

/// The binary form of a value.
pub(crate) fn encoded<T: ColumnType>(value: &T) -> Vec<u8> {
    let mut out = BytesMut::new();
    value.encode(&mut out).expect("the value can be encoded");
    out.to_vec()
}

/// A value has this binary form, and this binary form is read as that value.
pub(crate) fn bytes<T: ColumnType + PartialEq + Debug>(value: &T, bytes: &[u8]) {
    assert_eq!(encoded(value), bytes);
    let decoded = T::decode(bytes).expect("the bytes can be decoded");
    assert_eq!(decoded, *value);
    assert!(decoded.same(value));
}

/// A value cannot be sent, for this reason.
pub(crate) fn unsendable<T: ColumnType>(value: &T, reason: &str) {
    assert_eq!(value.encode(&mut BytesMut::new()).unwrap_err().to_string(), reason);
}

/// Bytes cannot be read, for this reason.
pub(crate) fn refused<T: ColumnType + Debug>(bytes: &[u8], reason: &str) {
    assert_eq!(T::decode(bytes).unwrap_err().to_string(), reason);
}

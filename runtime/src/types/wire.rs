//! Reading and writing of PostgreSQL's binary format: counted, checked, never panicking.

use bytes::BytesMut;

use crate::error::BoxError;
use crate::types::{ColumnType, Value};

/// PostgreSQL allocates at most `0x3fff_ffff` bytes for one value; some are its own.
pub(crate) const MAX_VALUE: usize = 0x3fff_ffff - 64;

/// Numbers below this one are the same in every database.
pub(crate) const FIRST_USER_OID: u32 = 16384;

/// Refuses what PostgreSQL would not take for its length.
#[inline]
pub(crate) fn check_len(len: usize) -> Result<(), BoxError> {
    if len <= MAX_VALUE { Ok(()) } else { Err(too_long(len)) }
}

#[cold]
fn too_long(len: usize) -> BoxError {
    format!("{len} bytes are more than PostgreSQL takes for one value (1 GiB)").into()
}

/// A count as PostgreSQL writes it.
#[inline]
pub(crate) fn count(len: usize) -> Result<i32, BoxError> {
    i32::try_from(len).map_err(|_| too_many(len))
}

#[cold]
fn too_many(len: usize) -> BoxError {
    format!("{len} elements are more than PostgreSQL can count").into()
}

/// The bytes of a value with a fixed length.
#[inline]
pub(crate) fn fixed<const N: usize>(bytes: &[u8], name: &str) -> Result<[u8; N], BoxError> {
    bytes.try_into().map_err(|_| wrong_length(name, bytes.len()))
}

/// The error for a value whose length does not fit its type.
#[cold]
pub(crate) fn wrong_length(name: &str, len: usize) -> BoxError {
    format!("{len} bytes are no {name}").into()
}

/// Appends some bytes. `BufMut::put_i32` and its kin are calls into another crate, for each value of each row.
#[inline]
pub(crate) fn put<const N: usize>(out: &mut BytesMut, bytes: [u8; N]) {
    out.extend_from_slice(&bytes);
}

/// Writes a value behind its length.
#[inline]
pub(crate) fn write_framed(
    out: &mut BytesMut,
    write: impl FnOnce(&mut BytesMut) -> Result<(), BoxError>,
) -> Result<(), BoxError> {
    let start = out.len();
    put(out, [0; 4]);
    write(out)?;
    let len = out.len() - start - 4;
    check_len(len)?;
    out[start..start + 4].copy_from_slice(&count(len)?.to_be_bytes());
    Ok(())
}

/// Writes bytes behind their length; `None` is NULL.
#[inline]
pub(crate) fn write_bytes(out: &mut BytesMut, value: Option<&[u8]>) -> Result<(), BoxError> {
    let Some(bytes) = value else {
        put(out, (-1_i32).to_be_bytes());
        return Ok(());
    };
    check_len(bytes.len())?;
    put(out, count(bytes.len())?.to_be_bytes());
    out.extend_from_slice(bytes);
    Ok(())
}

/// Decodes a value; `None` is NULL.
pub(crate) fn read_value<V: Value>(bytes: Option<&[u8]>) -> Result<V, BoxError> {
    let base = bytes.map(V::Base::decode).transpose()?;
    V::from_base(base).ok_or_else(|| "unexpected NULL".into())
}

/// Reads a value from the front to the end.
#[derive(Clone, Copy)]
pub(crate) struct Input<'a> {
    rest: &'a [u8],
}

impl<'a> Input<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Input { rest: bytes }
    }

    pub(crate) fn remaining(self) -> usize {
        self.rest.len()
    }

    pub(crate) fn rest(self) -> &'a [u8] {
        self.rest
    }

    pub(crate) fn take(&mut self, len: usize) -> Result<&'a [u8], BoxError> {
        let (taken, rest) = self.rest.split_at_checked(len).ok_or("the value ends too early")?;
        self.rest = rest;
        Ok(taken)
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], BoxError> {
        let (taken, rest) = self.rest.split_first_chunk().ok_or("the value ends too early")?;
        self.rest = rest;
        Ok(*taken)
    }

    pub(crate) fn u8(&mut self) -> Result<u8, BoxError> {
        self.array::<1>().map(|[byte]| byte)
    }

    pub(crate) fn u16(&mut self) -> Result<u16, BoxError> {
        self.array().map(u16::from_be_bytes)
    }

    pub(crate) fn i32(&mut self) -> Result<i32, BoxError> {
        self.array().map(i32::from_be_bytes)
    }

    pub(crate) fn u32(&mut self) -> Result<u32, BoxError> {
        self.array().map(u32::from_be_bytes)
    }

    pub(crate) fn i64(&mut self) -> Result<i64, BoxError> {
        self.array().map(i64::from_be_bytes)
    }

    /// A count or length that must not be negative.
    pub(crate) fn count(&mut self) -> Result<usize, BoxError> {
        usize::try_from(self.i32()?).map_err(|_| "the value has a negative count".into())
    }

    /// Bytes behind their length; `None` is NULL.
    pub(crate) fn value(&mut self) -> Result<Option<&'a [u8]>, BoxError> {
        match self.i32()? {
            -1 => Ok(None),
            len => {
                let len = usize::try_from(len).map_err(|_| "the value has a negative length")?;
                self.take(len).map(Some)
            }
        }
    }

    /// Text that ends with NUL.
    pub(crate) fn c_str(&mut self) -> Result<&'a str, BoxError> {
        let end = self.rest.iter().position(|byte| *byte == 0).ok_or("the value ends too early")?;
        let bytes = self.take(end + 1)?;
        std::str::from_utf8(&bytes[..end]).map_err(|_| "the text is not valid UTF-8".into())
    }

    /// Refuses bytes that are left over.
    pub(crate) fn finish(self) -> Result<(), BoxError> {
        if self.rest.is_empty() { Ok(()) } else { Err("the value is longer than its type".into()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_beyond_one_gibibyte_is_refused() {
        assert!(check_len(MAX_VALUE).is_ok());
        assert_eq!(
            check_len(1 << 30).unwrap_err().to_string(),
            "1073741824 bytes are more than PostgreSQL takes for one value (1 GiB)"
        );
    }

    #[test]
    fn a_count_beyond_int4_is_refused() {
        assert_eq!(count(i32::MAX as usize).unwrap(), i32::MAX);
        assert_eq!(
            count(i32::MAX as usize + 1).unwrap_err().to_string(),
            "2147483648 elements are more than PostgreSQL can count"
        );
    }

    #[test]
    fn a_truncated_value_is_an_error_and_takes_nothing() {
        let mut input = Input::new(&[0, 0, 0, 5, 1, 2]);
        assert_eq!(input.value().unwrap_err().to_string(), "the value ends too early");
        assert_eq!(Input::new(&[0xff, 0xff, 0xff, 0xff]).value().unwrap(), None);
        assert_eq!(
            Input::new(&[0xff, 0xff, 0xff, 0xfe]).value().unwrap_err().to_string(),
            "the value has a negative length"
        );
    }
}

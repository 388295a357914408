//! Rows to `COPY .. FROM STDIN (FORMAT binary)`.

use std::fmt;

use bytes::{BufMut, Bytes, BytesMut};

use super::SIGNATURE;
use crate::error::BoxError;
use crate::types::wire;
use crate::types::{ColumnType, Param, ParamValue, Value};

/// Writes rows for `COPY .. FROM STDIN (FORMAT binary)`.
///
/// Send what [`take`](CopyWriter::take) gives whenever [`byte_len`](CopyWriter::byte_len) has grown enough, and
/// what [`finish`](CopyWriter::finish) gives at the end. A row that cannot be written leaves nothing behind.
///
/// ```
/// # use cormorant::types::copy::CopyWriter;
/// let mut copy = CopyWriter::new(2)?;
/// copy.row(|row| {
///     row.value(&1_i32)?;
///     row.value(&None::<String>)
/// })?;
/// let bytes = copy.finish();
/// # assert_eq!(bytes.len(), 19 + 2 + 8 + 4 + 2);
/// # Ok::<(), cormorant::error::BoxError>(())
/// ```
pub struct CopyWriter {
    out: BytesMut,
    columns: i16,
    rows: u64,
}

/// The values of one row; see [`CopyWriter::row`].
pub struct CopyFields<'a> {
    out: &'a mut BytesMut,
    written: usize,
}

impl CopyWriter {
    /// Begins a stream of rows with this many columns.
    ///
    /// # Errors
    ///
    /// There are more columns than PostgreSQL can count.
    pub fn new(columns: usize) -> Result<Self, BoxError> {
        let columns = i16::try_from(columns).map_err(|_| format!("{columns} columns are too many"))?;
        let mut out = BytesMut::with_capacity(8 * 1024);
        out.put_slice(&SIGNATURE);
        // No flags, and no bytes of header extension.
        out.put_i32(0);
        out.put_i32(0);
        Ok(CopyWriter { out, columns, rows: 0 })
    }

    /// Writes a row.
    ///
    /// # Errors
    ///
    /// A value cannot be sent, or there are more or fewer than columns. The error tells the row, and the row is
    /// left out.
    pub fn row(
        &mut self,
        fill: impl FnOnce(&mut CopyFields<'_>) -> Result<(), BoxError>,
    ) -> Result<(), BoxError> {
        let start = self.out.len();
        self.out.put_i16(self.columns);
        let mut fields = CopyFields { out: &mut self.out, written: 0 };
        let result = fill(&mut fields);
        let written = fields.written;
        let problem = match result {
            Ok(()) if i16::try_from(written) == Ok(self.columns) => {
                self.rows += 1;
                return Ok(());
            }
            Ok(()) => format!("{written} values for {} columns", self.columns),
            Err(error) => error.to_string(),
        };
        self.out.truncate(start);
        Err(format!("row {}: {problem}", self.rows + 1).into())
    }

    /// The number of rows so far.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// How many bytes wait to be sent.
    #[must_use]
    pub fn byte_len(&self) -> usize {
        self.out.len()
    }

    /// What is to be sent now: whole rows.
    #[must_use]
    pub fn take(&mut self) -> Bytes {
        self.out.split().freeze()
    }

    /// The last that is to be sent.
    #[must_use]
    pub fn finish(mut self) -> Bytes {
        self.out.put_i16(-1);
        self.out.freeze()
    }
}

impl CopyFields<'_> {
    /// How many values were written; one that could not be counts, too.
    #[must_use]
    pub fn written(&self) -> usize {
        self.written
    }

    /// Writes the next column's value.
    ///
    /// # Errors
    ///
    /// The value cannot be sent.
    pub fn value<V: Value>(&mut self, value: &V) -> Result<(), BoxError> {
        self.written += 1;
        match value.base() {
            Some(value) => wire::write_framed(self.out, |out| value.encode(out)),
            None => wire::write_bytes(self.out, None),
        }
    }

    /// Writes the next column's value, which is in PostgreSQL's binary format; `None` is NULL.
    ///
    /// # Errors
    ///
    /// The value is too long.
    pub fn encoded(&mut self, value: Option<&[u8]>) -> Result<(), BoxError> {
        self.written += 1;
        wire::write_bytes(self.out, value)
    }

    /// Writes the next column's value.
    ///
    /// # Errors
    ///
    /// The value cannot be sent.
    pub fn param(&mut self, value: &Param) -> Result<(), BoxError> {
        match &value.value {
            ParamValue::Null => self.encoded(None),
            ParamValue::Binary(bytes) => self.encoded(Some(bytes)),
            ParamValue::Invalid(reason) => Err(reason.as_ref().into()),
        }
    }
}

impl fmt::Debug for CopyWriter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CopyWriter({} rows, {} bytes waiting)", self.rows, self.out.len())
    }
}

impl fmt::Debug for CopyFields<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CopyFields({} written)", self.written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_a_header_rows_and_a_trailer() {
        let mut copy = CopyWriter::new(2).unwrap();
        copy.row(|row| {
            row.value(&258_i16)?;
            row.param(&Param::null(String::TYPE))
        })
        .unwrap();
        #[rustfmt::skip]
        assert_eq!(&copy.take()[..], [
            b"PGCOPY\n\xff\r\n\0".as_slice(), &[0; 8],
            &[0, 2,  0, 0, 0, 2,  1, 2,  0xff, 0xff, 0xff, 0xff],
        ].concat());
        assert_eq!(&copy.finish()[..], [0xff, 0xff]);
    }

    #[test]
    fn a_row_that_cannot_be_written_leaves_nothing_behind_and_tells_its_number() {
        let mut copy = CopyWriter::new(2).unwrap();
        let before = copy.byte_len();
        let error = copy.row(|row| {
            row.value(&1_i32)?;
            row.value(&"\0".to_owned())
        });
        assert_eq!(error.unwrap_err().to_string(), "row 1: text cannot hold the character NUL");
        assert_eq!((copy.byte_len(), copy.rows()), (before, 0));
        copy.row(|row| row.value(&1_i32).and_then(|()| row.value(&2_i32))).unwrap();
        let error = copy.row(|row| row.param(&Param::new(&"a".to_owned())));
        assert_eq!(error.unwrap_err().to_string(), "row 2: 1 values for 2 columns");
        let error = copy.row(|row| row.param(&Param::new(&"\0".to_owned())));
        assert_eq!(error.unwrap_err().to_string(), "row 2: text cannot hold the character NUL");
    }

    #[test]
    fn too_many_columns_are_refused() {
        assert_eq!(CopyWriter::new(40_000).unwrap_err().to_string(), "40000 columns are too many");
    }
}

//! Rows from `COPY .. TO STDOUT (FORMAT binary)`.

use std::fmt;
use std::ops::Range;

use bytes::{Buf, Bytes, BytesMut};

use super::SIGNATURE;
use crate::error::BoxError;
use crate::types::Value;
use crate::types::wire;

/// Cuts the stream of `COPY .. TO STDOUT (FORMAT binary)` into rows.
///
/// [`feed`](CopyReader::feed) it the stream's pieces, which may end anywhere, and take the rows.
pub struct CopyReader {
    buffer: BytesMut,
    at: At,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    Header,
    Rows,
    End,
}

/// A row of a `COPY` stream.
pub struct CopyRow {
    bytes: Bytes,
    fields: Vec<Option<Range<usize>>>,
}

impl CopyReader {
    /// Waits for the stream's header.
    #[must_use]
    pub fn new() -> Self {
        CopyReader { buffer: BytesMut::new(), at: At::Header }
    }

    /// Appends a piece of the stream.
    pub fn feed(&mut self, piece: &[u8]) {
        self.buffer.extend_from_slice(piece);
    }

    /// Whether the stream has come to its end. A stream that stops before was cut off.
    #[must_use]
    pub fn is_at_end(&self) -> bool {
        self.at == At::End
    }

    /// The next row; `None` if more must be fed first, or at the end.
    ///
    /// # Errors
    ///
    /// These are not the bytes of such a stream.
    pub fn next_row(&mut self) -> Result<Option<CopyRow>, BoxError> {
        if self.at == At::Header && !self.read_header()? {
            return Ok(None);
        }
        let Some(columns) = self.peek::<2>(0).map(i16::from_be_bytes) else { return Ok(None) };
        if self.at == At::End || columns == -1 {
            self.at = At::End;
            return Ok(None);
        }
        let Some((fields, len)) = self.read_fields(columns)? else { return Ok(None) };
        Ok(Some(CopyRow { bytes: self.buffer.split_to(len).freeze(), fields }))
    }

    fn read_header(&mut self) -> Result<bool, BoxError> {
        let (Some(signature), Some(flags), Some(extension)) =
            (self.peek::<11>(0), self.peek::<4>(11), self.peek::<4>(15))
        else {
            return Ok(false);
        };
        if signature != SIGNATURE {
            return Err("the stream is not of the format `COPY .. (FORMAT binary)`".into());
        }
        // The upper half of the flags is for what a reader must know.
        if u32::from_be_bytes(flags) >> 16 != 0 {
            return Err("the stream has a flag that is not known".into());
        }
        let extension = length(extension)?;
        if self.buffer.len() < 19 + extension {
            return Ok(false);
        }
        self.buffer.advance(19 + extension);
        self.at = At::Rows;
        Ok(true)
    }

    /// Where the values of the first row in the buffer are, and how long it is; `None` if it is not all there.
    fn read_fields(&self, columns: i16) -> Result<Option<(Vec<Option<Range<usize>>>, usize)>, BoxError> {
        let columns = usize::try_from(columns).map_err(|_| "the row has a negative number of columns")?;
        let mut fields = Vec::with_capacity(columns);
        let mut at = 2;
        for _ in 0..columns {
            let Some(len) = self.peek::<4>(at) else { return Ok(None) };
            at += 4;
            if i32::from_be_bytes(len) == -1 {
                fields.push(None);
                continue;
            }
            let end = at + length(len)?;
            if self.buffer.len() < end {
                return Ok(None);
            }
            fields.push(Some(at..end));
            at = end;
        }
        Ok(Some((fields, at)))
    }

    fn peek<const N: usize>(&self, at: usize) -> Option<[u8; N]> {
        self.buffer.get(at..)?.first_chunk().copied()
    }
}

fn length(bytes: [u8; 4]) -> Result<usize, BoxError> {
    usize::try_from(i32::from_be_bytes(bytes)).map_err(|_| "the stream has a negative length".into())
}

impl CopyRow {
    /// The number of columns.
    #[must_use]
    pub fn len(&self) -> usize {
        self.fields.len()
    }

    /// Whether there are no columns.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// A column's value in PostgreSQL's binary format; `None` is NULL, or no such column.
    #[must_use]
    pub fn encoded(&self, column: usize) -> Option<&[u8]> {
        self.fields.get(column)?.clone().map(|range| &self.bytes[range])
    }

    /// Decodes a column's value. The stream does not tell types: `V` must be of exactly the column's.
    ///
    /// # Errors
    ///
    /// The value does not fit, is an unexpected NULL, or there is no such column.
    pub fn value<V: Value>(&self, column: usize) -> Result<V, BoxError> {
        if column >= self.fields.len() {
            return Err(format!("the row has {} columns: none is number {column}", self.fields.len()).into());
        }
        wire::read_value(self.encoded(column))
    }
}

impl Default for CopyReader {
    fn default() -> Self {
        CopyReader::new()
    }
}

impl fmt::Debug for CopyReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CopyReader({:?}, {} bytes waiting)", self.at, self.buffer.len())
    }
}

impl fmt::Debug for CopyRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CopyRow({} columns, {} bytes)", self.fields.len(), self.bytes.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::copy::CopyWriter;

    fn stream() -> Bytes {
        let mut copy = CopyWriter::new(2).unwrap();
        for (id, name) in [(1, Some("a".to_owned())), (2, None)] {
            copy.row(|row| row.value(&id).and_then(|()| row.value(&name))).unwrap();
        }
        copy.finish()
    }

    #[test]
    fn rows_come_out_wherever_the_pieces_end() {
        for size in [1, 2, 3, 7, 19, 1000] {
            let (mut reader, mut rows) = (CopyReader::new(), Vec::new());
            for piece in stream().chunks(size) {
                reader.feed(piece);
                while let Some(row) = reader.next_row().unwrap() {
                    rows.push((row.value::<i32>(0).unwrap(), row.value::<Option<String>>(1).unwrap()));
                }
            }
            assert!(reader.is_at_end());
            assert_eq!(rows, [(1, Some("a".to_owned())), (2, None)]);
        }
    }

    #[test]
    fn what_is_no_such_stream_is_refused() {
        let mut reader = CopyReader::new();
        reader.feed(b"1\ta\n2\t\\N\nand some more of it");
        let reason = "the stream is not of the format `COPY .. (FORMAT binary)`";
        assert_eq!(reader.next_row().unwrap_err().to_string(), reason);
    }

    #[test]
    fn a_value_that_does_not_fit_is_an_error() {
        let mut reader = CopyReader::new();
        reader.feed(&stream());
        reader.next_row().unwrap();
        let row = reader.next_row().unwrap().unwrap();
        assert_eq!(row.value::<String>(1).unwrap_err().to_string(), "unexpected NULL");
        assert_eq!(row.value::<bool>(0).unwrap_err().to_string(), "4 bytes are no bool");
        assert_eq!(row.value::<i32>(2).unwrap_err().to_string(), "the row has 2 columns: none is number 2");
    }

    #[test]
    fn a_stream_that_was_cut_off_is_not_at_its_end() {
        let mut reader = CopyReader::new();
        let stream = stream();
        reader.feed(&stream[..stream.len() - 2]);
        while reader.next_row().unwrap().is_some() {}
        assert!(!reader.is_at_end());
    }
}

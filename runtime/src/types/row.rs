//! Reading a row, column by column.

use tokio_postgres::Row;
use tokio_postgres::types::{FromSql, Type};

use crate::error::{BoxError, DecodeError, Error, Result};
use crate::types::copy::CopyRow;
use crate::types::{ColumnType, PgType, Value};

/// A cursor over the columns of one row.
///
/// Types are checked once per prepared statement (see [`Expect`]), so that reading a value here is only
/// decoding.
#[derive(Debug)]
pub struct Reader<'r> {
    row: Source<'r>,
    next: usize,
}

/// Where the values are.
#[derive(Clone, Copy, Debug)]
enum Source<'r> {
    /// A statement's row.
    Row(&'r Row),
    /// A row of COPY, whose columns have neither names nor types.
    Copy(&'r CopyRow),
}

/// The type that a statement's reader expects of a column.
#[derive(Clone, Copy, Debug)]
pub struct Expect {
    /// The PostgreSQL type.
    pub ty: PgType,
    /// The Rust type, for messages.
    pub rust: &'static str,
    /// Whether another type's values can be decoded, too.
    pub accepts: fn(u32) -> bool,
}

impl Expect {
    /// What a value of this Rust type expects.
    #[must_use]
    pub fn of<T: ColumnType>() -> Self {
        Expect { ty: T::TYPE, rust: std::any::type_name::<T>(), accepts: T::accepts }
    }

    /// Whether a column of the type with this number can be read.
    #[must_use]
    pub fn admits(&self, oid: u32) -> bool {
        self.ty.is_named() || self.ty.oid == oid || (self.accepts)(oid)
    }
}

impl<'r> Reader<'r> {
    /// Starts at the first column.
    #[must_use]
    pub fn new(row: &'r Row) -> Self {
        Reader { row: Source::Row(row), next: 0 }
    }

    /// Starts at the first column of a row of COPY.
    #[must_use]
    pub fn of_copy(row: &'r CopyRow) -> Self {
        Reader { row: Source::Copy(row), next: 0 }
    }

    /// Decodes the next column.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`], with the column's name, if the value does not fit or is an unexpected NULL.
    #[inline]
    pub fn value<V: Value>(&mut self) -> Result<V> {
        let index = self.next;
        self.next += 1;
        let base = match self.row.get(index) {
            Ok(Some(bytes)) => match V::Base::decode(bytes) {
                Ok(value) => Some(value),
                Err(error) => return Err(self.refuse::<V>(index, Some(error))),
            },
            Ok(None) => None,
            Err(error) => return Err(self.refuse::<V>(index, Some(error))),
        };
        match V::from_base(base) {
            Some(value) => Ok(value),
            None => Err(self.refuse::<V>(index, None)),
        }
    }

    /// The raw bytes of the next column.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`] if the row has no such column.
    pub fn raw(&mut self) -> Result<Option<&'r [u8]>> {
        let index = self.next;
        self.next += 1;
        self.row.get(index).map_err(|error| self.refuse::<Vec<u8>>(index, Some(error)))
    }

    /// Whether the next `count` columns are all NULL: an absent row of an outer join.
    #[must_use]
    pub fn are_null(&self, count: usize) -> bool {
        (self.next..self.next + count).all(|index| matches!(self.row.get(index), Ok(None)))
    }

    /// Passes over columns.
    pub fn skip(&mut self, count: usize) {
        self.next += count;
    }

    /// Goes to a column.
    pub fn seek(&mut self, index: usize) {
        self.next = index;
    }

    /// Position of the next column.
    #[must_use]
    pub fn position(&self) -> usize {
        self.next
    }

    #[cold]
    fn refuse<V>(&self, index: usize, source: Option<BoxError>) -> Error {
        let column = match self.row {
            Source::Row(row) => row.columns().get(index),
            Source::Copy(_) => None,
        };
        let found = match (&source, column) {
            (None, _) => "NULL".to_owned(),
            (_, Some(column)) => format!("a value of type {}", column.type_()),
            (_, None) if matches!(self.row, Source::Copy(row) if index < row.len()) => {
                "another value".to_owned()
            }
            (_, None) => "no such column".to_owned(),
        };
        Error::Decode(Box::new(DecodeError::new(
            column.map_or_else(|| index.to_string(), |column| column.name().to_owned()),
            std::any::type_name::<V>(),
            found,
            source,
        )))
    }
}

impl<'r> Source<'r> {
    #[inline(always)]
    fn get(self, index: usize) -> Result<Option<&'r [u8]>, BoxError> {
        match self {
            Source::Row(row) => match row.try_get::<_, Option<Raw<'r>>>(index) {
                Ok(raw) => Ok(raw.map(|Raw(bytes)| bytes)),
                Err(error) => Err(error.into()),
            },
            Source::Copy(row) if index < row.len() => Ok(row.encoded(index)),
            Source::Copy(_) => Err("no such column".into()),
        }
    }
}

/// Bytes as they came.
struct Raw<'a>(&'a [u8]);

impl<'a> FromSql<'a> for Raw<'a> {
    #[inline]
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, BoxError> {
        Ok(Raw(raw))
    }

    #[inline]
    fn accepts(_: &Type) -> bool {
        true
    }
}

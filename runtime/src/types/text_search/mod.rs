//! Full-text search: documents and queries.

mod query;
mod vector;

use bytes::{BufMut, BytesMut};

use crate::error::BoxError;
use crate::types::text::write_text;

pub use query::TsQuery;
pub use vector::{Lexeme, Position, TsVector};

/// The longest lexeme that PostgreSQL takes.
const MAX_LEXEME: usize = 2046;

/// How much a position counts when a document is ranked, from `A` to the usual `D`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Weight {
    /// Counts most.
    A,
    /// Counts more.
    B,
    /// Counts a little more.
    C,
    /// The weight of a position that was given none.
    #[default]
    D,
}

impl Weight {
    fn letter(self) -> &'static str {
        match self {
            Weight::A => "A",
            Weight::B => "B",
            Weight::C => "C",
            Weight::D => "",
        }
    }
}

/// Writes a lexeme, which ends with NUL.
fn write_lexeme(word: &str, out: &mut BytesMut) -> Result<(), BoxError> {
    if word.len() > MAX_LEXEME {
        return Err(format!("a lexeme has at most {MAX_LEXEME} bytes, this one has {}", word.len()).into());
    }
    write_text(word, out)?;
    out.put_u8(0);
    Ok(())
}

/// Shows a lexeme as PostgreSQL does: in quotes, with quotes and backslashes doubled.
fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\\', "\\\\").replace('\'', "''"))
}

//! Rows in the format of `COPY .. (FORMAT binary)`.
//!
//! `COPY` converts nothing: each value must be of exactly the column's type.

mod reader;
mod writer;

pub use reader::{CopyReader, CopyRow};
pub use writer::{CopyFields, CopyWriter};

/// What every stream begins with.
const SIGNATURE: [u8; 11] = *b"PGCOPY\n\xff\r\n\0";

//! Rust values and PostgreSQL values.
//!
//! [`ColumnType`] is the one trait that a user implements for a type of their own. Nothing here knows of
//! statements, models or connections.

pub mod array;
mod bool;
mod builtin;
mod bytes;
#[cfg(test)]
pub(crate) mod check;
mod float;
mod int;
mod param;
mod pg_type;
mod row;
mod text;
mod value;
mod wire;

pub use array::ArrayBuilder;
pub use param::{Param, ParamValue};
pub use pg_type::PgType;
pub use row::{Expect, Reader};
pub use value::{ColumnType, Element, MaybeNull, Value};

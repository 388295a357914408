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
#[cfg(feature = "chrono")]
mod chrono_04;
mod float;
mod int;
mod interval;
#[cfg(feature = "jiff")]
mod jiff_02;
#[cfg(feature = "json")]
mod json_text;
mod param;
mod pg_type;
mod row;
#[cfg(feature = "decimal")]
mod rust_decimal_1;
#[cfg(feature = "json")]
mod serde_json_1;
mod text;
#[cfg(any(feature = "chrono", feature = "jiff"))]
mod time;
#[cfg(feature = "uuid")]
mod uuid_1;
mod value;
mod wire;

pub use array::ArrayBuilder;
pub use interval::Interval;
pub use param::{Param, ParamValue};
pub use pg_type::PgType;
pub use row::{Expect, Reader};
#[cfg(feature = "json")]
pub use serde_json_1::Json;
pub use value::{ColumnType, Element, MaybeNull, Value};

//! Rust values and PostgreSQL values.
//!
//! [`ColumnType`] is the one trait that a user implements for a type of their own. Nothing here knows of
//! statements, models or connections.

pub mod array;
mod bits;
mod bool;
mod builtin;
mod bytes;
#[cfg(test)]
pub(crate) mod check;
#[cfg(feature = "chrono")]
mod chrono_04;
pub mod composite;
pub mod copy;
pub mod enum_;
mod extension;
mod float;
mod int;
mod interval;
mod ip;
#[cfg(feature = "ipnet")]
mod ipnet_2;
#[cfg(feature = "jiff")]
mod jiff_02;
#[cfg(feature = "json")]
mod json_text;
mod mac;
mod param;
mod pg_type;
mod range;
mod row;
#[cfg(feature = "decimal")]
mod rust_decimal_1;
#[cfg(feature = "json")]
mod serde_json_1;
mod text;
mod text_search;
#[cfg(any(feature = "chrono", feature = "jiff"))]
mod time;
#[cfg(feature = "uuid")]
mod uuid_1;
mod value;
mod wire;

/// The buffer that [`ColumnType::encode`] appends to.
pub use ::bytes::BytesMut;
pub use array::ArrayBuilder;
pub use bits::Bits;
pub use extension::{CiText, HStore, LTree};
pub use interval::Interval;
#[cfg(feature = "ipnet")]
pub use ipnet_2::Cidr;
pub use mac::MacAddr;
pub use param::{Param, ParamValue};
pub use pg_type::PgType;
pub use range::{Multirange, Range, RangeElement};
pub use row::{Expect, Reader};
#[cfg(feature = "json")]
pub use serde_json_1::Json;
pub use text_search::{Lexeme, Position, TsQuery, TsVector, Weight};
pub use value::{ColumnType, Element, MaybeNull, Value};

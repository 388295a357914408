//! Rust values and PostgreSQL values.
//!
//! [`ColumnType`] is the one trait that a user implements for a type of their own. Nothing here knows of
//! statements, models or connections.
//!
//! A value is never changed silently: what PostgreSQL or the Rust type cannot hold is an error that says so. The
//! one exception is time, where PostgreSQL has microseconds and what is finer is cut off
//! ([`ColumnType::stored`]).
//!
//! | Rust | PostgreSQL | refused |
//! |---|---|---|
//! | `bool`, `i16`, `i32`, `i64`, `f32`, `f64` | `bool`, `int2`, `int4`, `int8`, `float4`, `float8` | a column that is wider than the Rust type |
//! | `String` | `text`; reads `varchar`, `char(n)`, `name`, `json`, `xml`, enums, `citext` | the character NUL |
//! | `Vec<u8>` | `bytea` | more than 1 GiB, as everywhere |
//! | `Vec<T>`, `Vec<Option<T>>` | `T[]` | several dimensions, a first index other than 1, NULL in a `Vec<T>` |
//! | `serde_json::Value`, [`Json<T>`](Json) | `jsonb`; reads `json` | NUL, nesting beyond 127 levels |
//! | `Uuid` | `uuid` | |
//! | `Decimal` | `numeric` | more than 28 digits after the point or 96 bits, NaN, infinity |
//! | chrono `NaiveDate`, jiff `Date` | `date` | infinity, years that the Rust type does not have |
//! | chrono `NaiveTime`, jiff `Time` | `time` | 24:00:00, leap seconds |
//! | chrono `NaiveDateTime`, jiff `DateTime` | `timestamp` | infinity, years, leap seconds |
//! | chrono `DateTime<Utc>`, `DateTime<FixedOffset>`, jiff `Timestamp` | `timestamptz` (the offset is not stored) | infinity, years, leap seconds |
//! | [`Interval`]; chrono `TimeDelta`, jiff `Span`, `SignedDuration` | `interval` | nothing; months, or for `Span` two directions |
//! | [`Range<T>`](Range), [`Multirange<T>`](Multirange) | `int4range` .. `tstzmultirange` | a lower bound above the upper |
//! | `IpAddr`; `IpNet`, `Cidr` (feature `ipnet`); [`MacAddr`] | `inet`; `inet`, `cidr`; `macaddr` | an `inet` with a netmask as `IpAddr` |
//! | [`Bits`] | `varbit`; reads `bit(n)` | |
//! | [`TsVector`], [`TsQuery`] | `tsvector`, `tsquery` | sending a `TsQuery` without words |
//! | [`CiText`], [`HStore`], [`LTree`] | `citext`, `hstore`, `ltree` | the character NUL |

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
mod enum_def;
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
mod serde_1;
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
pub use enum_def::EnumDef;
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

//! PostgreSQL's functions, by subject.
//!
//! A function that takes texts, numbers or dates is one line of a table, see [`sql_function!`](crate::sql_function).

#[macro_use]
mod define;
pub mod array;
pub mod date_time;
#[cfg(feature = "decimal")]
mod decimal;
#[cfg(feature = "json")]
pub mod json;
#[cfg(feature = "json")]
mod json_plain;
mod json_source;
pub mod math;
mod named;
pub mod net;
pub mod range;
pub mod system;
pub mod text;
pub mod text_search;

#[doc(hidden)]
pub use define::named_call;
pub use json_source::JsonSource;
#[doc(hidden)]
pub use json_source::whole_row;
pub(crate) use named::raw_parts;
pub use named::{Function, Raw, function, raw};

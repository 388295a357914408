//! SQLAlchemy's architecture in Rust, for PostgreSQL.
#![warn(missing_docs)]

#[cfg(feature = "embedded")]
pub mod embedded;
pub mod engine;
pub mod error;
pub mod loading;
pub mod query;
pub mod schema;
pub mod session;
pub mod sql;
pub mod types;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
mod macros;

pub use cormorant_macros::{Model, Projection};
pub use error::{Error, Result};

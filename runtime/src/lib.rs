//! SQLAlchemy's architecture in Rust, for PostgreSQL.
#![warn(missing_docs)]

pub mod error;
pub mod query;
pub mod schema;
pub mod sql;
pub mod types;

pub use error::{Error, Result};

//! PostgreSQL's functions, by subject.

#[cfg(feature = "json")]
mod json;

#[cfg(feature = "json")]
pub use json::JsonSource;

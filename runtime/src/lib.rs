//! SQLAlchemy's architecture in Rust, for PostgreSQL.
#![warn(missing_docs)]

pub mod ddl;
#[cfg(feature = "embedded")]
pub mod embedded;
pub mod engine;
pub mod error;
pub mod functions;
pub mod loading;
pub mod prelude;
pub mod query;
pub mod schema;
pub mod session;
pub mod sql;
#[cfg(feature = "testing")]
pub mod testing;
pub mod types;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
mod macros;

#[cfg(feature = "testing")]
pub use cormorant_macros::test;
pub use cormorant_macros::{DbEnum, DbNewtype, Model, Projection};
pub use error::{Error, Result};

// What the compiler's messages name, at the shortest path: it prints `cormorant::Column` then.
#[doc(no_inline)]
pub use query::{
    Aggregate, Column, Delete, Expr, Insert, Joined, LeftJoined, NotNull, On, Only, Predicate, Relation,
    Returning, Select, Table, Update,
};

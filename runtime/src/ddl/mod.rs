//! From models to the statements that make their tables, and that take them away.
//!
//! Everything here is pure: constants of the schema go in, statements come out. Running them is the engine's
//! business, and comparing them with what a database has is not done here.

mod check;
mod create;
mod drop;
mod enums;
mod foreign;
mod link;
mod names;
mod options;
mod order;
mod plan;
mod reachable;
mod table;

pub use create::{create_all, create_sql};
pub use drop::drop_all;
pub use options::Options;
pub use reachable::reachable;

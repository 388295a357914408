//! Relations become objects: loader options, and the statements that serve them.

mod fetch;
mod option;

pub use option::{Columns, Holds, IntoLoads, Loader, Loads, Nth, Strategy};

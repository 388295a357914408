//! Relations become objects: loader options, and the statements that serve them.

mod answer;
mod beside;
mod bulk;
mod explicit;
mod fetch;
mod get;
mod merge;
mod option;
mod rows;
mod run;
mod stream;
mod terminal;

pub use answer::Loading;
pub use explicit::{Entities, IntoLoader};
pub use get::KeyParams;
pub use option::{
    Columns, Holds, IntoLoads, IsLoader, LoadFrom, LoadOption, Loader, Loads, Nth, StartsAt, Strategy,
};
pub use stream::Batches;

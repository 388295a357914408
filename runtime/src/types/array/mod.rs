//! One-dimensional arrays: `Vec<T>` and `Vec<Option<T>>` as columns, [`ArrayBuilder`] for whole columns of
//! values in one parameter, [`NestedArrayBuilder`] where the values are arrays themselves.

mod builder;
mod codec;
mod nested;

pub use builder::ArrayBuilder;
pub use nested::{NestedArray, NestedArrayBuilder};

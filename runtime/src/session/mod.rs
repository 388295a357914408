//! Entities and the unit of work.
//!
//! A session holds the rows of each model in a typed store; everything about states, relationships and flushes
//! is untyped and compiled once. Nothing here loads by itself.

mod cell;
mod core;
mod create;
mod entity;
mod field;
mod graph;
mod handle;
mod identity;
mod links;
mod mapped;
mod mask;
mod meta;
#[cfg(test)]
mod models;
mod new_row;
mod row;
mod rows;
mod store;
mod table;

pub use cell::{Cell, Slot, boxed};
pub use core::State;
pub use create::{Child, Create, Given, IsGiven, IsMissing, Link, Missing, New, Related};
pub use entity::Entity;
pub use field::{IntoField, Text, Whole, Wrapped};
pub use graph::Graph;
pub use handle::{Session, SessionBuilder};
pub use mapped::{Draft, Mapped};
pub use mask::Mask;
pub use meta::Meta;
pub use rows::SessionRow;

pub(crate) use entity::Raw;

//! Entities and the unit of work.
//!
//! A session holds the rows of each model in a typed store; everything about states, relationships and flushes
//! is untyped and compiled once. Nothing here loads by itself.

mod access;
mod bulk;
mod cascade;
mod cell;
mod changes;
mod chunks;
mod core;
mod create;
mod enter;
mod entity;
mod expire;
mod field;
mod flush;
mod follow;
mod graph;
mod handle;
mod hooks;
mod identity;
mod journal;
mod linked;
mod links;
mod mapped;
mod mask;
mod members;
mod merging;
mod meta;
#[cfg(test)]
mod models;
mod new_row;
mod reading;
mod relate;
mod relating;
mod relation;
mod relations;
mod row;
mod rows;
mod scope;
mod store;
mod table;
mod undo;
mod unit;
mod vacate;
mod verbs;
mod view;

pub use cell::{Cell, Slot, boxed};
pub use changes::Change;
pub use core::State;
pub use create::{Child, Create, Given, IsGiven, IsMissing, Link, Missing, New, Related};
pub use entity::Entity;
pub use field::{IntoField, Text, Whole, Wrapped};
pub use graph::Graph;
pub use handle::{Session, SessionBuilder};
pub use hooks::Hooks;
pub use linked::Linked;
pub use mapped::{Draft, Mapped};
pub use mask::Mask;
pub use merging::{Merge, Snapshot, Values};
pub use meta::Meta;
pub use relations::Members;
pub use rows::SessionRow;
pub use verbs::Add;
pub use view::{RelationsOut, SerializeRelations, View, Viewed, Walk};

pub(crate) use cell::compare;
pub(crate) use entity::{Place, Raw};

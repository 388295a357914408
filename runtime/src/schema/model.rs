//! The trait behind `#[derive(Model)]`.

use std::fmt::Debug;
use std::hash::Hash;

use crate::schema::TableDef;

/// A struct that is mapped to a table. Written by `#[derive(Model)]`; see there.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a model",
    label = "not a model",
    note = "add `#[derive(Model)]` to the struct `{Self}`"
)]
pub trait Model: Sized + Send + Sync + 'static {
    /// The table.
    const TABLE: &'static TableDef;

    /// The primary key's type: the column's type, or a tuple of them.
    type Key: Key;

    /// The primary key of this row.
    fn key(&self) -> Self::Key;

    /// A copy of this row: its `Clone`, which the derive needs beside it.
    #[must_use]
    fn copied(&self) -> Self;
}

/// A primary key's type. Implemented for the types of columns that can be compared and hashed, and tuples.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a primary key",
    label = "no key type",
    note = "a primary key needs `Eq`, `Hash`, `Clone` and `Debug`: integers, String, Uuid, dates, Decimal, and types of yours that derive them"
)]
pub trait Key: Clone + Eq + Hash + Debug + Send + Sync + 'static {}

#[diagnostic::do_not_recommend]
impl<T: Clone + Eq + Hash + Debug + Send + Sync + 'static> Key for T {}

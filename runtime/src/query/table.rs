//! What can be named in FROM: models, aliases, CTEs, derived tables.

use std::fmt;
use std::marker::PhantomData;

use crate::query::uses::for_marks;
use crate::query::{
    Agg, AllRows, Distinct, InGroups, NoTable, NotNull, NullIfAll, Of, Projection, SetOf, Sorted, Windowed,
    WithinGroup,
};
use crate::schema::Model;
use crate::sql;
use crate::types::MaybeNull;

/// A table that a statement can read, as a type: a model, an alias of one, a CTE, a derived table.
///
/// Written by `#[derive(Model)]`, `alias!` and `table!`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a table",
    label = "no model, alias or table key",
    note = "add `#[derive(Model)]` to the struct `{Self}`"
)]
pub trait Tabular: 'static {
    /// Hash of the type's path: eight hexadecimal digits.
    type Id;
    /// The scope that a statement starts with when this is the first table it names.
    type Root;
    /// What stands before the dot of its columns.
    fn qualifier() -> sql::Qualifier;
    /// Its entry in FROM; none for tables that are defined elsewhere (CTEs).
    fn source() -> Option<sql::From>;
}

/// A model, or an alias of one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a model",
    label = "neither a model nor an alias of one",
    note = "CTEs, derived tables and lists of values have rows, and no table of the database to lock or to write to"
)]
pub trait ModelTable: Tabular {
    /// The model.
    type Model: Model;
}

/// A model's table, as a value: the constant `User` in `select(User)`.
pub struct Table<M>(PhantomData<fn() -> M>);

impl<M> Table<M> {
    /// The constant of a model; written by the derive.
    #[doc(hidden)]
    #[must_use]
    pub const fn new() -> Self {
        Table(PhantomData)
    }
}

impl<M> Default for Table<M> {
    fn default() -> Self {
        Self::new()
    }
}

impl<M> Clone for Table<M> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M> Copy for Table<M> {}

impl<M> fmt::Debug for Table<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Table<{}>", std::any::type_name::<M>())
    }
}

/// What rows of named fields answer about a table `K` of such rows: an alias, a CTE, a derived table.
///
/// Written by the derives. All generated code asks through this one trait, so that what is no row of named fields is
/// reported once.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a projection",
    label = "no row of named values",
    note = "add `#[derive(Projection)]` to the struct `{Self}`"
)]
pub trait NamedColumns<K> {
    /// The row.
    type Row: Projection;
    /// Columns and relationships of the table: `UserColumns<K>`, to which the table derefs.
    type Columns: 'static;
    /// All of them.
    const COLUMNS: &'static Self::Columns;
}

/// `"users"`, or `"schema"."users"`; called by the impls that the derive writes.
#[doc(hidden)]
#[must_use]
pub fn model_qualifier<M: Model>() -> sql::Qualifier {
    sql::Qualifier::Table(M::TABLE.table_name())
}

/// The entry in FROM of a model under an alias, or under its own name.
#[doc(hidden)]
#[must_use]
pub fn table_source<M: Model>(alias: Option<&'static str>) -> Option<sql::From> {
    let name = M::TABLE.table_name();
    Some(sql::From::Table(sql::TableRef { name, alias: alias.map(Into::into) }))
}

/// A value that brings a table into FROM.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot stand in FROM",
    label = "not a table",
    note = "give a model (`User`), an alias, or a CTE or derived table with its definition"
)]
pub trait Source {
    /// The table.
    type Table: Tabular;
    /// What its definition borrows from tables to its left.
    type Outer;
    /// The entry in FROM; definitions of CTEs go to `with`.
    #[doc(hidden)]
    fn into_from(self, with: &mut Vec<sql::Cte>) -> sql::From;
}

#[diagnostic::do_not_recommend]
impl<M: Tabular> Source for Table<M> {
    type Table = M;
    type Outer = ();

    fn into_from(self, _: &mut Vec<sql::Cte>) -> sql::From {
        model_source::<M>()
    }
}

/// A value that says which table is meant: what `correlate` takes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a table",
    label = "not a table",
    note = "give a model (`User`), an alias, or the name of a CTE or derived table"
)]
pub trait TableName {
    /// The table.
    type Table: Tabular;
}

#[diagnostic::do_not_recommend]
impl<M: Tabular> TableName for Table<M> {
    type Table = M;
}

/// Aliases and names of CTEs are types and values at once.
#[diagnostic::do_not_recommend]
impl<K: Tabular> TableName for K {
    type Table = K;
}

/// The entry in FROM of a model or alias.
pub(crate) fn model_source<M: Tabular>() -> sql::From {
    M::source().unwrap_or_else(|| {
        // Only keys of CTEs have no source, and they are no `Table`.
        let name = match M::qualifier() {
            sql::Qualifier::Table(name) => name,
            sql::Qualifier::Alias(name) => sql::TableName::new(name),
            sql::Qualifier::None => sql::TableName::new(""),
        };
        sql::From::Table(sql::TableRef { name, alias: None })
    })
}

/// The first table that something uses: [`NoTable`] or [`FirstIs`].
pub trait First {
    /// The table.
    type First: OrElse;
}

/// The first table is `M`.
#[derive(Debug)]
pub struct FirstIs<M>(PhantomData<fn() -> M>);

/// The first of two, if there is one.
pub trait OrElse {
    /// This one, or the other if there is none here.
    type Or<Other: OrElse>: OrElse;
}

impl OrElse for NoTable {
    type Or<Other: OrElse> = Other;
}

impl<M> OrElse for FirstIs<M> {
    type Or<Other: OrElse> = FirstIs<M>;
}

/// Where a statement starts: the scope and the entry in FROM of the first table that it names.
pub trait Root {
    /// The scope.
    type Scope;
    /// FROM.
    #[doc(hidden)]
    fn from() -> Vec<sql::From>;
}

impl Root for NoTable {
    type Scope = NoTable;

    fn from() -> Vec<sql::From> {
        Vec::new()
    }
}

impl<M: Tabular> Root for FirstIs<M> {
    type Scope = M::Root;

    fn from() -> Vec<sql::From> {
        M::source().into_iter().collect()
    }
}

impl First for () {
    type First = NoTable;
}

macro_rules! marks {
    ($($mark:ident)*) => {$(
        impl First for $mark {
            type First = NoTable;
        }
    )*};
}

for_marks!(marks);

impl<M> First for Of<M> {
    type First = FirstIs<M>;
}
impl<S: First> First for NotNull<S> {
    type First = S::First;
}
impl<S: First> First for Agg<S> {
    type First = S::First;
}
impl<S: First> First for Windowed<S> {
    type First = S::First;
}
impl<S: First> First for SetOf<S> {
    type First = S::First;
}
impl<A: First, B: First> First for (A, B) {
    type First = <A::First as OrElse>::Or<B::First>;
}
impl<A: First, B: First> First for NullIfAll<A, B> {
    type First = <A::First as OrElse>::Or<B::First>;
}

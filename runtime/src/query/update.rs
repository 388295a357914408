//! UPDATE and DELETE.

use std::fmt;
use std::marker::PhantomData;

use crate::query::select::and;
use crate::query::{
    Assign, Column, Condition, Effect, HasCondition, Independent, IsTable, Joined, ModelTable, NullFits,
    NullIn, Nullable, Only, PerRow, Table, Within,
};
use crate::schema::Model;
use crate::sql;
use crate::types::{ColumnType, Param, Value};

/// No condition was given yet.
#[derive(Clone, Copy, Debug)]
pub struct Unfiltered;

/// A condition was given, or `.all_rows()` was said.
#[derive(Clone, Copy, Debug)]
pub struct Filtered;

#[diagnostic::do_not_recommend]
impl HasCondition for Filtered {}

/// An UPDATE of `M`, which may use the tables of `F`.
#[must_use = "a statement does nothing until it is executed"]
pub struct Update<M, C = Unfiltered, F = Only<M>> {
    pub(crate) update: sql::Update,
    marker: PhantomData<fn() -> (M, C, F)>,
}

/// Changes rows of a model. It runs only after [`filter`](Update::filter) or [`all_rows`](Update::all_rows).
pub fn update<M: Model + ModelTable<Model = M>>(table: Table<M>) -> Update<M> {
    let _ = table;
    Update::from_parts(sql::Update {
        with: Vec::new(),
        table: sql::TableRef { name: M::TABLE.table_name(), alias: None },
        set: Vec::new(),
        from: Vec::new(),
        filter: None,
        returning: Vec::new(),
    })
}

impl<M, C, F> Update<M, C, F> {
    fn from_parts(update: sql::Update) -> Self {
        Update { update, marker: PhantomData }
    }

    fn retype<D, G>(self) -> Update<M, D, G> {
        Update::from_parts(self.update)
    }

    /// The SQL text, with `$1` for the first value.
    #[must_use]
    pub fn to_sql(&self) -> String {
        self.update.render().sql
    }

    /// `SET "column" = value`. The value may be a value of the column's type, an expression, or an `Option`
    /// for a nullable column. Of two values for one column the last counts.
    pub fn set<K: IsTable<M>, V, A, N, How, At>(mut self, column: Column<K, V>, value: A) -> Self
    where
        V: Value,
        A: Assign<V, How, Uses: NullIn<F, At, Null = N> + PerRow>,
        N: NullFits<V>,
    {
        assign(&mut self.update.set, sql::Assignment::new(column.name(), value.into_assigned()));
        self
    }

    /// `SET "column" = NULL`
    pub fn set_null<K: IsTable<M>, V: Nullable>(mut self, column: Column<K, V>) -> Self {
        let value = sql::Expr::Param(Param::null(<V::Base as ColumnType>::TYPE));
        assign(&mut self.update.set, sql::Assignment { column: column.name().into(), value });
        self
    }

    /// `SET "column" = DEFAULT`
    pub fn set_default<K: IsTable<M>, V: Value>(mut self, column: Column<K, V>) -> Self {
        let value = sql::Expr::Default;
        assign(&mut self.update.set, sql::Assignment { column: column.name().into(), value });
        self
    }

    /// Another table to take values from: `FROM ..`. Say how it fits in `.filter(..)`.
    ///
    /// It must come before the `.set(..)` that uses it.
    pub fn from<S: Independent<F, Table = T>, T>(mut self, source: S) -> Update<M, C, Joined<T, F>> {
        let from = source.into_from(&mut self.update.with);
        self.update.from.push(from);
        self.retype()
    }

    /// Changes only the rows for which the condition holds. Called twice, both conditions must hold.
    pub fn filter<K: Condition<Uses: Within<F, At> + PerRow>, At>(
        mut self,
        condition: K,
    ) -> Update<M, Filtered, F> {
        and(&mut self.update.filter, condition.into_condition());
        self.retype()
    }

    /// Changes all rows of the table.
    pub fn all_rows(self) -> Update<M, Filtered, F> {
        self.retype()
    }
}

#[diagnostic::do_not_recommend]
impl<M, C, F> Effect for Update<M, C, F> {
    type Condition = C;

    fn into_effect(self) -> sql::Statement {
        sql::Statement::Update(Box::new(self.update))
    }
}

/// Adds an assignment; one to the same column before it no longer counts.
pub(crate) fn assign(set: &mut Vec<sql::Assignment>, new: sql::Assignment) {
    match set.iter_mut().find(|old| old.column == new.column) {
        Some(old) => *old = new,
        None => set.push(new),
    }
}

/// A DELETE from `M`, which may use the tables of `F`.
#[must_use = "a statement does nothing until it is executed"]
pub struct Delete<M, C = Unfiltered, F = Only<M>> {
    pub(crate) delete: sql::Delete,
    marker: PhantomData<fn() -> (M, C, F)>,
}

/// Deletes rows of a model. It runs only after [`filter`](Delete::filter) or [`all_rows`](Delete::all_rows).
pub fn delete<M: Model + ModelTable<Model = M>>(table: Table<M>) -> Delete<M> {
    let _ = table;
    Delete::from_parts(sql::Delete {
        with: Vec::new(),
        from: sql::TableRef { name: M::TABLE.table_name(), alias: None },
        using: Vec::new(),
        filter: None,
        returning: Vec::new(),
    })
}

impl<M, C, F> Delete<M, C, F> {
    fn from_parts(delete: sql::Delete) -> Self {
        Delete { delete, marker: PhantomData }
    }

    fn retype<D, G>(self) -> Delete<M, D, G> {
        Delete::from_parts(self.delete)
    }

    /// The SQL text, with `$1` for the first value.
    #[must_use]
    pub fn to_sql(&self) -> String {
        self.delete.render().sql
    }

    /// Another table to choose rows by: `USING ..`. Say how it fits in `.filter(..)`.
    pub fn using<S: Independent<F, Table = T>, T>(mut self, source: S) -> Delete<M, C, Joined<T, F>> {
        let from = source.into_from(&mut self.delete.with);
        self.delete.using.push(from);
        self.retype()
    }

    /// Deletes only the rows for which the condition holds. Called twice, both conditions must hold.
    pub fn filter<K: Condition<Uses: Within<F, At> + PerRow>, At>(
        mut self,
        condition: K,
    ) -> Delete<M, Filtered, F> {
        and(&mut self.delete.filter, condition.into_condition());
        self.retype()
    }

    /// Deletes all rows of the table.
    pub fn all_rows(self) -> Delete<M, Filtered, F> {
        self.retype()
    }
}

#[diagnostic::do_not_recommend]
impl<M, C, F> Effect for Delete<M, C, F> {
    type Condition = C;

    fn into_effect(self) -> sql::Statement {
        sql::Statement::Delete(Box::new(self.delete))
    }
}

impl<M, C, F> Clone for Update<M, C, F> {
    fn clone(&self) -> Self {
        Update::from_parts(self.update.clone())
    }
}

impl<M, C, F> Clone for Delete<M, C, F> {
    fn clone(&self) -> Self {
        Delete::from_parts(self.delete.clone())
    }
}

impl<M, C, F> fmt::Debug for Update<M, C, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.update, f)
    }
}

impl<M, C, F> fmt::Debug for Delete<M, C, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.delete, f)
    }
}

//! RETURNING.

use std::marker::PhantomData;

use crate::query::{Delete, HasCondition, Insert, NoLoad, Only, Rows, Selectable, Tabular, Update, Written};
use crate::sql;

/// An INSERT, UPDATE or DELETE that gives rows.
#[derive(Debug)]
#[must_use = "a statement does nothing until it is executed"]
pub struct Returning<It, F> {
    pub(crate) statement: sql::Statement,
    marker: PhantomData<fn() -> (It, F)>,
}

impl<It, F> Returning<It, F> {
    fn new(statement: sql::Statement) -> Self {
        Returning { statement, marker: PhantomData }
    }

    /// The SQL text, with `$1` for the first value.
    #[must_use]
    pub fn to_sql(&self) -> String {
        self.statement.render().sql
    }

    /// The statement as plain data.
    #[must_use]
    pub fn as_sql(&self) -> &sql::Statement {
        &self.statement
    }
}

impl<It, F> Clone for Returning<It, F> {
    fn clone(&self) -> Self {
        Returning::new(self.statement.clone())
    }
}

impl<M: Tabular> Insert<M> {
    /// Gives back what was inserted: `RETURNING ..`, in the order of the rows.
    pub fn returning<S: Selectable<Items = I>, I>(mut self, items: S) -> Returning<I, Only<M>> {
        items.push_items(&mut self.insert.returning);
        Returning::new(sql::Statement::Insert(Box::new(self.insert)))
    }
}

impl<M, C, F> Update<M, C, F> {
    /// Gives back the changed rows: `RETURNING ..`. Their order is not defined.
    pub fn returning<S: Selectable<Items = I>, I>(mut self, items: S) -> Returning<I, F>
    where
        C: HasCondition,
    {
        items.push_items(&mut self.update.returning);
        Returning::new(sql::Statement::Update(Box::new(self.update)))
    }
}

impl<M, C, F> Delete<M, C, F> {
    /// Gives back the deleted rows: `RETURNING ..`. Their order is not defined.
    pub fn returning<S: Selectable<Items = I>, I>(mut self, items: S) -> Returning<I, F>
    where
        C: HasCondition,
    {
        items.push_items(&mut self.delete.returning);
        Returning::new(sql::Statement::Delete(Box::new(self.delete)))
    }
}

#[diagnostic::do_not_recommend]
impl<It, F> Rows for Returning<It, F> {
    type Items = It;
    type Scope = Written<F>;
    type Loads = NoLoad;

    fn into_parts(self) -> (sql::Statement, NoLoad) {
        (self.statement, NoLoad)
    }
}

//! INSERT.

use std::marker::PhantomData;

use crate::query::bulk;
use crate::query::{
    ColumnList, Effect, Filtered, ModelTable, OnConflict, RowFor, Select, Settles, Shape, Table, Tabular,
};
use crate::schema::Model;
use crate::sql;
use crate::types::Param;

/// A new row of the model `M`: what `insert(M).values(..)` takes.
///
/// Implemented by the derive for the complete builder (`User::create()..`) and for the model itself (all
/// columns, keys included).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a new row of `{M}`",
    label = "expected a complete `{M}::create()..`, or a whole `{M}`",
    note = "`{M}::create()` needs every column that is NOT NULL and has no default"
)]
pub trait New<M> {
    /// The values.
    #[doc(hidden)]
    fn into_new(self) -> NewRow;
}

/// The values of a new row, by position of the column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewRow {
    /// Position of the column and its value, in ascending order.
    pub values: Vec<(u16, Param)>,
    /// Why the row cannot be inserted by a statement (it carries related rows, for a session).
    pub problem: Option<&'static str>,
}

impl NewRow {
    /// Adds a column.
    pub fn push(&mut self, column: u16, value: Param) {
        self.values.push((column, value));
    }
}

/// `INSERT INTO ..`, before its rows are given.
#[derive(Clone, Copy, Debug)]
#[must_use = "a statement does nothing until it is executed"]
pub struct InsertInto<M>(PhantomData<fn() -> M>);

/// An INSERT.
#[derive(Debug)]
#[must_use = "a statement does nothing until it is executed"]
pub struct Insert<M> {
    pub(crate) insert: sql::Insert,
    marker: PhantomData<fn() -> M>,
}

impl<M> Clone for Insert<M> {
    fn clone(&self) -> Self {
        Insert { insert: self.insert.clone(), marker: PhantomData }
    }
}

/// Inserts rows of a model.
pub fn insert<M: Model + ModelTable<Model = M>>(table: Table<M>) -> InsertInto<M> {
    let _ = table;
    InsertInto(PhantomData)
}

impl<M: Model + ModelTable<Model = M>> InsertInto<M> {
    /// One row: `INSERT INTO "users" ("email", ..) VALUES ($1, ..)`.
    pub fn values<N: New<M>>(self, row: N) -> Insert<M> {
        self.rows([row])
    }

    /// Many rows in one statement, through one array per column: its text does not depend on their number, and
    /// there is no limit of 65,535 parameters. The rows are inserted in their order, and `returning(..)` gives
    /// them back in that order.
    pub fn rows<N: New<M>>(self, rows: impl IntoIterator<Item = N>) -> Insert<M> {
        let rows: Vec<NewRow> = rows.into_iter().map(New::into_new).collect();
        let (columns, source) = bulk::insert_source(M::TABLE, rows);
        let names = columns.iter().map(|&at| M::TABLE.columns[usize::from(at)].name.into()).collect();
        Insert::new(names, source)
    }

    /// The columns that a query fills.
    pub fn columns<C: ColumnList<M, Values = V>, V>(self, columns: C) -> InsertColumns<M, V> {
        InsertColumns { names: columns.names(), marker: PhantomData }
    }

    /// A row of defaults: `INSERT INTO "users" DEFAULT VALUES`.
    pub fn default_values(self) -> Insert<M> {
        Insert::new(Vec::new(), sql::InsertSource::DefaultValues)
    }
}

/// `INSERT INTO .. (columns)`, before its query is given.
#[derive(Debug)]
#[must_use = "a statement does nothing until it is executed"]
pub struct InsertColumns<M, V> {
    names: Vec<sql::Name>,
    marker: PhantomData<fn() -> (M, V)>,
}

impl<M: Model + ModelTable<Model = M>, V> InsertColumns<M, V> {
    /// The rows of a query: `INSERT INTO .. (..) SELECT ..`. Its items must fit the columns; several columns are a
    /// tuple, as they are in the query.
    pub fn select<It, F, L, At, R>(self, query: Select<It, F, L>) -> Insert<M>
    where
        It: Shape,
        F: Settles<It, At, Row = R>,
        R: RowFor<V>,
    {
        let mut query = query.query;
        // CTEs stand in front of the INSERT: one that writes may stand nowhere else.
        let with = std::mem::take(&mut query.with);
        let mut insert = Insert::new(self.names, sql::InsertSource::Query(Box::new(query)));
        insert.insert.with = with;
        insert
    }
}

impl<M: Model + ModelTable<Model = M>> Insert<M> {
    fn new(columns: Vec<sql::Name>, source: sql::InsertSource) -> Self {
        let into = sql::TableRef { name: M::TABLE.table_name(), alias: None };
        Insert {
            insert: sql::Insert {
                with: Vec::new(),
                into,
                columns,
                overriding: None,
                source,
                on_conflict: None,
                returning: Vec::new(),
            },
            marker: PhantomData,
        }
    }

    /// The SQL text, with `$1` for the first value.
    #[must_use]
    pub fn to_sql(&self) -> String {
        self.insert.render().sql
    }

    /// Takes given values even for columns that are GENERATED ALWAYS AS IDENTITY.
    pub fn overriding_system_value(mut self) -> Self {
        self.insert.overriding = Some(sql::Overriding::SystemValue);
        self
    }

    /// What happens if a row is there already: give the columns of a unique constraint, then
    /// [`do_nothing`](OnConflict::do_nothing) or [`do_update`](OnConflict::do_update).
    pub fn on_conflict<C: ColumnList<M>>(self, columns: C) -> OnConflict<M> {
        let names = columns.names().into_iter();
        let columns = names.map(|name| sql::Expr::column(sql::Qualifier::None, name)).collect();
        OnConflict::new(self, Some(sql::ConflictTarget::Columns(columns, None)))
    }

    /// As [`on_conflict`](Insert::on_conflict), with the name of a constraint: `ON CONFLICT ON CONSTRAINT ..`.
    pub fn on_conflict_constraint(self, name: &'static str) -> OnConflict<M> {
        OnConflict::new(self, Some(sql::ConflictTarget::Constraint(name.into())))
    }

    /// Leaves out rows that any unique constraint refuses: `ON CONFLICT DO NOTHING`.
    pub fn on_conflict_do_nothing(self) -> Self {
        OnConflict::new(self, None).do_nothing()
    }
}

#[diagnostic::do_not_recommend]
impl<M: Tabular> Effect for Insert<M> {
    type Condition = Filtered;

    fn into_effect(self) -> sql::Statement {
        sql::Statement::Insert(Box::new(self.insert))
    }
}

//! MERGE (PostgreSQL 15 and later).

use std::fmt;
use std::marker::PhantomData;

use crate::query::update::assign;
use crate::query::{
    Assign, Column, Condition, Effect, Filtered, Independent, IsTable, Joined, ModelTable, NullFits, NullIn,
    Only, PerRow, Table, Within,
};
use crate::schema::Model;
use crate::sql;
use crate::types::Value;

/// A MERGE into `M`, before its source is given.
#[derive(Clone, Copy, Debug)]
#[must_use = "a statement does nothing until it is executed"]
pub struct MergeInto<M>(PhantomData<fn() -> M>);

/// A MERGE into `M` from the table `T`.
#[must_use = "a statement does nothing until it is executed"]
pub struct Merge<M, T> {
    merge: sql::Merge,
    marker: PhantomData<fn() -> (M, T)>,
}

/// Inserts, changes and deletes rows of a model by what another table holds: `MERGE INTO ..`.
pub fn merge_into<M: Model + ModelTable<Model = M>>(table: Table<M>) -> MergeInto<M> {
    let _ = table;
    MergeInto(PhantomData)
}

impl<M: Model + ModelTable<Model = M>> MergeInto<M> {
    /// The table to merge in, and which of its rows are the same: `USING .. ON ..`.
    pub fn using<S, T, C, At>(self, source: S, on: C) -> Merge<M, T>
    where
        S: Independent<Only<M>, Table = T>,
        C: Condition,
        C::Uses: Within<Joined<T, Only<M>>, At> + PerRow,
    {
        let mut with = Vec::new();
        let using = source.into_from(&mut with);
        let always = sql::Expr::Constant(sql::Constant::Bool(true));
        Merge {
            merge: sql::Merge {
                with,
                into: sql::TableRef { name: M::TABLE.table_name(), alias: None },
                using,
                on: on.into_condition().unwrap_or(always),
                whens: Vec::new(),
                returning: Vec::new(),
            },
            marker: PhantomData,
        }
    }
}

impl<M, T> Merge<M, T> {
    /// The SQL text, with `$1` for the first value.
    #[must_use]
    pub fn to_sql(&self) -> String {
        self.merge.render().sql
    }

    /// Changes rows that are in both: `WHEN MATCHED THEN UPDATE SET ..`.
    pub fn when_matched_update(
        self,
        values: impl FnOnce(MergeSet<M, Joined<T, Only<M>>>) -> MergeSet<M, Joined<T, Only<M>>>,
    ) -> Self {
        let set = values(MergeSet::new()).set;
        self.when(sql::MergeMatch::Matched, None, sql::MergeAction::Update(set))
    }

    /// Changes rows that are in both and fulfil a condition: `WHEN MATCHED AND .. THEN UPDATE SET ..`.
    pub fn when_matched_and_update<C, At>(
        self,
        condition: C,
        values: impl FnOnce(MergeSet<M, Joined<T, Only<M>>>) -> MergeSet<M, Joined<T, Only<M>>>,
    ) -> Self
    where
        C: Condition,
        C::Uses: Within<Joined<T, Only<M>>, At> + PerRow,
    {
        let set = values(MergeSet::new()).set;
        self.when(sql::MergeMatch::Matched, condition.into_condition(), sql::MergeAction::Update(set))
    }

    /// Deletes rows that are in both and fulfil the condition (`None`: all of them).
    pub fn when_matched_delete<C, At>(self, condition: C) -> Self
    where
        C: Condition,
        C::Uses: Within<Joined<T, Only<M>>, At> + PerRow,
    {
        self.when(sql::MergeMatch::Matched, condition.into_condition(), sql::MergeAction::Delete)
    }

    /// Leaves rows that are in both as they are.
    pub fn when_matched_do_nothing(self) -> Self {
        self.when(sql::MergeMatch::Matched, None, sql::MergeAction::Nothing)
    }

    /// Inserts rows that are only in the other table: `WHEN NOT MATCHED THEN INSERT ..`. Their values come from
    /// there, since there is no row of this table.
    pub fn when_not_matched_insert(
        self,
        values: impl FnOnce(MergeSet<M, Only<T>>) -> MergeSet<M, Only<T>>,
    ) -> Self {
        self.insert(None, values(MergeSet::new()).set)
    }

    /// Inserts rows that are only in the other table and fulfil a condition: `WHEN NOT MATCHED AND .. THEN INSERT ..`.
    pub fn when_not_matched_and_insert<C, At>(
        self,
        condition: C,
        values: impl FnOnce(MergeSet<M, Only<T>>) -> MergeSet<M, Only<T>>,
    ) -> Self
    where
        C: Condition,
        C::Uses: Within<Only<T>, At> + PerRow,
    {
        self.insert(condition.into_condition(), values(MergeSet::new()).set)
    }

    /// Leaves out rows that are only in the other table and fulfil the condition (`None`: all of them):
    /// `WHEN NOT MATCHED AND .. THEN DO NOTHING`.
    pub fn when_not_matched_do_nothing<C, At>(self, condition: C) -> Self
    where
        C: Condition,
        C::Uses: Within<Only<T>, At> + PerRow,
    {
        self.when(sql::MergeMatch::NotMatched, condition.into_condition(), sql::MergeAction::Nothing)
    }

    fn insert(self, condition: Option<sql::Expr>, set: Vec<sql::Assignment>) -> Self {
        let (columns, values) = set.into_iter().map(|set| (set.column, set.value)).unzip();
        let insert = sql::MergeAction::Insert { columns, overriding: None, values };
        self.when(sql::MergeMatch::NotMatched, condition, insert)
    }

    fn when(
        mut self,
        matched: sql::MergeMatch,
        condition: Option<sql::Expr>,
        action: sql::MergeAction,
    ) -> Self {
        self.merge.whens.push(sql::MergeWhen { matched, condition, action });
        self
    }
}

#[diagnostic::do_not_recommend]
impl<M, T> Effect for Merge<M, T> {
    type Condition = Filtered;

    fn into_effect(self) -> sql::Statement {
        sql::Statement::Merge(Box::new(self.merge))
    }
}

impl<M, T> Clone for Merge<M, T> {
    fn clone(&self) -> Self {
        Merge { merge: self.merge.clone(), marker: PhantomData }
    }
}

impl<M, T> fmt::Debug for Merge<M, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.merge, f)
    }
}

/// What a branch of a MERGE writes, with values from the tables of `F`.
#[derive(Debug)]
#[must_use = "return it from the closure"]
pub struct MergeSet<M, F> {
    set: Vec<sql::Assignment>,
    marker: PhantomData<fn() -> (M, F)>,
}

impl<M, F> MergeSet<M, F> {
    fn new() -> Self {
        MergeSet { set: Vec::new(), marker: PhantomData }
    }

    /// `"column" = value`
    pub fn set<K: IsTable<M>, V, A, N, How, At>(mut self, column: Column<K, V>, value: A) -> Self
    where
        V: Value,
        A: Assign<V, How, Uses: NullIn<F, At, Null = N> + PerRow>,
        N: NullFits<V>,
    {
        assign(&mut self.set, sql::Assignment::new(column.name(), value.into_assigned()));
        self
    }
}

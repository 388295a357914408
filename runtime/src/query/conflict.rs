//! ON CONFLICT.

use std::marker::PhantomData;

use crate::query::update::assign;
use crate::query::{
    Assign, Column, ColumnList, Condition, Expr, Insert, IsTable, Joined, ModelTable, NullFits, NullIn, Of,
    Only, PerRow, Tabular, Within,
};
use crate::schema::Model;
use crate::sql;
use crate::types::Value;

/// An INSERT with a conflict target, before it is said what happens.
#[derive(Debug)]
#[must_use = "say what happens: `.do_nothing()` or `.do_update()`"]
pub struct OnConflict<M> {
    insert: Insert<M>,
    target: Option<sql::ConflictTarget>,
}

impl<M> OnConflict<M> {
    pub(crate) fn new(insert: Insert<M>, target: Option<sql::ConflictTarget>) -> Self {
        OnConflict { insert, target }
    }

    /// The target is a partial unique index with this condition.
    pub fn where_index<C: Condition<Uses: Within<Only<M>, At> + PerRow>, At>(mut self, condition: C) -> Self {
        if let Some(sql::ConflictTarget::Columns(_, predicate)) = &mut self.target {
            *predicate = condition.into_condition();
        }
        self
    }

    /// Leaves the row out: `DO NOTHING`.
    pub fn do_nothing(self) -> Insert<M> {
        self.act(sql::ConflictAction::Nothing)
    }

    /// Changes the row that is there: `DO UPDATE SET ..`.
    pub fn do_update(self) -> Upsert<M> {
        Upsert { conflict: self, set: Vec::new(), filter: None }
    }

    fn act(mut self, action: sql::ConflictAction) -> Insert<M> {
        self.insert.insert.on_conflict = Some(sql::OnConflict { target: self.target, action });
        self.insert
    }
}

/// `ON CONFLICT .. DO UPDATE`, before its first assignment.
#[derive(Debug)]
#[must_use = "say what is set: `.set(..)` or `.set_excluded(..)`"]
pub struct Upsert<M> {
    conflict: OnConflict<M>,
    set: Vec<sql::Assignment>,
    filter: Option<sql::Expr>,
}

impl<M: Model + ModelTable<Model = M>> Upsert<M> {
    /// `SET "column" = value`; the value may use the row that is there (`User::visits`) and the one that was
    /// refused (`excluded(User::visits)`).
    pub fn set<K: IsTable<M>, V, A, N, How, At>(mut self, column: Column<K, V>, value: A) -> Self
    where
        V: Value,
        A: Assign<V, How, Uses: NullIn<Joined<Excluded<M>, Only<M>>, At, Null = N> + PerRow>,
        N: NullFits<V>,
    {
        assign(&mut self.set, sql::Assignment::new(column.name(), value.into_assigned()));
        self
    }

    /// Takes these columns from the row that was refused: `SET "name" = excluded."name"`.
    pub fn set_excluded<C: ColumnList<M>>(mut self, columns: C) -> Self {
        for name in columns.names() {
            let value = sql::Expr::column(sql::Qualifier::Alias("excluded".into()), name.clone());
            assign(&mut self.set, sql::Assignment { column: name, value });
        }
        self
    }

    /// Changes the row only if the condition holds; it is left as it is otherwise.
    pub fn filter<C, At>(mut self, condition: C) -> Self
    where
        C: Condition<Uses: Within<Joined<Excluded<M>, Only<M>>, At> + PerRow>,
    {
        crate::query::select::and(&mut self.filter, condition.into_condition());
        self
    }

    /// The statement.
    pub fn end(self) -> Insert<M> {
        let action = sql::ConflictAction::Update { set: self.set, filter: self.filter };
        self.conflict.act(action)
    }
}

/// The row that was refused, as a table: only `do_update()` reads it.
#[derive(Debug)]
pub struct Excluded<M>(PhantomData<fn() -> M>);

/// The value that a refused row of an upsert would have had: `excluded."name"`.
pub fn excluded<M: Tabular, V: Value>(column: Column<M, V>) -> Expr<V::Base, V::Mark<Of<Excluded<M>>>> {
    Expr::new(sql::Expr::column(sql::Qualifier::Alias("excluded".into()), column.name()))
}

/// Whether a row of an upsert's `returning` was inserted, and not updated.
#[must_use]
pub fn was_inserted<M: ModelTable>() -> Expr<bool, crate::query::NotNull<Of<M>>> {
    let xmax = sql::Expr::column(M::qualifier(), "xmax");
    let zero = sql::Expr::Constant(sql::Constant::Integer(0));
    Expr::new(sql::Expr::binary(xmax, sql::BinaryOp::Eq, zero))
}

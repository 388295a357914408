//! FOR UPDATE and its kin.

use crate::query::{
    Closed, Correlated, Joined, LeftJoined, ModelTable, No, NoTable, Only, OpenScope, Optional, Quiet, Reads,
    Select, Shape, TableName, Tabular,
};
use crate::sql;

/// A row lock for [`Select::lock`].
#[derive(Clone, Debug)]
pub struct Lock(sql::Lock);

macro_rules! strengths {
    ($($(#[$doc:meta])* $name:ident $strength:ident;)*) => {$(
        $(#[$doc])*
        #[must_use]
        pub fn $name() -> Lock {
            Lock(sql::Lock {
                strength: sql::LockStrength::$strength,
                of: Vec::new(),
                wait: sql::LockWait::Wait,
            })
        }
    )*};
}

strengths! {
    /// `FOR UPDATE`: the rows will be changed or deleted.
    for_update Update;
    /// `FOR NO KEY UPDATE`: the rows will be changed, their keys will not.
    for_no_key_update NoKeyUpdate;
    /// `FOR SHARE`: the rows must not change.
    for_share Share;
    /// `FOR KEY SHARE`: the rows' keys must not change.
    for_key_share KeyShare;
}

impl Lock {
    /// This lock on the rows of one table.
    pub(crate) fn on(mut self, table: sql::Qualifier) -> sql::Lock {
        self.0.of.push(table);
        self.0
    }

    /// Fails at once if a row is locked by others: `NOWAIT`.
    #[must_use]
    pub fn nowait(mut self) -> Self {
        self.0.wait = sql::LockWait::NoWait;
        self
    }

    /// Leaves out rows that are locked by others: `SKIP LOCKED`. The way to take jobs from a queue.
    #[must_use]
    pub fn skip_locked(mut self) -> Self {
        self.0.wait = sql::LockWait::SkipLocked;
        self
    }
}

/// A scope all of whose rows can be locked: models and aliases that are joined by inner joins.
#[diagnostic::on_unimplemented(
    message = "not all of these rows can be locked",
    label = "cannot be locked as a whole",
    note = "the statement reads `{Self}`: say whose rows are locked, `.lock_of(for_update(), User)`; rows that an outer join adds, groups, CTEs and lists of values cannot be locked"
)]
pub trait Lockable {}

#[diagnostic::do_not_recommend]
impl<M: ModelTable> Lockable for Only<M> {}
#[diagnostic::do_not_recommend]
impl<M: ModelTable, R: Lockable> Lockable for Joined<M, R> {}
#[diagnostic::do_not_recommend]
impl<M, R: Lockable> Lockable for Correlated<M, R> {}
// That it is finished is said by `OpenScope`.
#[diagnostic::do_not_recommend]
impl Lockable for Closed {}

/// A scope that is not grouped.
#[diagnostic::on_unimplemented(
    message = "groups of rows cannot be locked",
    label = "locks rows of a grouped statement",
    note = "lock the rows first, in a CTE: `name.cte(select(..).lock(for_update()))`, and group those"
)]
pub trait SingleRows {}

#[diagnostic::do_not_recommend]
impl<M> SingleRows for Only<M> {}
#[diagnostic::do_not_recommend]
impl<M, R: SingleRows> SingleRows for Joined<M, R> {}
#[diagnostic::do_not_recommend]
impl<M, R: SingleRows> SingleRows for LeftJoined<M, R> {}
#[diagnostic::do_not_recommend]
impl<M, R: SingleRows> SingleRows for Correlated<M, R> {}
#[diagnostic::do_not_recommend]
impl<F: SingleRows> SingleRows for Optional<F> {}
#[diagnostic::do_not_recommend]
impl SingleRows for NoTable {}
#[diagnostic::do_not_recommend]
impl SingleRows for Closed {}

/// The rows of a table are there in any case.
#[diagnostic::on_unimplemented(
    message = "rows that may be absent cannot be locked",
    label = "on the side of an outer join that may be NULL",
    note = "join it by `.join(..)`, or lock the rows of the other table; what a subquery borrows is locked outside"
)]
pub trait AlwaysThere {}

#[diagnostic::do_not_recommend]
impl AlwaysThere for No {}
#[diagnostic::do_not_recommend]
impl AlwaysThere for Quiet {}

impl<It: Shape, F, L> Select<It, F, L> {
    /// Locks the selected rows of all tables until the end of the transaction: `.lock(for_update())`.
    ///
    /// Not for grouped statements, and not across outer joins: there say whose rows, [`lock_of`](Select::lock_of).
    pub fn lock(mut self, lock: Lock) -> Self
    where
        F: OpenScope + Lockable,
    {
        self.query.locks.push(lock.0);
        self
    }

    /// Locks the selected rows of one table: `FOR UPDATE OF "users"`.
    pub fn lock_of<S: TableName<Table: ModelTable>, At>(mut self, lock: Lock, table: S) -> Self
    where
        F: Reads<S::Table, At, Null: AlwaysThere> + SingleRows,
    {
        let _ = table;
        let mut lock = lock.0;
        lock.of.push(S::Table::qualifier());
        self.query.locks.push(lock);
        self
    }
}

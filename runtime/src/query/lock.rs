//! FOR UPDATE and its kin.

use crate::query::{OpenScope, Reads, Select, Shape, TableName, Tabular};
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

impl<It: Shape, F, L> Select<It, F, L> {
    /// Locks the selected rows of all tables until the end of the transaction: `.lock(for_update())`.
    pub fn lock(mut self, lock: Lock) -> Self
    where
        F: OpenScope,
    {
        self.query.locks.push(lock.0);
        self
    }

    /// Locks the selected rows of one table: `FOR UPDATE OF "users"`.
    pub fn lock_of<S: TableName<Table: Tabular>, At>(mut self, lock: Lock, table: S) -> Self
    where
        F: Reads<S::Table, At>,
    {
        let _ = table;
        let mut lock = lock.0;
        lock.of.push(S::Table::qualifier());
        self.query.locks.push(lock);
        self
    }
}

//! Transactions and savepoints.
//!
//! The commands are our own: the driver's `commit` reports success for a transaction that the server rolled back.

use std::fmt;
use std::ops::{Deref, DerefMut};

use futures_util::FutureExt;

use crate::engine::connection::{Connection, PooledConnection, already_open};
use crate::engine::record::Kind;
use crate::engine::tap::{Status, Tag};
use crate::engine::wire::{Flight, Wire};
use crate::error::{Error, Result};

/// What a transaction sees of others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Isolation {
    /// Each statement sees what was committed before it began. PostgreSQL's default.
    ReadCommitted,
    /// All statements see what was committed before the first.
    RepeatableRead,
    /// As if transactions ran one after the other; those that cannot fail with [`Error::Serialization`].
    Serializable,
}

/// Whether a transaction may write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Access {
    /// It may.
    ReadWrite,
    /// The server refuses writes.
    ReadOnly,
}

/// How a transaction begins. What is not set is left to the server.
///
/// # Example
///
/// ```
/// use cormorant::engine::{Access, Isolation, TransactionOptions};
///
/// let options = TransactionOptions::new().isolation(Isolation::Serializable).access(Access::ReadOnly).deferrable();
/// assert_eq!(options.to_string(), "BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY DEFERRABLE");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct TransactionOptions {
    isolation: Option<Isolation>,
    access: Option<Access>,
    deferrable: bool,
}

impl TransactionOptions {
    /// All left to the server.
    #[must_use]
    pub const fn new() -> Self {
        TransactionOptions { isolation: None, access: None, deferrable: false }
    }

    /// Sets what the transaction sees of others.
    #[must_use]
    pub const fn isolation(mut self, isolation: Isolation) -> Self {
        self.isolation = Some(isolation);
        self
    }

    /// Sets whether the transaction may write.
    #[must_use]
    pub const fn access(mut self, access: Access) -> Self {
        self.access = Some(access);
        self
    }

    /// Whether the transaction was asked to be read-only.
    pub(crate) fn is_read_only(self) -> bool {
        self.access == Some(Access::ReadOnly)
    }

    /// Lets a serializable read-only transaction wait until it can run without risk of failure.
    #[must_use]
    pub const fn deferrable(mut self) -> Self {
        self.deferrable = true;
        self
    }
}

impl fmt::Display for TransactionOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BEGIN")?;
        if let Some(isolation) = self.isolation {
            f.write_str(match isolation {
                Isolation::ReadCommitted => " ISOLATION LEVEL READ COMMITTED",
                Isolation::RepeatableRead => " ISOLATION LEVEL REPEATABLE READ",
                Isolation::Serializable => " ISOLATION LEVEL SERIALIZABLE",
            })?;
        }
        if let Some(access) = self.access {
            f.write_str(match access {
                Access::ReadWrite => " READ WRITE",
                Access::ReadOnly => " READ ONLY",
            })?;
        }
        if self.deferrable { f.write_str(" DEFERRABLE") } else { Ok(()) }
    }
}

/// An open transaction, or a savepoint within one.
///
/// Runs statements like the [`Connection`] it borrows. Dropped without [`commit`](Transaction::commit) it is
/// rolled back, before anything else happens on the connection.
///
/// # Example
///
/// ```no_run
/// # async fn example(engine: cormorant::engine::Engine) -> cormorant::Result<()> {
/// let mut conn = engine.connection().await?;
/// let mut transaction = conn.begin().await?; // BEGIN
/// transaction.execute_raw("UPDATE accounts SET balance = balance - 1 WHERE id = 1", &[]).await?;
/// transaction.execute_raw("UPDATE accounts SET balance = balance + 1 WHERE id = 2", &[]).await?;
/// transaction.commit().await?; // COMMIT
/// # Ok(())
/// # }
/// ```
#[must_use = "a transaction that is dropped is rolled back"]
pub struct Transaction<'c> {
    connection: &'c mut Connection,
    level: u32,
    open: bool,
}

impl Transaction<'_> {
    /// Saves everything done in the transaction. For a savepoint: keeps it, subject to the transaction around.
    ///
    /// # Errors
    ///
    /// - [`Error::CommitRolledBack`] if a statement had failed before: nothing was saved.
    /// - [`Error::CommitUnknown`] if the connection was lost on the way: look before you repeat.
    /// - Deferred constraints and serialization failures, by their kinds: nothing was saved.
    ///
    /// # Cancellation
    ///
    /// If the future is dropped, nobody knows whether the transaction was saved. The connection is not used
    /// again before that is settled on the server.
    pub async fn commit(mut self) -> Result<()> {
        self.open = false;
        match self.level {
            1 => self.connection.wire().commit().await,
            level => self.connection.wire().release(level).await,
        }
    }

    /// Undoes everything done in the transaction, or since the savepoint.
    ///
    /// # Errors
    ///
    /// For a savepoint, [`Error::Disconnected`]. A transaction whose connection is lost is rolled back by the
    /// server, which is no error here.
    ///
    /// # Cancellation
    ///
    /// If the future is dropped, the transaction is rolled back all the same, before anything else happens on
    /// the connection.
    pub async fn rollback(mut self) -> Result<()> {
        self.open = false;
        match self.level {
            1 => self.connection.wire().rollback().await,
            level => self.connection.wire().roll_back_to(level).await,
        }
    }
}

impl Deref for Transaction<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.connection
    }
}

impl DerefMut for Transaction<'_> {
    fn deref_mut(&mut self) -> &mut Connection {
        self.connection
    }
}

impl fmt::Debug for Transaction<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transaction").field("level", &self.level).finish_non_exhaustive()
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        if self.open {
            self.connection.wire().abandon(self.level);
        }
    }
}

impl PooledConnection {
    /// Begins a transaction with the server's defaults.
    ///
    /// # Errors
    ///
    /// As [`begin_with`](PooledConnection::begin_with).
    ///
    /// # Cancellation
    ///
    /// As [`begin_with`](PooledConnection::begin_with).
    pub async fn begin(&mut self) -> Result<Transaction<'_>> {
        self.begin_with(TransactionOptions::new()).await
    }

    /// Begins a transaction.
    ///
    /// # Errors
    ///
    /// [`Error::Disconnected`], or [`Error::Configuration`] if a transaction is open already.
    ///
    /// # Cancellation
    ///
    /// If the future is dropped, a transaction that may have begun is rolled back before anything else happens
    /// on the connection.
    pub async fn begin_with(&mut self, options: TransactionOptions) -> Result<Transaction<'_>> {
        self.wire().begin(options).await?;
        Ok(Transaction { connection: self, level: 1, open: true })
    }
}

impl Connection {
    /// Begins a transaction for a part of the engine that ends it itself.
    pub(crate) async fn own_transaction(&mut self) -> Result<Transaction<'_>> {
        self.wire().begin(TransactionOptions::new()).await?;
        Ok(Transaction { connection: self, level: 1, open: true })
    }

    /// Sets a savepoint: what is done until its end can be undone without ending the transaction.
    ///
    /// Only within a transaction. After an error of the server's, rolling back to a savepoint makes the
    /// transaction usable again.
    ///
    /// # Errors
    ///
    /// What the server says, when no transaction is open or it has failed; [`Error::Disconnected`].
    ///
    /// # Cancellation
    ///
    /// If the future is dropped, the savepoint is rolled back before anything else happens on the connection.
    pub async fn savepoint(&mut self) -> Result<Transaction<'_>> {
        let level = self.wire().savepoint().await?;
        Ok(Transaction { connection: self, level, open: true })
    }
}

/// Transactions without a guard, for whoever owns the connection.
impl Wire {
    /// Begins a transaction.
    pub(crate) async fn begin(&mut self, options: TransactionOptions) -> Result<()> {
        self.settle().await?;
        if self.in_transaction() {
            return Err(already_open());
        }
        self.undo = Some(0);
        self.transaction_command(&options.to_string()).await?;
        self.undo = None;
        self.level = 1;
        self.read_only = options.is_read_only();
        Ok(())
    }

    /// Commits, or says why not. The transaction is over in either case.
    pub(crate) async fn commit(&mut self) -> Result<()> {
        self.settle().await?;
        if self.tap.status() == Status::Failed {
            self.rollback().await?;
            return Err(Error::CommitRolledBack);
        }
        self.undo = Some(0);
        let answer = self.transaction_command("COMMIT").await;
        self.ended();
        match answer {
            Ok(()) if self.tap.tag() == Tag::Rollback => Err(Error::CommitRolledBack),
            Ok(()) => Ok(()),
            Err(Error::Disconnected { source, .. }) => Err(Error::CommitUnknown { source }),
            Err(late @ Error::Timeout { source: None, .. }) => {
                Err(Error::CommitUnknown { source: Some(late.to_string().into()) })
            }
            Err(error) => Err(error),
        }
    }

    /// Rolls back. A lost connection is no error: the server has rolled back then.
    pub(crate) async fn rollback(&mut self) -> Result<()> {
        self.undo = None;
        let busy =
            self.flight == Flight::Unknown || (self.flight == Flight::Airborne && self.tap.outstanding() > 0);
        if busy && !self.has_stream() {
            // What still runs, or is still to be sent, is to be undone anyway.
            let landed = self.land(true).await;
            if landed.is_err() {
                self.ended();
                return lost_is_well(landed);
            }
        }
        let answer = match self.settle().await {
            Ok(()) if self.in_transaction() => {
                self.undo = Some(0);
                self.transaction_command("ROLLBACK").await
            }
            settled => settled,
        };
        if !matches!(answer, Err(Error::StreamOpen)) {
            self.ended();
        }
        lost_is_well(answer)
    }

    /// Sets a savepoint and returns its level.
    pub(crate) async fn savepoint(&mut self) -> Result<u32> {
        self.settle().await?;
        // A transaction begun with the text BEGIN has no level of ours.
        let level = self.level.max(1) + 1;
        self.level = level;
        self.undo = Some(level - 1);
        let answer = self.transaction_command(&format!("SAVEPOINT {}", name(level))).await;
        self.undo = None;
        if answer.is_err() {
            self.level = level - 1;
        }
        answer.map(|()| level)
    }

    /// Gives a savepoint up and keeps what was done since.
    pub(crate) async fn release(&mut self, level: u32) -> Result<()> {
        self.settle().await?;
        if self.tap.status() == Status::Failed {
            self.roll_back_to(level).await?;
            return Err(Error::CommitRolledBack);
        }
        self.level = level - 1;
        self.transaction_command(&format!("RELEASE SAVEPOINT {}", name(level))).await
    }

    /// Undoes everything since a savepoint, and gives it up.
    pub(crate) async fn roll_back_to(&mut self, level: u32) -> Result<()> {
        self.undo = Some(level - 1);
        self.settle().await
    }

    /// Goes back to a level: 0 is outside of the transaction.
    pub(crate) async fn undo_to(&mut self, level: u32) -> Result<()> {
        if level == 0 {
            if self.tap.status() != Status::Idle {
                self.transaction_command("ROLLBACK").await?;
            }
            self.ended();
        } else {
            let name = name(level + 1);
            // Noted first: the command is on its way with the first poll, whoever drops its future, and a second
            // one would find no savepoint.
            (self.undo, self.level) = (None, level);
            self.transaction_command(&format!("ROLLBACK TO SAVEPOINT {name}; RELEASE SAVEPOINT {name}"))
                .await?;
            self.failure = None;
        }
        Ok(())
    }

    /// Notes that a guard was dropped: its level is undone before the next command.
    pub(crate) fn abandon(&mut self, level: u32) {
        let busy = self.flight == Flight::Unknown || self.tap.outstanding() > 0;
        let sent = self.tap.sent();
        let outer = level - 1;
        self.undo = Some(self.undo.map_or(outer, |undo| undo.min(outer)));
        if outer == 0 {
            // Sent now, so that locks do not wait for the next command; its answer is awaited then. The first
            // poll puts the command on its way, dropping the future leaves it there.
            self.note("ROLLBACK", Kind::Transaction);
            self.flight = Flight::Unknown;
            self.only_rollback = !busy;
            drop(self.client.batch_execute("ROLLBACK").now_or_never());
        }
        if busy && outer == 0 {
            self.insist_in_background(sent);
        } else if busy {
            self.cancel_in_background();
        }
    }

    /// Notes that no transaction is open any more.
    pub(crate) fn ended(&mut self) {
        self.level = 0;
        self.undo = None;
        self.failure = None;
        self.read_only = false;
        self.statements.look_in(None);
    }
}

/// Names are made here and nowhere else, so that no text of a user's gets into the command.
fn name(level: u32) -> String {
    format!("cormorant_{level}")
}

fn lost_is_well(answer: Result<()>) -> Result<()> {
    match answer {
        Err(Error::Disconnected { .. }) => Ok(()),
        answer => answer,
    }
}

//! The unit of work on a connection: flush, commit, rollback, savepoints.

use futures_util::future::join;

use crate::engine::{Connection, Flow, TransactionOptions};
use crate::error::{Error, Result};
use crate::session::core::Spent;
use crate::session::flush::{Answers, Found, Plan, Sent, Stage, fetches};
use crate::session::hooks::{Event, Told};
use crate::session::{Graph, Session};
use crate::types::Reader;

impl Session {
    /// Writes everything that was added, changed or marked for deletion since the last flush.
    ///
    /// One statement per table and set of columns, parents before children, deletes last; those that do not need
    /// each other's answers go in one round trip, and BEGIN with the first. Nothing is sent, and
    /// no connection is taken, when no value differs from the database's. The rows are saved by
    /// [`commit`](Session::commit).
    ///
    /// # Errors
    ///
    /// What the server says, by kind; [`Error::Integrity`] before anything is sent if a row has lost its parent and
    /// needs one; [`Error::Stale`] names the entity whose row was changed or deleted by
    /// somebody else; [`Error::Circular`] if new rows need each other's keys. After an error nothing but
    /// [`rollback`](Session::rollback) (or [`rollback_nested`](Session::rollback_nested)) is possible.
    ///
    /// # Cancellation
    ///
    /// If the future is dropped, some rows may have been written: the session demands a rollback.
    pub async fn flush(&mut self) -> Result<()> {
        self.flush_changes().await?;
        drop(self.graph.take_spent());
        Ok(())
    }

    async fn flush_changes(&mut self) -> Result<()> {
        self.usable()?;
        if !self.graph.has_changes() {
            return Ok(());
        }
        self.failed = Some("a flush was interrupted".to_owned());
        match self.write_changes().await {
            Ok(()) => {
                self.failed = None;
                Ok(())
            }
            // A hook refused before anything was sent: the session is as it was.
            Err(error @ Error::Vetoed { .. }) if !self.sending => {
                self.failed = None;
                Err(error)
            }
            Err(error) => {
                self.failed = Some(error.to_string());
                Err(error)
            }
        }
    }

    async fn write_changes(&mut self) -> Result<()> {
        self.sending = false;
        self.call_hooks(Event::BeforeFlush)?;
        let mut told = Told::default();
        let plan = loop {
            let plan = Plan::make(&self.graph)?;
            if plan.needs.is_empty() {
                if self.tell_before(&plan, &mut told)? {
                    continue;
                }
                break plan;
            }
            self.begin().await?;
            let (graph, connection) = self.parts()?;
            load_needed(graph, connection, &plan).await?;
        };
        self.sending = true;
        if !plan.is_empty() {
            let begin = self.take_connection().await?;
            let (graph, connection) = self.parts()?;
            send(graph, connection, begin, &plan).await?;
        }
        self.graph.finish(&plan)?;
        self.tell_after(&told)?;
        self.call_hooks(Event::AfterFlush)
    }

    /// Takes a connection if there is none, and says how the transaction is to begin: with the first statements.
    async fn take_connection(&mut self) -> Result<Option<TransactionOptions>> {
        if self.path.is_some() {
            // Names are looked up elsewhere before the first statement of the transaction.
            self.begin().await?;
        }
        if self.connection.is_some() {
            return Ok(None);
        }
        self.connection = Some(self.engine.connection_at(self.site()).await?);
        self.has_begun();
        Ok(Some(self.options.transaction))
    }

    /// Flushes, and saves the transaction. Open savepoints are part of it.
    ///
    /// The connection is given back; the next statement begins a new transaction. What is loaded stays, unless
    /// [`expire_on_commit`](crate::session::SessionBuilder::expire_on_commit) was asked for.
    ///
    /// # Errors
    ///
    /// As [`flush`](Session::flush), and whatever the server says to COMMIT. [`Error::Configuration`] if hooks have
    /// changed entities after each of 100 flushes. [`Error::RollbackNeeded`] after a
    /// failed flush. If COMMIT itself fails, the transaction is over and the session is as after
    /// [`rollback`](Session::rollback); for [`Error::CommitUnknown`] only the database can tell what was saved.
    ///
    /// # Cancellation
    ///
    /// If the future is dropped, nobody knows whether the transaction was saved: the session demands a rollback.
    pub async fn commit(&mut self) -> Result<()> {
        self.usable()?;
        self.call_hooks(Event::BeforeCommit)?;
        self.flush_all().await?;
        let spent = self.graph.take_spent();
        let answer = match &mut self.connection {
            Some(connection) => {
                self.failed = Some("a commit was interrupted".to_owned());
                join(connection.wire().commit(), free(spent)).await.0
            }
            None => Ok(()),
        };
        self.connection = None;
        self.savepoints.clear();
        self.failed = None;
        match answer {
            Ok(()) => self.graph.commit(self.options.expire_on_commit),
            Err(_) => self.graph.rollback(),
        }
        answer?;
        self.call_hooks(Event::AfterCommit)
    }

    /// Flushes until nothing is left: hooks may change entities after a flush.
    async fn flush_all(&mut self) -> Result<()> {
        for _ in 0..FLUSHES {
            if !self.graph.has_changes() {
                return Ok(());
            }
            self.flush_changes().await?;
        }
        if !self.graph.has_changes() {
            return Ok(());
        }
        let message = format!(
            "over {FLUSHES} subsequent flushes have occurred within `commit`: does a hook change entities after \
             every flush?"
        );
        self.failed = Some(message.clone());
        Err(Error::Configuration { option: "hooks".into(), message })
    }

    /// Takes back everything since the last commit, in the database and in memory.
    ///
    /// New entities are transient again and keep their values, so that they can be added again; deleted ones are
    /// persistent again. All rows are expired: `refresh` before reading them, or read them by a statement.
    ///
    /// # Errors
    ///
    /// None that matters to the entities: a lost connection has rolled back as well.
    ///
    /// # Cancellation
    ///
    /// If the future is dropped, the transaction is rolled back before the connection is used again.
    pub async fn rollback(&mut self) -> Result<()> {
        // Nothing stops a rollback: what a hook has to say is said when it is done.
        let vetoed = self.call_hooks(Event::BeforeRollback);
        if self.connection.is_some() || self.graph.has_begun() {
            self.graph.rollback();
        }
        self.savepoints.clear();
        let answer = match &mut self.connection {
            Some(connection) => {
                self.failed = Some("a rollback was interrupted".to_owned());
                connection.wire().rollback().await
            }
            None => Ok(()),
        };
        self.connection = None;
        self.failed = None;
        answer?;
        vetoed?;
        self.call_hooks(Event::AfterRollback)
    }

    /// Rolls back what was not committed, gives the connection back and drops the session.
    ///
    /// # Errors
    ///
    /// As [`rollback`](Session::rollback).
    pub async fn close(mut self) -> Result<()> {
        self.rollback().await
    }

    /// Flushes, and sets a savepoint: what is done from now on can be taken back by
    /// [`rollback_nested`](Session::rollback_nested) without losing what was done before.
    ///
    /// # Errors
    ///
    /// As [`flush`](Session::flush).
    ///
    /// # Cancellation
    ///
    /// If the future is dropped, there is no savepoint.
    pub async fn begin_nested(&mut self) -> Result<()> {
        self.before_flushed_statement().await?;
        let (_, connection) = self.parts()?;
        let level = connection.wire().savepoint().await?;
        self.savepoints.push(level);
        self.graph.begin_nested();
        Ok(())
    }

    /// Flushes, and gives the innermost savepoint up: what was done since belongs to what is around it.
    ///
    /// # Errors
    ///
    /// As [`flush`](Session::flush); [`Error::Configuration`] if there is no savepoint.
    ///
    /// # Cancellation
    ///
    /// If the future is dropped, the savepoint may be there or not; `commit` and `rollback` work in either case.
    pub async fn release(&mut self) -> Result<()> {
        self.flush().await?;
        let level = self.savepoints.pop().ok_or_else(no_savepoint)?;
        self.graph.release();
        let (_, connection) = self.parts()?;
        connection.wire().release(level).await
    }

    /// Takes back what was done since the innermost savepoint, in the database and in memory. After a failed
    /// flush the session is usable again.
    ///
    /// Entities that were changed since have the values and members from before; the next row from the database
    /// replaces them. Others keep what is loaded.
    ///
    /// # Errors
    ///
    /// [`Error::Configuration`] if there is no savepoint; [`Error::Disconnected`].
    ///
    /// # Cancellation
    ///
    /// If the future is dropped, the savepoint is rolled back before the next statement.
    pub async fn rollback_nested(&mut self) -> Result<()> {
        let level = self.savepoints.pop().ok_or_else(no_savepoint)?;
        self.graph.rollback_nested();
        self.failed = None;
        let (_, connection) = self.parts()?;
        connection.wire().roll_back_to(level).await
    }

    async fn before_flushed_statement(&mut self) -> Result<()> {
        self.flush().await?;
        self.begin_statement().await
    }
}

/// How often `commit` flushes before it gives up: a hook that always changes something would go on for ever.
const FLUSHES: usize = 100;

/// Frees what nobody needs, once what was sent before is on its way.
async fn free(spent: Vec<Spent>) {
    if !spent.is_empty() {
        tokio::task::yield_now().await;
        drop(spent);
    }
}

fn no_savepoint() -> Error {
    Error::Configuration {
        option: "savepoint".into(),
        message: "there is no savepoint: `begin_nested` sets one".to_owned(),
    }
}

async fn load_needed(graph: &mut Graph, connection: &mut Connection, plan: &Plan) -> Result<()> {
    for mut fetch in fetches(graph, &plan.needs) {
        fetch.rendered.check()?;
        let (sql, params) = (fetch.rendered.sql.clone(), std::mem::take(&mut fetch.rendered.params));
        let mut sink = |reader: &mut Reader<'_>| {
            fetch.row(graph, reader)?;
            Ok(Flow::More)
        };
        connection.fetch_raw(&sql, &params, &[], &mut sink).await?;
        fetch.finish(graph);
    }
    Ok(())
}

/// Sends the steps of a plan, those that need nothing from each other together; BEGIN, if one is given, along
/// with the first.
async fn send(
    graph: &mut Graph,
    connection: &mut Connection,
    mut begin: Option<TransactionOptions>,
    plan: &Plan,
) -> Result<()> {
    let mut next = 0;
    while next < plan.steps.len() {
        let mut stage = Stage::next(graph, plan, next)?;
        let short = {
            let mut answers = Answers::new(graph, plan, &stage);
            connection.wire().pipeline_in(begin.take(), &stage.calls(), &mut answers).await?;
            answers.short
        };
        if let Some(place) = short {
            return Err(who_is_missing(graph, connection, &mut stage.statements[place]).await?);
        }
        next = stage.end;
    }
    Ok(())
}

/// Finds which rows an UPDATE did not find that only counted them: done again, it tells. The transaction is to be
/// rolled back anyway.
async fn who_is_missing(graph: &mut Graph, connection: &mut Connection, sent: &mut Sent) -> Result<Error> {
    sent.tell_rows(graph)?;
    let mut found = Found::default();
    let mut sink = |reader: &mut Reader<'_>| {
        found.row(graph, sent, reader)?;
        Ok(Flow::More)
    };
    connection.fetch_raw(&sent.sql, &sent.params, &[], &mut sink).await?;
    Ok(graph.not_found(sent, &found))
}

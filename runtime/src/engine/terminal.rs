//! The verbs of Core: a typed statement in, values out.
//!
//! The verbs are thin: each makes the statement's text and a collector of its rows, and everything that waits is
//! behind one future of one type, so that a program with many models has that code once.

use crate::engine::answer::{Answer, Collect, Discard, Done, Opening};
use crate::engine::connection::Connection;
use crate::engine::execute::Expected;
use crate::engine::explain::Explain;
use crate::error::{Error, Result};
use crate::query::{Executable, Row, RunsOnCore, Statement};
use crate::sql;
use crate::types::Value;

impl Connection {
    /// Runs a statement and returns all its rows.
    ///
    /// A row is what the statement selects: a model, a projection, a value, or a tuple of them.
    ///
    /// # Errors
    ///
    /// What the server says, by kind; [`Error::Encode`], [`Error::Decode`], [`Error::Schema`],
    /// [`Error::StreamOpen`], [`Error::Disconnected`].
    ///
    /// # Cancellation
    ///
    /// If the future is dropped, nobody knows whether the statement ran. In a transaction the next command waits
    /// for it; outside one, and when the connection is given back, it is cancelled.
    pub fn all<S: Statement<At, Row = R, Loads: RunsOnCore>, R, At>(
        &mut self,
        statement: S,
    ) -> Answer<'_, Vec<R>>
    where
        R: Row,
    {
        self.collect(statement, usize::MAX, |done| Ok(done.rows()))
    }

    /// Runs a statement and returns its one row.
    ///
    /// # Errors
    ///
    /// [`Error::NoRows`] and [`Error::ManyRows`]; otherwise as [`all`](Connection::all).
    ///
    /// # Cancellation
    ///
    /// As [`all`](Connection::all).
    pub fn one<S: Statement<At, Row = R, Loads: RunsOnCore>, R, At>(&mut self, statement: S) -> Answer<'_, R>
    where
        R: Row,
    {
        self.collect(statement, 2, |done| only(done.rows()))
    }

    /// Runs a statement and returns its row, if there is one.
    ///
    /// # Errors
    ///
    /// [`Error::ManyRows`]; otherwise as [`all`](Connection::all).
    ///
    /// # Cancellation
    ///
    /// As [`all`](Connection::all).
    pub fn one_or_none<S: Statement<At, Row = R, Loads: RunsOnCore>, R, At>(
        &mut self,
        statement: S,
    ) -> Answer<'_, Option<R>>
    where
        R: Row,
    {
        self.collect(statement, 2, |done| at_most_one(done.rows()))
    }

    /// Runs a statement and returns its first row, if there is any. The rest is not read: add `.limit(1)` where
    /// there may be many, so that the server does not make them.
    ///
    /// # Errors
    ///
    /// As [`all`](Connection::all).
    ///
    /// # Cancellation
    ///
    /// As [`all`](Connection::all).
    pub fn first<S: Statement<At, Row = R, Loads: RunsOnCore>, R, At>(
        &mut self,
        statement: S,
    ) -> Answer<'_, Option<R>>
    where
        R: Row,
    {
        self.collect(statement, 1, |done| Ok(done.rows().into_iter().next()))
    }

    /// Runs a statement of one column and returns the value of its one row.
    ///
    /// # Errors
    ///
    /// As [`one`](Connection::one).
    ///
    /// # Cancellation
    ///
    /// As [`all`](Connection::all).
    pub fn scalar<S: Statement<At, Row = R, Loads: RunsOnCore>, R, At>(
        &mut self,
        statement: S,
    ) -> Answer<'_, R>
    where
        R: Row + Value,
    {
        self.collect(statement, 2, |done| only(done.rows()))
    }

    /// Runs a statement and reads its rows one by one, in constant memory.
    ///
    /// # Errors
    ///
    /// As [`all`](Connection::all).
    ///
    /// # Cancellation
    ///
    /// As [`all`](Connection::all); for the stream see [`RowStream`](crate::engine::RowStream).
    pub fn stream<S: Statement<At, Row = R, Loads: RunsOnCore>, R, At>(
        &mut self,
        statement: S,
    ) -> Opening<'_, R>
    where
        R: Row,
    {
        let statement = statement.into_parts().0;
        Opening::new(self.wire().open_statement(&statement, Expected::Row(R::expect)), R::read)
    }

    /// Runs a statement for its effect and returns how many rows it affected.
    ///
    /// # Errors
    ///
    /// As [`all`](Connection::all).
    ///
    /// # Cancellation
    ///
    /// As [`all`](Connection::all).
    pub fn execute<S: Executable>(&mut self, statement: S) -> Answer<'_, u64> {
        let done =
            self.wire().run_statement("", &statement.into_executable(), Expected::ANY, Box::new(Discard));
        Answer::new(done, |done| Ok(done.affected()))
    }

    /// Asks the server how it would run a statement; with [`Explain::analyze`], runs it and tells how it went.
    ///
    /// # Errors
    ///
    /// As [`all`](Connection::all).
    ///
    /// # Cancellation
    ///
    /// As [`all`](Connection::all).
    pub fn explain<S: Statement<At>, At>(&mut self, statement: S, explain: Explain) -> Answer<'_, String> {
        self.explain_sql(&statement.into_parts().0, explain)
    }

    /// As [`explain`](Connection::explain), for a statement without rows.
    ///
    /// # Errors
    ///
    /// As [`all`](Connection::all).
    ///
    /// # Cancellation
    ///
    /// As [`all`](Connection::all).
    pub fn explain_execute<S: Executable>(&mut self, statement: S, explain: Explain) -> Answer<'_, String> {
        self.explain_sql(&statement.into_executable(), explain)
    }

    fn explain_sql(&mut self, statement: &sql::Statement, explain: Explain) -> Answer<'_, String> {
        let rows = Box::new(Collect::<String>::new(usize::MAX));
        let done = self.wire().run_statement(&explain.to_string(), statement, Expected::ANY, rows);
        Answer::new(done, |done| Ok(done.rows::<String>().join("\n")))
    }

    fn collect<S, At, T>(
        &mut self,
        statement: S,
        limit: usize,
        finish: fn(Done) -> Result<T>,
    ) -> Answer<'_, T>
    where
        S: Statement<At>,
    {
        let statement = statement.into_parts().0;
        let rows = Box::new(Collect::<S::Row>::new(limit));
        let expected = Expected::Row(S::Row::expect);
        Answer::new(self.wire().run_statement("", &statement, expected, rows), finish)
    }
}

fn only<R>(rows: Vec<R>) -> Result<R> {
    at_most_one(rows)?.ok_or(Error::NoRows)
}

fn at_most_one<R>(mut rows: Vec<R>) -> Result<Option<R>> {
    let row = rows.pop();
    if rows.is_empty() { Ok(row) } else { Err(Error::ManyRows) }
}

//! Connections as users see them.

use std::fmt;
use std::ops::{Deref, DerefMut};

use deadpool::managed::Object;

use crate::engine::execute::{Expected, Flow};
use crate::engine::pool::{Source, give_back};
use crate::engine::stream::RowStream;
use crate::engine::wire::Wire;
use crate::error::{Error, Result};
use crate::types::{Expect, Param, Reader};

/// A connection on which statements run.
///
/// This is what functions of a program should take, as `&mut Connection`: a [`PooledConnection`], a
/// [`Transaction`](crate::engine::Transaction) and a session's connection all lend one. It cannot commit or roll
/// back; that is up to whoever began.
///
/// Statements that are not in a transaction are committed one by one.
pub struct Connection {
    /// Absent only while dropping.
    object: Option<Object<Source>>,
}

impl Connection {
    pub(crate) fn new(object: Object<Source>) -> Self {
        Connection { object: Some(object) }
    }

    pub(crate) fn wire(&mut self) -> &mut Wire {
        self.object.as_mut().expect("a connection has its object until it is dropped")
    }

    pub(crate) fn wire_ref(&self) -> &Wire {
        self.object.as_ref().expect("a connection has its object until it is dropped")
    }

    /// Whether a transaction is open.
    #[must_use]
    pub fn in_transaction(&self) -> bool {
        self.wire_ref().in_transaction()
    }

    /// Whether the connection to the server is gone.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.wire_ref().tap.is_closed()
    }

    /// Runs a statement given as text and returns how many rows it affected.
    ///
    /// # Errors
    ///
    /// What the server said, by kind; [`Error::Encode`] if a parameter cannot be sent; [`Error::StreamOpen`].
    ///
    /// # Cancellation
    ///
    /// If the future is dropped, nobody knows whether the statement ran. In a transaction the next command waits
    /// for it; outside one, and when the connection is given back, it is cancelled.
    pub async fn execute_raw(&mut self, sql: &str, params: &[Param]) -> Result<u64> {
        self.wire().execute(sql, params).await
    }

    /// Runs a statement given as text and gives each row to `sink` until it has enough. Returns how many rows
    /// the statement affected, 0 if not all were read.
    ///
    /// `expect` has the types of the columns as `sink` will read them; if it is empty they are not checked.
    ///
    /// # Errors
    ///
    /// As [`execute_raw`](Connection::execute_raw), [`Error::Decode`] if a column is not what `expect` says, and
    /// whatever `sink` returns.
    ///
    /// # Cancellation
    ///
    /// As [`execute_raw`](Connection::execute_raw).
    pub async fn fetch_raw(
        &mut self,
        sql: &str,
        params: &[Param],
        expect: &[Expect],
        mut sink: &mut (dyn FnMut(&mut Reader<'_>) -> Result<Flow> + Send),
    ) -> Result<u64> {
        self.wire().fetch(sql, params, Expected::These(expect), &mut sink).await
    }

    /// Runs a statement given as text and reads its rows one by one, in constant memory.
    ///
    /// # Errors
    ///
    /// As [`fetch_raw`](Connection::fetch_raw).
    ///
    /// # Cancellation
    ///
    /// As [`execute_raw`](Connection::execute_raw); for the stream see [`RowStream`].
    pub async fn stream_raw<T>(
        &mut self,
        sql: &str,
        params: &[Param],
        expect: &[Expect],
        read: fn(&mut Reader<'_>) -> Result<T>,
    ) -> Result<RowStream<'_, T>> {
        let rows = self.wire().open(sql, params, Expected::These(expect)).await?;
        Ok(RowStream::new(rows, read))
    }

    /// Runs any number of statements given as one text without parameters, as a script.
    ///
    /// Outside a transaction the server runs them all in one.
    ///
    /// # Errors
    ///
    /// As [`execute_raw`](Connection::execute_raw). The statements after the one that failed do not run.
    ///
    /// # Cancellation
    ///
    /// As [`execute_raw`](Connection::execute_raw).
    pub async fn script(&mut self, sql: &str) -> Result<()> {
        self.wire().script(sql).await
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection").field("in_transaction", &self.in_transaction()).finish_non_exhaustive()
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        if let Some(object) = self.object.take() {
            give_back(object);
        }
    }
}

/// A connection taken from an engine's pool, and given back when dropped.
///
/// A transaction that is still open then is rolled back, a statement that still runs is cancelled, and settings
/// are reset, before anybody else gets the connection.
#[derive(Debug)]
pub struct PooledConnection {
    connection: Connection,
}

impl PooledConnection {
    pub(crate) fn new(object: Object<Source>) -> Self {
        PooledConnection { connection: Connection::new(object) }
    }
}

impl Deref for PooledConnection {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.connection
    }
}

impl DerefMut for PooledConnection {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.connection
    }
}

/// A transaction is open where none may be.
pub(crate) fn already_open() -> Error {
    crate::engine::config::configuration(
        "begin",
        "a transaction is already open on this connection: end it first, or use `savepoint`",
    )
}

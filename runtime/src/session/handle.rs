//! The session itself: its connection, its transaction, its entities.

use std::fmt;
use std::panic::Location;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::engine::{
    Access, Connection, Engine, Isolation, PooledConnection, SearchPath, TransactionOptions,
};
use crate::error::{Error, Result};
use crate::session::{Graph, Hooks};

/// Entities and one transaction: the identity map and the unit of work.
///
/// A session takes no connection until its first statement, and holds none after `commit`, `rollback` or
/// `close`. It is not shared between tasks: what may wait takes `&mut self`.
///
/// # Cancellation
///
/// A dropped session that is in a transaction is rolled back before anybody else gets its connection.
pub struct Session {
    pub(crate) engine: Engine,
    pub(crate) options: SessionOptions,
    pub(crate) path: Option<SearchPath>,
    /// Held while a transaction is open.
    pub(crate) connection: Option<PooledConnection>,
    pub(crate) graph: Graph,
    /// Why nothing but `rollback` is possible.
    pub(crate) failed: Option<String>,
    pub(crate) hooks: Option<Arc<Hooks>>,
    /// Whether the present flush has begun to send.
    pub(crate) sending: bool,
    /// Levels of the open savepoints.
    pub(crate) savepoints: Vec<u32>,
    /// Number of the transaction that is open, or was last.
    transaction: u64,
    /// Where in the program the session was made: for whom the pool waits.
    site: &'static Location<'static>,
}

/// How a session behaves.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SessionOptions {
    pub(crate) autoflush: bool,
    pub(crate) expire_on_commit: bool,
    pub(crate) transaction: TransactionOptions,
}

/// Builds a session that behaves otherwise than by default; see [`Engine::session_builder`].
#[derive(Clone, Debug)]
#[must_use = "call `build()`"]
pub struct SessionBuilder {
    engine: Engine,
    options: SessionOptions,
    path: Option<SearchPath>,
    hooks: Option<Arc<Hooks>>,
    site: &'static Location<'static>,
}

impl Engine {
    /// A session with the default options: it flushes before statements, and keeps what is loaded on commit.
    #[must_use]
    #[track_caller]
    pub fn session(&self) -> Session {
        self.session_builder().build()
    }

    /// A session with other options.
    #[track_caller]
    pub fn session_builder(&self) -> SessionBuilder {
        let options = SessionOptions {
            autoflush: true,
            expire_on_commit: false,
            transaction: TransactionOptions::default(),
        };
        SessionBuilder { engine: self.clone(), options, path: None, hooks: None, site: Location::caller() }
    }
}

impl SessionBuilder {
    /// Whether statements flush first, so that they see what was changed in memory. On by default.
    pub fn autoflush(mut self, on: bool) -> Self {
        self.options.autoflush = on;
        self
    }

    /// Whether `commit` expires all entities, so that they must be refreshed before they are read. Off by default.
    pub fn expire_on_commit(mut self, on: bool) -> Self {
        self.options.expire_on_commit = on;
        self
    }

    /// The isolation level of the session's transactions.
    pub fn isolation(mut self, isolation: Isolation) -> Self {
        self.options.transaction = self.options.transaction.isolation(isolation);
        self
    }

    /// Functions that are called around flushes, commits and rollbacks: a [`Hooks`], or an `Arc` of one.
    pub fn hooks(mut self, hooks: impl Into<Arc<Hooks>>) -> Self {
        self.hooks = Some(hooks.into());
        self
    }

    /// Transactions that cannot write.
    pub fn read_only(mut self) -> Self {
        self.options.transaction = self.options.transaction.access(Access::ReadOnly);
        self
    }

    /// The schema of the models' tables: that of a tenant, say.
    ///
    /// All names without a schema are looked up there and nowhere else (but in `pg_catalog`): in the session's
    /// own statements, in Core statements on [`connection`](Session::connection) and in SQL given as text. Models
    /// that name a schema keep it. The setting holds for each transaction of the session and ends with it: the
    /// pool knows nothing of it.
    ///
    /// The first statement of each transaction asks whether the schema is there: a name that is not is
    /// [`Error::Configuration`], and never a table of somebody else. Types and functions of extensions that are
    /// installed in another schema need that, too: see [`schemas`](SessionBuilder::schemas).
    ///
    /// # Example
    ///
    /// ```no_run
    /// # use cormorant::prelude::*;
    /// # #[derive(Model, Clone)]
    /// # #[model(table = "users")]
    /// # struct User {
    /// #     #[model(primary_key, generated)]
    /// #     id: i64,
    /// # }
    /// # async fn example(engine: cormorant::engine::Engine, tenant: &str) -> cormorant::Result<()> {
    /// let mut session = engine.session_builder().schema(tenant).build();
    /// let users = session.all(select(User)).await?; // SELECT .. FROM "users": those of the tenant
    /// # Ok(())
    /// # }
    /// ```
    pub fn schema(self, schema: impl Into<String>) -> Self {
        self.schemas([schema.into()])
    }

    /// As [`schema`](SessionBuilder::schema), with several in which names are looked up in this order: those of the
    /// tenant, then what all share, then extensions.
    pub fn schemas<S: Into<String>>(mut self, schemas: impl IntoIterator<Item = S>) -> Self {
        self.path = Some(SearchPath::new(schemas.into_iter().map(Into::into)));
        self
    }

    /// The session.
    #[must_use]
    pub fn build(self) -> Session {
        Session {
            engine: self.engine,
            options: self.options,
            path: self.path,
            connection: None,
            graph: Graph::new(),
            failed: None,
            hooks: self.hooks,
            sending: false,
            savepoints: Vec::new(),
            transaction: 0,
            site: self.site,
        }
    }
}

impl Session {
    /// Makes ready for a statement: refuses after a failed flush, begins the transaction if there is none.
    pub(crate) async fn begin_statement(&mut self) -> Result<()> {
        self.usable()?;
        self.begin().await
    }

    /// Whether statements flush first from now on, as [`SessionBuilder::autoflush`] says it of a whole session. Gives
    /// what held until now.
    pub fn set_autoflush(&mut self, on: bool) -> bool {
        std::mem::replace(&mut self.options.autoflush, on)
    }

    /// Begins the transaction if there is none.
    pub(crate) async fn begin(&mut self) -> Result<()> {
        if self.connection.is_none() {
            let mut connection = self.engine.connection_at(self.site).await?;
            match &self.path {
                None => connection.wire().begin(self.options.transaction).await?,
                Some(path) => connection.wire().begin_in(self.options.transaction, path).await?,
            }
            self.connection = Some(connection);
            self.has_begun();
        }
        Ok(())
    }

    /// Notes that a transaction has begun, or is about to.
    pub(crate) fn has_begun(&mut self) {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        self.graph.begun = true;
        self.transaction = NEXT.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn site(&self) -> &'static Location<'static> {
        self.site
    }

    /// The open transaction: no other of the program has this number.
    pub(crate) fn transaction(&self) -> Option<u64> {
        self.connection.as_ref().map(|_| self.transaction)
    }

    /// Makes ready for a statement that is to see what was changed in memory.
    pub(crate) async fn before_statement(&mut self) -> Result<()> {
        if self.options.autoflush {
            self.flush().await?;
        }
        self.begin_statement().await
    }

    /// Refuses after a failed flush.
    pub(crate) fn usable(&self) -> Result<()> {
        match &self.failed {
            Some(reason) => Err(Error::RollbackNeeded { reason: reason.clone() }),
            None => Ok(()),
        }
    }

    /// The entities, and the connection that [`begin_statement`](Session::begin_statement) made ready.
    pub(crate) fn parts(&mut self) -> Result<(&mut Graph, &mut Connection)> {
        match &mut self.connection {
            Some(connection) => Ok((&mut self.graph, connection)),
            None => Err(Error::Disconnected {
                doing: "using a session without a transaction".into(),
                source: None,
            }),
        }
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("options", &self.options)
            .field("in_transaction", &self.connection.is_some())
            .field("failed", &self.failed)
            .finish_non_exhaustive()
    }
}

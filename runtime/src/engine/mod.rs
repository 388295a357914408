//! Effects: the pool, connections, transactions, execution, streams.
//!
//! The driver is tokio-postgres, the pool deadpool. What they lose on the way (the transaction's status, the answer
//! to COMMIT, the reason of a lost connection, the end of a dropped statement) is kept here. Nothing here knows of
//! sessions or entities.

mod answer;
mod batch;
mod bind;
mod cancel;
mod closure;
mod config;
mod connection;
mod copy;
mod deadpool;
mod dial;
mod driver;
mod errors;
mod execute;
mod explain;
mod mark;
mod messages;
mod motor;
mod pipeline;
mod pool;
mod queued;
mod record;
#[cfg(feature = "tls")]
mod rustls;
mod schema;
mod search_path;
mod security;
mod shared;
mod statements;
mod stream;
mod tap;
mod terminal;
mod tls;
mod transaction;
mod url;
mod wire;
mod within;

use std::fmt;
use std::future::Future;
use std::panic::Location;
use std::sync::Arc;

pub use answer::{Answer, Opening};
pub use batch::{Answers, Batch, Place};
pub use closure::AsyncFunc;
pub use config::Builder;
pub use connection::{Connection, PooledConnection};
pub use copy::{CopyIn, CopyOut, CopyStream, CopyTuple};
pub use execute::Flow;
pub use explain::Explain;
pub(crate) use pipeline::{Call, PlacedSink};
pub use record::Recorder;
pub(crate) use search_path::SearchPath;
pub use stream::RowStream;
pub use transaction::{Access, Isolation, Transaction, TransactionOptions};

use config::Settings;
use pool::Pool;
use shared::Shared;

use crate::error::Result;

/// The way to a database: a pool of connections.
///
/// Cheap to clone; all clones share the pool.
///
/// # Example
///
/// ```no_run
/// # use cormorant::engine::Engine;
/// # async fn example() -> cormorant::Result<()> {
/// let engine = Engine::connect("postgres://localhost/app").await?;
/// let mut conn = engine.connection().await?;
/// conn.execute_raw("DELETE FROM posts", &[]).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Engine {
    pool: Arc<Pool>,
}

impl Engine {
    pub(crate) fn new(settings: Settings) -> Result<Self> {
        Ok(Engine { pool: Arc::new(Pool::new(Arc::new(Shared::new(settings)))) })
    }

    /// Connects with the default settings of a [`Builder`].
    ///
    /// # Errors
    ///
    /// [`Error::Configuration`](crate::error::Error::Configuration) names the option of the URL that is wrong.
    /// Otherwise as [`connection`](Engine::connection).
    pub async fn connect(url: &str) -> Result<Self> {
        Engine::builder().url(url).connect().await
    }

    /// Connects to where the environment variable `DATABASE_URL` points.
    ///
    /// # Errors
    ///
    /// [`Error::Configuration`](crate::error::Error::Configuration) if the variable is not set, otherwise as
    /// [`connect`](Engine::connect).
    pub async fn from_env() -> Result<Self> {
        Engine::connect(&config::database_url()?).await
    }

    /// Connects to a private server whose data are in the folder `dir`, and starts it where it does not run.
    ///
    /// The server runs as long as this engine, a clone or a connection of it; see
    /// [`embedded`](crate::embedded).
    ///
    /// # Errors
    ///
    /// As [`Server::start`](crate::embedded::Server::start) and [`connect`](Engine::connect).
    #[cfg(feature = "embedded")]
    pub async fn embedded(dir: impl Into<std::path::PathBuf>) -> Result<Self> {
        Engine::builder().server(crate::embedded::Server::start(dir).await?).connect().await
    }

    /// Starts with the default settings.
    pub fn builder() -> Builder {
        Builder::new()
    }

    /// Takes a connection from the pool, or opens one, or waits for one.
    ///
    /// # Errors
    ///
    /// - [`Error::Timeout`](crate::error::Error::Timeout) if none became free in time, with the places in the
    ///   program that hold them, or if the server did not answer.
    /// - [`Error::Disconnected`](crate::error::Error::Disconnected) if the server cannot be reached now.
    /// - [`Error::Database`](crate::error::Error::Database) if it refuses the user, the password or the database.
    ///
    /// # Cancellation
    ///
    /// Leaves nothing behind.
    #[track_caller]
    pub fn connection(&self) -> impl Future<Output = Result<PooledConnection>> + Send + use<'_> {
        self.connection_at(Location::caller())
    }

    /// A connection for somebody at another place in the program.
    pub(crate) async fn connection_at(&self, site: &'static Location<'static>) -> Result<PooledConnection> {
        Ok(PooledConnection::new(self.pool.get(site).await?))
    }

    /// Records the statements that this engine and its clones send from now on.
    #[must_use = "what was recorded is read from the recorder"]
    pub fn record(&self) -> Recorder {
        self.pool.shared.recorders.start()
    }

    /// Numbers of the pool.
    #[must_use]
    pub fn status(&self) -> PoolStatus {
        let status = self.pool.status();
        PoolStatus {
            limit: status.max_size,
            open: status.size,
            in_use: status.size - status.available,
            waiting: status.waiting,
        }
    }

    /// Closes the pool: connections not in use at once, others when they are given back.
    pub fn close(&self) {
        self.pool.close();
    }
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine").field("settings", &self.pool.shared.settings).finish_non_exhaustive()
    }
}

/// Numbers of an engine's pool at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PoolStatus {
    /// How many connections may be open.
    pub limit: usize,
    /// How many are open.
    pub open: usize,
    /// How many of them are in use, or being made fit for use again.
    pub in_use: usize,
    /// How many tasks wait for one.
    pub waiting: usize,
}

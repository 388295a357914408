//! One connection for work on databases, and the statements it runs.

use std::future::Future;
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};
use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, Config, NoTls};

use crate::error::{DatabaseError, Error, Result};

/// How long a connection that was closed may take to leave its database.
const LEAVING: Duration = Duration::from_secs(10);

/// A connection whose end can be waited for.
pub(super) struct Admin {
    client: Client,
    connection: JoinHandle<Result<(), tokio_postgres::Error>>,
}

impl Admin {
    /// Connects to one database.
    pub(super) async fn connect(config: &Config) -> Result<Admin> {
        let connected = config.connect(NoTls).await;
        let (client, connection) =
            connected.map_err(|error| failed(error, "connecting to the test server"))?;
        // Ends with the client, or with the runtime of the test.
        Ok(Admin { client, connection: tokio::spawn(connection) })
    }

    /// Disconnects, and returns when our side is closed.
    pub(super) async fn close(self) {
        drop(self.client);
        // What could fail here, failed before.
        let _ = self.connection.await;
    }

    /// Runs statements one by one.
    pub(super) async fn run(&self, sql: &str) -> Result<()> {
        self.client.batch_execute(sql).await.map_err(|error| failed(error, sql))
    }

    /// Runs a statement, again while the database is in use by a connection that is just leaving.
    pub(super) async fn run_when_free(&self, sql: &str) -> Result<()> {
        let run = || async {
            match self.client.batch_execute(sql).await {
                Ok(()) => Ok(Some(())),
                Err(error) if error.code() == Some(&SqlState::OBJECT_IN_USE) => Ok(None),
                Err(error) => Err(failed(error, sql)),
            }
        };
        match retried(LEAVING, run).await? {
            Some(()) => Ok(()),
            None => self.run(sql).await,
        }
    }

    /// The first column of all rows, as texts.
    pub(super) async fn texts(&self, sql: &str) -> Result<Vec<String>> {
        let rows = self.client.query(sql, &[]).await.map_err(|error| failed(error, sql))?;
        rows.iter().map(|row| row.try_get(0).map_err(|error| failed(error, sql))).collect()
    }

    /// The server's clock, in seconds: all names carry it, whatever the clocks of those who test.
    pub(super) async fn now(&self) -> Result<u64> {
        let texts = self.texts("SELECT extract(epoch FROM now())::bigint::text").await?;
        Ok(texts.first().and_then(|text| text.parse().ok()).unwrap_or_default())
    }

    /// Whether there is such a database.
    pub(super) async fn exists(&self, database: &str) -> Result<bool> {
        let sql = format!("SELECT datname::text FROM pg_database WHERE datname = '{database}'");
        Ok(!self.texts(&sql).await?.is_empty())
    }

    /// Drops a database that nobody uses any more.
    ///
    /// A `DROP` while a connection is still leaving sleeps for 100 ms, so it comes after the last has left.
    pub(super) async fn drop_database(&self, database: &str) -> Result<()> {
        let used = format!("SELECT pid::text FROM pg_stat_activity WHERE datname = '{database}'");
        retried(Duration::from_secs(1), || async { Ok(self.texts(&used).await?.is_empty().then_some(())) })
            .await?;
        self.run(&format!("DROP DATABASE IF EXISTS \"{database}\" WITH (FORCE)")).await
    }
}

/// Tries every 2 ms until something is there; `None`: not in this time.
async fn retried<T, F: Future<Output = Result<Option<T>>>>(
    patience: Duration,
    attempt: impl Fn() -> F,
) -> Result<Option<T>> {
    let deadline = Instant::now() + patience;
    loop {
        let found = attempt().await?;
        if found.is_some() || Instant::now() > deadline {
            return Ok(found);
        }
        sleep(Duration::from_millis(2)).await;
    }
}

/// The driver's error in our words. What was done is a statement of ours or the user's schema: neither has values.
fn failed(error: tokio_postgres::Error, doing: &str) -> Error {
    let Some(refusal) = error.as_db_error() else {
        return Error::Disconnected { doing: doing.to_owned().into(), source: Some(Box::new(error)) };
    };
    let own = |text: Option<&str>| text.map(str::to_owned);
    Error::Database(Box::new(DatabaseError {
        sqlstate: refusal.code().code().to_owned(),
        message: refusal.message().to_owned(),
        detail: own(refusal.detail()),
        hint: own(refusal.hint()),
        schema: own(refusal.schema()),
        table: own(refusal.table()),
        column: own(refusal.column()),
        constraint: own(refusal.constraint()),
        sql: Some(doing.to_owned()),
    }))
}

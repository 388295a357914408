//! Statements that do not end by themselves, so that no test has to guess how long something takes.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use cormorant::Result;
use cormorant::engine::PooledConnection;
use cormorant::testing::TestDb;

use crate::support::{database, value};

/// Rows without an end.
pub(crate) const ENDLESS: &str = "SELECT generate_series(1, 9000000000000000000), repeat('x', 1000)";

/// How long a test may hang before it counts as failed. Nothing is measured with it.
const A_MINUTE: Duration = Duration::from_secs(60);

/// A lock that somebody holds: a statement that asks for it ends only when it is cancelled.
#[derive(Debug)]
pub(crate) struct Gate {
    holder: PooledConnection,
}

impl Gate {
    /// A statement that waits at the gate.
    pub(crate) const WAIT: &str = "SELECT pg_advisory_lock(7)";

    /// Closes the gate of a test's database.
    pub(crate) async fn closed(db: &TestDb) -> Result<Gate> {
        let mut holder = database(db).application_name("gate").build()?.connection().await?;
        holder.script(Gate::WAIT).await?;
        Ok(Gate { holder })
    }

    /// Comes back when so many wait at the gate.
    pub(crate) async fn reached_by(&mut self, count: i64) -> Result<()> {
        let waiting = "SELECT count(*) FROM pg_locks JOIN pg_database ON oid = database \
                       WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted";
        in_time(async {
            while value::<i64>(&mut self.holder, waiting).await? != count {
                tokio::task::yield_now().await;
            }
            Ok(())
        })
        .await
    }

    /// Drops a statement when it waits at the gate.
    pub(crate) async fn drop_there<F: Future>(&mut self, statement: F) -> Result<()> {
        let mut statement = pin!(statement);
        tokio::select! {
            _ = &mut statement => panic!("the gate is open"),
            reached = self.reached_by(1) => reached,
        }
    }

    /// Forgets a statement when it waits at the gate, so that it is never dropped.
    pub(crate) async fn leak_there<F: Future>(&mut self, statement: F) -> Result<()> {
        let mut statement = Box::pin(statement);
        let reached = tokio::select! {
            _ = &mut statement => panic!("the gate is open"),
            reached = self.reached_by(1) => reached,
        };
        #[expect(clippy::mem_forget, reason = "what a leak leaves behind is the question")]
        std::mem::forget(statement);
        reached
    }
}

/// What a future gives, which it does at once unless something waits for what never comes.
pub(crate) async fn in_time<F: Future>(future: F) -> F::Output {
    tokio::time::timeout(A_MINUTE, future).await.expect("it does not wait for what never comes")
}

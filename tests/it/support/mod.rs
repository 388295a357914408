//! Helpers of the tests.

mod cut;
mod gate;
mod relay;

use std::process::Command;

use cormorant::embedded::Server;
use cormorant::engine::{Builder, Connection, Engine, Flow, PooledConnection};
use cormorant::testing::TestDb;
use cormorant::types::{ColumnType, Expect, Param, Value};
use cormorant::{Error, Result};

pub(crate) use cut::{Cut, cut_at_every_message, cut_at_every_poll, cut_everywhere, on_one_thread, polled};
pub(crate) use gate::{ENDLESS, Gate, in_time};
pub(crate) use relay::Relay;

/// Settings for an engine on a test's database.
pub(crate) fn database(db: &TestDb) -> Builder {
    Engine::builder().url(db.url()).application_name("engine_test")
}

/// An engine with so many connections.
pub(crate) fn engine(db: &TestDb, connections: usize) -> Engine {
    database(db).pool_size(connections).build().expect("valid settings")
}

/// A connection of an engine that does not wait for long. On a busy machine opening one may take longer than that.
#[track_caller]
pub(crate) fn acquired(engine: &Engine) -> impl Future<Output = PooledConnection> {
    in_time(async {
        loop {
            match engine.connection().await {
                Ok(conn) => return conn,
                Err(error) => assert!(matches!(error, Error::Timeout { .. }), "{error:?}"),
            }
        }
    })
}

/// The one value of a statement's one row.
pub(crate) async fn value<V: Value>(conn: &mut Connection, sql: &str) -> Result<V>
where
    V::Base: ColumnType,
{
    let mut found = None;
    conn.fetch_raw(sql, &[], &[], &mut |row| {
        found = Some(row.value::<V>()?);
        Ok(Flow::More)
    })
    .await?;
    found.ok_or(Error::NoRows)
}

/// How many rows a table has, for a connection of its own.
pub(crate) async fn count(engine: &Engine, table: &str) -> i64 {
    let mut conn = engine.connection().await.expect("a connection");
    value(&mut conn, &format!("SELECT count(*) FROM {table}")).await.expect("a count")
}

/// Waits until a question to the server is answered with yes.
pub(crate) async fn until(engine: &Engine, question: &str) {
    let mut conn = engine.connection().await.expect("a connection");
    in_time(async {
        while !value::<bool>(&mut conn, question).await.expect("an answer") {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

/// What `expect` says of one column.
pub(crate) fn expect<V: ColumnType>() -> [Expect; 1] {
    [Expect::of::<V>()]
}

/// A parameter.
pub(crate) fn param<V: ColumnType>(value: V) -> [Param; 1] {
    [Param::new(&value)]
}

/// Whether a test of private servers has nothing to run them with, which is no mistake where the tests have been
/// given a server: a machine with a server beside it needs no binaries.
pub(crate) fn no_private_servers() -> bool {
    let given = ["TEST_DATABASE_URL", "DATABASE_URL"].iter().any(|name| std::env::var_os(name).is_some());
    let none = given && matches!(Server::throw_away_blocking(), Err(Error::Configuration { .. }));
    if none {
        #[expect(clippy::print_stderr, reason = "a skipped test says so")]
        {
            eprintln!("skipped: this machine has no binaries of PostgreSQL");
        }
    }
    none
}

/// Sends a signal (`-9`, `-INT`) to a process, and says whether it was there. By the shell's own `kill`: a small
/// system lacks the program.
pub(crate) fn signal(signal: &str, pid: u32) -> bool {
    let kill = Command::new("sh").args(["-c", "kill \"$0\" \"$1\"", signal, &pid.to_string()]).status();
    kill.is_ok_and(|status| status.success())
}

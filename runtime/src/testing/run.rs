//! One test, from its database to its end.

use std::error::Error as StdError;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};

use crate::error::Error;
use crate::testing::database::TestDb;
use crate::testing::outcome::Outcome;
use crate::testing::setup::Setup;

/// How long tasks that block may go on after their test.
const LAST_TASKS: Duration = Duration::from_secs(1);

/// Runs the body of a test on a database of its own. `#[cormorant::test]` expands to this.
///
/// # Panics
///
/// If there is no database to be had, with the reason; and when the body does.
pub fn run<F, T>(setup: &Setup, body: F) -> T
where
    F: AsyncFnOnce(TestDb) -> T,
    T: Outcome,
{
    let runtime = runtime();
    let db = match runtime.block_on(TestDb::create(setup)) {
        Ok(db) => db,
        Err(error) => panic!("no database for the test `{}`: {}", setup.test, with_causes(&error)),
    };
    let given = db.clone();
    let result = catch_unwind(AssertUnwindSafe(|| runtime.block_on(body(given))));
    // Connections of the engine end here, and with the tasks of the test those that they hold.
    db.engine().close();
    runtime.shutdown_timeout(LAST_TASKS);
    let passed = result.as_ref().map_or(setup.panics, |outcome| outcome.passed() && !setup.panics);
    if db.is_rolled_back() {
        // Nothing to drop, nothing to look into.
    } else if passed {
        remove(&db);
    } else {
        say_where(&db);
    }
    result.unwrap_or_else(|panic| resume_unwind(panic))
}

/// Two threads: enough to notice a future that is not `Send`, or two tasks that wait for each other.
fn runtime() -> Runtime {
    let built = Builder::new_multi_thread().worker_threads(2).enable_all().build();
    built.unwrap_or_else(|error| panic!("no runtime for a test: {error}"))
}

#[expect(clippy::print_stderr, reason = "a test that passed must not fail because its database stays")]
fn remove(db: &TestDb) {
    let removed =
        Builder::new_current_thread().enable_all().build().map(|runtime| runtime.block_on(db.remove()));
    match removed {
        Ok(Ok(())) => {}
        Ok(Err(error)) => eprintln!("the database {} is left: {}", db.name(), with_causes(&error)),
        Err(error) => eprintln!("the database {} is left: {error}", db.name()),
    }
}

#[expect(clippy::print_stderr, reason = "this is what the developer reads when a test fails")]
fn say_where(db: &TestDb) {
    eprintln!("the database of this test is kept:\n  {}", db.psql());
    if db.is_on_own_server() {
        eprintln!("  for 20 s, as long as its server; with CORMORANT_TEST_KEEP=1 the server goes on");
    } else {
        eprintln!("  the first tests after a day drop it");
    }
}

fn with_causes(error: &Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let words = cause.to_string();
        // What the server said is part of the error's own text already.
        if !text.ends_with(&words) {
            text.push_str(": ");
            text.push_str(&words);
        }
        source = cause.source();
    }
    text
}

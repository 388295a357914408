//! `#[cormorant::test]`: a database for each test.
//!
//! The attribute makes a test of an async function that takes a [`TestDb`]. Each test gets a database of its own,
//! cloned from a template that is made once for each schema, and a runtime of its own, so that its connections end
//! with it. Tests therefore run side by side, as threads (`cargo test`) and as processes (nextest), and may do all
//! that programs do: commit, use several connections, change the schema.
//!
//! The server is that of `TEST_DATABASE_URL`, else of `DATABASE_URL`, else a
//! [throw-away server](crate::embedded::Server::throw_away) of this machine's PostgreSQL. On a server of yours the
//! role needs `CREATEDB`; only databases whose names begin with `cormorant_` are touched.
//!
//! The database of a test that passed is dropped. That of a test that failed is kept, and the test prints how to
//! look into it; it goes with the throw-away server (`CORMORANT_TEST_KEEP=1` keeps that one running), or from a
//! server of yours after a day, when the next tests run.
//!
//! # Example: a rule of the database
//!
//! ```
//! use cormorant::testing::TestDb;
//!
//! #[cormorant::test(schema = "CREATE TABLE users (id bigint PRIMARY KEY, email text UNIQUE)")]
//! async fn an_email_is_taken_once(db: TestDb) -> cormorant::Result<()> {
//!     let mut conn = db.engine().connection().await?;
//!     conn.execute_raw("INSERT INTO users VALUES (1, 'a@example.com')", &[]).await?;
//!     let again = conn.execute_raw("INSERT INTO users VALUES (2, 'a@example.com')", &[]).await;
//!     assert!(again.is_err_and(|error| error.is_unique_violation()));
//!     Ok(())
//! }
//! ```

mod admin;
mod database;
mod names;
mod outcome;
#[cfg(unix)]
mod rollback;
mod run;
mod server;
mod setup;
mod template;
mod url;

pub use database::TestDb;
pub use outcome::Outcome;
pub use run::run;
pub use setup::{Fill, Isolation, Setup};

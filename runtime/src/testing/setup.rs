//! What one test asks for.

use std::fmt::Write;
use std::future::Future;
use std::pin::Pin;

use crate::ddl;
use crate::engine::Engine;
use crate::error::Result;
use crate::schema::TableDef;

/// How tests are kept apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Isolation {
    /// Each test has a database of its own.
    #[default]
    Database,
    /// Tests with the same schema share a database. Each has one connection, whose transaction is rolled back.
    ///
    /// A hundred times cheaper than a database, and enough for tests of queries. Transactions of the test work:
    /// they are savepoints, which a COMMIT keeps and a ROLLBACK undoes. What it cannot show is what needs more than
    /// one connection or a transaction of its own: isolation levels, locks, LISTEN and NOTIFY, statements such as
    /// `VACUUM`, `now()` that goes on, sequences that begin at 1, what a deferred constraint says of a statement
    /// outside of a transaction. Two tests that write the same unique value wait for each other.
    ///
    /// BEGIN, COMMIT and ROLLBACK must come alone and unprepared, as engines and sessions send them.
    Rollback,
}

/// Fills a template with rows.
pub type Fill = fn(Engine) -> Pin<Box<dyn Future<Output = Result<()>> + Send>>;

/// A function that fills a template, and what it is called.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fixture {
    pub(super) name: &'static str,
    pub(super) fill: Fill,
}

/// What `#[cormorant::test(..)]` says of one test.
#[derive(Clone, Debug)]
#[must_use = "a set-up does nothing until `run`"]
pub struct Setup {
    pub(super) test: &'static str,
    schema: String,
    models: Vec<&'static TableDef>,
    pub(super) fixture: Option<Fixture>,
    pub(super) isolation: Isolation,
    pub(super) pool: usize,
    pub(super) panics: bool,
}

impl Setup {
    /// A test of this name, with an empty database and up to 5 connections.
    pub fn new(test: &'static str) -> Setup {
        Setup {
            test,
            schema: String::new(),
            models: Vec::new(),
            fixture: None,
            isolation: Isolation::Database,
            pool: 5,
            panics: false,
        }
    }

    /// Adds statements that make the tables, types and rows each test starts with. They run once, in the template.
    pub fn schema(mut self, sql: &str) -> Setup {
        // A String takes everything.
        let _ = writeln!(self.schema, "{sql}\n;");
        self
    }

    /// Adds the tables of models, and of all that foreign keys and relationships lead to, after
    /// [`schema`](Setup::schema).
    pub fn models(mut self, tables: &[&'static TableDef]) -> Setup {
        self.models.extend(tables);
        self
    }

    /// Sets the function that fills the template, after [`schema`](Setup::schema) and [`models`](Setup::models).
    ///
    /// It runs once for all tests that name it, and again when the test program was built anew.
    pub fn fixture(mut self, name: &'static str, fill: Fill) -> Setup {
        self.fixture = Some(Fixture { name, fill });
        self
    }

    /// Sets how the test is kept apart from others.
    pub fn isolation(mut self, isolation: Isolation) -> Setup {
        self.isolation = isolation;
        self
    }

    /// Sets how many connections the test's engine may open.
    pub fn pool(mut self, size: usize) -> Setup {
        self.pool = size;
        self
    }

    /// Says that the test passes by panicking, so that its database is dropped then.
    pub fn panics(mut self) -> Setup {
        self.panics = true;
        self
    }

    /// Whether the test starts with something in its database.
    pub(super) fn has_content(&self) -> bool {
        !self.schema.is_empty() || !self.models.is_empty() || self.fixture.is_some()
    }

    /// The statements that make what the test starts with.
    pub(super) fn script(&self) -> Result<String> {
        let tables = ddl::reachable(&self.models);
        Ok(format!("{}{}", self.schema, ddl::create_sql(&tables, &ddl::Options::new())?))
    }

    /// All that decides what is in the template.
    pub(super) fn content(&self) -> Result<String> {
        let script = self.script()?;
        Ok(match self.fixture {
            None => script,
            Some(Fixture { name, .. }) => format!("{script}\n{name} of {}", built()),
        })
    }
}

/// Which build this is. A function has no text to compare, so its template lasts as long as the program.
fn built() -> String {
    let program = std::env::current_exe().unwrap_or_default();
    let modified = std::fs::metadata(&program).and_then(|program| program.modified());
    let age = modified.ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    format!("{} {}", program.display(), age.unwrap_or_default().as_nanos())
}

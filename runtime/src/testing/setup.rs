//! What one test asks for.

use std::fmt::Write;

/// How tests are kept apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Isolation {
    /// Each test has a database of its own.
    #[default]
    Database,
}

/// What `#[cormorant::test(..)]` says of one test.
#[derive(Clone, Debug)]
#[must_use = "a set-up does nothing until `run`"]
pub struct Setup {
    pub(super) test: &'static str,
    pub(super) schema: String,
    pub(super) isolation: Isolation,
    pub(super) pool: usize,
    pub(super) panics: bool,
}

impl Setup {
    /// A test of this name, with an empty database and up to 5 connections.
    pub fn new(test: &'static str) -> Setup {
        Setup { test, schema: String::new(), isolation: Isolation::Database, pool: 5, panics: false }
    }

    /// Adds statements that make the tables, types and rows each test starts with. They run once, in the template.
    pub fn schema(mut self, sql: &str) -> Setup {
        // A String takes everything.
        let _ = writeln!(self.schema, "{sql}\n;");
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
}

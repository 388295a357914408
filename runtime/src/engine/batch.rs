//! Several typed statements in one round trip.

use std::any::Any;
use std::fmt;
use std::marker::PhantomData;

use crate::engine::answer::{Collect, Discard, Gather};
use crate::engine::connection::Connection;
use crate::engine::execute::Flow;
use crate::engine::pipeline::Call;
use crate::error::Result;
use crate::query::{Executable, Row, RunsOnCore, Statement};
use crate::sql::{self, Rendered};
use crate::types::{Expect, Reader};

/// Statements that are sent together: one round trip for all of them.
///
/// From [`Connection::batch`]. All or none of them take effect: outside a transaction they get one of their own,
/// in the same round trip.
///
/// # Example
///
/// ```no_run
/// # fn main() {}
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/docs/models.in.rs"));
/// # async fn example(conn: &mut Connection) -> cormorant::Result<()> {
/// let mut batch = conn.batch();
/// let users = batch.all(select(User));
/// let posts = batch.all(select(Post::title));
/// let gone = batch.execute(delete(Comment).all_rows());
/// let mut answers = batch.run().await?; // BEGIN, SELECT, SELECT, DELETE, COMMIT
/// let users: Vec<User> = answers.rows(users);
/// let posts: Vec<String> = answers.rows(posts);
/// println!("{} comments are gone", answers.affected(gone));
/// # Ok(())
/// # }
/// ```
#[must_use = "a batch is not sent unless it is run"]
pub struct Batch<'c> {
    connection: &'c mut Connection,
    entries: Vec<Entry>,
}

struct Entry {
    rendered: Rendered,
    expect: Vec<Expect>,
    rows: Box<dyn Gather>,
}

/// The place of a statement in a [`Batch`], to take its answer by.
pub struct Place<T> {
    index: usize,
    marker: PhantomData<fn() -> T>,
}

/// The answers to a [`Batch`].
#[derive(Debug)]
pub struct Answers {
    affected: Vec<u64>,
    rows: Vec<Option<Box<dyn Any + Send>>>,
}

impl Connection {
    /// Begins a batch of statements.
    pub fn batch(&mut self) -> Batch<'_> {
        Batch { connection: self, entries: Vec::new() }
    }
}

impl Batch<'_> {
    /// Adds a statement whose rows are wanted.
    pub fn all<S: Statement<At, Row = R, Loads: RunsOnCore>, R: Row, At>(
        &mut self,
        statement: S,
    ) -> Place<Vec<R>> {
        let mut expect = Vec::with_capacity(R::WIDTH);
        R::expect(&mut expect);
        self.push(&statement.into_parts().0, expect, Box::new(Collect::<R>::new(usize::MAX)))
    }

    /// Adds a statement for its effect.
    pub fn execute<S: Executable>(&mut self, statement: S) -> Place<u64> {
        self.push(&statement.into_executable(), Vec::new(), Box::new(Discard))
    }

    fn push<T>(
        &mut self,
        statement: &sql::Statement,
        expect: Vec<Expect>,
        rows: Box<dyn Gather>,
    ) -> Place<T> {
        self.entries.push(Entry { rendered: statement.render(), expect, rows });
        Place { index: self.entries.len() - 1, marker: PhantomData }
    }

    /// Sends the statements and reads their answers.
    ///
    /// # Errors
    ///
    /// Those of the first statement that fails, as of [`Connection::all`]; none has an effect then.
    /// [`Error::CommitUnknown`](crate::error::Error::CommitUnknown) if no transaction was open and the connection was lost.
    ///
    /// # Cancellation
    ///
    /// As [`Transaction::commit`](crate::engine::Transaction::commit).
    pub async fn run(self) -> Result<Answers> {
        let Batch { connection, mut entries } = self;
        for entry in &entries {
            entry.rendered.check()?;
        }
        let (mut calls, mut sinks) = (Vec::with_capacity(entries.len()), Vec::with_capacity(entries.len()));
        for entry in &mut entries {
            let Rendered { sql, params, .. } = &entry.rendered;
            calls.push(Call { sql, params, expect: &entry.expect });
            sinks.push(&mut entry.rows);
        }
        let affected = connection
            .wire()
            .pipeline(&calls, &mut |place: usize, reader: &mut Reader<'_>| match sinks[place].row(reader)? {
                Flow::More | Flow::Enough => Ok(()),
            })
            .await?;
        Ok(Answers { affected, rows: entries.into_iter().map(|entry| Some(entry.rows.into_any())).collect() })
    }
}

impl Answers {
    /// How many rows a statement affected.
    ///
    /// # Panics
    ///
    /// If the place is of another batch that had more statements.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "a place is used once")]
    pub fn affected(&self, place: Place<u64>) -> u64 {
        self.affected[place.index]
    }

    /// The rows of a statement.
    ///
    /// # Panics
    ///
    /// If the place is of another batch.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "a place is used once")]
    pub fn rows<R: Row>(&mut self, place: Place<Vec<R>>) -> Vec<R> {
        let rows = self.rows[place.index].take().expect("a place is used once, since it is not `Copy`");
        Collect::rows_of(rows).expect("the place is one of this batch")
    }
}

impl fmt::Debug for Batch<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.entries.iter().map(|entry| &entry.rendered.sql)).finish()
    }
}

impl<T> fmt::Debug for Place<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Place").field(&self.index).finish()
    }
}

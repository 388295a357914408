//! What a verb returns: a future of one type for all statements, and what becomes of its rows.

use std::any::Any;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use crate::engine::driver::BoxFuture;
use crate::engine::execute::{Expected, Flow, Sink};
use crate::engine::stream::{RowStream, Rows};
use crate::engine::wire::Wire;
use crate::error::Result;
use crate::query::Row;
use crate::sql;
use crate::types::Reader;

/// A [`Sink`] that knows what it has gathered.
pub(crate) trait Gather: Sink {
    /// Itself, for [`Collect::rows_of`].
    fn into_any(self: Box<Self>) -> Box<dyn Any + Send>;
}

/// For how many rows room is made before they are there.
const MOST_EXPECTED: usize = 1024;

/// Gathers rows.
pub(crate) struct Collect<R> {
    rows: Vec<R>,
    limit: usize,
}

impl<R> Collect<R> {
    /// Gathers no more rows than `limit`.
    pub(crate) fn new(limit: usize) -> Self {
        Collect { rows: Vec::new(), limit }
    }
}

impl<R: Row> Collect<R> {
    /// The rows that were gathered; `None` if it gathered others.
    pub(crate) fn rows_of(gathered: Box<dyn Any + Send>) -> Option<Vec<R>> {
        gathered.downcast::<Self>().ok().map(|gathered| gathered.rows)
    }
}

impl<R: Row> Sink for Collect<R> {
    fn row(&mut self, reader: &mut Reader<'_>) -> Result<Flow> {
        self.rows.push(R::read(reader)?);
        Ok(if self.rows.len() < self.limit { Flow::More } else { Flow::Enough })
    }

    fn expect(&mut self, rows: usize) {
        self.rows.reserve_exact(rows.min(self.limit).min(MOST_EXPECTED));
    }
}

impl<R: Row> Gather for Collect<R> {
    fn into_any(self: Box<Self>) -> Box<dyn Any + Send> {
        self
    }
}

/// Throws rows away.
pub(crate) struct Discard;

impl Sink for Discard {
    fn row(&mut self, _: &mut Reader<'_>) -> Result<Flow> {
        Ok(Flow::More)
    }
}

impl Gather for Discard {
    fn into_any(self: Box<Self>) -> Box<dyn Any + Send> {
        self
    }
}

/// A statement that has run.
pub(crate) struct Done {
    affected: u64,
    rows: Box<dyn Any + Send>,
}

impl Done {
    /// How many rows it affected.
    pub(crate) fn affected(&self) -> u64 {
        self.affected
    }

    /// The rows that a [`Collect<R>`] gathered.
    pub(crate) fn rows<R: Row>(self) -> Vec<R> {
        Collect::rows_of(self.rows).expect("the rows are of the type that was collected")
    }
}

impl Wire {
    /// Runs a statement, with `prefix` before its text.
    pub(crate) fn run_statement<'w>(
        &'w mut self,
        prefix: &str,
        statement: &sql::Statement,
        expected: Expected<'static>,
        mut rows: Box<dyn Gather>,
    ) -> BoxFuture<'w, Result<Done>> {
        let mut text = std::mem::take(&mut self.text);
        text.push_str(prefix);
        let rendered = statement.render_after(text);
        Box::pin(async move {
            rendered.check()?;
            let affected = self.fetch(&rendered.sql, &rendered.params, expected, &mut *rows).await?;
            self.keep_text(rendered.sql);
            Ok(Done { affected, rows: rows.into_any() })
        })
    }

    /// Runs a statement and leaves its rows to be read.
    pub(crate) fn open_statement(
        &mut self,
        statement: &sql::Statement,
        expected: Expected<'static>,
    ) -> BoxFuture<'_, Result<Rows>> {
        let rendered = statement.render();
        Box::pin(async move {
            rendered.check()?;
            self.open(&rendered.sql, &rendered.params, expected).await
        })
    }
}

/// A statement under way, and what it will return.
#[must_use = "a statement does not run unless it is awaited"]
pub struct Answer<'c, T> {
    done: BoxFuture<'c, Result<Done>>,
    finish: fn(Done) -> Result<T>,
}

impl<'c, T> Answer<'c, T> {
    pub(crate) fn new(done: BoxFuture<'c, Result<Done>>, finish: fn(Done) -> Result<T>) -> Self {
        Answer { done, finish }
    }
}

impl<T> Future for Answer<'_, T> {
    type Output = Result<T>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<T>> {
        let done = ready!(self.done.as_mut().poll(cx));
        Poll::Ready(done.and_then(self.finish))
    }
}

impl<T> fmt::Debug for Answer<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer").finish_non_exhaustive()
    }
}

/// A stream of rows about to be opened.
#[must_use = "a statement does not run unless it is awaited"]
pub struct Opening<'c, T> {
    rows: BoxFuture<'c, Result<Rows>>,
    read: fn(&mut Reader<'_>) -> Result<T>,
}

impl<'c, T> Opening<'c, T> {
    pub(crate) fn new(rows: BoxFuture<'c, Result<Rows>>, read: fn(&mut Reader<'_>) -> Result<T>) -> Self {
        Opening { rows, read }
    }
}

impl<'c, T> Future for Opening<'c, T> {
    type Output = Result<RowStream<'c, T>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let rows = ready!(self.rows.as_mut().poll(cx));
        Poll::Ready(rows.map(|rows| RowStream::new(rows, self.read)))
    }
}

impl<T> fmt::Debug for Opening<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Opening").finish_non_exhaustive()
    }
}

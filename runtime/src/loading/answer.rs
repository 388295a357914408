//! The future of a verb: one type for all statements, so that what waits is compiled once.

use std::any::Any;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use crate::error::Result;
use crate::loading::rows::Rows;
use crate::session::{Graph, SessionRow};
use crate::types::Reader;

/// What a verb of a session gives when it is awaited.
#[must_use = "nothing happens until it is awaited"]
pub struct Loading<'s, T> {
    inner: Pin<Box<dyn Future<Output = Result<Box<dyn Rows>>> + Send + 's>>,
    finish: fn(Box<dyn Rows>) -> Result<T>,
}

impl<'s, T> Loading<'s, T> {
    pub(crate) fn new(
        inner: impl Future<Output = Result<Box<dyn Rows>>> + Send + 's,
        finish: fn(Box<dyn Rows>) -> Result<T>,
    ) -> Self {
        Loading { inner: Box::pin(inner), finish }
    }
}

impl<T> Future for Loading<'_, T> {
    type Output = Result<T>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let rows = ready!(self.inner.as_mut().poll(cx))?;
        Poll::Ready((self.finish)(rows))
    }
}

impl<T> fmt::Debug for Loading<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Loading")
    }
}

/// Collects what the rows give.
pub(crate) struct Collected<R: SessionRow>(Vec<R::Output>);

impl<R: SessionRow> Collected<R> {
    pub(crate) fn boxed() -> Box<dyn Rows> {
        Box::new(Collected::<R>(Vec::new()))
    }

    /// What was collected.
    pub(crate) fn take(rows: Box<dyn Rows>) -> Vec<R::Output> {
        let rows: Box<dyn Any> = rows;
        rows.downcast::<Self>().map(|collected| collected.0).unwrap_or_default()
    }
}

impl<R: SessionRow> Rows for Collected<R> {
    fn load(&mut self, reader: &mut Reader<'_>, graph: &mut Graph) -> Result<()> {
        self.0.push(R::load(reader, graph)?);
        Ok(())
    }

    fn forget_last(&mut self) {
        self.0.pop();
    }

    fn len(&self) -> usize {
        self.0.len()
    }
}

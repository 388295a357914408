//! Rows one by one, in constant memory.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use tokio_postgres::Row;

use crate::engine::mark::Open;
use crate::error::Result;
use crate::types::Reader;

/// The rows of a statement as they arrive.
///
/// It does not borrow the connection: a mark there keeps other commands off until this is read to its end or
/// dropped.
pub(crate) struct Rows {
    stream: Pin<Box<tokio_postgres::RowStream>>,
    open: Open,
    sql: Box<str>,
}

impl Rows {
    pub(crate) fn new(stream: Pin<Box<tokio_postgres::RowStream>>, open: Open, sql: &str) -> Self {
        Rows { stream, open, sql: sql.into() }
    }

    /// The next row.
    pub(crate) fn poll_row(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Row>>> {
        Poll::Ready(match ready!(self.stream.as_mut().poll_next(cx)) {
            Some(Ok(row)) => Some(Ok(row)),
            Some(Err(error)) => Some(Err(self.open.failed(error, &self.sql))),
            None => {
                self.open.close();
                None
            }
        })
    }
}

/// A stream of rows, read as `T` one at a time.
///
/// The server's rows wait in the network until they are asked for, so that memory does not grow with their
/// number. The connection can do nothing else meanwhile.
///
/// # Cancellation
///
/// May be dropped at any row. The server is told to stop if the connection goes back to its pool, or if no
/// transaction is open; inside a transaction the rest of the rows is read and thrown away before the next
/// command.
#[must_use = "a stream does nothing unless it is read"]
pub struct RowStream<'c, T> {
    rows: Rows,
    read: fn(&mut Reader<'_>) -> Result<T>,
    connection: PhantomData<&'c mut ()>,
}

impl<T> RowStream<'_, T> {
    pub(crate) fn new(rows: Rows, read: fn(&mut Reader<'_>) -> Result<T>) -> Self {
        RowStream { rows, read, connection: PhantomData }
    }

    /// Reads the next row; `None` at the end.
    ///
    /// # Errors
    ///
    /// What the server said of the statement, [`Error::Disconnected`](crate::error::Error::Disconnected), or
    /// [`Error::Decode`](crate::error::Error::Decode). After an error the stream is over.
    ///
    /// # Cancellation
    ///
    /// Loses nothing: a row that was not returned is returned by the next call.
    pub async fn next(&mut self) -> Result<Option<T>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await.transpose()
    }
}

impl<T> Stream for RowStream<'_, T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        let row = ready!(self.rows.poll_row(cx));
        Poll::Ready(row.map(|row| (self.read)(&mut Reader::new(&row?))))
    }
}

impl<T> fmt::Debug for RowStream<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RowStream").field("sql", &self.rows.sql).finish_non_exhaustive()
    }
}

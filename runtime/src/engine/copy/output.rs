//! Typed rows out of the database.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::engine::connection::Connection;
use crate::engine::copy::raw::Pieces;
use crate::engine::driver::BoxFuture;
use crate::engine::execute::check_columns;
use crate::engine::wire::Wire;
use crate::error::{Error, Result};
use crate::query::{Row, RunsOnCore, Statement};
use crate::sql;
use crate::types::copy::CopyReader;
use crate::types::{Expect, Reader};

/// The rows of a COPY out of the database, read as `T` one at a time.
///
/// From [`Connection::copy_out`].
///
/// # Cancellation
///
/// As a [`RowStream`](crate::engine::RowStream).
#[must_use = "a stream does nothing unless it is read"]
pub struct CopyStream<'c, T> {
    pieces: Pieces,
    reader: CopyReader,
    read: fn(&mut Reader<'_>) -> Result<T>,
    connection: PhantomData<&'c mut ()>,
}

impl<T> CopyStream<'_, T> {
    /// Reads the next row; `None` at the end.
    ///
    /// # Errors
    ///
    /// What the server says; [`Error::Decode`], [`Error::Disconnected`].
    ///
    /// # Cancellation
    ///
    /// Loses nothing: a row that was not returned is returned by the next call.
    pub async fn next(&mut self) -> Result<Option<T>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await.transpose()
    }
}

impl<T> Stream for CopyStream<'_, T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        let CopyStream { pieces, reader, read, .. } = &mut *self;
        let row = ready!(pieces.poll_row(reader, cx));
        Poll::Ready(row.map(|row| read(&mut Reader::of_copy(&row?))))
    }
}

impl<T> fmt::Debug for CopyStream<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CopyStream").field("sql", &self.pieces.sql).finish_non_exhaustive()
    }
}

impl Connection {
    /// Reads the rows of a SELECT with COPY, which is faster for millions of them, in constant memory.
    ///
    /// PostgreSQL takes no parameters in COPY: a statement with values in it is refused here. Use
    /// [`stream`](Connection::stream) for those.
    ///
    /// # Errors
    ///
    /// As [`stream`](Connection::stream), and [`Error::Encode`] for a statement with parameters.
    ///
    /// # Cancellation
    ///
    /// As [`stream`](Connection::stream).
    ///
    /// # Example
    ///
    /// ```no_run
    /// # fn main() {}
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/docs/models.in.rs"));
    /// # async fn example(conn: &mut Connection) -> cormorant::Result<()> {
    /// // COPY (SELECT .. FROM "users") TO STDOUT (FORMAT binary)
    /// let mut users = conn.copy_out(select(User)).await?;
    /// while let Some(user) = users.next().await? {
    ///     println!("{}", user.email);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn copy_out<'c, S: Statement<At, Row = R, Loads: RunsOnCore>, R: Row, At>(
        &'c mut self,
        statement: S,
    ) -> impl Future<Output = Result<CopyStream<'c, R>>> + Send + use<'c, S, R, At> {
        let mut expect = Vec::with_capacity(R::WIDTH);
        R::expect(&mut expect);
        let pieces = self.wire().copy_statement(statement.into_parts().0, expect);
        futures_util::TryFutureExt::map_ok(pieces, |pieces| CopyStream {
            pieces,
            reader: CopyReader::new(),
            read: R::read,
            connection: PhantomData,
        })
    }
}

impl Wire {
    fn copy_statement(
        &mut self,
        statement: sql::Statement,
        expect: Vec<Expect>,
    ) -> BoxFuture<'_, Result<Pieces>> {
        Box::pin(async move {
            let sql::Statement::Select(query) = statement else {
                return Err(Error::Encode {
                    column: "COPY".into(),
                    message: "only the rows of a SELECT can be copied out".to_owned(),
                });
            };
            let select = query.render();
            let copy = sql::CopyOut { query: *query }.render();
            copy.check()?;
            if !copy.params.is_empty() {
                return Err(Error::Encode {
                    column: copy.sql.into(),
                    message: "PostgreSQL takes no parameters in COPY: use `stream`".to_owned(),
                });
            }
            // The rows of COPY come without types. Those of the query alone are the same.
            self.settle().await?;
            let (prepared, _) = self.prepare(&select.sql, &[]).await?;
            check_columns(&prepared, &expect)?;
            self.copy_pieces(&copy.sql).await
        })
    }
}

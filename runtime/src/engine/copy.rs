//! COPY: rows in bulk, in constant memory.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use futures_util::{SinkExt, StreamExt};
use tokio_postgres::{CopyInSink, CopyOutStream};

use crate::engine::connection::Connection;
use crate::engine::errors;
use crate::engine::mark::Open;
use crate::engine::record::Kind;
use crate::engine::wire::{Flight, Wire};
use crate::error::{BoxError, Error, Result};
use crate::types::copy::{CopyFields, CopyReader, CopyRow, CopyWriter};

/// How many bytes are gathered before they are sent.
const PIECE: usize = 64 << 10;

/// The driver ends a COPY that was refused as if it had begun, which the server answers once more. That answer
/// would be taken for the next request's.
const REFUSED: &str = "a COPY into a table was refused before its first row";

/// Rows on their way into a table.
///
/// From [`Connection::copy_in`]. Dropped without [`finish`](CopyIn::finish) nothing is written.
///
/// # Cancellation
///
/// Any of its futures may be dropped, and nothing is written then. A transaction around it has failed.
#[must_use = "without `finish` nothing is written"]
pub struct CopyIn<'c> {
    wire: &'c mut Wire,
    sink: Pin<Box<CopyInSink<Bytes>>>,
    writer: CopyWriter,
    open: Open,
    sql: Box<str>,
}

impl CopyIn<'_> {
    /// Adds a row: one call of [`CopyFields::value`] for each column, in the order of the statement's columns.
    ///
    /// # Errors
    ///
    /// [`Error::Encode`] names the row whose values do not fit; that row is left out. [`Error::Disconnected`].
    pub async fn row(
        &mut self,
        fill: impl FnOnce(&mut CopyFields<'_>) -> Result<(), BoxError>,
    ) -> Result<()> {
        self.writer.row(fill).map_err(|reason| errors::unsendable(&self.sql, reason.as_ref()))?;
        if self.writer.byte_len() >= PIECE { self.send().await } else { Ok(()) }
    }

    /// Ends the rows. Returns how many were written.
    ///
    /// # Errors
    ///
    /// What the server says of the rows, all of which are then left out: constraints by their kinds, values that
    /// do not fit with the number of the row.
    pub async fn finish(self) -> Result<u64> {
        let CopyIn { wire, mut sink, writer, open, sql } = self;
        let answer = match sink.feed(writer.finish()).await {
            Ok(()) => sink.as_mut().finish().await,
            Err(error) => Err(error),
        };
        drop(open);
        match answer {
            Ok(rows) => {
                wire.flight = Flight::Airborne;
                Ok(rows)
            }
            Err(error) => {
                // A refusal of a row tells its line. Any other may have come before the server read what was sent
                // with the command; then it gives one more answer than the driver expects.
                let at_a_row = error.as_db_error().is_some_and(|refusal| refusal.where_().is_some());
                let error = wire.failed(error, Some(&sql)).await;
                if !at_a_row {
                    wire.give_up(REFUSED);
                }
                Err(error)
            }
        }
    }

    async fn send(&mut self) -> Result<()> {
        let piece = self.writer.take();
        match self.sink.feed(piece).await {
            Ok(()) => Ok(()),
            Err(error) => Err(self.wire.failed(error, Some(&self.sql)).await),
        }
    }
}

impl fmt::Debug for CopyIn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CopyIn")
            .field("sql", &self.sql)
            .field("rows", &self.writer.rows())
            .finish_non_exhaustive()
    }
}

/// The bytes of a COPY from a table, in pieces that may end anywhere.
///
/// From [`Connection::copy_out`]. In the binary format [`row`](CopyOut::row) reads rows.
///
/// # Cancellation
///
/// As a [`RowStream`](crate::engine::RowStream).
#[must_use = "a stream does nothing unless it is read"]
pub struct CopyOut<'c> {
    stream: Pin<Box<CopyOutStream>>,
    reader: CopyReader,
    open: Open,
    sql: Box<str>,
    connection: std::marker::PhantomData<&'c mut ()>,
}

impl CopyOut<'_> {
    /// Reads the next row; `None` at the end. Only for `FORMAT binary`.
    ///
    /// # Errors
    ///
    /// What the server says; [`Error::Decode`] if these are no rows of that format; [`Error::Disconnected`].
    ///
    /// # Cancellation
    ///
    /// Loses nothing: a row that was not returned is returned by the next call.
    pub async fn row(&mut self) -> Result<Option<CopyRow>> {
        loop {
            match self.reader.next_row() {
                Ok(Some(row)) => return Ok(Some(row)),
                Ok(None) => {}
                Err(reason) => return Err(self.unreadable(&reason.to_string())),
            }
            match self.next().await {
                Some(piece) => self.reader.feed(&piece?),
                None if self.reader.is_at_end() => return Ok(None),
                None => return Err(self.unreadable("the rows end in the midst")),
            }
        }
    }

    fn unreadable(&self, reason: &str) -> Error {
        errors::decode(
            "the rows".to_owned(),
            "rows in the binary format",
            format!("{reason}; statement: {}", self.sql),
        )
    }
}

impl Stream for CopyOut<'_> {
    type Item = Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes>>> {
        let piece = ready!(self.stream.as_mut().poll_next(cx));
        Poll::Ready(match piece {
            Some(Ok(piece)) => Some(Ok(piece)),
            Some(Err(error)) => Some(Err(self.open.failed(error, &self.sql))),
            None => {
                self.open.close();
                None
            }
        })
    }
}

impl fmt::Debug for CopyOut<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CopyOut").field("sql", &self.sql).finish_non_exhaustive()
    }
}

impl Connection {
    /// Begins to write rows with `COPY .. FROM STDIN (FORMAT binary)`, the fastest way into a table.
    ///
    /// If the server refuses the whole COPY (no permission, no table), this connection cannot be used any more.
    ///
    /// The statement is sent as it is: quote names. Values must be of exactly the columns' types, since COPY
    /// converts nothing. Rows are sent in pieces, so that memory does not grow with their number.
    ///
    /// # Errors
    ///
    /// As [`execute_raw`](Connection::execute_raw).
    ///
    /// # Cancellation
    ///
    /// Nothing is written.
    ///
    /// # Example
    ///
    /// ```no_run
    /// # async fn example(conn: &mut cormorant::engine::Connection) -> cormorant::Result<()> {
    /// let mut copy = conn.copy_in("COPY points (x, y) FROM STDIN (FORMAT binary)", 2).await?;
    /// for n in 0..1_000_000_i64 {
    ///     copy.row(|row| {
    ///         row.value(&n)?;
    ///         row.value(&Some(n * n))
    ///     })
    ///     .await?;
    /// }
    /// assert_eq!(copy.finish().await?, 1_000_000);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn copy_in(&mut self, sql: &str, columns: usize) -> Result<CopyIn<'_>> {
        let writer = CopyWriter::new(columns).map_err(|reason| errors::unsendable(sql, reason.as_ref()))?;
        let wire = self.wire();
        wire.settle().await?;
        wire.note(sql, Kind::Statement);
        let (prepared, _) = wire.prepare(sql, &[]).await?;
        wire.flight = Flight::Unknown;
        match wire.client.copy_in(&prepared.statement).await {
            Ok(sink) => {
                let open = wire.open_stream();
                Ok(CopyIn { sink: Box::pin(sink), writer, open, sql: sql.into(), wire })
            }
            Err(error) => {
                let error = wire.failed(error, Some(sql)).await;
                wire.give_up(REFUSED);
                Err(error)
            }
        }
    }

    /// Reads rows with `COPY .. TO STDOUT`, as they are.
    ///
    /// # Errors
    ///
    /// As [`execute_raw`](Connection::execute_raw).
    ///
    /// # Cancellation
    ///
    /// As [`execute_raw`](Connection::execute_raw); for the stream see [`CopyOut`].
    pub async fn copy_out(&mut self, sql: &str) -> Result<CopyOut<'_>> {
        let wire = self.wire();
        wire.settle().await?;
        wire.note(sql, Kind::Statement);
        let (prepared, _) = wire.prepare(sql, &[]).await?;
        wire.flight = Flight::Unknown;
        match wire.client.copy_out(&prepared.statement).await {
            Ok(stream) => {
                wire.flight = Flight::Airborne;
                Ok(CopyOut {
                    stream: Box::pin(stream),
                    reader: CopyReader::new(),
                    open: wire.open_stream(),
                    sql: sql.into(),
                    connection: std::marker::PhantomData,
                })
            }
            Err(error) => Err(wire.failed(error, Some(sql)).await),
        }
    }
}

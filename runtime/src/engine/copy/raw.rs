//! COPY as it is: bytes and values, with a statement given as text.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use futures_util::SinkExt;
use tokio_postgres::{CopyInSink, CopyOutStream};

use crate::engine::connection::Connection;
use crate::engine::errors;
use crate::engine::mark::Open;
use crate::engine::record::Kind;
use crate::engine::wire::{Flight, Wire};
use crate::error::{BoxError, Error, Result};
use crate::types::copy::{CopyFields, CopyReader, CopyRow, CopyWriter};

/// How many bytes are gathered before they are sent.
pub(super) const PIECE: usize = 64 << 10;

/// The driver ends a COPY that was refused as if it had begun, which the server answers once more. That answer
/// would be taken for the next request's.
const REFUSED: &str = "a COPY into a table was refused before its first row";

/// The way into a table, as bytes. Does not borrow the connection.
pub(super) struct Feed {
    sink: Pin<Box<CopyInSink<Bytes>>>,
    // Taken away when this is dropped.
    open: Open,
    sql: Box<str>,
}

impl Feed {
    /// Begins a COPY.
    pub(super) async fn start(wire: &mut Wire, sql: &str) -> Result<Feed> {
        wire.settle().await?;
        wire.note(sql, Kind::Statement);
        let (prepared, _) = wire.prepare(sql, &[]).await?;
        wire.flight = Flight::Unknown;
        match wire.client.copy_in(&prepared.statement).await {
            Ok(sink) => Ok(Feed { sink: Box::pin(sink), open: wire.open_stream(), sql: sql.into() }),
            Err(error) => {
                let error = wire.failed(error, Some(sql)).await;
                wire.give_up(REFUSED);
                Err(error)
            }
        }
    }

    /// Sends bytes.
    pub(super) async fn send(&mut self, wire: &mut Wire, piece: Bytes) -> Result<()> {
        match self.sink.feed(piece).await {
            Ok(()) => Ok(()),
            Err(error) => Err(wire.failed(error, Some(&self.sql)).await),
        }
    }

    /// Ends the COPY. Returns how many rows were written.
    pub(super) async fn finish(mut self, wire: &mut Wire) -> Result<u64> {
        let answer = self.sink.as_mut().finish().await;
        self.open.close();
        match answer {
            Ok(rows) => {
                wire.flight = Flight::Airborne;
                Ok(rows)
            }
            Err(error) => {
                // A refusal of a row tells its line. Any other may have come before the server read what was sent
                // with the command; then it gives one more answer than the driver expects.
                let at_a_row = error.as_db_error().is_some_and(|refusal| refusal.where_().is_some());
                let error = wire.failed(error, Some(&self.sql)).await;
                if !at_a_row {
                    wire.give_up(REFUSED);
                }
                Err(error)
            }
        }
    }
}

/// Rows on their way into a table.
///
/// From [`Connection::copy_in_raw`]. Dropped without [`finish`](CopyIn::finish) nothing is written.
///
/// # Cancellation
///
/// Any of its futures may be dropped, and nothing is written then. A transaction around it has failed.
#[must_use = "without `finish` nothing is written"]
pub struct CopyIn<'c> {
    wire: &'c mut Wire,
    feed: Feed,
    writer: CopyWriter,
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
        self.writer.row(fill).map_err(|reason| errors::unsendable(&self.feed.sql, &reason.to_string()))?;
        if self.writer.byte_len() < PIECE {
            return Ok(());
        }
        let piece = self.writer.take();
        self.feed.send(self.wire, piece).await
    }

    /// Ends the rows. Returns how many were written.
    ///
    /// # Errors
    ///
    /// What the server says of the rows, all of which are then left out: constraints by their kinds, and values
    /// that do not fit. The number of the row is in [`DatabaseError::hint`](crate::error::DatabaseError::hint).
    pub async fn finish(self) -> Result<u64> {
        let CopyIn { wire, mut feed, writer } = self;
        feed.send(wire, writer.finish()).await?;
        feed.finish(wire).await
    }
}

impl fmt::Debug for CopyIn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("CopyIn");
        debug.field("sql", &self.feed.sql).field("rows", &self.writer.rows()).finish_non_exhaustive()
    }
}

/// The bytes of a COPY from a table, in pieces that may end anywhere.
///
/// From [`Connection::copy_out_raw`]. In the binary format [`row`](CopyOut::row) reads rows.
///
/// # Cancellation
///
/// As a [`RowStream`](crate::engine::RowStream).
#[must_use = "a stream does nothing unless it is read"]
pub struct CopyOut<'c> {
    pieces: Pieces,
    reader: CopyReader,
    connection: PhantomData<&'c mut ()>,
}

impl CopyOut<'_> {
    /// Reads the next row; `None` at the end. Only for `FORMAT binary`.
    ///
    /// # Errors
    ///
    /// What the server says; [`Error::Decode`](crate::error::Error::Decode) if these are no rows of that format;
    /// [`Error::Disconnected`](crate::error::Error::Disconnected).
    ///
    /// # Cancellation
    ///
    /// Loses nothing: a row that was not returned is returned by the next call.
    pub async fn row(&mut self) -> Result<Option<CopyRow>> {
        std::future::poll_fn(|cx| self.pieces.poll_row(&mut self.reader, cx)).await.transpose()
    }
}

impl Stream for CopyOut<'_> {
    type Item = Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes>>> {
        self.pieces.poll_piece(cx)
    }
}

impl fmt::Debug for CopyOut<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CopyOut").field("sql", &self.pieces.sql).finish_non_exhaustive()
    }
}

/// The way out of a table, as bytes. Does not borrow the connection.
pub(super) struct Pieces {
    stream: Pin<Box<CopyOutStream>>,
    open: Open,
    pub(super) sql: Box<str>,
}

impl Pieces {
    fn poll_piece(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes>>> {
        Poll::Ready(match ready!(self.stream.as_mut().poll_next(cx)) {
            Some(Ok(piece)) => Some(Ok(piece)),
            Some(Err(error)) => Some(Err(self.open.failed(error, &self.sql))),
            None => {
                self.open.close();
                None
            }
        })
    }

    /// The next row of the binary format.
    pub(super) fn poll_row(
        &mut self,
        reader: &mut CopyReader,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<CopyRow>>> {
        loop {
            match reader.next_row() {
                Ok(Some(row)) => return Poll::Ready(Some(Ok(row))),
                Ok(None) => {}
                Err(reason) => return Poll::Ready(Some(Err(self.unreadable(&reason.to_string())))),
            }
            match ready!(self.poll_piece(cx)) {
                Some(Ok(piece)) => reader.feed(&piece),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None if reader.is_at_end() => return Poll::Ready(None),
                None => return Poll::Ready(Some(Err(self.unreadable("the rows end in the midst")))),
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

impl Wire {
    /// Begins a COPY out of a table.
    pub(super) async fn copy_pieces(&mut self, sql: &str) -> Result<Pieces> {
        self.settle().await?;
        self.note(sql, Kind::Statement);
        let (prepared, _) = self.prepare(sql, &[]).await?;
        self.flight = Flight::Unknown;
        match self.client.copy_out(&prepared.statement).await {
            Ok(stream) => {
                self.flight = Flight::Airborne;
                Ok(Pieces { stream: Box::pin(stream), open: self.open_stream(), sql: sql.into() })
            }
            Err(error) => Err(self.failed(error, Some(sql)).await),
        }
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
    /// let mut copy = conn.copy_in_raw("COPY points (x, y) FROM STDIN (FORMAT binary)", 2).await?;
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
    pub async fn copy_in_raw(&mut self, sql: &str, columns: usize) -> Result<CopyIn<'_>> {
        let writer =
            CopyWriter::new(columns).map_err(|reason| errors::unsendable(sql, &reason.to_string()))?;
        let wire = self.wire();
        let feed = Feed::start(wire, sql).await?;
        Ok(CopyIn { wire, feed, writer })
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
    pub async fn copy_out_raw(&mut self, sql: &str) -> Result<CopyOut<'_>> {
        let pieces = self.wire().copy_pieces(sql).await?;
        Ok(CopyOut { pieces, reader: CopyReader::new(), connection: PhantomData })
    }
}

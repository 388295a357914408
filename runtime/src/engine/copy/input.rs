//! Typed rows into a table.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use futures_util::{StreamExt, stream};

use crate::engine::connection::Connection;
use crate::engine::copy::raw::Feed;
use crate::engine::copy::sheet::{Piece, Sheet};
use crate::engine::driver::BoxFuture;
use crate::engine::errors;
use crate::engine::wire::Wire;
use crate::error::{BoxError, Result};
use crate::query::{ColumnList, ModelTable, New, NewRow, RowFor, Table};
use crate::schema::Model;
use crate::sql::Name;
use crate::types::Value;
use crate::types::copy::CopyFields;

/// A value or a tuple of values, as a row of COPY.
///
/// This trait is not meant to be implemented by hand.
pub trait CopyTuple {
    /// Writes the values.
    #[doc(hidden)]
    fn write(&self, fields: &mut CopyFields<'_>) -> Result<(), BoxError>;
}

#[diagnostic::do_not_recommend]
impl<V: Value> CopyTuple for V {
    fn write(&self, fields: &mut CopyFields<'_>) -> Result<(), BoxError> {
        fields.value(self)
    }
}

macro_rules! tuples {
    ($(($name:ident $at:ident))*) => {
        #[diagnostic::do_not_recommend]
        impl<$($name: Value),*> CopyTuple for ($($name,)*) {
            #[allow(non_snake_case, reason = "one name for type and value")]
            fn write(&self, fields: &mut CopyFields<'_>) -> Result<(), BoxError> {
                let ($($name,)*) = self;
                $(fields.value($name)?;)*
                Ok(())
            }
        }
    };
}

crate::query::for_tuples!(tuples);

impl Connection {
    /// Writes rows of a model with COPY, the fastest way into a table, and returns how many there were.
    ///
    /// A row is a complete `User::create()..`, or a `User` with all its columns. Columns that are not given get
    /// the server's defaults. All rows are written or none. Memory does not grow with their number.
    ///
    /// COPY converts nothing: the types of the model must be exactly those of the table.
    ///
    /// # Errors
    ///
    /// What the server says of a row, with its number in
    /// [`DatabaseError::hint`](crate::error::DatabaseError::hint); [`Error::Encode`](crate::error::Error::Encode)
    /// names the row that cannot be sent; otherwise as [`execute_raw`](Connection::execute_raw).
    ///
    /// # Cancellation
    ///
    /// Nothing is written. A transaction around it has failed.
    ///
    /// # Example
    ///
    /// ```no_run
    /// # fn main() {}
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/docs/models.in.rs"));
    /// # async fn example(conn: &mut Connection, emails: Vec<String>) -> cormorant::Result<()> {
    /// // COPY "users" ("email", "age") FROM STDIN (FORMAT binary)
    /// conn.copy_in(User, emails.into_iter().map(|email| User::create().email(email).age(18))).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn copy_in<'c, M, R, I>(&'c mut self, table: Table<M>, rows: I) -> BoxFuture<'c, Result<u64>>
    where
        M: Model + ModelTable<Model = M>,
        R: New<M> + 'c,
        I: IntoIterator<Item = R, IntoIter: Send + 'c>,
    {
        self.copy_in_stream(table, stream::iter(rows).map(Ok))
    }

    /// As [`copy_in`](Connection::copy_in), with rows that come from elsewhere. An error among them ends it.
    ///
    /// # Errors
    ///
    /// As [`copy_in`](Connection::copy_in), and that of the stream.
    ///
    /// # Cancellation
    ///
    /// As [`copy_in`](Connection::copy_in).
    pub fn copy_in_stream<'c, M, R, S>(&'c mut self, _table: Table<M>, rows: S) -> BoxFuture<'c, Result<u64>>
    where
        M: Model + ModelTable<Model = M>,
        R: New<M> + 'c,
        S: Stream<Item = Result<R>> + Send + 'c,
    {
        let mut columns: Vec<u16> = Vec::new();
        let mut names: Vec<Name> = Vec::new();
        let write = move |row: R, sheet: &mut Sheet| {
            let NewRow { values, problem } = row.into_new();
            if let Some(problem) = problem {
                return Err(errors::unsendable(M::TABLE.model, problem));
            }
            if !values.iter().map(|(column, _)| column).eq(&columns) {
                columns = values.iter().map(|(column, _)| *column).collect();
                names =
                    columns.iter().map(|column| M::TABLE.columns[usize::from(*column)].name.into()).collect();
            }
            let named = |at: u16| M::TABLE.columns[usize::from(at)].name;
            let values: Vec<_> = values.into_iter().map(|(at, value)| value.of_column(named(at))).collect();
            sheet.row(&names, &mut |fields| values.iter().try_for_each(|value| fields.param(value)))
        };
        let sheet = Sheet::new(M::TABLE.table_name());
        Box::pin(copy_sheets(self, Box::pin(Sheets { rows: Some(Box::pin(rows)), sheet, write })))
    }

    /// Writes tuples into columns of a model with COPY, and returns how many there were.
    ///
    /// As [`copy_in`](Connection::copy_in), for values that are in no model.
    ///
    /// # Errors
    ///
    /// As [`copy_in`](Connection::copy_in).
    ///
    /// # Cancellation
    ///
    /// As [`copy_in`](Connection::copy_in).
    ///
    /// # Example
    ///
    /// ```no_run
    /// # fn main() {}
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/docs/models.in.rs"));
    /// # async fn example(conn: &mut Connection, titles: Vec<String>, ids: Vec<i64>) -> cormorant::Result<()> {
    /// // COPY "posts" ("title", "author_id") FROM STDIN (FORMAT binary)
    /// conn.copy_columns_in((Post::title, Post::author_id), titles.into_iter().zip(ids)).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[expect(clippy::needless_pass_by_value, reason = "reads as `copy_in` does")]
    pub fn copy_columns_in<'c, M, C, R, I>(&'c mut self, columns: C, rows: I) -> BoxFuture<'c, Result<u64>>
    where
        M: Model,
        C: ColumnList<M>,
        R: CopyTuple + RowFor<C::Values> + 'c,
        I: IntoIterator<Item = R, IntoIter: Send + 'c>,
    {
        let names = columns.names();
        let write = move |row: R, sheet: &mut Sheet| {
            let in_column = |at: usize, reason: BoxError| match at.checked_sub(1).and_then(|at| names.get(at))
            {
                Some(column) => format!("column `{column}`: {reason}").into(),
                None => reason,
            };
            sheet.row(&names, &mut |fields| {
                row.write(fields).map_err(|reason| in_column(fields.written(), reason))
            })
        };
        let sheet = Sheet::new(M::TABLE.table_name());
        let rows = Some(Box::pin(stream::iter(rows).map(Ok)));
        Box::pin(copy_sheets(self, Box::pin(Sheets { rows, sheet, write })))
    }
}

/// Turns rows into pieces of COPY.
struct Sheets<S, W> {
    rows: Option<Pin<Box<S>>>,
    sheet: Sheet,
    write: W,
}

impl<S, W, R> Stream for Sheets<S, W>
where
    S: Stream<Item = Result<R>>,
    W: FnMut(R, &mut Sheet) -> Result<()> + Unpin,
{
    type Item = Result<Piece>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Piece>>> {
        let Sheets { rows, sheet, write } = &mut *self;
        loop {
            if let Some(piece) = sheet.pieces.pop_front() {
                return Poll::Ready(Some(Ok(piece)));
            }
            let Some(stream) = rows else { return Poll::Ready(None) };
            match ready!(stream.as_mut().poll_next(cx)) {
                Some(row) => {
                    if let Err(error) = row.and_then(|row| write(row, sheet)) {
                        return Poll::Ready(Some(Err(error)));
                    }
                }
                None => {
                    *rows = None;
                    sheet.finish();
                }
            }
        }
    }
}

/// The pieces of one call, whatever they are made of.
type Sheaf<'s> = Pin<Box<dyn Stream<Item = Result<Piece>> + Send + 's>>;

/// Sends pieces, in a transaction of their own if none is open.
async fn copy_sheets(conn: &mut Connection, pieces: Sheaf<'_>) -> Result<u64> {
    conn.wire().settle().await?;
    if conn.in_transaction() {
        return copy_pieces(conn.wire(), pieces).await;
    }
    let mut transaction = conn.own_transaction().await?;
    let rows = copy_pieces(transaction.wire(), pieces).await?;
    transaction.commit().await?;
    Ok(rows)
}

async fn copy_pieces(wire: &mut Wire, mut pieces: Sheaf<'_>) -> Result<u64> {
    let mut rows = 0;
    let mut feed: Option<Feed> = None;
    while let Some(piece) = pieces.next().await {
        match (piece?, &mut feed) {
            (Piece::Send(bytes), Some(feed)) => feed.send(wire, bytes).await?,
            (Piece::Send(_), None) => {}
            (Piece::Begin(sql), _) => {
                if let Some(feed) = feed.take() {
                    rows += feed.finish(wire).await?;
                }
                feed = Some(Feed::start(wire, &sql).await?);
            }
        }
    }
    if let Some(feed) = feed {
        rows += feed.finish(wire).await?;
    }
    Ok(rows)
}

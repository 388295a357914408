//! Runs statements: prepares, binds, checks the columns, collects rows.
//!
//! Nothing here is generic over what a row becomes, so that a program with many models has this code once.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

use futures_util::StreamExt;
use tokio_postgres::types::Type;

use crate::engine::answer::Discard;
use crate::engine::bind::{self, Bound};
use crate::engine::errors;
use crate::engine::record::Kind;
use crate::engine::statements::{Prepared, RowColumns};
use crate::engine::stream::Rows;
use crate::engine::wire::{Flight, Wire};
use crate::engine::within::within;
use crate::error::Result;
use crate::types::{Expect, Param, Reader};

/// What is done with each row.
pub(crate) trait Sink: Send {
    /// Takes a row.
    fn row(&mut self, reader: &mut Reader<'_>) -> Result<Flow>;

    /// Hears how many rows the statement gave the last time, before the first.
    fn expect(&mut self, _rows: usize) {}
}

impl<F: FnMut(&mut Reader<'_>) -> Result<Flow> + Send> Sink for F {
    fn row(&mut self, reader: &mut Reader<'_>) -> Result<Flow> {
        self(reader)
    }
}

/// Whether a reader of rows wants more of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// Go on.
    More,
    /// Leave the rest unread.
    Enough,
}

/// After so many rows the driver's task reads the rest, beside whoever makes values of them.
const RIDDEN: usize = 256;

/// The columns that a reader of rows expects.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Expected<'e> {
    /// These; if there are none they are not checked.
    These(&'e [Expect]),
    /// Those of a type of rows: looked up once for each prepared statement.
    Row(RowColumns),
}

impl Expected<'_> {
    /// Columns that are not checked.
    pub(crate) const ANY: Self = Expected::These(&[]);
}

impl Wire {
    /// Runs a statement and gives every row to `sink`. Returns how many rows it affected.
    pub(crate) async fn fetch(
        &mut self,
        sql: &str,
        params: &[Param],
        expected: Expected<'_>,
        sink: &mut dyn Sink,
    ) -> Result<u64> {
        let (stream, prepared) = self.start(sql, params, expected).await?;
        let mut stream = pin!(stream);
        sink.expect(prepared.last_rows());
        let mut rows = 0;
        loop {
            let mut next = pin!(stream.next());
            // What is there already needs neither a timer nor the driver: most rows are.
            let row = match poll_fn(|cx| Poll::Ready(next.as_mut().poll(cx))).await {
                Poll::Ready(row) => Some(row),
                Poll::Pending if rows < RIDDEN => Box::pin(self.within(next)).await,
                Poll::Pending => Box::pin(within(self.shared.settings.command, next)).await,
            };
            match row {
                Some(Some(Ok(row))) => {
                    rows += 1;
                    if sink.row(&mut Reader::new(&row))? == Flow::Enough {
                        return Ok(0);
                    }
                }
                Some(Some(Err(error))) => return Err(Box::pin(self.failed(error, Some(sql))).await),
                Some(None) => {
                    self.flight = Flight::Landed;
                    prepared.gave(rows);
                    return Ok(stream.rows_affected().unwrap_or(0));
                }
                None => return Err(self.late()),
            }
        }
    }

    /// Runs a statement and returns how many rows it affected.
    pub(crate) async fn execute(&mut self, sql: &str, params: &[Param]) -> Result<u64> {
        self.fetch(sql, params, Expected::ANY, &mut Discard).await
    }

    /// Runs a statement and leaves its rows to be read one by one.
    pub(crate) async fn open(&mut self, sql: &str, params: &[Param], expected: Expected<'_>) -> Result<Rows> {
        let (stream, _) = self.start(sql, params, expected).await?;
        Ok(Rows::new(Box::pin(stream), self.open_stream(), sql))
    }

    /// Runs any number of statements without parameters.
    pub(crate) async fn script(&mut self, sql: &str) -> Result<()> {
        self.settle().await?;
        self.command_as(sql, Kind::Statement).await
    }

    /// Sends a statement and waits for the server to accept its parameters.
    ///
    /// What seldom happens has a future of its own: this one is made for every statement, and is as large as all that
    /// it may wait for.
    async fn start(
        &mut self,
        sql: &str,
        params: &[Param],
        expected: Expected<'_>,
    ) -> Result<(tokio_postgres::RowStream, Prepared)> {
        bind::check(params)?;
        if !self.is_settled()? {
            Box::pin(self.settle()).await?;
        }
        self.note(sql, Kind::Statement);
        let (prepared, found) = match self.known(sql, params) {
            Some(prepared) => (prepared, Found::Cached),
            None => Box::pin(self.prepare(sql, params)).await?,
        };
        check_expected(&prepared, expected)?;
        match self.send(&prepared, params).await? {
            Ok(stream) => Ok((stream, prepared)),
            Err(error) => Box::pin(self.start_again(sql, params, expected, error, found)).await,
        }
    }

    /// Sends a statement once more if the server could not run it as it was prepared.
    async fn start_again(
        &mut self,
        sql: &str,
        params: &[Param],
        expected: Expected<'_>,
        error: tokio_postgres::Error,
        found: Found,
    ) -> Result<(tokio_postgres::RowStream, Prepared)> {
        if found == Found::New || !is_outdated(&error) {
            return Err(self.failed(error, Some(sql)).await);
        }
        // The plan of a prepared statement is checked before anything is run: nothing has happened yet.
        self.statements.remove(sql);
        self.client.clear_type_cache();
        if self.in_transaction() {
            return Err(self.failed(error, Some(sql)).await);
        }
        self.tap.settled().await;
        let (prepared, _) = self.prepare(sql, params).await?;
        check_expected(&prepared, expected)?;
        match self.send(&prepared, params).await? {
            Ok(stream) => Ok((stream, prepared)),
            Err(error) => Err(self.failed(error, Some(sql)).await),
        }
    }

    async fn send(
        &mut self,
        prepared: &Prepared,
        params: &[Param],
    ) -> Result<Result<tokio_postgres::RowStream, tokio_postgres::Error>> {
        self.flight = Flight::Unknown;
        self.shared.recorders.wait();
        let answer = {
            // On the heap, as the rest of the statement's future is: large for what it does with texts.
            let mut answer = Box::pin(self.client.query_raw(&prepared.statement, Bound::all(params)));
            self.within(answer.as_mut()).await
        };
        match answer {
            Some(answer) => {
                self.flight = Flight::Airborne;
                Ok(answer)
            }
            None => Err(self.late()),
        }
    }

    /// Finds the statement among those prepared.
    fn known(&mut self, sql: &str, params: &[Param]) -> Option<Prepared> {
        let prepared = self.statements.get(sql, params)?;
        if let Some(hold) = &self.hold {
            hold.running(&prepared.sql);
        }
        Some(prepared)
    }

    /// Finds the statement among those prepared, or prepares it.
    pub(crate) async fn prepare(&mut self, sql: &str, params: &[Param]) -> Result<(Prepared, Found)> {
        if let Some(prepared) = self.known(sql, params) {
            return Ok((prepared, Found::Cached));
        }
        self.watch(sql);
        let oids: Box<[u32]> = params.iter().map(|param| param.ty.oid).collect();
        let types: Vec<Type> = oids.iter().copied().map(bind::driver_type).collect();
        self.flight = Flight::Unknown;
        self.shared.recorders.wait();
        let answer = {
            let answer = pin!(self.client.prepare_typed(sql, &types));
            self.within(answer).await
        };
        match answer {
            Some(Ok(statement)) => {
                self.flight = Flight::Landed;
                let prepared = Prepared::new(sql, statement);
                self.statements.insert(prepared.clone(), oids);
                if let Some(hold) = &self.hold {
                    hold.running(&prepared.sql);
                }
                Ok((prepared, Found::New))
            }
            Some(Err(error)) => Err(self.failed(error, Some(sql)).await),
            None => Err(self.late()),
        }
    }
}

/// Where a prepared statement came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    Cached,
    New,
}

/// Whether the server has forgotten a prepared statement, or can no longer run it as it was prepared.
pub(crate) fn is_outdated(error: &tokio_postgres::Error) -> bool {
    error.as_db_error().is_some_and(|error| match error.code().code() {
        "26000" => true,
        "0A000" => {
            error.message().contains("cached plan") || error.routine() == Some("RevalidateCachedQuery")
        }
        "XX000" => error.message().contains("cache lookup failed"),
        _ => false,
    })
}

/// Compares the columns of a result with those that its reader expects, unless that was done before.
fn check_expected(prepared: &Prepared, expected: Expected<'_>) -> Result<()> {
    let row = match expected {
        Expected::These(expect) => return check_columns(prepared, expect),
        Expected::Row(row) if prepared.fits(row) => return Ok(()),
        Expected::Row(row) => row,
    };
    let mut expect = Vec::new();
    row(&mut expect);
    check_columns(prepared, &expect)?;
    prepared.is_found_to_fit(row);
    Ok(())
}

/// Compares the columns of a result with those that its reader expects.
///
/// Done for each execution and not for each row: it costs a comparison of two numbers per column.
pub(crate) fn check_columns(prepared: &Prepared, expect: &[Expect]) -> Result<()> {
    if expect.is_empty() {
        return Ok(());
    }
    let columns = prepared.statement.columns();
    if columns.len() != expect.len() {
        return Err(errors::decode(
            "the row".to_owned(),
            "a row of as many columns as the statement's reader takes",
            format!("{} columns instead of {}; statement: {}", columns.len(), expect.len(), prepared.sql),
        ));
    }
    match columns.iter().zip(expect).find(|(column, expect)| !expect.admits(column.type_().oid())) {
        None => Ok(()),
        Some((column, expect)) => Err(errors::decode(
            column.name().to_owned(),
            expect.rust,
            format!("a column of type {}; statement: {}", column.type_(), prepared.sql),
        )),
    }
}

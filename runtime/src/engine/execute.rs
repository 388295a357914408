//! Runs statements: prepares, binds, checks the columns, collects rows.
//!
//! Nothing here is generic over what a row becomes, so that a program with many models has this code once.

use futures_util::StreamExt;
use tokio_postgres::types::Type;

use crate::engine::answer::Discard;
use crate::engine::bind::{self, Bound};
use crate::engine::errors;
use crate::engine::record::Kind;
use crate::engine::statements::{LastRows, Prepared};
use crate::engine::stream::Rows;
use crate::engine::wire::{Flight, Wire, within};
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

impl Wire {
    /// Runs a statement and gives every row to `sink`. Returns how many rows it affected.
    pub(crate) async fn fetch(
        &mut self,
        sql: &str,
        params: &[Param],
        expect: &[Expect],
        sink: &mut dyn Sink,
    ) -> Result<u64> {
        let (stream, last) = self.start(sql, params, expect).await?;
        let mut stream = std::pin::pin!(stream);
        let limit = self.shared.settings.command;
        sink.expect(last.get());
        let mut rows = 0;
        loop {
            match within(limit, stream.next()).await {
                Some(Some(Ok(row))) => {
                    rows += 1;
                    if sink.row(&mut Reader::new(&row))? == Flow::Enough {
                        return Ok(0);
                    }
                }
                Some(Some(Err(error))) => return Err(self.failed(error, Some(sql)).await),
                Some(None) => {
                    self.flight = Flight::Landed;
                    last.set(rows);
                    return Ok(stream.rows_affected().unwrap_or(0));
                }
                None => return Err(self.late()),
            }
        }
    }

    /// Runs a statement and returns how many rows it affected.
    pub(crate) async fn execute(&mut self, sql: &str, params: &[Param]) -> Result<u64> {
        self.fetch(sql, params, &[], &mut Discard).await
    }

    /// Runs a statement and leaves its rows to be read one by one.
    pub(crate) async fn open(&mut self, sql: &str, params: &[Param], expect: &[Expect]) -> Result<Rows> {
        let (stream, _) = self.start(sql, params, expect).await?;
        Ok(Rows::new(Box::pin(stream), self.open_stream(), sql))
    }

    /// Runs any number of statements without parameters.
    pub(crate) async fn script(&mut self, sql: &str) -> Result<()> {
        self.settle().await?;
        self.command_as(sql, Kind::Statement).await
    }

    /// Sends a statement and waits for the server to accept its parameters.
    async fn start(
        &mut self,
        sql: &str,
        params: &[Param],
        expect: &[Expect],
    ) -> Result<(tokio_postgres::RowStream, LastRows)> {
        bind::check(params)?;
        self.settle().await?;
        self.note(sql, Kind::Statement);
        let (prepared, found) = self.prepare(sql, params).await?;
        check_columns(&prepared, expect)?;
        let error = match self.send(&prepared, params).await? {
            Ok(stream) => return Ok((stream, prepared.rows)),
            Err(error) => error,
        };
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
        check_columns(&prepared, expect)?;
        match self.send(&prepared, params).await? {
            Ok(stream) => Ok((stream, prepared.rows)),
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
        let answer = self.client.query_raw(&prepared.statement, Bound::all(params));
        match within(self.shared.settings.command, answer).await {
            Some(answer) => {
                self.flight = Flight::Airborne;
                Ok(answer)
            }
            None => Err(self.late()),
        }
    }

    /// Finds the statement among those prepared, or prepares it.
    pub(crate) async fn prepare(&mut self, sql: &str, params: &[Param]) -> Result<(Prepared, Found)> {
        if let Some(prepared) = self.statements.get(sql, params) {
            if let Some(hold) = &self.hold {
                hold.running(&prepared.sql);
            }
            return Ok((prepared, Found::Cached));
        }
        let oids: Box<[u32]> = params.iter().map(|param| param.ty.oid).collect();
        let types: Vec<Type> = oids.iter().copied().map(bind::driver_type).collect();
        self.flight = Flight::Unknown;
        self.shared.recorders.wait();
        match within(self.shared.settings.command, self.client.prepare_typed(sql, &types)).await {
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

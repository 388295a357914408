//! Several statements in one round trip.

use std::collections::HashSet;
use std::pin::pin;

use futures_util::StreamExt;
use tokio_postgres::types::Type;

use crate::engine::bind::{self, Bound};
use crate::engine::connection::already_open;
use crate::engine::execute::{check_columns, is_outdated};
use crate::engine::queued::Queued;
use crate::engine::record::Kind;
use crate::engine::statements::Prepared;
use crate::engine::tap::Tag;
use crate::engine::transaction::TransactionOptions;
use crate::engine::wire::{Flight, Wire};
use crate::error::{Error, Result};
use crate::types::{Expect, Param, Reader};

/// A statement ready to be sent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Call<'a> {
    /// The text.
    pub(crate) sql: &'a str,
    /// The values of its parameters.
    pub(crate) params: &'a [Param],
    /// The types of its columns as they will be read; empty if no row is.
    pub(crate) expect: &'a [Expect],
}

/// What is done with the answers to a pipeline.
pub(crate) trait PlacedSink: Send {
    /// Takes a row of the statement at this place.
    fn row(&mut self, place: usize, reader: &mut Reader<'_>) -> Result<()>;

    /// Learns how many rows the statement at this place affected: all its rows were given before.
    fn end(&mut self, _place: usize, _affected: u64) -> Result<()> {
        Ok(())
    }
}

impl<F: FnMut(usize, &mut Reader<'_>) -> Result<()> + Send> PlacedSink for F {
    fn row(&mut self, place: usize, reader: &mut Reader<'_>) -> Result<()> {
        self(place, reader)
    }
}

/// How many statements are under way at a time: enough to hide the round trip, few enough to bound memory.
const WINDOW: usize = 256;

/// Why a pipeline ended early.
enum Failure {
    /// The server or the driver refused: this call, or BEGIN or COMMIT.
    Driver(Option<usize>, tokio_postgres::Error),
    /// A row could not be read.
    Reader(Error),
    /// The engine's own deadline passed.
    Late,
}

/// Some calls of a pipeline, sent together.
struct Batch<'b> {
    calls: &'b [Call<'b>],
    prepared: &'b [Prepared],
    /// Place of the first call in the whole pipeline.
    first: usize,
    /// What goes before them.
    begin: Option<String>,
    /// Whether COMMIT goes after them.
    commit: bool,
}

impl Wire {
    /// Sends statements together and reads their answers in order. Returns how many rows each affected.
    ///
    /// All or none: outside a transaction they get one of their own, in the same round trip. The first error
    /// counts; what was sent after it has no effect.
    pub(crate) async fn pipeline(
        &mut self,
        calls: &[Call<'_>],
        sink: &mut dyn PlacedSink,
    ) -> Result<Vec<u64>> {
        self.settle().await?;
        let begin = (!self.in_transaction()).then(TransactionOptions::new);
        self.run_pipeline(calls, begin, begin.is_some(), sink).await
    }

    /// As [`pipeline`](Wire::pipeline), after a BEGIN that is sent with them if one is given. The transaction stays
    /// open; if anything fails, one that was begun here is rolled back.
    pub(crate) async fn pipeline_in(
        &mut self,
        begin: Option<TransactionOptions>,
        calls: &[Call<'_>],
        sink: &mut dyn PlacedSink,
    ) -> Result<Vec<u64>> {
        self.settle().await?;
        if begin.is_some() && self.in_transaction() {
            return Err(already_open());
        }
        if let (Some(options), []) = (begin, calls) {
            self.begin(options).await?;
            return Ok(Vec::new());
        }
        let affected = self.run_pipeline(calls, begin, false, sink).await?;
        if begin.is_some() {
            self.level = 1;
        }
        Ok(affected)
    }

    async fn run_pipeline(
        &mut self,
        calls: &[Call<'_>],
        begin: Option<TransactionOptions>,
        own: bool,
        sink: &mut dyn PlacedSink,
    ) -> Result<Vec<u64>> {
        for call in calls {
            bind::check(call.params)?;
        }
        let prepared = self.prepare_all(calls).await?;
        if let Some(options) = begin {
            // Whatever of it is left open when this future is dropped.
            self.undo = Some(0);
            self.read_only = options.is_read_only();
        }
        let mut affected = Vec::with_capacity(calls.len());
        for (number, (window, prepared)) in calls.chunks(WINDOW).zip(prepared.chunks(WINDOW)).enumerate() {
            let first = number * WINDOW;
            let last = first + window.len() == calls.len();
            let begin = begin.filter(|_| number == 0).map(|options| options.to_string());
            let batch = Batch { calls: window, prepared, first, begin, commit: own && last };
            self.flight = Flight::Unknown;
            self.shared.recorders.wait();
            match self.run_batch(&batch, sink, &mut affected).await {
                Ok(()) => self.flight = Flight::Landed,
                Err(Failure::Late) => return Err(self.late()),
                Err(failure) => return Err(self.pipeline_failed(failure, &batch).await),
            }
        }
        if begin.is_some() {
            self.undo = None;
        }
        if own && !calls.is_empty() && self.tap.tag() == Tag::Rollback {
            return Err(Error::CommitRolledBack);
        }
        Ok(affected)
    }

    /// Runs commands in one round trip. Outside a transaction each stands for itself.
    pub(crate) async fn commands(&mut self, texts: &[String]) -> Result<()> {
        self.settle().await?;
        self.flight = Flight::Unknown;
        self.shared.recorders.wait();
        texts.iter().for_each(|sql| self.watch(sql));
        let mut answers = Vec::with_capacity(texts.len());
        for sql in texts {
            self.note(sql, Kind::Statement);
            let mut answer = Queued::new(self.client.batch_execute(sql));
            answer.send().await;
            answers.push(answer);
        }
        let mut failure = None;
        for (answer, sql) in answers.into_iter().zip(texts) {
            let answer = self.within(pin!(answer.answer())).await;
            if !matches!(answer, Some(Ok(()))) {
                failure = Some((answer, sql));
                break;
            }
        }
        match failure {
            None => {
                self.flight = Flight::Landed;
                Ok(())
            }
            Some((Some(Err(error)), sql)) => {
                let error = self.failed(error, Some(sql)).await;
                // Those behind it are still unanswered.
                self.flight = Flight::Unknown;
                Err(error)
            }
            Some(_) => Err(self.late()),
        }
    }

    async fn run_batch(
        &self,
        batch: &Batch<'_>,
        sink: &mut dyn PlacedSink,
        affected: &mut Vec<u64>,
    ) -> Result<(), Failure> {
        let begin = self.send_if(batch.begin.as_deref()).await;
        let mut answers = Vec::with_capacity(batch.calls.len());
        for (call, prepared) in batch.calls.iter().zip(batch.prepared) {
            self.note(call.sql, Kind::Statement);
            let mut answer = Queued::new(self.client.query_raw(&prepared.statement, Bound::all(call.params)));
            answer.send().await;
            answers.push(answer);
        }
        let commit = self.send_if(batch.commit.then_some("COMMIT")).await;
        if let Some(begin) = begin {
            self.in_time(begin.answer()).await?.map_err(|error| Failure::Driver(None, error))?;
        }
        for (index, answer) in answers.into_iter().enumerate() {
            let failed = |error| Failure::Driver(Some(index), error);
            let mut rows = std::pin::pin!(self.in_time(answer.answer()).await?.map_err(failed)?);
            while let Some(row) = self.in_time(rows.next()).await? {
                let row = row.map_err(failed)?;
                sink.row(batch.first + index, &mut Reader::new(&row)).map_err(Failure::Reader)?;
            }
            let count = rows.rows_affected().unwrap_or(0);
            sink.end(batch.first + index, count).map_err(Failure::Reader)?;
            affected.push(count);
        }
        if let Some(commit) = commit {
            self.in_time(commit.answer()).await?.map_err(|error| Failure::Driver(None, error))?;
        }
        Ok(())
    }

    /// Waits for an answer, but not for longer than one statement may take.
    async fn in_time<T>(&self, answer: impl Future<Output = T>) -> Result<T, Failure> {
        self.within(pin!(answer)).await.ok_or(Failure::Late)
    }

    async fn send_if<'w>(
        &'w self,
        sql: Option<&'w str>,
    ) -> Option<Queued<impl Future<Output = Result<(), tokio_postgres::Error>> + Send + use<'w>>> {
        let sql = sql?;
        self.note(sql, Kind::Transaction);
        let mut command = Queued::new(self.client.batch_execute(sql));
        command.send().await;
        Some(command)
    }

    /// Classifies the first error, and waits until the rest is answered and undone.
    async fn pipeline_failed(&mut self, failure: Failure, batch: &Batch<'_>) -> Error {
        let error = match failure {
            Failure::Reader(error) => error,
            Failure::Late => return self.late(),
            Failure::Driver(index, error) => {
                let sql = index.and_then(|index| batch.calls.get(index)).map(|call| call.sql);
                if let (Some(sql), true) = (sql, is_outdated(&error)) {
                    self.statements.remove(sql);
                    self.client.clear_type_cache();
                }
                self.failed(error, sql).await
            }
        };
        self.flight = Flight::Unknown;
        // Its error would say again what the first one says.
        let _ = self.settle().await;
        match error {
            // COMMIT was on its way with the statements.
            Error::Disconnected { source, .. } if batch.commit => Error::CommitUnknown { source },
            error => error,
        }
    }

    /// Finds or prepares the statements of all calls, those not yet known in one round trip.
    async fn prepare_all(&mut self, calls: &[Call<'_>]) -> Result<Vec<Prepared>> {
        let mut seen = HashSet::new();
        let mut missing = Vec::new();
        for call in calls {
            let oids: Box<[u32]> = call.params.iter().map(|param| param.ty.oid).collect();
            if self.statements.get(call.sql, call.params).is_none() && seen.insert((call.sql, oids.clone())) {
                let types: Vec<Type> = oids.iter().copied().map(bind::driver_type).collect();
                missing.push((call.sql, oids, types));
            }
        }
        let mut fresh = Vec::with_capacity(missing.len());
        if !missing.is_empty() {
            self.flight = Flight::Unknown;
            self.shared.recorders.wait();
            missing.iter().for_each(|(sql, ..)| self.watch(sql));
            let mut answers = Vec::with_capacity(missing.len());
            for (sql, _, types) in &missing {
                let mut answer = Queued::new(self.client.prepare_typed(sql, types));
                answer.send().await;
                answers.push(answer);
            }
            let mut failure = None;
            for (answer, (sql, oids, _)) in answers.into_iter().zip(&missing) {
                match answer.answer().await {
                    Ok(statement) => fresh.push((Prepared::new(sql, statement), oids)),
                    Err(error) => failure = failure.or(Some((error, *sql))),
                }
            }
            if let Some((error, sql)) = failure {
                return Err(self.failed(error, Some(sql)).await);
            }
            self.flight = Flight::Landed;
        }
        let mut prepared = Vec::with_capacity(calls.len());
        for call in calls {
            let oids = call.params.iter().map(|param| param.ty.oid);
            let new = fresh
                .iter()
                .find(|(new, types)| *new.sql == *call.sql && types.iter().copied().eq(oids.clone()));
            let found = match new {
                Some((new, _)) => Some(new.clone()),
                None => self.statements.get(call.sql, call.params),
            };
            let found = found.expect("every statement was either known or prepared just now");
            check_columns(&found, call.expect)?;
            prepared.push(found);
        }
        for (new, oids) in fresh {
            self.statements.insert(new, oids.clone());
        }
        if let (Some(hold), Some(last)) = (&self.hold, prepared.last()) {
            hold.running(&last.sql);
        }
        Ok(prepared)
    }
}

//! One connection to the server, as the pool keeps it.
//!
//! Everything that decides whether a connection may be used again is here: which requests are unanswered, whether
//! a transaction command was interrupted, whether a request to cancel is on its way.

mod tidy;

use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_postgres::Client;

use crate::engine::cancel::{Canceler, Cancelling, Patience};
use crate::engine::dial::Line;
use crate::engine::driver::Ending;
use crate::engine::errors;
use crate::engine::mark::{Mark, Open};
use crate::engine::motor::Motor;
use crate::engine::record::Kind;
use crate::engine::shared::{Hold, Shared};
use crate::engine::statements::Statements;
use crate::engine::tap::{Status, Tap};
use crate::engine::within::{Timer, within};
use crate::error::{Error, Result, TimeoutKind};

/// What is known of the requests sent so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flight {
    /// All are answered.
    Landed,
    /// All have reached the server; the end of an answer may be missing.
    Airborne,
    /// A future was dropped: a request may wait in the driver's queue, or run.
    Unknown,
}

/// The most memory that is kept for the text of the next statement.
const LONGEST_KEPT: usize = 16 * 1024;

/// How long unanswered requests get before they are cancelled for the first time.
const GRACE: Duration = Duration::from_millis(10);

/// A connection, its tap and its state.
pub(crate) struct Wire {
    pub(crate) client: Client,
    /// The server's major version, 0 if it does not say.
    pub(crate) version: u32,
    pub(crate) tap: Arc<Tap>,
    pub(crate) shared: Arc<Shared>,
    pub(crate) statements: Statements,
    pub(crate) flight: Flight,
    /// Why this connection must not be used any more.
    broken: Option<&'static str>,
    /// Set while a transaction command is on its way. If its future is dropped, this stays.
    interrupted: bool,
    /// How many transactions and savepoints of ours are open.
    pub(crate) level: u32,
    /// The savepoint level to go back to before the next command: a guard was dropped.
    pub(crate) undo: Option<u32>,
    /// What made the open transaction fail.
    pub(crate) failure: Option<Box<str>>,
    /// Whether the open transaction was asked to be read-only.
    pub(crate) read_only: bool,
    pub(crate) hold: Option<Hold>,
    /// Memory for the text of the next statement.
    pub(crate) text: String,
    /// Whether nothing but our own ROLLBACK is unanswered: there is nothing to cancel, however long it takes.
    pub(crate) only_rollback: bool,
    takes_locks: bool,
    stream: Arc<Mark>,
    canceler: Canceler,
    /// A request to cancel that is on its way. It stays here until it has arrived, whoever drops a future meanwhile.
    cancelling: Option<Cancelling>,
    cancelled: bool,
    /// Moves the bytes while an answer is waited for.
    pub(crate) motor: Arc<Motor>,
    pub(crate) timer: Timer,
    task: JoinHandle<()>,
    expires: Instant,
    used: Instant,
    incidents: u64,
    generation: u64,
}

impl Wire {
    /// Takes a fresh connection into service until it is `lifetime` old.
    pub(crate) fn new(line: Line, shared: Arc<Shared>, lifetime: Duration) -> Self {
        let now = Instant::now();
        Wire {
            client: line.client,
            version: line.version,
            tap: line.tap,
            statements: Statements::new(shared.settings.statements),
            flight: Flight::Landed,
            broken: None,
            interrupted: false,
            level: 0,
            undo: None,
            failure: None,
            read_only: false,
            hold: None,
            text: String::new(),
            only_rollback: false,
            takes_locks: false,
            stream: Arc::new(Mark::default()),
            canceler: line.canceler,
            cancelling: None,
            cancelled: false,
            motor: line.motor,
            timer: Timer::default(),
            task: line.task,
            expires: now + lifetime,
            used: now,
            incidents: shared.incidents(),
            generation: shared.generation(),
            shared,
        }
    }

    /// Whether this connection may go back to the pool as it is.
    pub(crate) fn is_clean(&self) -> bool {
        self.is_usable()
            && self.flight != Flight::Unknown
            && self.tap.outstanding() == 0
            && self.tap.status() == Status::Idle
            && !self.tap.is_altered()
            && !self.has_stream()
            && self.undo.is_none()
    }

    fn is_usable(&self) -> bool {
        self.broken.is_none()
            && !self.stream.is_broken()
            && !self.interrupted
            && !self.cancelled
            && !self.tap.is_closed()
            && !self.tap.is_out_of_step()
            && !self.client.is_closed()
            && Instant::now() < self.expires
            && self.generation == self.shared.generation()
    }

    /// Whether this connection was out of use for so long.
    pub(crate) fn is_idle_for(&self, idle: Duration) -> bool {
        self.used.elapsed() >= idle
    }

    /// Whether this connection is past its time.
    pub(crate) fn is_expired(&self) -> bool {
        Instant::now() >= self.expires
    }

    /// Notes the end of a use.
    pub(crate) fn touch(&mut self) {
        self.flight = Flight::Landed;
        self.only_rollback = false;
        self.level = 0;
        self.failure = None;
        self.read_only = false;
        self.statements.look_in(None);
        self.hold = None;
        self.used = Instant::now();
    }

    /// Whether this connection may be handed out. Asks the server only after a while without use, or when
    /// another connection was lost since.
    pub(crate) async fn is_fit(&mut self) -> bool {
        if !self.is_clean() {
            return false;
        }
        let incidents = self.shared.incidents();
        if incidents == self.incidents && self.used.elapsed() < self.shared.settings.test_after {
            return true;
        }
        self.flight = Flight::Unknown;
        if self.client.check_connection().await.is_err() {
            self.shared.lost_one();
            return false;
        }
        self.flight = Flight::Landed;
        self.incidents = incidents;
        true
    }

    /// Whether a stream of rows is open.
    pub(crate) fn has_stream(&self) -> bool {
        self.stream.is_open()
    }

    /// Marks a stream as open until it is read to its end or dropped.
    pub(crate) fn open_stream(&self) -> Open {
        Mark::open(&self.stream, &self.tap)
    }

    /// Whether a transaction is open, as far as the server has said.
    pub(crate) fn in_transaction(&self) -> bool {
        self.level > 0 || matches!(self.tap.status(), Status::Open | Status::Failed)
    }

    /// Notes a command for recorders.
    pub(crate) fn note(&self, sql: &str, kind: Kind) {
        self.shared.recorders.note(sql, kind);
    }

    /// Makes the connection ready for the next command: earlier ones are answered, dropped guards rolled back.
    ///
    /// # Errors
    ///
    /// [`Error::StreamOpen`] while a stream is open, [`Error::Disconnected`] if the connection is gone.
    pub(crate) async fn settle(&mut self) -> Result<()> {
        if self.is_settled()? {
            return Ok(());
        }
        if self.flight != Flight::Landed || self.cancelling.is_some() {
            self.land(!self.in_transaction()).await?;
        }
        self.check()?;
        self.forget_interruption();
        if let Some(level) = self.undo {
            self.undo_to(level).await?;
            self.undo = None;
        }
        Ok(())
    }

    /// Whether the connection is ready for the next command as it is: as good as always.
    ///
    /// # Errors
    ///
    /// As [`settle`](Wire::settle).
    pub(crate) fn is_settled(&mut self) -> Result<bool> {
        if self.has_stream() {
            return Err(Error::StreamOpen);
        }
        self.check()?;
        if self.flight != Flight::Landed {
            self.motor.forget_rider();
        }
        if self.flight == Flight::Airborne && self.tap.outstanding() == 0 {
            self.flight = Flight::Landed;
        }
        if self.flight != Flight::Landed || self.cancelling.is_some() || self.undo.is_some() {
            return Ok(false);
        }
        self.forget_interruption();
        Ok(true)
    }

    fn forget_interruption(&mut self) {
        // The command was not interrupted on the server, and `undo` says what has to follow.
        self.interrupted = false;
        if self.failure.is_some() && !self.in_transaction() {
            self.failure = None;
        }
    }

    /// Keeps the memory of a statement's text for the next one.
    pub(crate) fn keep_text(&mut self, mut text: String) {
        if text.capacity() <= LONGEST_KEPT {
            text.clear();
            self.text = text;
        }
    }

    /// Refuses to use a connection that is gone, or whose state nobody knows.
    fn check(&self) -> Result<()> {
        if let Some(ending) = self.tap.ending() {
            return Err(errors::lost("running a statement", ending));
        }
        let reason = if self.stream.is_broken() { Some("an answer could not be read") } else { self.broken };
        match reason {
            None => Ok(()),
            Some(reason) => Err(Error::Disconnected {
                doing: "using a connection that had to be given up".into(),
                source: Some(reason.into()),
            }),
        }
    }

    /// Waits until every request is answered. What takes long is cancelled if it may: nobody waits for its answer.
    pub(crate) async fn land(&mut self, may_cancel: bool) -> Result<()> {
        // What was to be cancelled may be so again.
        let may_cancel = may_cancel || self.cancelling.is_some();
        self.cancel_arrived().await;
        let limit = self.shared.settings.command;
        let answered = match timeout(GRACE, self.barrier()).await {
            Ok(answered) => Some(answered),
            Err(_) if may_cancel => within(limit, pin!(self.cancel())).await,
            Err(_) => within(limit, pin!(self.barrier())).await,
        };
        match answered {
            Some(Ok(())) => {
                self.flight = Flight::Landed;
                self.only_rollback = false;
                Ok(())
            }
            Some(Err(error)) => Err(self.failed(error, None).await),
            None => Err(self.late()),
        }
    }

    /// Asks the server to stop what it does until every request is answered. Once is not enough: what the server
    /// has not read yet, and what waits behind what it stops, goes on.
    async fn cancel(&mut self) -> Result<(), tokio_postgres::Error> {
        let mut patience = Patience::FIRST;
        loop {
            self.cancel_in_background();
            self.cancel_arrived().await;
            if let Some(answered) = patience.wait(self.barrier()).await {
                return answered;
            }
        }
    }

    /// Waits for the request to cancel that is on its way.
    async fn cancel_arrived(&mut self) {
        let Some(cancelling) = &mut self.cancelling else { return };
        if !cancelling.arrived().await {
            self.give_up("a request to cancel may still be on its way");
        }
        self.cancelling = None;
    }

    /// Waits for the answers to all requests: the server answers in order.
    async fn barrier(&self) -> Result<(), tokio_postgres::Error> {
        if self.flight == Flight::Airborne {
            self.tap.settled().await;
        }
        if self.flight == Flight::Airborne && !self.tap.is_closed() {
            return Ok(());
        }
        self.client.check_connection().await
    }

    /// Runs a command of the transaction's under the mark that it may be interrupted.
    pub(crate) async fn transaction_command(&mut self, sql: &str) -> Result<()> {
        self.interrupted = true;
        let answer = self.command(sql).await;
        self.interrupted = false;
        answer
    }

    /// Runs a command without parameters or rows. Its own text goes into an error.
    pub(crate) async fn command(&mut self, sql: &str) -> Result<()> {
        self.command_as(sql, Kind::Transaction).await
    }

    /// Runs a command without parameters or rows, recorded as `kind`.
    pub(crate) async fn command_as(&mut self, sql: &str, kind: Kind) -> Result<()> {
        self.watch(sql);
        self.note(sql, kind);
        self.shared.recorders.wait();
        self.flight = Flight::Unknown;
        let answer = {
            let answer = pin!(self.client.batch_execute(sql));
            self.within(answer).await
        };
        match answer {
            Some(Ok(())) => {
                self.flight = Flight::Landed;
                Ok(())
            }
            Some(Err(error)) => Err(self.failed(error, Some(sql)).await),
            None => Err(self.late()),
        }
    }

    /// Classifies an error, and remembers what it means for this connection.
    pub(crate) async fn failed(&mut self, error: tokio_postgres::Error, sql: Option<&str>) -> Error {
        if let Some(refusal) = error.as_db_error() {
            // The rest of the answer follows at once.
            self.tap.settled().await;
            self.flight = Flight::Landed;
            if errors::ends_the_connection(refusal) {
                self.give_up("the server ended it");
                self.shared.lost_one();
            }
            if refusal.code().code() == "25006" && !self.read_only {
                // Nobody asked for a read-only transaction: the server is no longer the primary, for all of us.
                self.shared.outdate();
            }
            let error = errors::refused(refusal, sql);
            return self.remember(error);
        }
        if error.is_closed() || self.tap.is_closed() {
            self.give_up("it was lost");
            self.shared.lost_one();
            // The task that knows the reason ends about now.
            let ending = timeout(Duration::from_secs(2), self.tap.ended()).await;
            return errors::lost("running a statement", ending.unwrap_or(&Ending::Closed));
        }
        let error = errors::driver(error, sql);
        if !matches!(error, Error::Encode { .. }) {
            self.give_up("an answer could not be read");
        }
        error
    }

    /// Keeps the first error of a transaction, and adds it to those that follow from it.
    fn remember(&mut self, error: Error) -> Error {
        match error {
            Error::TransactionAborted(mut aborted) => {
                if let Some(failure) = &self.failure {
                    aborted.message = format!("{}; it failed with: {failure}", aborted.message);
                }
                Error::TransactionAborted(aborted)
            }
            error => {
                if let (None, Some(cause), true) = (&self.failure, error.database(), self.in_transaction()) {
                    self.failure = Some(format!("{} ({})", cause.message, cause.sqlstate).into());
                }
                error
            }
        }
    }

    /// Notes that nothing may be run on this connection any more. The first reason stays.
    pub(crate) fn give_up(&mut self, reason: &'static str) {
        self.broken.get_or_insert(reason);
    }

    /// The engine's own deadline passed.
    pub(crate) fn late(&mut self) -> Error {
        self.give_up("an answer did not come in time");
        let limit = self.shared.settings.command.unwrap_or_default();
        Error::Timeout {
            waited_for: TimeoutKind::Statement,
            detail: format!("no answer within {limit:?} (`command_timeout`)").into(),
            source: None,
        }
    }

    /// Asks the server to stop what it does, from a task of its own.
    pub(crate) fn cancel_in_background(&mut self) {
        let canceler = self.canceler.clone();
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            self.cancelled = true;
            self.cancelling = Some(Cancelling::once(&runtime, canceler));
        }
    }

    /// Asks the server to stop what it does, and asks again until all is answered, from a task of its own. `sent` is how
    /// many requests had reached the socket before the last one.
    pub(crate) fn insist_in_background(&mut self, sent: u64) {
        let (canceler, tap) = (self.canceler.clone(), Arc::clone(&self.tap));
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            self.cancelled = true;
            self.cancelling = Some(Cancelling::insisting(&runtime, canceler, tap, sent));
        }
    }

    /// Closes the connection in an orderly way if that does not take long.
    pub(crate) async fn close(self) {
        let Wire { client, statements, canceler, mut task, .. } = self;
        drop(statements);
        // The task says goodbye to the server when its client is gone and every request is answered.
        drop(client);
        let mut patience = Patience::FIRST;
        for _ in 0..LAST_CANCELS {
            if patience.wait(&mut task).await.is_some() {
                return;
            }
            canceler.cancel().await;
        }
        task.abort();
    }
}

/// How often a connection that is closed asks the server to stop: for about four seconds.
const LAST_CANCELS: usize = 10;

//! The relayed connection: what the test sends in, what the server answers, and what is changed on the way.
//!
//! Commands of the test are passed on one after the other, up to the server's word that it is ready for the next.
//! So the relay's own statements come between them, and the order of answers is the test's.

use std::io;

use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};

use super::control::Control;
use super::message::{Incoming, Message};
use super::{Desk, broken};

/// Undone when a statement outside of a transaction fails: the transaction around must live on.
const STATEMENT: &str = "cormorant_relay_statement";
/// Stands for the test's own transaction.
const TRANSACTION: &str = "cormorant_relay_transaction";

const ALONE: &str =
    "BEGIN, COMMIT and ROLLBACK must come alone and unprepared in a test with isolation = \"rollback\"";

const IDLE: u8 = b'I';
const FAILED: u8 = b'E';

/// Whether to go on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Goes {
    On,
    Out,
}

pub(super) struct Session<'d, CR, CW, SR, SW> {
    from_client: Incoming<CR>,
    to_client: CW,
    from_server: Incoming<SR>,
    to_server: SW,
    desk: &'d Desk,
    /// Whether the test has begun a transaction.
    open: bool,
    /// What the server said last of the transaction around everything.
    status: u8,
}

impl<'d, CR, CW, SR, SW> Session<'d, CR, CW, SR, SW>
where
    CR: AsyncRead + Unpin,
    CW: AsyncWrite + Unpin,
    SR: AsyncRead + Unpin,
    SW: AsyncWrite + Unpin,
{
    pub(super) fn new(
        from_client: Incoming<CR>,
        to_client: CW,
        from_server: Incoming<SR>,
        to_server: SW,
        desk: &'d Desk,
    ) -> Self {
        Session { from_client, to_client, from_server, to_server, desk, open: false, status: IDLE }
    }

    /// Passes on what server and test have to tell each other until the server is ready; whether it is.
    pub(super) async fn authenticate(&mut self) -> io::Result<bool> {
        loop {
            tokio::select! {
                message = self.from_server.next() => {
                    let Some(message) = message? else { return Ok(false) };
                    if message.letter() == b'Z' {
                        break;
                    }
                    self.to_client.write_all(message.bytes()).await?;
                }
                message = self.from_client.next() => {
                    let Some(message) = message? else { return Ok(false) };
                    self.to_server.write_all(message.bytes()).await?;
                }
            }
        }
        if let Some(refusal) = self.own("BEGIN").await? {
            self.to_client.write_all(refusal.bytes()).await?;
            return Ok(false);
        }
        self.to_client.write_all(Message::ready(IDLE).bytes()).await?;
        Ok(true)
    }

    /// Serves command after command until either side closes the connection.
    pub(super) async fn run(&mut self) -> io::Result<()> {
        loop {
            tokio::select! {
                // Notices and notifications come at any time.
                message = self.from_server.next() => match message? {
                    Some(message) => self.to_client.write_all(message.bytes()).await?,
                    None => return Ok(()),
                },
                message = self.from_client.next() => match message? {
                    Some(message) => {
                        if self.command(message).await? == Goes::Out {
                            return Ok(());
                        }
                    }
                    None => return Ok(()),
                },
            }
        }
    }

    async fn command(&mut self, message: Message) -> io::Result<Goes> {
        match message.letter() {
            b'X' => Ok(Goes::Out),
            // What is left of a COPY that failed: the server forgets it, too.
            b'd' | b'c' | b'f' => Ok(Goes::On),
            b'Q' => match message.sql().map_or(Control::None, |(_, sql)| Control::of(sql)) {
                Control::None => self.pass_on(message).await,
                Control::Begin { read_only } => self.begin(read_only).await,
                Control::Commit => self.commit().await,
                Control::Rollback => self.roll_back().await,
                Control::Other => self.pass_on(Message::query(&raise(ALONE))).await,
            },
            _ => self.pass_on(message).await,
        }
    }

    /// Passes on one command and all of its answer.
    async fn pass_on(&mut self, message: Message) -> io::Result<Goes> {
        if !self.open {
            self.must(&format!("SAVEPOINT {STATEMENT}")).await?;
        }
        *self.desk.running.lock().await = true;
        let goes = self.exchange(message).await?;
        *self.desk.running.lock().await = false;
        if goes == Goes::Out {
            return Ok(Goes::Out);
        }
        if self.status == IDLE {
            return Err(broken("the transaction around the test is over"));
        }
        if self.open {
            return self.ready(self.status).await;
        }
        if self.status == FAILED {
            self.must(&format!("ROLLBACK TO SAVEPOINT {STATEMENT}; RELEASE SAVEPOINT {STATEMENT}")).await?;
        } else {
            self.must(&format!("RELEASE SAVEPOINT {STATEMENT}")).await?;
        }
        self.ready(IDLE).await
    }

    /// Sends a command, which may be several messages up to a Sync, and passes on answers until the server is
    /// ready.
    async fn exchange(&mut self, first: Message) -> io::Result<Goes> {
        let simple = first.letter() == b'Q';
        let mut sending = !simple && first.letter() != b'S';
        let mut copying = false;
        self.to_server.write_all(guarded(first).bytes()).await?;
        loop {
            tokio::select! {
                message = self.from_server.next() => {
                    let Some(message) = message? else { return Ok(Goes::Out) };
                    match message.letter() {
                        b'Z' => {
                            self.status = message.status();
                            return Ok(Goes::On);
                        }
                        b'G' => copying = true,
                        _ => {}
                    }
                    self.to_client.write_all(message.bytes()).await?;
                }
                message = self.from_client.next(), if sending || copying => {
                    let Some(message) = message? else { return Ok(Goes::Out) };
                    match message.letter() {
                        b'X' => return Ok(Goes::Out),
                        b'S' => sending = false,
                        b'c' | b'f' => {
                            copying = false;
                            // The server has ignored the Sync that came before the data.
                            sending = !simple;
                        }
                        _ => {}
                    }
                    self.to_server.write_all(guarded(message).bytes()).await?;
                }
            }
        }
    }

    async fn begin(&mut self, read_only: bool) -> io::Result<Goes> {
        if !self.open {
            let read_only = if read_only { "; SET LOCAL transaction_read_only = on" } else { "" };
            self.must(&format!("SAVEPOINT {TRANSACTION}{read_only}")).await?;
            self.open = true;
        }
        self.done("BEGIN", self.status).await
    }

    async fn commit(&mut self) -> io::Result<Goes> {
        if self.open && self.status == FAILED {
            return self.roll_back().await;
        }
        let refusal = if self.open {
            // What is deferred is checked now, and stays deferred for the transaction around.
            let check = "SAVEPOINT cormorant_relay_check; SET CONSTRAINTS ALL IMMEDIATE; \
                         ROLLBACK TO SAVEPOINT cormorant_relay_check; RELEASE SAVEPOINT cormorant_relay_check";
            // As on a server, a request to cancel that comes now is for the COMMIT.
            *self.desk.running.lock().await = true;
            let refusal = self.own(&format!("{check}; RELEASE SAVEPOINT {TRANSACTION}")).await?;
            *self.desk.running.lock().await = false;
            refusal
        } else {
            None
        };
        match refusal {
            None => {
                self.open = false;
                self.done("COMMIT", IDLE).await
            }
            Some(refusal) => {
                self.undo().await?;
                self.to_client.write_all(refusal.bytes()).await?;
                self.ready(IDLE).await
            }
        }
    }

    async fn roll_back(&mut self) -> io::Result<Goes> {
        if self.open {
            self.undo().await?;
        }
        self.done("ROLLBACK", IDLE).await
    }

    async fn undo(&mut self) -> io::Result<()> {
        self.open = false;
        self.must(&format!("ROLLBACK TO SAVEPOINT {TRANSACTION}; RELEASE SAVEPOINT {TRANSACTION}")).await
    }

    async fn done(&mut self, tag: &str, status: u8) -> io::Result<Goes> {
        self.to_client.write_all(Message::complete(tag).bytes()).await?;
        self.ready(status).await
    }

    async fn ready(&mut self, status: u8) -> io::Result<Goes> {
        self.to_client.write_all(Message::ready(status).bytes()).await?;
        Ok(Goes::On)
    }

    /// Runs a statement of the relay's that cannot fail.
    async fn must(&mut self, sql: &str) -> io::Result<()> {
        match self.own(sql).await? {
            None => Ok(()),
            Some(_) => Err(broken("a savepoint of the relay's was refused")),
        }
    }

    /// Runs a statement of the relay's; `Some`: the server's refusal.
    async fn own(&mut self, sql: &str) -> io::Result<Option<Message>> {
        self.to_server.write_all(Message::query(sql).bytes()).await?;
        let mut refusal = None;
        loop {
            let Some(message) = self.from_server.next().await? else {
                return Err(broken("the server closed the connection"));
            };
            match message.letter() {
                b'Z' => {
                    self.status = message.status();
                    return Ok(refusal);
                }
                b'E' => refusal = Some(message),
                // Notices, notifications, changed settings.
                b'N' | b'A' | b'S' => self.to_client.write_all(message.bytes()).await?,
                _ => {}
            }
        }
    }
}

/// A prepared statement that would end the transaction becomes one that says why it must not.
fn guarded(message: Message) -> Message {
    if message.letter() != b'P' {
        return message;
    }
    match message.sql() {
        Some((name, sql)) if Control::of(sql) != Control::None => Message::parse(name, &raise(ALONE)),
        _ => message,
    }
}

/// A statement that fails with this message.
fn raise(message: &str) -> String {
    format!("DO $cormorant$BEGIN RAISE feature_not_supported USING MESSAGE = '{message}'; END$cormorant$")
}

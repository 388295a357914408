//! A relay between engine and server that holds the server's answers back, or the engine's requests.

use std::future::Future;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use cormorant::engine::{Builder, Engine};
use cormorant::testing::TestDb;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::sync::watch;
use tokio_postgres::Config;
use tokio_postgres::config::Host;

use crate::support::in_time;

/// What is counted before something is held back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Grain {
    Answer,
    Message,
}

/// How much may still pass, how many answers did, and whether something is held back.
#[derive(Clone, Copy, Debug)]
struct Valve {
    grain: Grain,
    left: u64,
    answers: u64,
    held: bool,
}

impl Valve {
    const OPEN: Valve = Valve { grain: Grain::Answer, left: u64::MAX, answers: 0, held: false };

    /// Counts a message that is about to pass.
    fn count(&mut self, ends_an_answer: bool) {
        self.answers += u64::from(ends_an_answer);
        if ends_an_answer || self.grain == Grain::Message {
            self.left = self.left.saturating_sub(1);
        }
    }
}

/// Whether requests are held back, whether there is one, and how many requests to cancel have passed.
#[derive(Clone, Copy, Debug, Default)]
struct Gatehouse {
    closed: bool,
    held: bool,
    cancels: u64,
}

/// What all connections of a relay share.
#[derive(Clone, Debug)]
struct Shared {
    answers: watch::Sender<Valve>,
    requests: watch::Sender<Gatehouse>,
}

/// A relay on a port of its own. It lets everything pass until it is told otherwise.
#[derive(Debug)]
pub(crate) struct Relay {
    port: u16,
    server: Config,
    shared: Shared,
}

impl Relay {
    /// A relay before a test's database.
    pub(crate) async fn new(db: &TestDb) -> io::Result<Relay> {
        let server: Config = db.url().parse().map_err(io::Error::other)?;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        let shared = Shared {
            answers: watch::Sender::new(Valve::OPEN),
            requests: watch::Sender::new(Gatehouse::default()),
        };
        let (target, theirs) = (server.clone(), shared.clone());
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(connect(client, target.clone(), theirs.clone()));
            }
        });
        Ok(Relay { port, server, shared })
    }

    /// Settings for an engine that connects through the relay.
    pub(crate) fn engine(&self) -> Builder {
        let mut config = Config::new();
        config.host("127.0.0.1").port(self.port).ssl_mode(tokio_postgres::config::SslMode::Disable);
        config.user(self.server.get_user().unwrap_or_default());
        config.dbname(self.server.get_dbname().unwrap_or_default());
        if let Some(password) = self.server.get_password() {
            config.password(password);
        }
        // No test of the connection in between: its answer would count, too.
        Engine::builder().driver_config(config).test_after(Duration::from_secs(3600))
    }

    /// Lets so many answers pass and holds the next one back.
    pub(crate) fn let_pass(&self, answers: u64) {
        self.shared.answers.send_replace(Valve { left: answers, ..Valve::OPEN });
    }

    /// Lets so many of the server's messages pass and holds the next one back. An answer has one at least.
    pub(crate) fn let_messages_pass(&self, messages: u64) {
        self.shared.answers.send_replace(Valve { grain: Grain::Message, left: messages, ..Valve::OPEN });
    }

    /// How many answers have passed since it was last told what to let pass.
    pub(crate) fn answers(&self) -> u64 {
        self.shared.answers.borrow().answers
    }

    /// Lets everything pass.
    pub(crate) fn open(&self) {
        self.shared.answers.send_replace(Valve::OPEN);
    }

    /// What a future gives; `None` if it was dropped because the answer that it waits for is held back.
    pub(crate) async fn or_held<F: Future>(&self, future: F) -> Option<F::Output> {
        let mut valve = self.shared.answers.subscribe();
        tokio::select! {
            biased;
            done = future => Some(done),
            _ = valve.wait_for(|valve| valve.held) => None,
        }
    }

    /// Holds back what a connection asks for. Requests to cancel come over connections of their own and pass.
    pub(crate) fn hold_requests(&self) {
        self.shared.requests.send_modify(|requests| (requests.closed, requests.held) = (true, false));
    }

    /// Lets through what is held back, and all that comes after it.
    pub(crate) fn let_requests_pass(&self) {
        self.shared.requests.send_modify(|requests| requests.closed = false);
    }

    /// Drops a future whose request is held back.
    pub(crate) async fn drop_unsent<F: Future>(&self, future: F) {
        let mut requests = self.shared.requests.subscribe();
        tokio::select! {
            _ = future => panic!("its request is held back"),
            _ = requests.wait_for(|requests| requests.held) => {}
        }
    }

    /// Comes back when the server has obeyed so many requests to cancel.
    pub(crate) async fn cancelled(&self, times: u64) {
        let mut requests = self.shared.requests.subscribe();
        in_time(requests.wait_for(|requests| requests.cancels >= times)).await.expect("the relay is there");
    }
}

async fn connect(client: TcpStream, server: Config, shared: Shared) -> io::Result<()> {
    let port = server.get_ports().first().copied().unwrap_or(5432);
    client.set_nodelay(true)?;
    match server.get_hosts().first() {
        Some(Host::Unix(folder)) => {
            let server = UnixStream::connect(folder.join(format!(".s.PGSQL.{port}"))).await?;
            pass(client, server.into_split(), shared).await
        }
        Some(Host::Tcp(name)) => {
            let server = TcpStream::connect((name.as_str(), port)).await?;
            server.set_nodelay(true)?;
            pass(client, server.into_split(), shared).await
        }
        None => Err(io::Error::other("the test's database has a host")),
    }
}

async fn pass<R, W>(client: TcpStream, (from_server, to_server): (R, W), shared: Shared) -> io::Result<()>
where
    R: AsyncReadExt + Unpin + Send + 'static,
    W: AsyncWriteExt + Unpin,
{
    let (from_client, to_client) = client.into_split();
    let started = Arc::new(AtomicBool::new(false));
    let answers = tokio::spawn(answers(from_server, to_client, shared.answers, Arc::clone(&started)));
    let cancels = requests(from_client, to_server, &shared.requests, &started).await?;
    answers.await.map_err(io::Error::other)??;
    if cancels {
        shared.requests.send_modify(|requests| requests.cancels += 1);
    }
    Ok(())
}

/// The code of a request to cancel, after its length.
const CANCEL: [u8; 4] = 80_877_102_u32.to_be_bytes();

/// Passes the client's bytes on until it has no more. Says whether they were a request to cancel.
async fn requests(
    mut client: impl AsyncReadExt + Unpin,
    mut server: impl AsyncWriteExt + Unpin,
    gatehouse: &watch::Sender<Gatehouse>,
    started: &AtomicBool,
) -> io::Result<bool> {
    let mut state = gatehouse.subscribe();
    let mut bytes = vec![0; 8192];
    let mut cancels = false;
    loop {
        let length = client.read(&mut bytes).await?;
        if length == 0 {
            // The other half waits for the server's end.
            server.shutdown().await?;
            return Ok(cancels);
        }
        cancels |= !started.load(Ordering::Acquire) && bytes[4..length.max(4)].starts_with(&CANCEL);
        while started.load(Ordering::Acquire) && state.borrow_and_update().closed {
            gatehouse.send_if_modified(|requests| !std::mem::replace(&mut requests.held, true));
            state.changed().await.map_err(io::Error::other)?;
        }
        server.write_all(&bytes[..length]).await?;
    }
}

/// Passes the server's messages on. The last one of an answer is `ReadyForQuery`, and the first such one ends the
/// start of the connection.
async fn answers(
    mut server: impl AsyncReadExt + Unpin,
    mut client: impl AsyncWriteExt + Unpin,
    valve: watch::Sender<Valve>,
    connected: Arc<AtomicBool>,
) -> io::Result<()> {
    let mut state = valve.subscribe();
    let mut started = false;
    loop {
        let mut header = [0; 5];
        if server.read_exact(&mut header).await.is_err() {
            return client.shutdown().await;
        }
        let [tag, length @ ..] = header;
        let mut message = header.to_vec();
        message.resize(1 + u32::from_be_bytes(length) as usize, 0);
        server.read_exact(&mut message[header.len()..]).await?;
        while started && state.borrow_and_update().left == 0 {
            valve.send_if_modified(|valve| !std::mem::replace(&mut valve.held, true));
            state.changed().await.map_err(io::Error::other)?;
        }
        // Before the client has it: whoever waits for the answer may ask for the number at once.
        if started {
            valve.send_modify(|valve| valve.count(tag == b'Z'));
        }
        if tag == b'Z' {
            started = true;
            connected.store(true, Ordering::Release);
        }
        client.write_all(&message).await?;
    }
}

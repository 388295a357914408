//! `isolation = "rollback"`: one connection, whose transaction is never committed.
//!
//! A relay stands between the test and the server. It opens a transaction before the test's first statement, and
//! makes savepoints of the test's own transactions: BEGIN sets one, COMMIT checks what was deferred and releases
//! it, ROLLBACK goes back to it. The test, and the engine it uses, see the protocol as ever, with the status of
//! their own transactions. When the connection ends, the server rolls everything back.
//!
//! Nothing here knows about engines. What cannot be shown this way is told in the documentation of
//! [`Isolation`](super::Isolation).

mod control;
mod message;
mod session;
mod startup;

use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::net::{TcpStream, UnixListener, UnixStream};
use tokio::sync::Mutex;
use tokio::task::JoinHandle;
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

use crate::embedded;
use crate::error::{Error, Result};

/// Where the relay listens, until it is dropped.
#[derive(Debug)]
pub(super) struct Relay {
    folder: PathBuf,
    task: JoinHandle<()>,
}

impl Relay {
    /// Starts to relay to the server of this configuration.
    pub(super) fn start(config: &Config) -> Result<Relay> {
        let upstream = Arc::new(Upstream::of(config)?);
        let folder = embedded::socket_folder()?;
        let socket = folder.join(".s.PGSQL.5432");
        let listener = UnixListener::bind(&socket)
            .map_err(|source| Error::Io { doing: format!("listening on {}", socket.display()), source })?;
        Ok(Relay { folder, task: tokio::spawn(accept(listener, upstream)) })
    }

    /// A URL that leads through the relay.
    pub(super) fn url(&self, config: &Config, database: &str) -> String {
        let encoded = |text: &str| embedded::percent_encoded(text);
        let mut user = encoded(config.get_user().unwrap_or("postgres"));
        if let Some(password) = config.get_password() {
            user = format!("{user}:{}", encoded(&String::from_utf8_lossy(password)));
        }
        let options = config.get_options().map(|options| format!("?options={}", encoded(options)));
        format!(
            "postgresql://{user}@{}:5432/{}{}",
            encoded(&self.folder.to_string_lossy()),
            encoded(database),
            options.unwrap_or_default()
        )
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.task.abort();
        // Whoever makes such a folder next removes those of programs that are gone.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Where the server is.
enum Upstream {
    Socket(PathBuf),
    Address(String, u16),
}

impl Upstream {
    fn of(config: &Config) -> Result<Upstream> {
        if config.get_ssl_mode() == SslMode::Require {
            return Err(Error::Configuration {
                option: "isolation".into(),
                message: "`\"rollback\"` cannot be used with `sslmode=require`".to_owned(),
            });
        }
        let port = config.get_ports().first().copied().unwrap_or(5432);
        if let Some(address) = config.get_hostaddrs().first() {
            return Ok(Upstream::Address(address.to_string(), port));
        }
        Ok(match config.get_hosts().first() {
            Some(Host::Unix(folder)) => Upstream::Socket(folder.join(format!(".s.PGSQL.{port}"))),
            Some(Host::Tcp(name)) => Upstream::Address(name.clone(), port),
            None => Upstream::Address("localhost".to_owned(), port),
        })
    }
}

/// What the connection and the requests to cancel know of each other.
#[derive(Default)]
struct Desk {
    taken: AtomicBool,
    /// Whether the server has a command of the test's. Locked while a request to cancel is passed on, so that none hits
    /// a statement of the relay's.
    running: Mutex<bool>,
}

impl Desk {
    /// Whether this connection is the first.
    fn take(&self) -> bool {
        !self.taken.swap(true, Ordering::Relaxed)
    }
}

/// Serves one connection, and whoever asks to cancel what it does. All others are refused.
async fn accept(listener: UnixListener, upstream: Arc<Upstream>) {
    let desk = Arc::new(Desk::default());
    let mut served = tokio::task::JoinSet::new();
    while let Ok((client, _)) = listener.accept().await {
        let (upstream, desk) = (Arc::clone(&upstream), Arc::clone(&desk));
        // Ends with this task. The test sees that its connection is lost; there is nobody else to tell.
        served.spawn(async move {
            let _ = match upstream.as_ref() {
                Upstream::Socket(path) => match UnixStream::connect(path).await {
                    Ok(server) => startup::serve(client, server, &desk).await,
                    Err(error) => startup::refuse(client, &error.to_string()).await,
                },
                Upstream::Address(host, port) => match TcpStream::connect((host.as_str(), *port)).await {
                    Ok(server) => startup::serve(client, server, &desk).await,
                    Err(error) => startup::refuse(client, &error.to_string()).await,
                },
            };
        });
    }
}

fn broken(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

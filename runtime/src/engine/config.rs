//! Where to connect and how long to wait: [`Builder`] and what it builds.
//!
//! This is the only place that reads the environment. Passwords never get into `Debug` or an error.

use std::any::Any;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpStream;
use tokio_postgres::Config;
use tokio_postgres::tls::{MakeTlsConnect, TlsConnect};

use crate::engine::Engine;
use crate::engine::deadpool;
use crate::engine::security::Security;
use crate::engine::tls::{self, Connector, Tls};
use crate::engine::url;
use crate::error::{Error, Result};

/// All settings of an engine.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) driver: Config,
    pub(crate) tls: Option<Arc<dyn Tls>>,
    pub(crate) security: Security,
    pub(crate) pool_size: usize,
    pub(crate) acquire: Duration,
    pub(crate) connect: Duration,
    pub(crate) command: Option<Duration>,
    pub(crate) idle: Duration,
    pub(crate) lifetime: Duration,
    pub(crate) test_after: Duration,
    pub(crate) statements: usize,
    pub(crate) max_message: u32,
    /// What must live as long as a connection: a private server.
    pub(crate) keep: Option<Arc<dyn Any + Send + Sync>>,
}

impl Default for Settings {
    fn default() -> Self {
        let mut driver = Config::new();
        driver
            .tcp_user_timeout(Duration::from_secs(10))
            .keepalives_idle(Duration::from_secs(10))
            .keepalives_interval(Duration::from_secs(3))
            .keepalives_retries(3);
        Settings {
            driver,
            tls: None,
            security: Security::default(),
            pool_size: 10,
            acquire: Duration::from_secs(30),
            connect: Duration::from_secs(5),
            command: Some(Duration::from_secs(60)),
            idle: Duration::from_secs(600),
            lifetime: Duration::from_secs(1800),
            test_after: Duration::from_secs(1),
            statements: 256,
            max_message: 256 << 20,
            keep: None,
        }
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            // tokio-postgres leaves the password out.
            .field("driver", &self.driver)
            .field("tls", &self.tls.is_some())
            .field("security", &self.security)
            .field("pool_size", &self.pool_size)
            .field("acquire", &self.acquire)
            .field("connect", &self.connect)
            .field("command", &self.command)
            .field("idle", &self.idle)
            .field("lifetime", &self.lifetime)
            .field("test_after", &self.test_after)
            .field("statements", &self.statements)
            .field("max_message", &self.max_message)
            .field("private_server", &self.keep.is_some())
            .finish()
    }
}

/// Settings of an [`Engine`] to be.
///
/// Mistakes are reported by [`build`](Builder::build) and [`connect`](Builder::connect).
///
/// # Example
///
/// ```no_run
/// # use cormorant::engine::Engine;
/// # use std::time::Duration;
/// # async fn example() -> cormorant::Result<()> {
/// let engine = Engine::builder()
///     .url("postgres://app@db.example.com/app?target_session_attrs=read-write")
///     .pool_size(20)
///     .statement_timeout(Duration::from_secs(30))
///     .application_name("billing")
///     .connect()
///     .await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use = "a builder does nothing until `build` or `connect`"]
pub struct Builder {
    pub(crate) settings: Settings,
    /// Server settings sent with the start-up message, `-c name=value`.
    server: Vec<(&'static str, Duration)>,
    application_name: Option<String>,
    pub(crate) mistake: Option<Error>,
}

impl Builder {
    pub(crate) fn new() -> Self {
        Builder { settings: Settings::default(), server: Vec::new(), application_name: None, mistake: None }
    }

    /// Takes a URL or a string of `key=value` pairs, as libpq does, with every option that tokio-postgres knows.
    ///
    /// With the feature `tls` also those of encryption, which mean what they mean to libpq:
    ///
    /// | `sslmode` | Encrypted? | The server's certificate |
    /// |---|---|---|
    /// | `disable` | no | |
    /// | `prefer` (default), `allow` | if the server can | is not looked at |
    /// | `require` | yes | is not looked at, unless `sslrootcert` is given: then as `verify-ca` |
    /// | `verify-ca` | yes | is signed by an authority of `sslrootcert` |
    /// | `verify-full` | yes | and is for the host that was asked for |
    ///
    /// `sslrootcert` names a file of certificates in PEM. Where it is missing, `~/.postgresql/root.crt` serves the
    /// two modes that verify. `sslrootcert=system` with `verify-full` trusts whom the operating system trusts, and
    /// so does `verify-full` where there is neither. `sslcert` and `sslkey` are the client's own certificate and
    /// key. Sockets of Unix are not encrypted.
    ///
    /// Without the feature, and without a connector of one's own ([`tls`](Builder::tls)), nothing is encrypted, and
    /// an option that demands it is a mistake.
    pub fn url(mut self, url: &str) -> Self {
        match url::parse(url) {
            Ok((driver, connect, security)) => {
                self.settings.driver = driver;
                self.settings.security = security;
                self.settings.connect = connect.unwrap_or(self.settings.connect);
            }
            Err(mistake) => self.mistake = self.mistake.or(Some(mistake)),
        }
        self
    }

    /// Takes the driver's own configuration as it is.
    ///
    /// Its `connect_timeout` is replaced by [`connect_timeout`](Builder::connect_timeout), which covers the
    /// name's resolution, TLS and authentication, too.
    pub fn driver_config(mut self, config: Config) -> Self {
        self.settings.driver = config;
        self.settings.security = Security::default();
        self
    }

    /// Takes the configuration of a program that used deadpool-postgres: where to connect to, the pool's size and
    /// how long to wait.
    ///
    /// `manager.recycling_method` decides how often a connection is tested: with `Verified` and `Clean` each time
    /// it is taken, with `Fast` as [`test_after`](Builder::test_after) says. What its last user left behind is
    /// undone in any case, so that `Clean` cleans no more than the others. SQL of one's own is a mistake here.
    /// Connections are handed out last in, first out, whatever `pool.queue_mode` says, and `timeouts.recycle` has
    /// no effect: a test that takes long counts as waiting for a connection.
    ///
    /// # Example
    ///
    /// ```no_run
    /// # use cormorant::engine::Engine;
    /// # fn example(config: &deadpool_postgres::Config) -> cormorant::Result<()> {
    /// let engine = Engine::builder().deadpool_config(config).application_name("billing").build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn deadpool_config(self, config: &deadpool_postgres::Config) -> Self {
        deadpool::apply(self, config)
    }

    /// Sets how many connections may be open at a time, at least 1. Default: 10.
    pub fn pool_size(mut self, size: usize) -> Self {
        if size == 0 {
            self.mistake = self.mistake.or(Some(configuration("pool_size", "must be at least 1")));
        }
        self.settings.pool_size = size;
        self
    }

    /// Sets how long to wait for a connection of the pool. Default: 30 s.
    pub fn acquire_timeout(mut self, timeout: Duration) -> Self {
        self.settings.acquire = timeout;
        self
    }

    /// Sets how long one host may take for name resolution, TCP, TLS and authentication together. Default: 5 s.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.settings.connect = timeout;
        self
    }

    /// Sets how long the client waits for a statement's answer, or for its next row, before it gives the connection
    /// up; `None` is for ever. Default: 60 s.
    ///
    /// This is the last resort when a server hangs, which the network does not notice: the statement is an
    /// [`Error::Timeout`], the server is asked to stop it, and the connection is closed. A
    /// [`statement_timeout`](Builder::statement_timeout) that is a little shorter ends a statement in an orderly way
    /// before. What takes longer on purpose (an index on a large table, a report) wants an engine of its own with a longer timeout or none.
    ///
    /// While a stream is read nothing is limited: its reader decides how fast it goes.
    pub fn command_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.settings.command = timeout.into();
        self
    }

    /// Sets the server's `statement_timeout`, to the millisecond: how long a statement may run. Default: the
    /// server's, which is for ever unless somebody has set it.
    ///
    /// This and the three below are sent as `options` when connecting, which PgBouncer refuses unless it is told
    /// not to (`ignore_startup_parameters = options`).
    pub fn statement_timeout(self, timeout: Duration) -> Self {
        self.set("statement_timeout", timeout)
    }

    /// Sets the server's `lock_timeout`, to the millisecond: how long a statement may wait for a lock. Default: the
    /// server's, which is for ever unless somebody has set it.
    pub fn lock_timeout(self, timeout: Duration) -> Self {
        self.set("lock_timeout", timeout)
    }

    /// Sets the server's `idle_in_transaction_session_timeout`, to the millisecond: how long a transaction may wait
    /// for its next statement before the server closes the connection. Default: the server's, which is for ever
    /// unless somebody has set it.
    pub fn idle_in_transaction_timeout(self, timeout: Duration) -> Self {
        self.set("idle_in_transaction_session_timeout", timeout)
    }

    /// Sets the server's `client_connection_check_interval` (PostgreSQL 14): how often a running statement looks
    /// whether its client is still there; to the millisecond. Default: the server's, which is never unless somebody
    /// has set it.
    pub fn client_check_interval(self, interval: Duration) -> Self {
        self.set("client_connection_check_interval", interval)
    }

    /// Sets how long a connection may stay unused before it is closed. Default: 10 minutes.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.settings.idle = timeout;
        self
    }

    /// Sets how old a connection may get. Default: 30 minutes.
    pub fn max_lifetime(mut self, lifetime: Duration) -> Self {
        self.settings.lifetime = lifetime;
        self
    }

    /// Sets after how long without use a connection is tested (one round trip) before it is handed out.
    /// Default: 1 s.
    pub fn test_after(mut self, idle: Duration) -> Self {
        self.settings.test_after = idle;
        self
    }

    /// Sets how many prepared statements a connection keeps; the one unused for longest makes room. 0 keeps none.
    /// Default: 256, which costs the server about 3 MB for each connection.
    pub fn statement_cache(mut self, statements: usize) -> Self {
        self.settings.statements = statements;
        self
    }

    /// Sets how many bytes one message of the server, that is one row, may have. Default: 256 MiB.
    pub fn max_message(mut self, bytes: u32) -> Self {
        self.settings.max_message = bytes;
        self
    }

    /// Sets the name under which the server lists the connections (`pg_stat_activity.application_name`). Default: that
    /// of the connection string, or none.
    pub fn application_name(mut self, name: impl Into<String>) -> Self {
        self.application_name = Some(name.into());
        self
    }

    /// Sets a TLS connector of one's own: that of `tokio-postgres-rustls`, `postgres-native-tls` or another.
    ///
    /// It decides alone which servers to trust: `sslmode` says only whether it is used, and `sslrootcert`, `sslcert`
    /// and `sslkey` are mistakes beside it. Default: with the feature `tls` one that does what the connection
    /// string says ([`url`](Builder::url)), otherwise none.
    pub fn tls<T>(mut self, connector: T) -> Self
    where
        T: MakeTlsConnect<TcpStream> + Clone + Send + Sync + 'static,
        T::Stream: Send,
        T::TlsConnect: Send,
        <T::TlsConnect as TlsConnect<TcpStream>>::Future: Send,
    {
        self.settings.tls = Some(Arc::new(Connector(connector)));
        self
    }

    /// Connects to a private server and keeps it running as long as the engine or a connection of it.
    #[cfg(feature = "embedded")]
    pub fn server(mut self, server: crate::embedded::Server) -> Self {
        self = self.url(&server.url());
        self.settings.keep = Some(Arc::new(server));
        self
    }

    /// Builds the engine without connecting.
    ///
    /// # Errors
    ///
    /// [`Error::Configuration`] names the option that is wrong.
    pub fn build(self) -> Result<Engine> {
        let Builder { mut settings, server, application_name, mistake } = self;
        if let Some(mistake) = mistake {
            return Err(mistake);
        }
        url::check(&mut settings.driver)?;
        tls::choose(&mut settings)?;
        if let Some(name) = application_name {
            settings.driver.application_name(name);
        }
        if !server.is_empty() {
            settings.driver.options(options(settings.driver.get_options(), &server));
        }
        Engine::new(settings)
    }

    /// Builds the engine and opens a first connection, so that a wrong address is noticed here.
    ///
    /// # Errors
    ///
    /// [`Error::Configuration`] names the option that is wrong. Otherwise as [`Engine::connection`].
    pub async fn connect(self) -> Result<Engine> {
        let engine = self.build()?;
        engine.connection().await?;
        Ok(engine)
    }

    fn set(mut self, name: &'static str, value: Duration) -> Self {
        self.server.push((name, value));
        self
    }
}

/// The value of the variable `DATABASE_URL`.
///
/// # Errors
///
/// [`Error::Configuration`] if it is not set or no text.
pub(crate) fn database_url() -> Result<String> {
    std::env::var("DATABASE_URL").map_err(|error| match error {
        std::env::VarError::NotPresent => {
            configuration("DATABASE_URL", "the environment variable is not set")
        }
        std::env::VarError::NotUnicode(_) => {
            configuration("DATABASE_URL", "the environment variable is not UTF-8")
        }
    })
}

/// An error about an option.
pub(crate) fn configuration(option: &'static str, message: impl Into<String>) -> Error {
    Error::Configuration { option: option.into(), message: message.into() }
}

fn options(given: Option<&str>, server: &[(&'static str, Duration)]) -> String {
    let mut options: Vec<String> = given.map(str::to_owned).into_iter().collect();
    options.extend(server.iter().map(|(name, value)| format!("-c {name}={}ms", value.as_millis())));
    options.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn server_settings_are_added_to_the_options_that_were_given() {
        let options = options(
            Some("-c geqo=off"),
            &[("statement_timeout", Duration::from_secs(2)), ("lock_timeout", Duration::from_millis(5))],
        );
        assert_eq!(options, "-c geqo=off -c statement_timeout=2000ms -c lock_timeout=5ms");
    }

    #[test]
    fn no_password_in_debug() {
        let builder = Builder::new().url("postgres://me:hunter2@localhost/x");
        assert!(!format!("{builder:?}").contains("hunter2"));
    }

    #[test]
    fn the_first_mistake_is_the_one_reported() {
        let mistake =
            Builder::new().pool_size(0).url("postgres://localhost/?nonsense=1").build().unwrap_err();
        assert_eq!(mistake.to_string(), "`pool_size`: must be at least 1");
    }
}

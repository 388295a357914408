//! Opens connections: hosts in order, sockets, TLS, authentication, session attributes.
//!
//! tokio-postgres's own `connect` does the same, but only over its own socket, under which no tap fits, and with
//! a timeout that covers TCP alone.

use std::hash::{BuildHasher, Hasher};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use socket2::{SockRef, TcpKeepalive};
use tokio::net::{TcpStream, UnixStream, lookup_host};
use tokio::time::timeout;
use tokio_postgres::config::{Host, LoadBalanceHosts, SslMode, TargetSessionAttrs};
use tokio_postgres::{Client, Config, SimpleQueryMessage};

use crate::engine::cancel::{Address, Canceler};
use crate::engine::config::Settings;
use crate::engine::driver::Dialled;
use crate::engine::errors;
use crate::engine::motor::Motor;
use crate::engine::tap::Tap;
use crate::engine::tls::{self, DialError};
use crate::error::{Error, Result, TimeoutKind};

/// An open connection, its tap and the way to cancel what it does.
pub(crate) struct Line {
    pub(crate) client: Client,
    pub(crate) version: u32,
    pub(crate) tap: Arc<Tap>,
    pub(crate) motor: Arc<Motor>,
    pub(crate) task: tokio::task::JoinHandle<()>,
    pub(crate) canceler: Canceler,
}

/// Connects to the first host that answers and has the session attributes asked for.
///
/// # Errors
///
/// The last host's error: [`Error::Timeout`], [`Error::Disconnected`], or what the server said. A refused
/// password ends the search, since trying it elsewhere would only spread it.
pub(crate) async fn dial(settings: &Settings) -> Result<Line> {
    let config = &settings.driver;
    let mut last = None;
    for index in order(config) {
        let target = Target::of(config, index);
        let error = match timeout(settings.connect, dial_host(settings, &target)).await {
            Ok(Ok(line)) => return Ok(line),
            Ok(Err(error)) => errors::connecting(error, &target.name),
            Err(_) => Error::Timeout {
                waited_for: TimeoutKind::Connect,
                detail: format!("{} did not answer within {:?}", target.name, settings.connect).into(),
                source: None,
            },
        };
        if error.sqlstate().is_some_and(|code| code.starts_with("28")) {
            return Err(error);
        }
        last = Some(error);
    }
    Err(last.unwrap_or_else(|| crate::engine::config::configuration("host", "no host is given")))
}

/// One of the hosts of a configuration.
struct Target {
    host: Host,
    /// For TLS; empty for a socket of Unix.
    server_name: String,
    port: u16,
    /// For messages.
    name: String,
}

impl Target {
    fn of(config: &Config, index: usize) -> Self {
        let host = config.get_hosts().get(index);
        let server_name = match host {
            Some(Host::Tcp(name)) => name.clone(),
            // Certificates may be for addresses, too.
            _ => config.get_hostaddrs().get(index).map(ToString::to_string).unwrap_or_default(),
        };
        let host = match (config.get_hostaddrs().get(index), host) {
            (Some(address), _) => Host::Tcp(address.to_string()),
            (None, Some(host)) => host.clone(),
            (None, None) => Host::Tcp("localhost".to_owned()),
        };
        let ports = config.get_ports();
        let port = ports.get(index).or_else(|| ports.first()).copied().unwrap_or(5432);
        let name = match &host {
            Host::Tcp(name) => format!("{name}:{port}"),
            Host::Unix(directory) => socket_path(directory, port).display().to_string(),
        };
        Target { host, server_name, port, name }
    }
}

fn order(config: &Config) -> Vec<usize> {
    let hosts = config.get_hosts().len().max(config.get_hostaddrs().len());
    let mut order: Vec<usize> = (0..hosts).collect();
    if config.get_load_balance_hosts() == LoadBalanceHosts::Random {
        shuffle(&mut order);
    }
    order
}

/// Fisher and Yates, with the randomness of the standard library's hash maps: good enough to spread load.
fn shuffle<T>(items: &mut [T]) {
    let random = std::hash::RandomState::new();
    for last in (1..items.len()).rev() {
        let mut hasher = random.build_hasher();
        hasher.write_usize(last);
        let other = hasher.finish() % (last as u64 + 1);
        items.swap(last, usize::try_from(other).unwrap_or(last));
    }
}

async fn dial_host(settings: &Settings, target: &Target) -> Result<Line, DialError> {
    match &target.host {
        Host::Unix(directory) => {
            let path = socket_path(directory, target.port);
            let socket = UnixStream::connect(&path).await?;
            let tap = Arc::new(Tap::new(settings.max_message));
            // PostgreSQL has no TLS over Unix sockets, and libpq does not ask for it there, whatever `sslmode` says.
            let mut config = settings.driver.clone();
            config.ssl_mode(SslMode::Disable);
            let dialled = tls::start_plain(&config, socket, Arc::clone(&tap)).await?;
            finish(settings, dialled, tap, Address::Unix(path)).await
        }
        Host::Tcp(name) => {
            let mut addresses: Vec<SocketAddr> = lookup_host((name.as_str(), target.port)).await?.collect();
            if settings.driver.get_load_balance_hosts() == LoadBalanceHosts::Random {
                shuffle(&mut addresses);
            }
            let mut last: DialError = "the name has no address".into();
            for address in addresses {
                match dial_address(settings, target, address).await {
                    Ok(line) => return Ok(line),
                    Err(error) => last = error,
                }
            }
            Err(last)
        }
    }
}

async fn dial_address(settings: &Settings, target: &Target, address: SocketAddr) -> Result<Line, DialError> {
    let socket = TcpStream::connect(address).await?;
    prepare_socket(&settings.driver, &socket)?;
    let tap = Arc::new(Tap::new(settings.max_message));
    let dialled = match &settings.tls {
        Some(tls) => tls.start(&settings.driver, socket, &target.server_name, Arc::clone(&tap)).await?,
        None => tls::start_plain(&settings.driver, socket, Arc::clone(&tap)).await?,
    };
    let address = Address::Tcp { address, server_name: target.server_name.clone() };
    finish(settings, dialled, tap, address).await
}

fn prepare_socket(config: &Config, socket: &TcpStream) -> std::io::Result<()> {
    socket.set_nodelay(true)?;
    let socket = SockRef::from(socket);
    #[cfg(target_os = "linux")]
    if let Some(timeout) = config.get_tcp_user_timeout() {
        socket.set_tcp_user_timeout(Some(*timeout))?;
    }
    if config.get_keepalives() {
        let mut keepalive = TcpKeepalive::new().with_time(config.get_keepalives_idle());
        if let Some(interval) = config.get_keepalives_interval() {
            keepalive = keepalive.with_interval(interval);
        }
        if let Some(retries) = config.get_keepalives_retries() {
            keepalive = keepalive.with_retries(retries);
        }
        socket.set_tcp_keepalive(&keepalive)?;
    }
    Ok(())
}

async fn finish(
    settings: &Settings,
    dialled: Dialled,
    tap: Arc<Tap>,
    address: Address,
) -> Result<Line, DialError> {
    let Dialled { client, version, work } = dialled;
    // The task ends when its client is dropped.
    let (motor, task) = Motor::new(work);
    let task = tokio::spawn(task);
    check_attributes(&settings.driver, &client).await?;
    let canceler = Canceler::new(client.cancel_token(), address, settings.tls.clone());
    Ok(Line { client, version, tap, motor, task, canceler })
}

async fn check_attributes(config: &Config, client: &Client) -> Result<(), DialError> {
    let wanted = match config.get_target_session_attrs() {
        TargetSessionAttrs::ReadWrite => "off",
        TargetSessionAttrs::ReadOnly => "on",
        _ => return Ok(()),
    };
    let answer = client.simple_query("SHOW transaction_read_only").await?;
    let found = answer.iter().find_map(|message| match message {
        SimpleQueryMessage::Row(row) => row.get(0),
        _ => None,
    });
    match (found == Some(wanted), wanted) {
        (true, _) => Ok(()),
        (false, "off") => Err("the server is read-only, `target_session_attrs` is read-write".into()),
        (false, _) => Err("the server is not read-only, `target_session_attrs` is read-only".into()),
    }
}

fn socket_path(directory: &Path, port: u16) -> PathBuf {
    directory.join(format!(".s.PGSQL.{port}"))
}

//! TLS connectors behind one type.
//!
//! With TLS the tap must sit between the driver and the TLS stream, where messages are readable.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use socket2::SockRef;
use tokio::io::{AsyncReadExt, AsyncWrite};
use tokio::net::TcpStream;
use tokio_postgres::config::{SslMode, SslNegotiation};
use tokio_postgres::tls::{MakeTlsConnect, NoTls, TlsConnect};
use tokio_postgres::{CancelToken, Config};

use crate::engine::config::{Settings, configuration};
use crate::engine::driver::{BoxFuture, Dialled, drive, version};
use crate::engine::tap::{Tap, Tapped};
use crate::error::{BoxError, Result};

/// A failure to connect: the driver's, or the connector's.
pub(crate) type DialError = BoxError;

/// Makes the connector that the settings ask for, unless one was given.
///
/// # Errors
///
/// [`Error::Configuration`](crate::error::Error::Configuration) names the option that cannot be obeyed.
pub(crate) fn choose(settings: &mut Settings) -> Result<()> {
    let demand = settings.security.demands();
    let given = settings.tls.is_some();
    match demand {
        // A connector is trusted with `sslmode`, and knows nothing of files.
        Some(option) if given && option != "sslmode" => {
            return Err(configuration(option, "has no effect on a connector given to `Builder::tls`"));
        }
        _ if given || settings.driver.get_ssl_mode() == SslMode::Disable => return Ok(()),
        _ => {}
    }
    #[cfg(feature = "tls")]
    {
        settings.tls = Some(crate::engine::rustls::connector(&settings.security)?);
        Ok(())
    }
    #[cfg(not(feature = "tls"))]
    {
        let required = (settings.driver.get_ssl_mode() == SslMode::Require).then_some("sslmode");
        match demand.or(required) {
            None => Ok(()),
            Some(option) => Err(configuration(
                option,
                "encryption needs the feature `tls` of cormorant, or a connector given to `Builder::tls`",
            )),
        }
    }
}

/// A connector of any kind.
pub(crate) trait Tls: Send + Sync {
    /// Starts the protocol on a socket.
    fn start<'a>(
        &'a self,
        config: &'a Config,
        socket: TcpStream,
        host: &'a str,
        tap: Arc<Tap>,
    ) -> BoxFuture<'a, Result<Dialled, DialError>>;

    /// Sends a request to cancel over a socket, and waits until the server has passed it on.
    fn cancel<'a>(
        &'a self,
        token: &'a CancelToken,
        socket: TcpStream,
        host: &'a str,
    ) -> BoxFuture<'a, Result<(), DialError>>;
}

/// Makes a [`Tls`] of a driver's connector.
pub(crate) struct Connector<T>(pub(crate) T);

impl<T> Tls for Connector<T>
where
    T: MakeTlsConnect<TcpStream> + Clone + Send + Sync + 'static,
    T::Stream: Send,
    T::TlsConnect: Send,
    <T::TlsConnect as TlsConnect<TcpStream>>::Future: Send,
{
    fn start<'a>(
        &'a self,
        config: &'a Config,
        socket: TcpStream,
        host: &'a str,
        tap: Arc<Tap>,
    ) -> BoxFuture<'a, Result<Dialled, DialError>> {
        Box::pin(async move {
            let connect = self.0.clone().make_tls_connect(host).map_err(Into::into)?;
            let asks = config.get_ssl_mode() != SslMode::Disable
                && config.get_ssl_negotiation() == SslNegotiation::Postgres;
            let stream = Tapped::new(socket, Arc::clone(&tap), u8::from(asks));
            let (client, connection) = config.connect_raw(stream, TappedConnect(connect)).await?;
            Ok(Dialled { version: version(&connection), client, work: drive(connection, tap) })
        })
    }

    fn cancel<'a>(
        &'a self,
        token: &'a CancelToken,
        socket: TcpStream,
        host: &'a str,
    ) -> BoxFuture<'a, Result<(), DialError>> {
        Box::pin(async move {
            let connect = self.0.clone().make_tls_connect(host).map_err(Into::into)?;
            // The driver takes the socket and does not wait for the server's end.
            let end = SockRef::from(&socket).try_clone()?;
            end.set_nonblocking(true)?;
            let mut end = TcpStream::from_std(end.into())?;
            token.cancel_query_raw(socket, connect).await?;
            end.read_to_end(&mut Vec::new()).await?;
            Ok(())
        })
    }
}

/// Starts the protocol without TLS.
pub(crate) async fn start_plain<S>(config: &Config, socket: S, tap: Arc<Tap>) -> Result<Dialled, DialError>
where
    S: tokio::io::AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let stream = Tapped::new(socket, Arc::clone(&tap), 0);
    let (client, connection) = config.connect_raw(stream, NoTls).await?;
    Ok(Dialled { version: version(&connection), client, work: drive(connection, tap) })
}

/// Sends a request to cancel without TLS, and waits until the server has passed it on.
///
/// The server closes the connection after it has signalled the process concerned, so that a request waited for
/// like this cannot hit a later command.
pub(crate) async fn cancel_plain<S>(token: &CancelToken, mut socket: S) -> Result<(), DialError>
where
    S: tokio::io::AsyncRead + AsyncWrite + Unpin + Send,
{
    token.cancel_query_raw(&mut socket, NoTls).await?;
    socket.read_to_end(&mut Vec::new()).await?;
    Ok(())
}

/// Puts the tap on the inner side of TLS.
struct TappedConnect<T>(T);

impl<T> TlsConnect<Tapped<TcpStream>> for TappedConnect<T>
where
    T: TlsConnect<TcpStream> + Send + 'static,
    T::Future: Send,
    T::Stream: 'static,
{
    type Stream = Tapped<T::Stream>;
    type Error = T::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Tapped<T::Stream>, T::Error>> + Send>>;

    fn connect(self, stream: Tapped<TcpStream>) -> Self::Future {
        let (socket, tap) = stream.into_parts();
        Box::pin(async move { Ok(Tapped::new(self.0.connect(socket).await?, tap, 0)) })
    }
}

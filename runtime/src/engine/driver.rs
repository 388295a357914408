//! The work that moves bytes between a client and its socket.

use std::error::Error as StdError;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio_postgres::{Client, Connection};

use crate::engine::errors;
use crate::engine::tap::Tap;
use crate::error::DatabaseError;

/// A future of any type.
pub(crate) type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A client, and the work that must be done for it.
pub(crate) struct Dialled {
    pub(crate) client: Client,
    /// The server's major version, 0 if it does not say.
    pub(crate) version: u32,
    pub(crate) work: BoxFuture<'static, ()>,
}

/// Why a connection ended.
///
/// The driver's callers see only "connection closed"; the reason goes to the task.
#[derive(Clone, Debug)]
pub(crate) enum Ending {
    /// In the ordinary way.
    Closed,
    /// The server said why.
    Server(Box<DatabaseError>),
    /// The socket failed.
    Failed(String),
}

/// The server's major version, 0 if it does not say.
pub(crate) fn version<S, T>(connection: &Connection<S, T>) -> u32
where
    S: AsyncRead + AsyncWrite + Unpin,
    T: AsyncRead + AsyncWrite + Unpin,
{
    let version = connection.parameter("server_version").unwrap_or_default();
    let digits = version.find(|c: char| !c.is_ascii_digit()).map_or(version, |end| &version[..end]);
    digits.parse().unwrap_or(0)
}

/// Runs a connection to its end and keeps the reason in the tap.
pub(crate) fn drive<S, T>(mut connection: Connection<S, T>, tap: Arc<Tap>) -> BoxFuture<'static, ()>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    T: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    // Made before the first poll, so that a task that is never run ends the tap as well.
    let end = End(tap);
    Box::pin(async move {
        let ending = loop {
            match poll_fn(|cx| connection.poll_message(cx)).await {
                Some(Ok(_)) => {}
                Some(Err(error)) => break reason(&error),
                None => break Ending::Closed,
            }
        };
        end.0.close(ending);
        drop(connection);
    })
}

/// Ends the tap of a task that was dropped with its runtime.
struct End(Arc<Tap>);

impl Drop for End {
    fn drop(&mut self) {
        self.0.close(Ending::Closed);
    }
}

fn reason(error: &tokio_postgres::Error) -> Ending {
    if let Some(database) = error.as_db_error() {
        return Ending::Server(Box::new(errors::database(database, None)));
    }
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    Ending::Failed(text)
}

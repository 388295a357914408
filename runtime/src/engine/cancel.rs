//! Requests to cancel: their way to the server, and who waits for them.
//!
//! Such a request concerns whatever the connection does when it arrives. Before its statement it stops nothing, and
//! after it, it would stop another. So it is repeated until all is answered, and waited for before anything else is
//! sent.

use std::future::Future;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::select;
use tokio::net::{TcpStream, UnixStream};
use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_postgres::CancelToken;

use crate::engine::tap::Tap;
use crate::engine::tls::{self, DialError, Tls};

/// How long a request to cancel gets before it is repeated: a little at first, then more each time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience(Duration);

impl Patience {
    /// The first pause.
    pub(crate) const FIRST: Patience = Patience(Duration::from_millis(10));
    const LONGEST: Duration = Duration::from_secs(1);

    /// What a future gives within the next pause.
    pub(crate) async fn wait<F: Future>(&mut self, future: F) -> Option<F::Output> {
        let pause = self.0;
        self.0 = (pause * 2).min(Patience::LONGEST);
        timeout(pause, future).await.ok()
    }
}

/// Requests to cancel that are on their way.
#[derive(Debug)]
pub(crate) struct Cancelling {
    task: JoinHandle<bool>,
    /// There until no more requests are wanted.
    insist: Option<oneshot::Sender<()>>,
}

impl Cancelling {
    /// Sends one request from a task of its own.
    pub(crate) fn once(runtime: &Handle, canceler: Canceler) -> Self {
        Cancelling { task: runtime.spawn(async move { canceler.cancel().await }), insist: None }
    }

    /// Sends requests from a task of its own until all is answered: more than so many requests have reached the
    /// socket then.
    pub(crate) fn insisting(runtime: &Handle, canceler: Canceler, tap: Arc<Tap>, sent: u64) -> Self {
        let (insist, mut enough) = oneshot::channel();
        let task = runtime.spawn(async move {
            let mut patience = Patience::FIRST;
            while canceler.cancel().await {
                let settled = pin!(tap.settled_after(Some(sent)));
                if patience.wait(select(settled, &mut enough)).await.is_some() {
                    return true;
                }
            }
            false
        });
        Cancelling { task, insist: Some(insist) }
    }

    /// Sends no more requests, and waits for the one that is on its way. False if it may still come later. May be
    /// dropped and asked again.
    pub(crate) async fn arrived(&mut self) -> bool {
        self.insist = None;
        // An error means that the task was aborted with its runtime.
        (&mut self.task).await.unwrap_or(false)
    }
}

/// Where a connection goes to.
#[derive(Clone, Debug)]
pub(crate) enum Address {
    Tcp { address: SocketAddr, server_name: String },
    Unix(PathBuf),
}

/// Asks the server to cancel what a connection does.
#[derive(Clone)]
pub(crate) struct Canceler {
    token: CancelToken,
    address: Address,
    tls: Option<Arc<dyn Tls>>,
}

impl Canceler {
    /// A way to cancel what the connection with this token does.
    pub(crate) fn new(token: CancelToken, address: Address, tls: Option<Arc<dyn Tls>>) -> Self {
        Canceler { token, address, tls }
    }

    /// How long the way to the server may take, and how long its end of a request to cancel.
    const DEADLINE: Duration = Duration::from_secs(10);

    /// Sends the request and waits until the server has passed it on, so that it cannot hit a later command.
    /// False if it may still be on its way.
    pub(crate) async fn cancel(&self) -> bool {
        match &self.address {
            Address::Unix(path) => {
                let Ok(Ok(socket)) = timeout(Self::DEADLINE, UnixStream::connect(path)).await else {
                    // Nothing was sent. Where the server cannot be reached, nothing of ours runs for long.
                    return true;
                };
                arrived(tls::cancel_plain(&self.token, socket)).await
            }
            Address::Tcp { address, server_name } => {
                let Ok(Ok(socket)) = timeout(Self::DEADLINE, TcpStream::connect(address)).await else {
                    return true;
                };
                match &self.tls {
                    Some(tls) => arrived(tls.cancel(&self.token, socket, server_name)).await,
                    None => arrived(tls::cancel_plain(&self.token, socket)).await,
                }
            }
        }
    }
}

/// Whether a request came to its end in time. An error is an end, too: the server has closed the connection.
async fn arrived(request: impl Future<Output = Result<(), DialError>>) -> bool {
    timeout(Canceler::DEADLINE, request).await.is_ok()
}

//! The pool: opens connections, hands them out, takes them back only when they are clean.

use std::fmt;
use std::hash::{BuildHasher, Hasher};
use std::panic::Location;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use deadpool::Status;
use deadpool::managed::{self, Manager, Metrics, Object, QueueMode, RecycleError, RecycleResult, Timeouts};
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

use crate::engine::dial::dial;
use crate::engine::shared::{Shared, lock};
use crate::engine::wire::Wire;
use crate::error::{Error, Result, TimeoutKind};

/// Opens and checks the pool's connections.
pub(crate) struct Source {
    shared: Arc<Shared>,
}

impl Manager for Source {
    type Type = Wire;
    type Error = Error;

    async fn create(&self) -> Result<Wire> {
        let line = dial(&self.shared.settings).await?;
        let lifetime = self.shared.settings.lifetime.mul_f64(spread());
        Ok(Wire::new(line, Arc::clone(&self.shared), lifetime))
    }

    async fn recycle(&self, wire: &mut Wire, _: &Metrics) -> RecycleResult<Error> {
        if wire.is_fit().await { Ok(()) } else { Err(RecycleError::message("not clean")) }
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Source").finish_non_exhaustive()
    }
}

/// Between 0.9 and 1: connections that were opened together shall not all end together.
fn spread() -> f64 {
    let random = std::hash::RandomState::new().build_hasher().finish();
    0.9 + 0.1 * f64::from(u16::try_from(random % 1000).unwrap_or(0)) / 1000.0
}

/// A pool and what its connections share.
pub(crate) struct Pool {
    pub(crate) shared: Arc<Shared>,
    pool: managed::Pool<Source>,
    reaper: Mutex<Option<JoinHandle<()>>>,
}

impl Pool {
    /// An empty pool.
    pub(crate) fn new(shared: Arc<Shared>) -> Self {
        let source = Source { shared: Arc::clone(&shared) };
        let pool = managed::Pool::builder(source)
            .max_size(shared.settings.pool_size)
            // What was used last is the least likely to need a test, and the rest can be closed.
            .queue_mode(QueueMode::Lifo)
            .build()
            .expect("only timeouts need a runtime");
        Pool { shared, pool, reaper: Mutex::default() }
    }

    /// Takes a connection, or opens one, or waits for one.
    pub(crate) async fn get(&self, site: &'static Location<'static>) -> Result<Object<Source>> {
        self.start_reaper();
        let settings = &self.shared.settings;
        match timeout(settings.acquire, self.pool.timeout_get(&Timeouts::new())).await {
            Ok(Ok(mut object)) => {
                object.hold = Some(self.shared.hold(site));
                Ok(object)
            }
            Ok(Err(managed::PoolError::Backend(error))) => Err(error),
            Ok(Err(managed::PoolError::Closed)) => Err(closed()),
            Ok(Err(error)) => Err(Error::Disconnected {
                doing: "taking a connection of the pool".into(),
                source: Some(Box::new(error)),
            }),
            Err(_) => Err(self.timed_out()),
        }
    }

    /// Numbers of connections and of those who wait.
    pub(crate) fn status(&self) -> Status {
        self.pool.status()
    }

    /// Hands out no more connections and closes those not in use.
    pub(crate) fn close(&self) {
        self.pool.close();
    }

    fn timed_out(&self) -> Error {
        let Status { max_size, size, available, waiting, .. } = self.pool.status();
        let holders = self.shared.describe_holders();
        Error::Timeout {
            waited_for: TimeoutKind::Pool,
            detail: format!(
                "none became free within {:?}; pool of {max_size}, {} in use, {waiting} waiting{holders}",
                self.shared.settings.acquire,
                size - available,
            )
            .into(),
            source: None,
        }
    }

    /// Runs the task that closes unused and old connections. It ends with the pool, or with its runtime.
    fn start_reaper(&self) {
        let mut reaper = lock(&self.reaper);
        if reaper.as_ref().is_some_and(|reaper| !reaper.is_finished()) {
            return;
        }
        let settings = &self.shared.settings;
        let (idle, period) =
            (settings.idle, settings.idle.min(Duration::from_secs(30)).max(Duration::from_millis(10)));
        let pool = self.pool.weak();
        *reaper = Some(tokio::spawn(async move {
            loop {
                sleep(period).await;
                let Some(pool) = pool.upgrade() else { return };
                // Dropping a connection says goodbye to the server, without waiting.
                drop(pool.retain(|wire, _| !wire.is_expired() && !wire.is_idle_for(idle)));
            }
        }));
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        if let Some(reaper) = lock(&self.reaper).take() {
            reaper.abort();
        }
    }
}

fn closed() -> Error {
    Error::Disconnected { doing: "taking a connection of a closed engine".into(), source: None }
}

/// Gives a connection back: at once if it is clean, else after a task has made it so or closed it.
pub(crate) fn give_back(mut object: Object<Source>) {
    if object.leaves_nothing() {
        object.touch();
        return;
    }
    object.hold = None;
    let held = Held(Some(object));
    match tokio::runtime::Handle::try_current() {
        // At most one such task for each connection: the pool's size bounds them.
        Ok(runtime) => drop(runtime.spawn(held.tidy())),
        Err(_) => drop(held),
    }
}

/// A connection that is not clean. It keeps its place in the pool until it is clean or closed.
struct Held(Option<Object<Source>>);

impl Held {
    /// How long tidying up may take.
    const DEADLINE: Duration = Duration::from_secs(3);

    async fn tidy(mut self) {
        let Some(object) = &mut self.0 else { return };
        let clean = timeout(Self::DEADLINE, object.tidy()).await.unwrap_or(false);
        if clean {
            object.touch();
            // Back to the pool.
            drop(self.0.take());
        } else if let Some(object) = self.0.take() {
            Object::take(object).close().await;
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(object) = self.0.take() {
            // Out of the pool: nobody knows its state.
            drop(Object::take(object));
        }
    }
}

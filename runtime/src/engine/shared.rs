//! What all connections of an engine share.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::panic::Location;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::engine::config::Settings;
use crate::engine::record::Recorders;

/// Settings, counters and registers of one engine.
pub(crate) struct Shared {
    pub(crate) settings: Settings,
    pub(crate) recorders: Recorders,
    holders: Mutex<HashMap<u64, Arc<Holder>>>,
    next_holder: AtomicU64,
    incidents: AtomicU64,
    generation: AtomicU64,
}

impl Shared {
    pub(crate) fn new(settings: Settings) -> Self {
        Shared {
            settings,
            recorders: Recorders::default(),
            holders: Mutex::default(),
            next_holder: AtomicU64::new(0),
            incidents: AtomicU64::new(0),
            generation: AtomicU64::new(0),
        }
    }

    /// How many connections were lost so far. A connection from before the last loss is tested before use.
    pub(crate) fn incidents(&self) -> u64 {
        self.incidents.load(Ordering::Relaxed)
    }

    /// Notes that a connection was lost: others may be, too.
    pub(crate) fn lost_one(&self) {
        self.incidents.fetch_add(1, Ordering::Relaxed);
    }

    /// The generation of connections that may be used.
    pub(crate) fn generation(&self) -> u64 {
        self.generation.load(Ordering::Relaxed)
    }

    /// Outdates all connections there are: the server is no longer the one that was asked for.
    pub(crate) fn outdate(&self) {
        self.generation.fetch_add(1, Ordering::Relaxed);
    }

    /// Registers somebody who holds a connection.
    pub(crate) fn hold(self: &Arc<Self>, site: &'static Location<'static>) -> Hold {
        let id = self.next_holder.fetch_add(1, Ordering::Relaxed);
        let holder = Arc::new(Holder { site, since: Instant::now(), statement: Mutex::default() });
        self.holders().insert(id, Arc::clone(&holder));
        Hold { shared: Arc::clone(self), id, holder }
    }

    /// Who holds connections, the oldest first, for an error.
    pub(crate) fn describe_holders(&self) -> String {
        const SHOWN: usize = 5;
        let mut holders: Vec<Arc<Holder>> = self.holders().values().cloned().collect();
        holders.sort_by_key(|holder| holder.since);
        let mut text = String::new();
        for holder in holders.iter().take(SHOWN) {
            let age =
                Duration::from_millis(u64::try_from(holder.since.elapsed().as_millis()).unwrap_or(u64::MAX));
            // Writing to a text cannot fail.
            let _ = write!(text, "; held by {} for {age:?}", holder.site);
            if let Some(sql) = lock(&holder.statement).as_deref() {
                let _ = write!(text, " running {sql}");
            }
        }
        if holders.len() > SHOWN {
            let _ = write!(text, "; and {} more", holders.len() - SHOWN);
        }
        text
    }

    fn holders(&self) -> MutexGuard<'_, HashMap<u64, Arc<Holder>>> {
        lock(&self.holders)
    }
}

/// Somebody who holds a connection.
#[derive(Debug)]
struct Holder {
    site: &'static Location<'static>,
    since: Instant,
    statement: Mutex<Option<Arc<str>>>,
}

/// A place in the register of holders, given back when dropped.
pub(crate) struct Hold {
    shared: Arc<Shared>,
    id: u64,
    holder: Arc<Holder>,
}

impl Hold {
    /// Notes the statement that the holder runs.
    pub(crate) fn running(&self, sql: &Arc<str>) {
        *lock(&self.holder.statement) = Some(Arc::clone(sql));
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        self.shared.holders().remove(&self.id);
    }
}

/// Locks. A panic under one of these locks leaves nothing half done.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

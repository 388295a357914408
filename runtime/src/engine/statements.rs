//! The prepared statements of one connection, bounded.
//!
//! Each costs the server about 13 kB, so that the least recently used one goes when there are too many.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio_postgres::Statement;

use crate::types::Param;

/// Prepared statements by their text and the types of their parameters.
#[derive(Debug)]
pub(crate) struct Statements {
    entries: HashMap<Arc<str>, Vec<Entry>>,
    count: usize,
    capacity: usize,
    clock: u64,
    /// The search path of the open transaction, if it is one of our own: the same text names other tables there.
    path: Option<Arc<str>>,
}

#[derive(Debug)]
struct Entry {
    types: Box<[u32]>,
    path: Option<Arc<str>>,
    prepared: Prepared,
    used: u64,
}

/// A prepared statement and its text.
#[derive(Clone, Debug)]
pub(crate) struct Prepared {
    pub(crate) sql: Arc<str>,
    pub(crate) statement: Statement,
    pub(crate) rows: LastRows,
}

impl Prepared {
    /// A statement that has not run yet.
    pub(crate) fn new(sql: &str, statement: Statement) -> Self {
        Prepared { sql: sql.into(), statement, rows: LastRows::default() }
    }
}

/// How many rows a statement gave the last time it ran: room for as many is made the next time.
#[derive(Clone, Debug, Default)]
pub(crate) struct LastRows(Arc<AtomicUsize>);

impl LastRows {
    pub(crate) fn get(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }

    pub(crate) fn set(&self, rows: usize) {
        self.0.store(rows, Ordering::Relaxed);
    }
}

impl Statements {
    /// An empty cache of at most `capacity` statements.
    pub(crate) fn new(capacity: usize) -> Self {
        Statements { entries: HashMap::new(), count: 0, capacity, clock: 0, path: None }
    }

    /// Statements are looked up and kept for this search path from now on.
    pub(crate) fn look_in(&mut self, path: Option<Arc<str>>) {
        self.path = path;
    }

    /// The statement with this text for parameters of these types.
    pub(crate) fn get(&mut self, sql: &str, params: &[Param]) -> Option<Prepared> {
        self.clock += 1;
        let types = params.iter().map(|param| param.ty.oid);
        let entries = self.entries.get_mut(sql)?;
        let fits =
            |entry: &&mut Entry| entry.types.iter().copied().eq(types.clone()) && entry.path == self.path;
        let entry = entries.iter_mut().find(fits)?;
        entry.used = self.clock;
        Some(entry.prepared.clone())
    }

    /// Keeps a statement. Dropping another one for it closes that on the server.
    pub(crate) fn insert(&mut self, prepared: Prepared, types: Box<[u32]>) {
        if self.capacity == 0 {
            return;
        }
        if self.count >= self.capacity {
            self.remove_oldest();
        }
        self.clock += 1;
        self.count += 1;
        let sql = Arc::clone(&prepared.sql);
        self.entries.entry(sql).or_default().push(Entry {
            types,
            path: self.path.clone(),
            prepared,
            used: self.clock,
        });
    }

    /// Forgets a statement that the server no longer knows or no longer plans the same way.
    pub(crate) fn remove(&mut self, sql: &str) {
        if let Some(removed) = self.entries.remove(sql) {
            self.count -= removed.len();
        }
    }

    // A walk over all entries, but only when the server is asked to prepare a new statement anyway.
    fn remove_oldest(&mut self) {
        let oldest = self
            .entries
            .iter()
            .flat_map(|(sql, entries)| entries.iter().map(move |entry| (entry.used, sql)))
            .min_by_key(|(used, _)| *used)
            .map(|(used, sql)| (used, Arc::clone(sql)));
        let Some((used, sql)) = oldest else { return };
        if let Some(entries) = self.entries.get_mut(&sql) {
            entries.retain(|entry| entry.used != used);
            self.count -= 1;
            if entries.is_empty() {
                self.entries.remove(&sql);
            }
        }
    }
}

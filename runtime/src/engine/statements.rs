//! The prepared statements of one connection, bounded.
//!
//! Each costs the server about 13 kB, so that the least recently used one goes when there are too many.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio_postgres::Statement;

use crate::types::{Expect, Param};

/// Prepared statements by their text and the types of their parameters.
#[derive(Debug)]
pub(crate) struct Statements {
    entries: HashMap<Arc<str>, Vec<Entry>, BuildHasherDefault<TextHasher>>,
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

/// A prepared statement, its text, and what was learned of it. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Prepared(Arc<Known>);

/// What is known of a prepared statement.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) sql: Arc<str>,
    pub(crate) statement: Statement,
    /// How many rows it gave the last time it ran: room for as many is made the next time.
    rows: AtomicUsize,
    /// The address of the function whose columns were found to be those of the statement; 0 for none.
    fits: AtomicUsize,
}

/// A function that tells the columns of a row.
pub(crate) type RowColumns = fn(&mut Vec<Expect>);

impl Prepared {
    /// A statement that has not run yet.
    pub(crate) fn new(sql: &str, statement: Statement) -> Self {
        let (rows, fits) = (AtomicUsize::new(0), AtomicUsize::new(0));
        Prepared(Arc::new(Known { sql: sql.into(), statement, rows, fits }))
    }
}

impl Deref for Prepared {
    type Target = Known;

    fn deref(&self) -> &Known {
        &self.0
    }
}

impl Known {
    /// How many rows the statement gave the last time it ran.
    pub(crate) fn last_rows(&self) -> usize {
        self.rows.load(Ordering::Relaxed)
    }

    /// Notes how many rows the statement gave.
    pub(crate) fn gave(&self, rows: usize) {
        self.rows.store(rows, Ordering::Relaxed);
    }

    /// Whether these columns are known to be those of the statement. Functions of one address do the same, whatever
    /// their types are.
    pub(crate) fn fits(&self, columns: RowColumns) -> bool {
        self.fits.load(Ordering::Relaxed) == columns as usize
    }

    /// Notes that these columns are those of the statement, which never change: the server refuses to run it then.
    pub(crate) fn is_found_to_fit(&self, columns: RowColumns) {
        self.fits.store(columns as usize, Ordering::Relaxed);
    }
}

/// A quick hash of texts. They are those of the program's statements, and few: nobody gains by making them collide.
#[derive(Debug, Default)]
struct TextHasher(u64);

impl TextHasher {
    fn add(&mut self, word: u64) {
        // Both halves of the product: what is high in one word reaches what is low in the hash.
        let product = u128::from(self.0 ^ word) * 0x9e37_79b9_7f4a_7c15;
        self.0 = (product as u64) ^ ((product >> 64) as u64);
    }
}

impl Hasher for TextHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.add(u64::from_le_bytes(*word));
        }
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        self.add(u64::from_le_bytes(last));
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

impl Statements {
    /// An empty cache of at most `capacity` statements.
    pub(crate) fn new(capacity: usize) -> Self {
        Statements { entries: HashMap::default(), count: 0, capacity, clock: 0, path: None }
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

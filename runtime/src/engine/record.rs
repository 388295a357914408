//! A record of the statements that an engine sends, for tests and for curiosity.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, Weak};

use crate::engine::shared::lock;

/// The record of an engine's statements, from [`Engine::record`](crate::engine::Engine::record) until it is
/// dropped.
///
/// It has texts only, never values. Commands that begin and end transactions are kept apart, so that
/// [`statements`](Recorder::statements) is what a test wants to see.
///
/// # Example
///
/// ```no_run
/// # async fn example(engine: cormorant::engine::Engine) -> cormorant::Result<()> {
/// let sent = engine.record();
/// let mut conn = engine.connection().await?;
/// conn.execute_raw("DELETE FROM posts", &[]).await?;
/// assert_eq!(sent.statements(), ["DELETE FROM posts"]);
/// # Ok(())
/// # }
/// ```
pub struct Recorder {
    record: Arc<Record>,
}

#[derive(Default)]
struct Record {
    sent: Mutex<Vec<Sent>>,
    waits: AtomicUsize,
    active: Option<Arc<AtomicUsize>>,
}

struct Sent {
    sql: String,
    kind: Kind,
}

/// What a recorded text is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A statement of the user's, the session's or the loader's.
    Statement,
    /// BEGIN, COMMIT, ROLLBACK, SAVEPOINT and the like.
    Transaction,
}

impl Recorder {
    /// The statements sent so far, without those that begin and end transactions.
    #[must_use]
    pub fn statements(&self) -> Vec<String> {
        let sent = lock(&self.record.sent);
        sent.iter().filter(|sent| sent.kind == Kind::Statement).map(|sent| sent.sql.clone()).collect()
    }

    /// Everything sent so far: statements, BEGIN, COMMIT and so on.
    #[must_use]
    pub fn all(&self) -> Vec<String> {
        lock(&self.record.sent).iter().map(|sent| sent.sql.clone()).collect()
    }

    /// How many [`statements`](Recorder::statements) were sent so far.
    #[must_use]
    pub fn count(&self) -> usize {
        lock(&self.record.sent).iter().filter(|sent| sent.kind == Kind::Statement).count()
    }

    /// How often an answer was waited for so far. Statements that are sent together are waited for once; preparing
    /// a statement, BEGIN and COMMIT count unless they go along with others.
    #[must_use]
    pub fn round_trips(&self) -> usize {
        self.record.waits.load(Ordering::Relaxed)
    }

    /// Forgets what was sent so far, and returns the statements of it.
    pub fn take(&self) -> Vec<String> {
        self.record.waits.store(0, Ordering::Relaxed);
        let sent = std::mem::take(&mut *lock(&self.record.sent));
        sent.into_iter().filter(|sent| sent.kind == Kind::Statement).map(|sent| sent.sql).collect()
    }

    /// Forgets what was sent so far.
    pub fn clear(&self) {
        self.record.waits.store(0, Ordering::Relaxed);
        lock(&self.record.sent).clear();
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.all()).finish()
    }
}

impl Drop for Record {
    fn drop(&mut self) {
        if let Some(active) = &self.active {
            active.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

/// The recorders of an engine. Costs one load per statement when there are none.
#[derive(Default)]
pub(crate) struct Recorders {
    active: Arc<AtomicUsize>,
    records: Mutex<Vec<Weak<Record>>>,
}

impl Recorders {
    /// Starts another record.
    pub(crate) fn start(&self) -> Recorder {
        let record = Arc::new(Record {
            sent: Mutex::default(),
            waits: AtomicUsize::new(0),
            active: Some(Arc::clone(&self.active)),
        });
        let mut records = lock(&self.records);
        records.retain(|record| record.strong_count() > 0);
        records.push(Arc::downgrade(&record));
        self.active.fetch_add(1, Ordering::Relaxed);
        Recorder { record }
    }

    /// Notes a statement.
    #[inline]
    pub(crate) fn note(&self, sql: &str, kind: Kind) {
        if self.active.load(Ordering::Relaxed) > 0 {
            self.write(sql, kind);
        }
    }

    /// Notes that an answer is waited for.
    #[inline]
    pub(crate) fn wait(&self) {
        if self.active.load(Ordering::Relaxed) > 0 {
            for record in lock(&self.records).iter().filter_map(Weak::upgrade) {
                record.waits.fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    #[cold]
    fn write(&self, sql: &str, kind: Kind) {
        for record in lock(&self.records).iter().filter_map(Weak::upgrade) {
            lock(&record.sent).push(Sent { sql: sql.to_owned(), kind });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transaction_commands_are_no_statements() {
        let recorders = Recorders::default();
        recorders.note("SELECT 0", Kind::Statement);
        let sent = recorders.start();
        recorders.note("BEGIN", Kind::Transaction);
        recorders.note("SELECT 1", Kind::Statement);
        assert_eq!(sent.statements(), ["SELECT 1"]);
        assert_eq!(sent.all(), ["BEGIN", "SELECT 1"]);
        assert_eq!(sent.take(), ["SELECT 1"]);
        assert_eq!(sent.count(), 0);
    }

    #[test]
    fn a_dropped_recorder_costs_nothing_more() {
        let recorders = Recorders::default();
        drop(recorders.start());
        assert_eq!(recorders.active.load(Ordering::Relaxed), 0);
    }
}

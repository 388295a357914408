//! The mark that keeps other commands off a connection while a stream is open.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use crate::engine::errors;
use crate::engine::tap::Tap;
use crate::error::Error;

const CLOSED: u8 = 0;
const OPEN: u8 = 1;
const BROKEN: u8 = 2;

/// Whether a stream of a connection is open, and whether one has failed in a way that leaves nobody knowing what
/// the next answer belongs to.
#[derive(Debug, Default)]
pub(crate) struct Mark(AtomicU8);

impl Mark {
    /// Marks a stream as open.
    pub(crate) fn open(mark: &Arc<Mark>, tap: &Arc<Tap>) -> Open {
        mark.0.store(OPEN, Ordering::Release);
        Open { mark: Arc::clone(mark), tap: Arc::clone(tap) }
    }

    /// Whether a stream is open.
    pub(crate) fn is_open(&self) -> bool {
        self.0.load(Ordering::Acquire) == OPEN
    }

    /// Whether the connection must not be used any more.
    pub(crate) fn is_broken(&self) -> bool {
        self.0.load(Ordering::Acquire) == BROKEN
    }

    /// Takes the mark away, even from a stream that was never dropped.
    pub(crate) fn close(&self) {
        // Fails if it is closed or broken, and stays so.
        let _ = self.0.compare_exchange(OPEN, CLOSED, Ordering::AcqRel, Ordering::Acquire);
    }
}

/// An open stream's hold on the mark.
#[derive(Debug)]
pub(crate) struct Open {
    mark: Arc<Mark>,
    tap: Arc<Tap>,
}

impl Open {
    /// The stream has come to its end.
    pub(crate) fn close(&self) {
        self.mark.close();
    }

    /// The stream has failed.
    pub(crate) fn failed(&self, error: tokio_postgres::Error, sql: &str) -> Error {
        if error.as_db_error().is_some() || error.is_closed() {
            self.close();
        } else {
            self.mark.0.store(BROKEN, Ordering::Release);
        }
        errors::streaming(error, &self.tap, sql)
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.close();
    }
}

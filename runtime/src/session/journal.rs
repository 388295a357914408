//! What a rollback takes back.

use crate::session::Raw;
use crate::session::members::Members;

/// What happened since the transaction began, in order. Undone from the end.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    pub(crate) entries: Vec<Entry>,
    /// Lengths of `entries` at the open savepoints.
    pub(crate) savepoints: Vec<usize>,
}

/// One thing that happened.
#[derive(Debug)]
pub(crate) enum Entry {
    /// A flush inserted it.
    Inserted(Raw),
    /// A flush deleted it.
    Deleted(Raw),
    /// A flush wrote it; its store keeps the values from before.
    Written(Raw),
    /// The members of a relationship before the first change in a savepoint.
    Members(Raw, usize, Members),
}

impl Entry {
    /// Whom it is about.
    pub(crate) fn raw(&self) -> Raw {
        match self {
            Entry::Inserted(raw) | Entry::Deleted(raw) | Entry::Written(raw) | Entry::Members(raw, ..) => {
                *raw
            }
        }
    }
}

impl Journal {
    /// Whether undoing may stop before the whole transaction is undone.
    pub(crate) fn is_nested(&self) -> bool {
        !self.savepoints.is_empty()
    }

    pub(crate) fn push(&mut self, entry: Entry) {
        self.entries.push(entry);
    }
}

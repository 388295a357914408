//! The untyped half of a store: states and links, without values.

use std::any::Any;

use crate::session::chunks::Chunks;
use crate::session::links::Links;
use crate::session::{Meta, Raw};

/// Where an entity stands between the session and the database.
///
/// The five states are SQLAlchemy's; an entity that is only marked for deletion still is persistent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Built, but not in the session: nothing of it will be written.
    Transient,
    /// Added; the next flush inserts it.
    Pending,
    /// In the session and in the database.
    Persistent,
    /// Deleted by a flush; the transaction is not committed yet.
    Deleted,
    /// No longer in the session: expunged, or deleted and committed.
    Detached,
}

impl State {
    /// Whether the session writes changes of such an entity.
    #[must_use]
    pub fn is_in_session(self) -> bool {
        matches!(self, State::Pending | State::Persistent)
    }
}

/// What is known of an entity besides its values.
#[derive(Debug)]
pub(crate) struct Head {
    /// State of its relationships, once there is any.
    pub(crate) links: Option<Box<Links>>,
    /// Its place in the order of `add`.
    pub(crate) arrival: u32,
    pub(crate) state: State,
    pub(crate) doom: Doom,
    /// Listed in [`Core::dirty`].
    pub(crate) dirty: bool,
    /// It lost a parent, that was not in the session itself, and needs one: if it finds none until the next flush,
    /// it is not inserted.
    pub(crate) orphaned: bool,
}

impl Head {
    pub(crate) fn new(state: State) -> Self {
        Head { links: None, arrival: 0, state, doom: Doom::None, dirty: false, orphaned: false }
    }

    /// Whether the next flush deletes it.
    pub(crate) fn is_doomed(&self) -> bool {
        matches!(self.doom, Doom::Marked | Doom::Along)
    }
}

/// Whether an entity is to be deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Doom {
    #[default]
    None,
    /// By `delete` of it.
    Marked,
    /// By `delete` of an entity that takes it along.
    Along,
    /// It was deleted, and the transaction was committed.
    Gone,
}

/// The untyped half of a store.
#[derive(Debug)]
pub(crate) struct Core {
    pub(crate) meta: &'static Meta,
    pub(crate) heads: Chunks<Head>,
    /// Slots whose values or relationships may have changed since the last flush, each once.
    pub(crate) dirty: Vec<u32>,
    /// Slots that [`detach`](crate::session::Graph::detach) left empty.
    pub(crate) vacant: Vec<u32>,
    /// Values from before a flush that nobody needs any more. To free those of many rows takes as long as to write
    /// their new ones: there is time for it while the server commits.
    pub(crate) spent: Vec<Spent>,
}

/// Values that only wait to be freed.
pub(crate) type Spent = Box<dyn Any + Send + Sync>;

impl Core {
    pub(crate) fn new(meta: &'static Meta) -> Self {
        Core { meta, heads: Chunks::new(), dirty: Vec::new(), vacant: Vec::new(), spent: Vec::new() }
    }

    pub(crate) fn raw(&self, slot: u32) -> Raw {
        Raw { table: self.meta.number, slot }
    }

    pub(crate) fn head(&self, slot: u32) -> &Head {
        &self.heads[slot as usize]
    }

    pub(crate) fn head_mut(&mut self, slot: u32) -> &mut Head {
        &mut self.heads[slot as usize]
    }

    /// Lists a slot as possibly changed if changes of it are to be known to the next flush: whether they are.
    pub(crate) fn track(&mut self, slot: u32) -> bool {
        let is_tracked = matches!(self.head(slot).state, State::Persistent | State::Detached);
        if is_tracked {
            self.mark_dirty(slot);
        }
        is_tracked
    }

    /// Lists a slot as possibly changed.
    pub(crate) fn mark_dirty(&mut self, slot: u32) {
        let head = &mut self.heads[slot as usize];
        if !head.dirty {
            head.dirty = true;
            self.dirty.push(slot);
        }
    }
}

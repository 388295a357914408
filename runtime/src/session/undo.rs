//! What commit, rollback and savepoints do to entities in memory.

use std::collections::HashSet;

use crate::session::core::{Doom, Spent, State};
use crate::session::journal::Entry;
use crate::session::links::Known;
use crate::session::table::{By, Freshness};
use crate::session::{Graph, Raw};

impl Graph {
    /// Notes a savepoint. Everything must have been flushed.
    pub(crate) fn begin_nested(&mut self) {
        self.journal.savepoints.push(self.journal.entries.len());
    }

    /// Gives the innermost savepoint up: what happened in it now belongs to what is around it.
    pub(crate) fn release(&mut self) {
        self.journal.savepoints.pop();
    }

    /// Takes back what happened since the innermost savepoint.
    ///
    /// Entities that were changed get the values and members from before. These can be read, but the next row
    /// from the database replaces them: others may have written it meanwhile.
    pub(crate) fn rollback_nested(&mut self) {
        let Some(mark) = self.journal.savepoints.pop() else { return };
        self.forget_pending();
        let mut touched = Vec::new();
        let inserted = self.inserted_since(mark);
        for raw in self.changed().into_iter().filter(|raw| !inserted.contains(raw)) {
            self.table_mut(raw).restore(raw.slot);
            if let Some(links) = self.head_mut(raw).links.as_deref_mut() {
                links.relations.iter_mut().for_each(|state| state.revert());
            }
            touched.push(raw);
        }
        touched.extend(self.undo_to(mark));
        self.forget_dirty();
        self.forget_orphans();
        for raw in touched {
            if self.state(raw) == State::Persistent {
                self.make_doubtful(raw);
            }
        }
    }

    /// Takes back what happened since the transaction began. All rows must be refreshed before they are read.
    pub(crate) fn rollback(&mut self) {
        self.forget_pending();
        self.undo_to(0);
        self.journal.savepoints.clear();
        self.expire_all(By::Rollback);
        self.forget_undo();
        self.begun = false;
    }

    /// Whether anything happened since the last commit or rollback that these would end.
    pub(crate) fn has_begun(&self) -> bool {
        self.begun || self.stores.iter().flatten().any(|table| !table.core().dirty.is_empty())
    }

    /// Notes that everything is in the database for good.
    pub(crate) fn commit(&mut self, expires: bool) {
        for entry in std::mem::take(&mut self.journal.entries) {
            if let Entry::Deleted(raw) = entry
                && self.state(raw) == State::Deleted
            {
                let head = self.head_mut(raw);
                (head.state, head.doom) = (State::Detached, Doom::Gone);
            }
        }
        self.journal.savepoints.clear();
        if expires && self.has_begun() {
            self.expire_all(By::Commit);
        }
        self.forget_undo();
        self.begun = false;
    }

    /// New entities leave the session, deletions that were not flushed are revoked.
    fn forget_pending(&mut self) {
        for raw in std::mem::take(&mut self.pending) {
            if self.state(raw) == State::Pending {
                self.head_mut(raw).state = State::Transient;
            }
        }
        for raw in std::mem::take(&mut self.doomed) {
            let head = self.head_mut(raw);
            if head.is_doomed() {
                head.doom = Doom::None;
            }
        }
    }

    /// Undoes the journal from its end, and returns whose values or members were changed.
    fn undo_to(&mut self, mark: usize) -> Vec<Raw> {
        let mut touched = Vec::new();
        let inserted = self.inserted_since(mark);
        while self.journal.entries.len() > mark {
            match self.journal.entries.pop() {
                Some(Entry::Inserted(raw)) => self.undo_insert(raw),
                Some(Entry::Deleted(raw)) => {
                    if self.state(raw) == State::Deleted {
                        let head = self.head_mut(raw);
                        (head.state, head.doom) = (State::Persistent, Doom::None);
                        self.table_mut(raw).enter_old(raw.slot);
                    }
                }
                // One that becomes transient keeps what it has.
                Some(Entry::Written(raw)) if inserted.contains(&raw) => self.table_mut(raw).skip_undo(),
                Some(Entry::Members(owner, ..)) if inserted.contains(&owner) => {}
                Some(Entry::Written(raw)) => {
                    self.table_mut(raw).undo(raw.slot);
                    touched.push(raw);
                }
                Some(Entry::Members(owner, relation, members)) => {
                    let state = self.rel_mut(owner, relation);
                    (state.now, state.delta) = (members, None);
                    touched.push(owner);
                }
                None => break,
            }
        }
        touched
    }

    /// Whose rows were inserted since a place in the journal.
    fn inserted_since(&self, mark: usize) -> HashSet<Raw> {
        let inserted = |entry: &Entry| if let Entry::Inserted(raw) = entry { Some(*raw) } else { None };
        self.journal.entries[mark..].iter().filter_map(inserted).collect()
    }

    /// The row never was: the entity keeps its values (its key, too) and its relationships, which all count as
    /// new when it is added again. It may have been expunged meanwhile.
    fn undo_insert(&mut self, raw: Raw) {
        if !matches!(self.state(raw), State::Persistent | State::Detached) {
            return;
        }
        let table = self.table_mut(raw);
        table.leave(raw.slot);
        table.settle(&[raw.slot], &[]);
        table.set_freshness(raw.slot, Freshness::Fresh);
        let head = self.head_mut(raw);
        head.state = State::Transient;
        if let Some(links) = head.links.as_deref_mut() {
            links.relations.iter_mut().for_each(|state| state.renew());
        }
    }

    /// What is in memory may be read, but flush does not rely on it and loading replaces it.
    fn make_doubtful(&mut self, raw: Raw) {
        let table = self.table_mut(raw);
        if !table.freshness(raw.slot).is_expired() {
            table.set_freshness(raw.slot, Freshness::Restored);
        }
        if let Some(links) = self.head_mut(raw).links.as_deref_mut() {
            links.parents.clear();
            let loaded = links.relations.iter_mut().filter(|state| state.known == Known::Yes);
            loaded.for_each(|state| state.known = Known::Assumed);
        }
    }

    /// Nobody is an orphan by what was taken back: not by what a flush that failed had found either.
    fn forget_orphans(&mut self) {
        for table in self.stores.iter_mut().flatten() {
            let heads = table.core_mut().heads.iter_mut();
            for links in
                heads.filter(|head| head.state == State::Persistent).filter_map(|head| head.links.as_mut())
            {
                links.parents.retain(|parent| parent.is.is_some());
            }
        }
    }

    /// Expires every row of the database that is here.
    pub(crate) fn expire_all(&mut self, by: By) {
        let all: Vec<Raw> = self.all().filter(|raw| self.state(*raw) == State::Persistent).collect();
        for raw in all {
            self.expire_row(raw, by);
        }
        self.forget_dirty();
    }

    /// Forgets changes and relationships of a row, and what it was loaded with.
    pub(crate) fn expire_row(&mut self, raw: Raw, by: By) {
        let table = self.table_mut(raw);
        table.restore(raw.slot);
        table.set_freshness(raw.slot, Freshness::Expired(by));
        self.head_mut(raw).links = None;
    }

    pub(crate) fn forget_dirty(&mut self) {
        for table in self.stores.iter_mut().flatten() {
            let core = table.core_mut();
            for slot in std::mem::take(&mut core.dirty) {
                core.head_mut(slot).dirty = false;
            }
        }
    }

    /// Values that only wait to be freed.
    pub(crate) fn take_spent(&mut self) -> Vec<Spent> {
        let cores = self.stores.iter_mut().flatten().map(|table| table.core_mut());
        cores.flat_map(|core| std::mem::take(&mut core.spent)).collect()
    }

    fn forget_undo(&mut self) {
        self.journal.entries.clear();
        drop(self.take_spent());
        self.stores.iter_mut().flatten().for_each(|table| table.forget_undo());
        self.free_retired();
    }
}

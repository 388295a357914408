//! Entities entering and leaving the session.

use crate::error::Result;
use crate::session::cascade::Along;
use crate::session::core::{Doom, State};
use crate::session::{Graph, Raw};

impl Graph {
    /// Puts an entity into the session, with all that its relationships reach.
    ///
    /// Transient ones become pending, expunged ones persistent again; a deletion that was not flushed is revoked.
    pub(crate) fn add(&mut self, raw: Raw) -> Result<()> {
        self.may_enter(raw)?;
        self.head_mut(raw).orphaned = false;
        // Where a deletion is revoked, what it would have taken along and what is gone already is no obstacle.
        let revoked = if self.head(raw).is_doomed() {
            self.reach(raw, Along::Delete, |_, _| false)
        } else {
            Vec::new()
        };
        self.enter(raw);
        // What was reached before one that may not enter stays, as in SQLAlchemy.
        for reached in self.reach(raw, Along::Add, |graph, raw| graph.contains(raw)) {
            if self.state(reached) == State::Deleted && revoked.contains(&reached) {
                continue;
            }
            self.may_enter(reached)?;
            self.enter(reached);
        }
        Ok(())
    }

    /// Refuses what was deleted, and a second entity for a key.
    fn may_enter(&self, raw: Raw) -> Result<()> {
        match self.state(raw) {
            State::Pending | State::Persistent | State::Transient => Ok(()),
            State::Detached if self.head(raw).doom != Doom::Gone => {
                let holder = self.table(raw).old_holder(raw.slot);
                if holder.is_some_and(|holder| holder != raw.slot) {
                    return Err(self.invalid(raw, "another entity with this key is in the session"));
                }
                Ok(())
            }
            State::Deleted | State::Detached => Err(self.invalid(raw, "it was deleted by a flush")),
        }
    }

    fn enter(&mut self, raw: Raw) {
        self.begun = true;
        match self.state(raw) {
            State::Persistent => self.head_mut(raw).doom = Doom::None,
            State::Transient => {
                self.arrivals += 1;
                let arrival = self.arrivals;
                let head = self.head_mut(raw);
                (head.state, head.arrival) = (State::Pending, arrival);
                self.pending.push(raw);
            }
            State::Detached => self.attach(raw),
            State::Pending | State::Deleted => {}
        }
    }

    /// Makes an expunged entity persistent again; changes made meanwhile are flushed.
    fn attach(&mut self, raw: Raw) {
        let table = self.table_mut(raw);
        table.enter_old(raw.slot);
        let core = table.core_mut();
        core.head_mut(raw.slot).state = State::Persistent;
        core.mark_dirty(raw.slot);
    }

    /// Marks an entity for deletion, with all that its loaded relationships take along.
    ///
    /// What is not loaded is found by the flush. One that was never inserted just leaves the session.
    pub(crate) fn delete(&mut self, raw: Raw) -> Result<()> {
        match self.state(raw) {
            State::Transient => return Err(self.invalid(raw, "it is not in the session")),
            State::Pending => return self.expunge(raw),
            State::Persistent => {}
            State::Deleted | State::Detached => {
                self.may_enter(raw)?;
                self.enter(raw);
            }
        }
        let along = self.reach(raw, Along::Delete, |_, _| false);
        self.doom(raw, Doom::Marked);
        for reached in along {
            if self.state(reached) == State::Persistent && !self.head(reached).is_doomed() {
                self.doom(reached, Doom::Along);
            }
        }
        Ok(())
    }

    fn doom(&mut self, raw: Raw, doom: Doom) {
        self.begun = true;
        self.head_mut(raw).doom = doom;
        self.doomed.push(raw);
    }

    /// Takes an entity out of the session, with what its relationships take along.
    pub(crate) fn expunge(&mut self, raw: Raw) -> Result<()> {
        if !self.contains(raw) {
            return Err(self.invalid(raw, "it is not in the session"));
        }
        self.leave(raw);
        Ok(())
    }

    /// As `expunge`, of one that is known to be in the session.
    pub(crate) fn leave(&mut self, raw: Raw) {
        for reached in self.reach(raw, Along::Expunge, |_, _| false) {
            if self.contains(reached) {
                self.leave_alone(reached);
            }
        }
        self.leave_alone(raw);
    }

    fn leave_alone(&mut self, raw: Raw) {
        let head = self.head_mut(raw);
        head.doom = Doom::None;
        if head.state == State::Pending {
            head.state = State::Transient;
            return;
        }
        head.state = State::Detached;
        self.table_mut(raw).leave(raw.slot);
    }
}

//! Forgetting what was loaded.

use crate::error::Result;
use crate::session::cascade::Along;
use crate::session::core::State;
use crate::session::table::By;
use crate::session::{Graph, Raw};

impl Graph {
    /// Forgets columns, relationships and changes of an entity, and of what its relationships take along.
    pub(crate) fn expire(&mut self, raw: Raw) -> Result<()> {
        self.may_expire(raw)?;
        self.expire_along(raw);
        self.expire_row(raw, By::Expire);
        Ok(())
    }

    /// Forgets columns of an entity; what relationships show stays.
    pub(crate) fn expire_columns(&mut self, raw: Raw, columns: &[usize]) -> Result<()> {
        self.may_expire(raw)?;
        if !self.is_expired(raw) {
            self.table_mut(raw).forget(raw.slot, columns);
        }
        Ok(())
    }

    fn may_expire(&self, raw: Raw) -> Result<()> {
        if self.state(raw) == State::Persistent {
            return Ok(());
        }
        Err(self.invalid(raw, "it is not in the database, so nothing could be loaded again"))
    }

    /// Forgets what an entity's relationships take along.
    pub(crate) fn expire_along(&mut self, raw: Raw) {
        for reached in self.reach(raw, Along::Expire, |_, _| false) {
            match self.state(reached) {
                State::Persistent => self.expire_row(reached, By::Expire),
                State::Pending => self.leave(reached),
                State::Transient | State::Deleted | State::Detached => {}
            }
        }
    }
}

//! Entities that leave for good: their keys are not valid any more, their places are used again.

use std::collections::HashSet;

use crate::error::{Error, Result};
use crate::session::core::State;
use crate::session::journal::Entry;
use crate::session::row::Data;
use crate::session::{Entity, Graph, Mapped, Raw, Session};

/// Places that nobody may use yet, because a rollback may still look at them.
#[derive(Debug, Default)]
pub(crate) struct Retired {
    list: Vec<Raw>,
    /// So many of them make it worthwhile to look which are free.
    enough: usize,
}

impl Session {
    /// Takes an entity out of the session and hands its row out, with changes that were not flushed. What its
    /// relationships take along (`cascade(expunge)`) is expunged.
    ///
    /// The key is no longer valid: `session[key]` panics, everything else is [`Error::Detached`]. Relationships of
    /// others that led to the entity are not loaded any more, and changes of them that concern it and were not
    /// flushed are forgotten. Its place in memory is used again: at once, or at the end of the transaction if that
    /// has written the row.
    ///
    /// # Errors
    ///
    /// As [`try_get`](Session::try_get).
    pub fn detach<M: Mapped>(&mut self, entity: Entity<M>) -> Result<M> {
        if self.graph.row(entity).is_none() {
            return Err(self.graph.why_not(entity));
        }
        let raw = self.graph.raw(entity)?;
        self.graph.part(&HashSet::from([raw]));
        let row = self.graph.take_out(raw.slot);
        self.graph.retire(&[raw]);
        row
    }

    /// As [`detach`](Session::detach), of many: looks once and not once for each through the relationships of
    /// others.
    ///
    /// # Errors
    ///
    /// As [`try_get`](Session::try_get), and [`Error::Invalid`] if an entity is given twice. All stay in the session
    /// then.
    pub fn detach_all<M: Mapped>(&mut self, entities: impl IntoIterator<Item = Entity<M>>) -> Result<Vec<M>> {
        let (mut list, mut gone) = (Vec::new(), HashSet::new());
        for entity in entities {
            if self.graph.row(entity).is_none() {
                return Err(self.graph.why_not(entity));
            }
            let raw = self.graph.raw(entity)?;
            if !gone.insert(raw) {
                return Err(self.graph.invalid(raw, "it is to be detached twice"));
            }
            list.push(raw);
        }
        self.graph.part(&gone);
        let rows = list.iter().map(|raw| self.graph.take_out(raw.slot)).collect();
        self.graph.retire(&list);
        rows
    }
}

impl Graph {
    /// The row itself; nothing is left in its place.
    fn take_out<M: Mapped>(&mut self, slot: u32) -> Result<M> {
        let gone = Error::Detached { model: M::TABLE.model };
        let Some(store) = self.get_mut::<M>() else { return Err(gone) };
        let row = store.row_mut(slot);
        row.old = None;
        match std::mem::replace(&mut row.data, Data::Vacant) {
            Data::Full(row) => Ok(row),
            Data::Partial(_) | Data::Vacant => Err(gone),
        }
    }

    /// Takes entities out of the session, and out of everything that names them.
    fn part(&mut self, gone: &HashSet<Raw>) {
        for &raw in gone {
            if self.contains(raw) {
                self.leave(raw);
            }
            self.table_mut(raw).leave(raw.slot);
        }
        self.forget_lists(gone);
        self.forget_members(gone);
    }

    /// Drops entities that nothing has to be written or undone for.
    pub(crate) fn evict(&mut self, entities: &[Raw]) {
        let noted = self.noted();
        let is_free = |raw: &Raw| {
            let idle = self.state(*raw) == State::Persistent && !self.head(*raw).dirty;
            idle && !self.head(*raw).is_doomed() && !noted.contains(raw)
        };
        let gone: HashSet<Raw> = entities.iter().copied().filter(is_free).collect();
        self.forget_members(&gone);
        for &raw in &gone {
            let table = self.table_mut(raw);
            table.vacate(raw.slot);
            table.core_mut().vacant.push(raw.slot);
        }
    }

    /// Makes places of entities that have parted ready for others: now, or when no rollback can ask for them.
    fn retire(&mut self, places: &[Raw]) {
        for &raw in places {
            self.table_mut(raw).vacate(raw.slot);
        }
        self.retired.list.extend_from_slice(places);
        // Looking through the journal costs as much as it is long: not for each entity.
        if self.journal.entries.is_empty() || self.retired.list.len() >= self.retired.enough {
            self.free_retired();
        }
    }

    /// Gives back the places that the journal does not name.
    pub(crate) fn free_retired(&mut self) {
        if self.retired.list.is_empty() {
            return;
        }
        let noted = self.noted();
        let (kept, free): (Vec<Raw>, Vec<Raw>) =
            std::mem::take(&mut self.retired.list).into_iter().partition(|raw| noted.contains(raw));
        for raw in free {
            self.table_mut(raw).core_mut().vacant.push(raw.slot);
        }
        let enough = 64 + 2 * kept.len() + self.journal.entries.len() / 4;
        self.retired = Retired { list: kept, enough };
    }

    fn noted(&self) -> HashSet<Raw> {
        self.journal.entries.iter().map(Entry::raw).collect()
    }

    /// Nothing is to be flushed for these.
    fn forget_lists(&mut self, gone: &HashSet<Raw>) {
        self.pending.retain(|raw| !gone.contains(raw));
        self.doomed.retain(|raw| !gone.contains(raw));
        let dirty: HashSet<u32> =
            gone.iter().filter(|raw| self.head(**raw).dirty).map(|raw| raw.table).collect();
        for table in dirty {
            if let Some(table) = self.stores.get_mut(table as usize).and_then(Option::as_mut) {
                let core = table.core_mut();
                let number = core.meta.number;
                core.dirty.retain(|&slot| !gone.contains(&Raw { table: number, slot }));
            }
        }
    }

    /// Relationships of others do not lead to these any more.
    fn forget_members(&mut self, gone: &HashSet<Raw>) {
        let tables: HashSet<u32> = gone.iter().map(|raw| raw.table).collect();
        // Models whose entities have these as members, and those whose entities have these as parents.
        let mut owners = tables.clone();
        for meta in self.stores.iter().flatten().map(|table| table.core().meta) {
            for end in meta.relations().iter().map(|relation| relation.target.number) {
                if tables.contains(&end) {
                    owners.insert(meta.number);
                }
                if tables.contains(&meta.number) {
                    owners.insert(end);
                }
            }
        }
        for table in self.stores.iter_mut().flatten() {
            let core = table.core_mut();
            if !owners.contains(&core.meta.number) {
                continue;
            }
            for links in core.heads.iter_mut().filter_map(|head| head.links.as_deref_mut()) {
                links.relations.iter_mut().for_each(|state| state.forget(gone));
                links.parents.retain(|parent| !parent.is.is_some_and(|is| gone.contains(&is)));
            }
        }
        for entry in &mut self.journal.entries {
            if let Entry::Members(.., members) = entry {
                for &raw in gone {
                    members.remove(raw);
                }
            }
        }
    }
}

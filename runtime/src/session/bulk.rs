//! What bulk statements do to entities.

use crate::session::core::State;
use crate::session::journal::Entry;
use crate::session::{Graph, Meta, Raw};

impl Graph {
    /// The models of which there are entities.
    pub(crate) fn loaded_models(&self) -> impl Iterator<Item = &'static Meta> + '_ {
        self.stores
            .iter()
            .flatten()
            .map(|table| table.core())
            .filter(|core| !core.heads.is_empty())
            .map(|core| core.meta)
    }

    /// Remembers an entity's values before a bulk statement writes over them, for a savepoint that is rolled back.
    pub(crate) fn about_to_follow(&mut self, raw: Raw) {
        self.begun = true;
        if self.journal.is_nested() {
            self.table_mut(raw).save(raw.slot);
            self.journal.push(Entry::Written(raw));
        }
    }

    /// The row is gone.
    pub(crate) fn deleted_in_bulk(&mut self, raw: Raw) {
        self.begun = true;
        self.journal.push(Entry::Deleted(raw));
        self.table_mut(raw).leave(raw.slot);
        self.head_mut(raw).state = State::Deleted;
    }

    /// Forgets loaded relationships that these columns of a model decide on (`None`: its rows are gone), on both
    /// sides.
    pub(crate) fn unload_by_columns(&mut self, meta: &'static Meta, columns: Option<&[usize]>) {
        let decides =
            |keys: &[usize]| columns.is_none_or(|columns| keys.iter().any(|key| columns.contains(key)));
        for table in self.stores.iter_mut().flatten() {
            let core = table.core_mut();
            let owner = core.meta;
            for (at, relation) in owner.relations().iter().enumerate() {
                let here = std::ptr::eq(owner, meta) && columns.is_some() && decides(&relation.local);
                let there = std::ptr::eq(relation.target, meta) && decides(&relation.remote);
                if !here && !there {
                    continue;
                }
                let links = core.heads.iter_mut().filter_map(|head| head.links.as_deref_mut());
                links.filter_map(|links| links.relations.get_mut(at)).for_each(|state| state.unload());
            }
        }
    }
}

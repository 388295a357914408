//! What rows from the database do to the entities: for the layer that loads.

use crate::error::Result;
use crate::session::core::Core;
use crate::session::links::RelState;
use crate::session::table::Freshness;
use crate::session::{Graph, Meta, Raw};
use crate::types::{Expect, Param, Reader};

/// How rows are read at the moment.
#[derive(Debug, Default)]
pub(crate) struct ReadMode {
    /// Rows overwrite what is loaded already.
    pub(crate) populate_existing: bool,
    /// Columns that the statement gives of a model, where it does not give all.
    pub(crate) only: Vec<(&'static Meta, Vec<usize>)>,
}

/// The entities that came in while somebody watched.
#[derive(Debug, Default)]
pub(crate) struct Newcomers {
    watched: bool,
    list: Vec<Raw>,
}

impl Graph {
    /// Rows are read like this from now on.
    pub(crate) fn begin_reading(&mut self, populate_existing: bool, only: Vec<(&'static Meta, Vec<usize>)>) {
        self.reading = ReadMode { populate_existing, only };
    }

    /// Rows are read as usual from now on.
    pub(crate) fn end_reading(&mut self) {
        self.reading = ReadMode::default();
    }

    /// Reads an entity whose columns begin at the reader's place: all, or these.
    pub(crate) fn load_untyped(
        &mut self,
        meta: &'static Meta,
        reader: &mut Reader<'_>,
        columns: Option<&[usize]>,
    ) -> Result<Raw> {
        let populate = self.reading.populate_existing;
        let table = self.open_table(meta);
        let before = size(table.core());
        let slot = match columns {
            None => table.load_row(reader, populate)?,
            Some(columns) => table.load_columns(reader, columns, populate)?,
        };
        let came = size(table.core()) != before;
        let raw = Raw { table: meta.number, slot };
        self.note_newcomer(raw, came);
        Ok(raw)
    }

    /// Remembers an entity that came in, if anybody watches.
    pub(crate) fn note_newcomer(&mut self, raw: Raw, came: bool) {
        if came && self.newcomers.watched {
            self.newcomers.list.push(raw);
        }
    }

    /// Remembers the entities that come in from now on.
    pub(crate) fn watch_newcomers(&mut self) {
        self.newcomers = Newcomers { watched: true, list: Vec::new() };
    }

    /// Forgets the watch, and gives the entities that came in since it began.
    pub(crate) fn end_watch(&mut self) -> Vec<Raw> {
        std::mem::take(&mut self.newcomers).list
    }

    /// The entity of a key.
    pub(crate) fn find(&self, meta: &'static Meta, key: &[Param]) -> Option<Raw> {
        let table = self.stores.get(meta.number as usize)?.as_deref()?;
        table.find(key).map(|slot| Raw { table: meta.number, slot })
    }

    /// The entity of a key, if it may be read as it is.
    pub(crate) fn find_fresh(&self, meta: &'static Meta, key: &[Param]) -> Option<Raw> {
        let raw = self.find(meta, key)?;
        (self.table(raw).freshness(raw.slot) == Freshness::Fresh).then_some(raw)
    }

    /// Values of columns as of the last flush; `None` if one of them is NULL or not known.
    pub(crate) fn old_key(&self, raw: Raw, columns: &[usize]) -> Option<Vec<Param>> {
        let table = self.table(raw);
        columns
            .iter()
            .map(|&column| {
                table.old_cell(raw.slot, column).filter(|cell| !cell.is_null()).map(|cell| cell.param())
            })
            .collect()
    }

    /// Whether the values of columns are not known: the row is expired, or they were not loaded.
    pub(crate) fn lacks(&self, raw: Raw, columns: &[usize]) -> bool {
        let table = self.table(raw);
        let is_lacking = |&column: &usize| table.old_cell(raw.slot, column).is_none();
        self.is_expired(raw) || columns.iter().any(is_lacking)
    }

    /// Whether the entity must be refreshed before it is read.
    pub(crate) fn is_expired(&self, raw: Raw) -> bool {
        self.table(raw).freshness(raw.slot).is_expired()
    }

    /// Forgets what is loaded of an entity's relationships, and whose child it was: its row may have another parent.
    /// What was changed since the last flush stays.
    pub(crate) fn unload_relations(&mut self, raw: Raw) {
        if self.links(raw).is_some() {
            let links = self.links_mut(raw);
            links.relations.iter_mut().for_each(RelState::unload);
            links.parents.retain(|parent| parent.is.is_none());
        }
    }

    /// Takes in the members of a relationship as they are in the database.
    pub(crate) fn set_loaded(&mut self, owner: Raw, relation: usize, members: &[Raw]) {
        let is_many = self.relation(owner, relation).is_many();
        let state = self.rel_mut(owner, relation);
        state.load(is_many, members.iter().copied());
        if !is_many {
            let replaced: Vec<Raw> = state.removed().collect();
            let facts = self.relation(owner, relation);
            replaced.into_iter().for_each(|member| self.cease_parent(owner, relation, facts, member));
        }
    }
}

impl Meta {
    /// The table.
    pub(crate) fn table(&self) -> &'static crate::schema::TableDef {
        self.table
    }

    /// The types that the readers of these columns expect.
    pub(crate) fn expect(&self, columns: &[usize]) -> Vec<Expect> {
        let mut all = Vec::new();
        (self.expect_all)(&mut all);
        columns.iter().map(|&column| all[column]).collect()
    }
}

/// Changes with every entity that comes in.
pub(crate) fn size(core: &Core) -> (usize, usize) {
    (core.heads.len(), core.vacant.len())
}

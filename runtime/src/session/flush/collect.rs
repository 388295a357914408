//! What a flush is about: which entities are written or deleted, and which keys go from parent to child.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::Result;
use crate::session::core::{Core, State};
use crate::session::{Graph, Raw};

/// What becomes of an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It is inserted, or updated if it has changed.
    Save,
    Delete,
}

/// A foreign key column takes over a parent's value, or becomes NULL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hand {
    pub(crate) column: usize,
    /// The parent and its column; `None` for NULL.
    pub(crate) from: Option<(Raw, usize)>,
}

/// What must be in memory before a plan can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Need {
    /// The members of a relationship.
    Members(Raw, usize),
    /// The values of a row.
    Row(Raw),
}

/// A pair of a many-to-many relationship, always seen from the same side: the relationship, owner, member.
pub(crate) type Pair = ((u32, usize), Raw, Raw);

/// What a flush is about.
#[derive(Debug, Default)]
pub(crate) struct Work {
    pub(crate) fates: BTreeMap<Raw, Fate>,
    /// Keys that go to children with their INSERT or UPDATE.
    pub(crate) hands: BTreeMap<Raw, Vec<Hand>>,
    /// Keys that are written by an UPDATE of their own (`post_update`).
    pub(crate) late_hands: BTreeMap<Raw, Vec<Hand>>,
    /// Keys that the database hands over by itself (ON UPDATE CASCADE).
    pub(crate) cascaded: BTreeMap<Raw, Vec<Hand>>,
    pub(crate) pairs: BTreeSet<Pair>,
    pub(crate) unpairs: BTreeSet<Pair>,
    /// Pending entities whose parent is deleted: they leave the session.
    pub(crate) leaving: BTreeSet<Raw>,
    /// Links to entities that are not in the session: owner, relationship, member. They are left alone.
    pub(crate) ignored: Vec<(Raw, usize, Raw)>,
    pub(crate) needs: BTreeSet<Need>,
    /// Deleted rows with relationships whose keys are written by UPDATEs of their own.
    pub(super) late_deletes: Vec<(Raw, usize)>,
    queue: Vec<Raw>,
}

impl Work {
    /// Looks at everything that was added, changed or marked since the last flush, and at what depends on it.
    ///
    /// # Errors
    ///
    /// A relationship change wants to set a column of a child's primary key to NULL.
    pub(crate) fn collect(graph: &Graph) -> Result<Self> {
        let mut work = Work::default();
        work.start(graph);
        while let Some(raw) = work.queue.pop() {
            let relations = graph.meta(raw).relations().len();
            let deleted = relations > 0 && work.is_deleted(raw);
            for relation in 0..relations {
                if deleted {
                    work.relate_deleted(graph, raw, relation)?;
                } else {
                    work.relate_saved(graph, raw, relation)?;
                }
            }
        }
        work.release_late(graph);
        work.finish_hands(graph)?;
        Ok(work)
    }

    fn start(&mut self, graph: &Graph) {
        for raw in graph.doomed() {
            self.register(graph, raw, Fate::Delete);
        }
        // New, changed and doomed entities are different ones: what is saved can be noted at once at the end.
        let mut saved = Vec::new();
        for raw in graph.pending() {
            if graph.head(raw).orphaned && graph.is_orphan(raw) {
                self.register(graph, raw, Fate::Delete);
            } else {
                saved.push((raw, Fate::Save));
                self.queue.push(raw);
            }
        }
        for raw in graph.changed() {
            if graph.is_orphan(raw) {
                self.register(graph, raw, Fate::Delete);
            } else {
                saved.push((raw, Fate::Save));
                self.queue.push(raw);
            }
        }
        self.fates.append(&mut saved.into_iter().collect());
    }

    /// Notes what becomes of an entity. Deletion outweighs; entities outside the session are left alone.
    pub(super) fn register(&mut self, graph: &Graph, raw: Raw, fate: Fate) -> bool {
        if !graph.contains(raw) || self.leaving.contains(&raw) {
            return false;
        }
        if fate == Fate::Delete && graph.state(raw) == State::Pending {
            self.fates.remove(&raw);
            self.leaving.insert(raw);
            return false;
        }
        let present = self.fates.get(&raw).copied();
        if present.is_none() || present == Some(Fate::Save) && fate == Fate::Delete {
            self.fates.insert(raw, fate);
            self.queue.push(raw);
        }
        true
    }

    pub(super) fn is_deleted(&self, raw: Raw) -> bool {
        self.fates.get(&raw) == Some(&Fate::Delete)
    }

    pub(super) fn is_saved(&self, raw: Raw) -> bool {
        self.fates.get(&raw) == Some(&Fate::Save)
    }
}

impl Graph {
    /// Whether flush has anything to look at.
    pub(crate) fn has_changes(&self) -> bool {
        self.pending.iter().any(|raw| self.state(*raw) == State::Pending)
            || self.doomed.iter().any(|raw| self.contains(*raw) && self.head(*raw).is_doomed())
            || self.stores.iter().flatten().any(|table| {
                let core = table.core();
                let heads = core.dirty.iter().map(|slot| core.head(*slot));
                heads.into_iter().any(|head| head.state == State::Persistent && !head.is_doomed())
            })
    }

    /// Entities that wait for their INSERT, in the order of `add`.
    pub(crate) fn pending(&self) -> Vec<Raw> {
        let mut pending: Vec<Raw> = self.pending.clone();
        pending.retain(|raw| self.state(*raw) == State::Pending);
        let arrival = |raw: &Raw| self.head(*raw).arrival;
        if !pending.is_sorted_by(|left, right| arrival(left) < arrival(right)) {
            pending.sort_by_key(arrival);
            pending.dedup();
        }
        pending
    }

    /// Entities that are marked for deletion, in the order of `delete`.
    pub(crate) fn doomed(&self) -> Vec<Raw> {
        let mut seen = BTreeSet::new();
        let doomed = self.doomed.iter().copied();
        doomed.filter(|raw| self.contains(*raw) && self.head(*raw).is_doomed() && seen.insert(*raw)).collect()
    }

    /// Entities in the database that may have changed since the last flush.
    pub(crate) fn changed(&self) -> Vec<Raw> {
        let cores = self.stores.iter().flatten().map(|table| table.core());
        let dirty = cores.flat_map(|core| core.dirty.iter().map(move |slot| (core, *slot)));
        let is_written = |core: &Core, slot| {
            let head = core.head(slot);
            head.state == State::Persistent && !head.is_doomed()
        };
        dirty.filter(|(core, slot)| is_written(core, *slot)).map(|(core, slot)| core.raw(slot)).collect()
    }
}

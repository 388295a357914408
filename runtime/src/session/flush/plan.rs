//! The order of statements, as data.
//!
//! Pure: no connection, no clock. Parents before children; within a table UPDATEs in ascending order of keys,
//! then INSERTs in the order of `add`; then pairs; DELETEs last, children before parents.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::{Error, Result};
use crate::schema::RelationKind;
use crate::session::core::State;
use crate::session::flush::collect::{Fate, Hand, Need, Work};
use crate::session::flush::{columns, order};
use crate::session::{Graph, Mask, Meta, Raw};
use crate::types::Param;

/// One statement, or several that differ only in their values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// One INSERT for rows with the same columns.
    Insert { table: u32, mask: Mask, rows: Vec<u32> },
    /// One UPDATE for rows with the same changed columns.
    Update { table: u32, mask: Mask, rows: Vec<u32> },
    /// One UPDATE per row, in this order: their changed columns stand under a unique constraint.
    UpdateEach { table: u32, rows: Vec<(u32, Mask)> },
    /// Keys that are written when all rows are there, or before rows are deleted (`post_update`).
    LateUpdate { table: u32, mask: Mask, rows: Vec<u32> },
    /// One DELETE from the table of a many-to-many relationship.
    Unpair(Pairs),
    /// One INSERT into the table of a many-to-many relationship.
    Pair(Pairs),
    /// One DELETE.
    Delete { table: u32, rows: Vec<u32> },
}

/// Pairs of a many-to-many relationship, seen from one side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pairs {
    pub(crate) owner: u32,
    pub(crate) relation: usize,
    pub(crate) pairs: Vec<(Raw, Raw)>,
}

/// What a flush does.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    pub(crate) steps: Vec<Step>,
    /// Keys that go from parents to children.
    pub(crate) hands: BTreeMap<Raw, Vec<Hand>>,
    pub(crate) late_hands: BTreeMap<Raw, Vec<Hand>>,
    pub(crate) cascaded: BTreeMap<Raw, Vec<Hand>>,
    /// New entities that take over the row of one that is deleted: new, old.
    pub(crate) switches: BTreeMap<Raw, Raw>,
    /// Everything that is as in the database afterwards.
    pub(crate) settled: Vec<Raw>,
    pub(crate) leaving: Vec<Raw>,
    pub(crate) ignored: Vec<(Raw, usize, Raw)>,
    /// What must be loaded before there can be a plan; everything else is empty then.
    pub(crate) needs: Vec<Need>,
}

impl Plan {
    /// Plans a flush.
    ///
    /// # Errors
    ///
    /// [`Error::Circular`] if new rows need each other's keys; [`Error::Invalid`] if a key would become NULL;
    /// [`Error::Integrity`] if another column would that cannot.
    pub(crate) fn make(graph: &Graph) -> Result<Self> {
        let work = Work::collect(graph)?;
        if !work.needs.is_empty() {
            return Ok(Plan { needs: work.needs.into_iter().collect(), ..Plan::default() });
        }
        let mut planner = Planner { graph, work, plan: Plan::default() };
        planner.switch_rows();
        planner.settle();
        planner.steps()?;
        planner.refuse_nulls()?;
        Ok(planner.plan)
    }

    /// Whether nothing is sent.
    pub(crate) fn is_empty(&self) -> bool {
        self.steps.is_empty() && self.needs.is_empty()
    }
}

impl Step {
    /// The table of the step's rows; none for pairs.
    pub(crate) fn table(&self) -> Option<u32> {
        match self {
            Step::Insert { table, .. }
            | Step::Update { table, .. }
            | Step::UpdateEach { table, .. }
            | Step::LateUpdate { table, .. }
            | Step::Delete { table, .. } => Some(*table),
            Step::Unpair(_) | Step::Pair(_) => None,
        }
    }

    /// Calls for each of the step's rows; for none of pairs.
    pub(crate) fn for_each_row(&self, mut call: impl FnMut(u32)) {
        match self {
            Step::Insert { rows, .. }
            | Step::Update { rows, .. }
            | Step::LateUpdate { rows, .. }
            | Step::Delete { rows, .. } => rows.iter().for_each(|slot| call(*slot)),
            Step::UpdateEach { rows, .. } => rows.iter().for_each(|(slot, _)| call(*slot)),
            Step::Unpair(_) | Step::Pair(_) => {}
        }
    }
}

pub(super) struct Planner<'g> {
    pub(super) graph: &'g Graph,
    pub(super) work: Work,
    pub(super) plan: Plan,
}

/// The written rows of one table.
#[derive(Default)]
struct Rows {
    /// With the columns that are set.
    updates: Vec<(Raw, Mask)>,
    inserts: Vec<Raw>,
}

impl Rows {
    fn is_empty(&self) -> bool {
        self.updates.is_empty() && self.inserts.is_empty()
    }

    fn all(&self) -> impl Iterator<Item = &Raw> {
        self.inserts.iter().chain(self.updates.iter().map(|(raw, _)| raw))
    }
}

impl Planner<'_> {
    /// Finds new entities whose key is that of a row that is deleted.
    fn switch_rows(&mut self) {
        let graph = self.graph;
        if !self.work.fates.values().any(|fate| *fate == Fate::Delete) {
            return;
        }
        for (&raw, _) in self.work.fates.iter().filter(|(_, fate)| **fate == Fate::Save) {
            if graph.state(raw) != State::Pending {
                continue;
            }
            let holder = self.future_key(raw).and_then(|key| graph.table(raw).find(&key));
            let holder = holder.map(|slot| Raw { slot, ..raw });
            if let Some(holder) = holder.filter(|holder| self.work.is_deleted(*holder)) {
                self.plan.switches.insert(raw, holder);
            }
        }
    }

    /// The key that a new entity will have, if it is known by now: its parents may bring parts of it.
    fn future_key(&self, raw: Raw) -> Option<Vec<Param>> {
        let hands = self.work.hands.get(&raw).map(Vec::as_slice).unwrap_or_default();
        let part = |column: &usize| match hands.iter().find(|hand| hand.column == *column) {
            Some(hand) => hand.from.and_then(|(parent, at)| self.graph.table(parent).cell(parent.slot, at)),
            None => self.graph.table(raw).cell(raw.slot, *column),
        };
        let key = self.graph.meta(raw).table.primary_key.iter();
        key.map(|column| part(column).map(crate::session::Cell::param)).collect()
    }

    fn settle(&mut self) {
        self.plan.settled =
            self.work.fates.iter().filter(|(_, fate)| **fate == Fate::Save).map(|(raw, _)| *raw).collect();
        self.plan.leaving = self.work.leaving.iter().copied().collect();
        self.plan.ignored = std::mem::take(&mut self.work.ignored);
        self.plan.cascaded = std::mem::take(&mut self.work.cascaded);
    }

    fn steps(&mut self) -> Result<()> {
        let mut written = self.written();
        let tables: BTreeSet<u32> = self.work.fates.keys().map(|raw| raw.table).collect();
        let edges = self.edges(&tables);
        let order = order::groups(&tables, &edges);
        for group in &order {
            let rows = group.iter().filter_map(|table| Some((*table, written.remove(table)?))).collect();
            if group.len() > 1 || edges.contains(&(group[0], group[0])) {
                self.write_levels(rows)?;
            } else {
                rows.into_iter().for_each(|(table, rows)| self.write(table, rows));
            }
        }
        self.late_updates(Fate::Save);
        self.pair_steps();
        self.late_updates(Fate::Delete);
        for group in order.iter().rev() {
            self.delete_steps(group)?;
        }
        self.plan.hands = std::mem::take(&mut self.work.hands);
        self.plan.late_hands = std::mem::take(&mut self.work.late_hands);
        Ok(())
    }

    /// Rows to insert and to update, by table: INSERTs in the order of `add`, UPDATEs by key.
    fn written(&self) -> BTreeMap<u32, Rows> {
        let mut written: BTreeMap<u32, Rows> = BTreeMap::new();
        for &raw in self.work.fates.iter().filter(|(_, fate)| **fate == Fate::Save).map(|(raw, _)| raw) {
            let rows = written.entry(raw.table).or_default();
            if self.graph.state(raw) == State::Persistent || self.plan.switches.contains_key(&raw) {
                let mask = self.update_mask(raw);
                if !mask.is_empty() {
                    rows.updates.push((raw, mask));
                }
            } else {
                rows.inserts.push(raw);
            }
        }
        for rows in written.values_mut() {
            columns::sort_by_key(self.graph, &mut rows.updates, |(raw, _)| *raw);
            let arrival = |raw: &Raw| self.graph.head(*raw).arrival;
            if !rows.inserts.is_sorted_by_key(arrival) {
                rows.inserts.sort_by_cached_key(arrival);
            }
        }
        written
    }

    /// Which table must be written before which.
    fn edges(&self, tables: &BTreeSet<u32>) -> BTreeSet<(u32, u32)> {
        let metas: Vec<&'static Meta> =
            tables.iter().map(|table| self.graph.meta(Raw { table: *table, slot: 0 })).collect();
        let mut edges = BTreeSet::new();
        for meta in &metas {
            for facts in meta.relations().iter().filter(|facts| !facts.def.post_update && !facts.is_view()) {
                match facts.kind() {
                    RelationKind::BelongsTo => edges.insert((facts.target.number, meta.number)),
                    RelationKind::HasOne | RelationKind::HasMany => {
                        edges.insert((meta.number, facts.target.number))
                    }
                    RelationKind::ManyToMany => false,
                };
            }
            for key in meta.table.foreign_keys.iter().filter(|key| !is_late(meta, key.columns)) {
                let target = (key.target)();
                edges.extend(
                    metas
                        .iter()
                        .filter(|other| other.table == target)
                        .map(|other| (other.number, meta.number)),
                );
            }
        }
        edges
    }

    /// Writes tables that depend on each other, or on themselves, in levels: each row after its new parents.
    fn write_levels(&mut self, tables: BTreeMap<u32, Rows>) -> Result<()> {
        self.refuse_circles(&tables)?;
        let mut waiting: BTreeSet<Raw> =
            tables.values().flat_map(|rows| rows.inserts.iter().copied()).collect();
        let mut rest = tables;
        // New rows below one that is there already come after new rows without a parent, as in SQLAlchemy.
        let (mut only_roots, mut levels) = (true, Vec::new());
        let group: BTreeSet<u32> = rest.keys().copied().collect();
        let is_root =
            |raw: Raw| !self.parents(raw).any(|parent| parent != raw && group.contains(&parent.table));
        while rest.values().any(|rows| !rows.is_empty()) {
            let mut level = BTreeMap::new();
            for (table, rows) in &mut rest {
                let ready =
                    |raw: Raw| !self.parents(raw).any(|parent| parent != raw && waiting.contains(&parent));
                let updates = rows.updates.extract_if(.., |(raw, _)| ready(*raw)).collect();
                let inserts =
                    rows.inserts.extract_if(.., |raw| ready(*raw) && (!only_roots || is_root(*raw)));
                let inserts = inserts.collect();
                level.insert(*table, Rows { updates, inserts });
            }
            if level.values().all(Rows::is_empty) && !std::mem::take(&mut only_roots) {
                return Err(self.circular(rest.values().flat_map(Rows::all)));
            }
            for raw in level.values().flat_map(|rows| &rows.inserts) {
                waiting.remove(raw);
            }
            levels.push(level);
            only_roots = false;
        }
        for (table, rows) in levels.into_iter().flatten() {
            self.write(table, rows);
        }
        Ok(())
    }

    /// Entities whose keys a row takes over in this flush.
    fn parents(&self, raw: Raw) -> impl Iterator<Item = Raw> + '_ {
        let hands = self.work.hands.get(&raw).map(Vec::as_slice).unwrap_or_default();
        hands.iter().filter_map(|hand| hand.from).map(|(parent, _)| parent)
    }

    /// Refuses rows of one table that would be their own ancestors, new or not.
    fn refuse_circles(&self, tables: &BTreeMap<u32, Rows>) -> Result<()> {
        for &raw in tables.values().flat_map(Rows::all) {
            let mut way = vec![raw];
            let mut seen = BTreeSet::from([raw]);
            let mut open: Vec<Raw> = self.parents(raw).collect();
            while let Some(parent) = open.pop() {
                if parent == raw {
                    return Err(self.circular(way.iter()));
                }
                if seen.insert(parent) {
                    way.push(parent);
                    open.extend(self.known_parents(parent));
                }
            }
        }
        Ok(())
    }

    /// Entities that a row belongs to once the flush is done, as far as relationships in memory tell.
    fn known_parents(&self, raw: Raw) -> Vec<Raw> {
        if !self.work.is_saved(raw) {
            return Vec::new();
        }
        let hands = self.work.hands.get(&raw).map(Vec::as_slice).unwrap_or_default();
        let mut parents = Vec::new();
        for (at, facts) in self.graph.meta(raw).relations().iter().enumerate() {
            if facts.kind() != RelationKind::BelongsTo || facts.def.post_update {
                continue;
            }
            match hands.iter().find(|hand| facts.local.contains(&hand.column)) {
                Some(hand) => parents.extend(hand.from.map(|(parent, _)| parent)),
                None => parents.extend(self.graph.members(raw, at).unwrap_or_default()),
            }
        }
        parents
    }

    fn circular<'r>(&self, rows: impl Iterator<Item = &'r Raw>) -> Error {
        Error::Circular { models: rows.map(|raw| self.graph.meta(*raw).model()).collect() }
    }

    fn write(&mut self, table: u32, rows: Rows) {
        self.update_steps(table, rows.updates);
        self.insert_steps(table, &rows.inserts);
    }

    fn late_updates(&mut self, fate: Fate) {
        let mut groups: BTreeMap<(u32, Vec<usize>), Vec<u32>> = BTreeMap::new();
        for (&raw, hands) in
            self.work.late_hands.iter().filter(|(raw, _)| self.work.fates.get(raw) == Some(&fate))
        {
            let is_new = self.graph.state(raw) == State::Pending;
            let sent = hands
                .iter()
                .filter(|hand| if is_new { hand.from.is_some() } else { self.hand_differs(raw, **hand) });
            let mask: Vec<usize> = sent.map(|hand| hand.column).collect();
            if !mask.is_empty() {
                groups.entry((raw.table, mask)).or_default().push(raw.slot);
            }
        }
        let steps = groups.into_iter().map(|((table, mask), rows)| Step::LateUpdate {
            table,
            mask: mask.into_iter().collect(),
            rows,
        });
        self.plan.steps.extend(steps);
    }

    fn pair_steps(&mut self) {
        let grouped = |pairs: &BTreeSet<((u32, usize), Raw, Raw)>| {
            let mut groups: BTreeMap<(u32, usize), Vec<(Raw, Raw)>> = BTreeMap::new();
            for &(of, owner, member) in pairs {
                groups.entry(of).or_default().push((owner, member));
            }
            groups.into_iter().map(|((owner, relation), pairs)| Pairs { owner, relation, pairs })
        };
        let unpairs = grouped(&self.work.unpairs).map(Step::Unpair);
        let pairs = grouped(&self.work.pairs).map(Step::Pair);
        self.plan.steps.extend(unpairs.chain(pairs));
    }

    /// Deletes of one table are one statement: PostgreSQL looks at references when the statement ends. Tables
    /// that refer to each other are not in one statement, so their rows go one after the other.
    fn delete_steps(&mut self, group: &[u32]) -> Result<()> {
        let switched: BTreeSet<Raw> = self.plan.switches.values().copied().collect();
        let mut rest = Vec::new();
        for &table in group {
            let all = Raw { table, slot: 0 }..=Raw { table, slot: u32::MAX };
            let fates = self.work.fates.range(all).filter(|(_, fate)| **fate == Fate::Delete);
            let mut rows: Vec<Raw> =
                fates.map(|(raw, _)| *raw).filter(|raw| !switched.contains(raw)).collect();
            columns::sort_by_key(self.graph, &mut rows, |raw| *raw);
            rest.append(&mut rows);
        }
        if group.len() == 1 {
            self.delete_step(&rest);
            return Ok(());
        }
        while !rest.is_empty() {
            let parents: BTreeSet<Raw> = rest
                .iter()
                .flat_map(|raw| {
                    self.rows_referred_to(*raw).into_iter().filter(|parent| parent.table != raw.table)
                })
                .collect();
            let (ready, waiting): (Vec<Raw>, Vec<Raw>) = rest.iter().partition(|raw| !parents.contains(raw));
            if ready.is_empty() {
                return Err(self.circular(waiting.iter()));
            }
            for &table in group {
                let rows: Vec<Raw> = ready.iter().copied().filter(|raw| raw.table == table).collect();
                self.delete_step(&rows);
            }
            rest = waiting;
        }
        Ok(())
    }

    fn delete_step(&mut self, rows: &[Raw]) {
        if let Some(first) = rows.first() {
            let slots = rows.iter().map(|raw| raw.slot).collect();
            self.plan.steps.push(Step::Delete { table: first.table, rows: slots });
        }
    }

    /// Entities that a row in the database refers to, as far as they are in memory.
    fn rows_referred_to(&self, raw: Raw) -> Vec<Raw> {
        let relations = self.graph.meta(raw).relations().iter();
        let parents =
            relations.filter(|facts| facts.kind() == RelationKind::BelongsTo && !facts.def.post_update);
        parents.filter_map(|facts| self.graph.by_key(raw, facts).flatten()).collect()
    }
}

/// Whether a foreign key is written by UPDATEs of its own.
fn is_late(meta: &Meta, columns: &[usize]) -> bool {
    let late = |facts: &&crate::session::relation::Relation| facts.def.post_update && facts.local == columns;
    meta.relations().iter().any(|facts| late(&facts))
}

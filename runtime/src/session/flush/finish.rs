//! What the server answered, put into memory.

use std::collections::BTreeMap;

use crate::error::{Error, Result};
use crate::schema::RelationKind;
use crate::session::core::State;
use crate::session::flush::collect::Hand;
use crate::session::flush::encode::take_hands;
use crate::session::flush::plan::Plan;
use crate::session::flush::stage::{About, Sent};
use crate::session::flush::statements::Verb;
use crate::session::journal::Entry;
use crate::session::links::Known;
use crate::session::table::Freshness;
use crate::session::{Graph, Mask, Raw};
use crate::types::Reader;

/// Rows of a statement that were found, as they are told.
#[derive(Debug, Default)]
pub(crate) struct Found {
    told: Vec<bool>,
    count: usize,
}

impl Found {
    /// Takes in a row of RETURNING: server-made values, and which of the statement's rows it is.
    pub(crate) fn row(&mut self, graph: &mut Graph, sent: &Sent, reader: &mut Reader<'_>) -> Result<()> {
        let About::Rows { table, verb, rows, returned, .. } = &sent.about else { return Ok(()) };
        let place = match verb {
            // Counted by WITH ORDINALITY from 1.
            Verb::UpdateMany | Verb::DeleteMany => {
                usize::try_from(reader.value::<i64>()?).unwrap_or(0).saturating_sub(1)
            }
            _ => self.count,
        };
        self.count += 1;
        self.told.resize(rows.len(), false);
        let Some(&slot) = rows.get(place) else { return Ok(()) };
        self.told[place] = true;
        let raw = Raw { table: *table, slot };
        for &column in returned {
            let bytes = reader.raw()?;
            graph.table_mut(raw).put_encoded(slot, column, bytes)?;
        }
        Ok(())
    }

    /// The first of the statement's rows that was not found.
    fn missing(&self, rows: &[u32]) -> Option<u32> {
        let told = self.told.iter().copied().chain(std::iter::repeat(false));
        rows.iter().zip(told).find(|(_, told)| !told).map(|(slot, _)| *slot)
    }
}

impl Graph {
    /// Notes that a statement was done.
    ///
    /// # Errors
    ///
    /// [`Error::Stale`] if a row to update, or a row with a version to delete, was not found; [`Error::Invalid`] if
    /// a trigger or rule left new rows out, as nobody can tell which rows the keys that came back belong to.
    pub(crate) fn done(&mut self, plan: &Plan, sent: &Sent, affected: u64, found: &Found) -> Result<()> {
        let About::Rows { table, verb, mask, rows, .. } = &sent.about else { return Ok(()) };
        let coarse = self.coarse(*table, rows, mask);
        let all_found = usize::try_from(affected) == Ok(rows.len());
        match verb {
            Verb::InsertOne | Verb::InsertMany => {
                if !all_found {
                    return Err(self.left_out(*table, affected, rows.len()));
                }
                self.inserted(*table, rows, &coarse);
            }
            Verb::UpdateOne | Verb::UpdateMany | Verb::UpdateCounted => {
                if !all_found {
                    return Err(self.stale(*table, found.missing(rows)));
                }
                self.updated(plan, (*table, mask, rows), &coarse);
            }
            Verb::DeleteOne | Verb::DeleteMany => {
                let facts = self.meta(Raw { table: *table, slot: 0 }).table;
                if !all_found && facts.columns.iter().any(|column| column.version) {
                    return Err(self.stale(*table, found.missing(rows)));
                }
                rows.iter().for_each(|&slot| self.deleted(Raw { table: *table, slot }));
            }
        }
        Ok(())
    }

    fn left_out(&self, table: u32, affected: u64, sent: usize) -> Error {
        Error::Invalid {
            model: self.meta(Raw { table, slot: 0 }).model(),
            message: format!(
                "{sent} rows were to be inserted, and {affected} were: is there a trigger or a rule?"
            ),
        }
    }

    /// The error for the row of a statement that was not found.
    pub(crate) fn not_found(&self, sent: &Sent, found: &Found) -> Error {
        match &sent.about {
            About::Rows { table, rows, .. } => {
                self.stale(*table, found.missing(rows).or(rows.first().copied()))
            }
            // Nobody asks: pairs are not counted.
            About::Pairs => Error::NoRows,
        }
    }

    fn stale(&self, table: u32, slot: Option<u32>) -> Error {
        let raw = Raw { table, slot: slot.unwrap_or_default() };
        Error::Stale { model: self.meta(raw).model(), key: self.table(raw).key_text(raw.slot) }
    }

    /// The columns of which PostgreSQL may give other values back than it was given.
    fn coarse(&self, table: u32, rows: &[u32], mask: &Mask) -> Vec<usize> {
        let store = self.table(Raw { table, slot: 0 });
        let columns = store.core().meta.table.columns;
        let Some(&first) = rows.first() else { return Vec::new() };
        let is_coarse = |at: &usize| {
            let cell = store.cell(first, *at);
            !columns[*at].modifiers.is_empty() || cell.is_none_or(|cell| !cell.is_kept_exactly())
        };
        mask.iter().filter(is_coarse).collect()
    }

    /// `coarse`: columns that are to be as the database has them.
    fn inserted(&mut self, table: u32, rows: &[u32], coarse: &[usize]) {
        self.journal.entries.extend(rows.iter().map(|&slot| Entry::Inserted(Raw { table, slot })));
        let store = self.table_mut(Raw { table, slot: 0 });
        store.settle(rows, coarse);
        store.enter_new(rows);
        if !store.core().meta.relations().is_empty() {
            rows.iter().for_each(|&slot| self.members_of_new(Raw { table, slot }));
        }
    }

    /// What was never touched of a new row is presumed to be empty; what was touched is known.
    fn members_of_new(&mut self, raw: Raw) {
        for (at, facts) in self.meta(raw).relations().iter().enumerate() {
            let is_parent = facts.kind() == RelationKind::BelongsTo;
            let is_touched = self.rel(raw, at).is_some_and(|state| state.delta.is_some());
            if is_touched || !is_parent {
                self.rel_mut(raw, at).known = if is_touched { Known::Yes } else { Known::Assumed };
            }
        }
    }

    /// `coarse`: columns that are to be as the database has them.
    fn updated(&mut self, plan: &Plan, (table, mask, rows): (u32, &Mask, &[u32]), coarse: &[usize]) {
        let meta = self.meta(Raw { table, slot: 0 });
        if plan.switches.is_empty() && !self.journal.is_nested() && mask.is_disjoint(meta.keys()) {
            // Neither a key nor a relationship is concerned.
            self.table_mut(Raw { table, slot: 0 }).settle(rows, coarse);
            return;
        }
        for raw in rows.iter().map(|&slot| Raw { table, slot }) {
            if plan.switches.contains_key(&raw) {
                self.table_mut(raw).make_stored(raw.slot, coarse);
                continue;
            }
            let handed = |hands: &BTreeMap<Raw, Vec<Hand>>| hands.get(&raw).cloned().unwrap_or_default();
            let hands = [handed(&plan.hands), handed(&plan.late_hands)].concat();
            self.rewritten(raw, coarse, &hands);
        }
    }

    /// The row in memory is that of the database; it may have another key now. `hands`: keys that came from
    /// relationships.
    fn rewritten(&mut self, raw: Raw, coarse: &[usize], hands: &[Hand]) {
        let nested = self.journal.is_nested();
        let keys = self.written_keys(raw, &self.table(raw).changed(raw.slot), hands);
        let table = self.table_mut(raw);
        let moved = table.is_moved(raw.slot);
        if moved {
            table.leave(raw.slot);
        }
        if moved || nested {
            table.save(raw.slot);
        }
        table.settle(&[raw.slot], coarse);
        if moved {
            table.enter(raw.slot);
        }
        if moved || nested {
            self.journal.push(Entry::Written(raw));
        }
        self.follow_keys(raw, &keys);
    }

    fn deleted(&mut self, raw: Raw) {
        self.journal.push(Entry::Deleted(raw));
        let table = self.table_mut(raw);
        table.leave(raw.slot);
        let head = self.head_mut(raw);
        head.state = State::Deleted;
    }

    /// Notes that all statements were done: everything is as in the database.
    pub(crate) fn finish(&mut self, plan: &Plan) -> Result<()> {
        for (&new, &old) in &plan.switches {
            take_hands(self, new, plan.hands.get(&new))?;
            self.take_row(new, old)?;
        }
        for &raw in &plan.settled {
            if self.table(raw).is_kept(raw.slot) && self.state(raw) == State::Persistent {
                // Nothing was sent for it: what differs is only what a relationship overrules.
                take_hands(self, raw, plan.hands.get(&raw))?;
                self.table_mut(raw).settle(&[raw.slot], &[]);
            }
            if let Some(links) = self.head_mut(raw).links.as_deref_mut() {
                links.relations.iter_mut().for_each(|state| state.settle());
            }
        }
        for (&child, hands) in &plan.cascaded {
            self.table_mut(child).keep(child.slot);
            take_hands(self, child, Some(hands))?;
            self.rewritten(child, &[], hands);
        }
        for &(owner, relation, member) in &plan.ignored {
            self.tell_key(owner, relation, member)?;
        }
        self.name_parents(plan);
        for &raw in &plan.leaving {
            self.leave(raw);
        }
        self.begun = true;
        self.pending.clear();
        self.doomed.clear();
        self.forget_dirty();
        Ok(())
    }

    /// Expired entities whose keys were needed are known again.
    fn name_parents(&mut self, plan: &Plan) {
        let handed = plan.hands.values().flatten().filter_map(|hand| hand.from).map(|(parent, _)| parent);
        let mut last = None;
        for parent in handed.chain(plan.ignored.iter().map(|(owner, ..)| *owner)) {
            // Siblings stand side by side.
            if last.replace(parent) == Some(parent) {
                continue;
            }
            let table = self.table_mut(parent);
            if let Freshness::Expired(by) = table.freshness(parent.slot) {
                table.set_freshness(parent.slot, Freshness::Named(by));
            }
        }
    }

    /// A child that is not in the session knows its parent's key all the same.
    fn tell_key(&mut self, owner: Raw, relation: usize, member: Raw) -> Result<()> {
        let facts = self.relation(owner, relation);
        let is_child = matches!(facts.kind(), RelationKind::HasOne | RelationKind::HasMany);
        if !is_child || self.state(member) != State::Transient {
            return Ok(());
        }
        let columns = facts.remote.iter().zip(&facts.local);
        let hands = columns.map(|(&column, &key)| Hand { column, from: Some((owner, key)) }).collect();
        take_hands(self, member, Some(&hands))
    }

    /// A new entity has taken over the row of one that was deleted: it knows what was not given for it.
    fn take_row(&mut self, new: Raw, old: Raw) -> Result<()> {
        self.deleted(old);
        for column in 0..self.meta(new).table.columns.len() {
            let table = self.table_mut(new);
            if table.cell(new.slot, column).is_none()
                && let Some(value) = table.old_cell(old.slot, column).map(crate::session::Cell::boxed)
            {
                table.put(new.slot, column, &*value)?;
            }
        }
        let doubtful = self.table(old).freshness(old.slot).wants_row();
        self.inserted(new.table, &[new.slot], &[]);
        if doubtful || !self.table(new).is_full(new.slot) {
            self.table_mut(new).set_freshness(new.slot, Freshness::Restored);
        }
        Ok(())
    }
}

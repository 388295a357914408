//! Which columns are written: rows with the same ones go together.

use std::collections::HashMap;

use crate::error::{Constraint, DatabaseError, Error, IntegrityError, Result};
use crate::schema::RelationKind;
use crate::session::core::State;
use crate::session::flush::collect::{Fate, Hand};
use crate::session::flush::columns::{self, Inserted};
use crate::session::flush::plan::{Planner, Step};
use crate::session::{Graph, Mask, Raw};

/// Rows that set the same columns.
struct Group {
    mask: Mask,
    is_contended: bool,
    rows: Vec<u32>,
}

impl Planner<'_> {
    pub(super) fn update_steps(&mut self, table: u32, rows: Vec<(Raw, Mask)>) {
        let facts = self.graph.meta(Raw { table, slot: 0 }).table;
        let mut groups: Vec<Group> = Vec::new();
        let mut places: HashMap<Mask, usize> = HashMap::new();
        let mut contended = Vec::new();
        let mut last = 0;
        for (raw, mask) in rows {
            // Neighbours mostly set the same columns.
            if groups.get(last).is_none_or(|group| group.mask != mask) {
                last = *places.entry(mask.clone()).or_insert_with(|| {
                    let is_contended = columns::is_contended(facts, &mask);
                    groups.push(Group { mask: mask.clone(), is_contended, rows: Vec::new() });
                    groups.len() - 1
                });
            }
            if groups[last].is_contended {
                contended.push((raw.slot, mask));
            } else {
                groups[last].rows.push(raw.slot);
            }
        }
        let groups = groups.into_iter().filter(|group| !group.is_contended);
        self.plan.steps.extend(groups.map(|Group { mask, rows, .. }| Step::Update { table, mask, rows }));
        if !contended.is_empty() {
            self.plan.steps.push(Step::UpdateEach { table, rows: contended });
        }
    }

    /// Runs of rows with the same columns, not groups: generated keys follow the order of `add`.
    pub(super) fn insert_steps(&mut self, table: u32, rows: &[Raw]) {
        let Some(first) = rows.first() else { return };
        let store = self.graph.table(*first);
        let inserted = Inserted::of(store.core().meta.table);
        let mut runs: Vec<(Mask, Vec<u32>)> = Vec::new();
        for raw in rows {
            let hands = self.hands(*raw);
            let mask = inserted.mask(store, raw.slot, hands);
            match runs.last_mut() {
                Some((last, slots)) if *last == mask => slots.push(raw.slot),
                _ => runs.push((mask, vec![raw.slot])),
            }
        }
        self.plan.steps.extend(runs.into_iter().map(|(mask, rows)| Step::Insert { table, mask, rows }));
    }

    fn hands(&self, raw: Raw) -> &[Hand] {
        if self.work.hands.is_empty() {
            return &[];
        }
        self.work.hands.get(&raw).map(Vec::as_slice).unwrap_or_default()
    }

    /// The columns that an UPDATE of a row sets. Empty: there is nothing to write.
    pub(super) fn update_mask(&self, raw: Raw) -> Mask {
        let hands = self.hands(raw);
        if let Some(&old) = self.plan.switches.get(&raw) {
            return self.switch_mask(raw, old, hands);
        }
        let differs = hands.iter().filter(|hand| self.hand_differs(raw, **hand)).map(|hand| hand.column);
        let mut mask = columns::updated(self.graph.table(raw), raw.slot, differs);
        // The relationship decides, even if the column itself was written.
        hands.iter().filter(|hand| !self.hand_differs(raw, **hand)).for_each(|hand| mask.remove(hand.column));
        mask
    }

    /// A new entity in an old row writes what was given for it and differs.
    fn switch_mask(&self, new: Raw, old: Raw, hands: &[Hand]) -> Mask {
        let table = self.graph.table(new);
        let differs = |column: &usize| match hands.iter().find(|hand| hand.column == *column) {
            Some(hand) => self.hand_differs(old, *hand),
            None => match (table.cell(new.slot, *column), table.old_cell(old.slot, *column)) {
                (Some(now), Some(before)) => !now.same(before),
                (now, _) => now.is_some(),
            },
        };
        let facts = table.core().meta.table;
        let columns = (0..facts.columns.len()).filter(|column| !facts.columns[*column].version);
        columns.filter(|column| !facts.primary_key.contains(column)).filter(differs).collect()
    }

    /// Whether a key that is handed over differs from what the child's row has.
    pub(super) fn hand_differs(&self, child: Raw, hand: Hand) -> bool {
        let table = self.graph.table(child);
        if table.freshness(child.slot).is_expired() {
            // What is in memory may be old: a rollback leaves what was never saved.
            return true;
        }
        let old = table.old_cell(child.slot, hand.column);
        match hand.from {
            None => old.is_none_or(|old| !old.is_null()),
            Some((parent, column)) => {
                let key = self.graph.table(parent).cell(parent.slot, column);
                match (key, old) {
                    (Some(key), Some(old)) => key.param().value != old.param().value,
                    _ => true,
                }
            }
        }
    }

    /// Refuses to set columns to NULL that cannot be: rows that have lost a parent and have no other.
    ///
    /// # Errors
    ///
    /// [`Error::Integrity`], as the server would refuse.
    pub(super) fn refuse_nulls(&self) -> Result<()> {
        let late =
            self.plan.late_hands.iter().filter(|(raw, _)| self.work.fates.get(raw) == Some(&Fate::Save));
        for (&raw, hands) in self.plan.hands.iter().chain(late) {
            let columns = self.graph.meta(raw).table.columns;
            let is_refused = |hand: &&Hand| hand.from.is_none() && !columns[hand.column].nullable;
            if let Some(hand) = hands.iter().find(is_refused) {
                return Err(lost_parent(self.graph, raw, hand.column));
            }
        }
        Ok(())
    }
}

fn lost_parent(graph: &Graph, raw: Raw, column: usize) -> Error {
    let meta = graph.meta(raw);
    let (model, table) = (meta.model(), meta.table);
    let parent = meta
        .relations()
        .iter()
        .find(|facts| facts.kind() == RelationKind::BelongsTo && facts.local.contains(&column));
    let whom = match graph.state(raw) {
        State::Pending => format!("a new {model}"),
        _ => format!("{model} {}", graph.table(raw).key_text(raw.slot)),
    };
    let name = table.columns[column].name;
    let lost = parent.map_or_else(|| "its parent".to_owned(), |facts| format!("its `{}`", facts.def.name));
    let message = format!(
        "{whom} has lost {lost}, and `{model}::{name}` cannot be NULL: delete it, give it another one, or let the \
         relationship cascade"
    );
    Error::Integrity(Box::new(IntegrityError {
        kind: Constraint::NotNull,
        database: DatabaseError {
            sqlstate: "23502".to_owned(),
            message,
            detail: None,
            hint: None,
            schema: table.schema.map(str::to_owned),
            table: Some(table.name.to_owned()),
            column: Some(name.to_owned()),
            constraint: None,
            sql: None,
        },
    }))
}

//! From steps to statements with their values.
//!
//! Values are owned bytes from here on, so that futures borrow nothing from the stores.

use std::collections::BTreeMap;

use crate::error::{Error, Result};
use crate::schema::TableDef;
use crate::session::flush::collect::Hand;
use crate::session::flush::plan::{Pairs, Plan, Step};
use crate::session::flush::rows::{self, Cells};
use crate::session::flush::stage::{About, Sent};
use crate::session::flush::statements::{self, Verb};
use crate::session::relation::Relation;
use crate::session::table::{Moment, Table};
use crate::session::{Cell, Graph, Mask, Raw};
use crate::types::{ArrayBuilder, Param, PgType};

/// Appends the statements of a step.
pub(super) fn encode(graph: &mut Graph, plan: &Plan, step: &Step, out: &mut Vec<Sent>) -> Result<()> {
    match step {
        Step::Insert { table, mask, rows } => insert(graph, plan, (*table, mask, rows), out),
        Step::Update { table, mask, rows } => update(graph, plan, (*table, mask, rows), Hands::Own, out),
        Step::LateUpdate { table, mask, rows } => update(graph, plan, (*table, mask, rows), Hands::Late, out),
        Step::UpdateEach { table, rows } => rows
            .iter()
            .try_for_each(|(slot, mask)| update(graph, plan, (*table, mask, &[*slot]), Hands::Own, out)),
        Step::Delete { table, rows } => delete(graph, *table, rows, out),
        Step::Pair(pairs) => pair(graph, pairs, true, out),
        Step::Unpair(pairs) => pair(graph, pairs, false, out),
    }
}

/// Which of a plan's hands an UPDATE writes.
#[derive(Clone, Copy)]
enum Hands {
    Own,
    Late,
}

/// Puts the keys of parents into their children.
pub(crate) fn take_hands(graph: &mut Graph, child: Raw, hands: Option<&Vec<Hand>>) -> Result<()> {
    for hand in hands.into_iter().flatten() {
        let given = hand.from.map(|(parent, at)| {
            let table = graph.table(parent);
            let cell = table.cell(parent.slot, at);
            cell.map(Cell::param).ok_or_else(|| Error::Unset {
                model: table.core().meta.model(),
                column: table.core().meta.table.columns[at].name,
            })
        });
        let table = graph.table_mut(child);
        match given.transpose()?.map(|param| param.value) {
            Some(crate::types::ParamValue::Binary(bytes)) => {
                table.put_encoded(child.slot, hand.column, Some(&bytes))?;
            }
            // The plan has refused columns that have no NULL.
            _ => drop(table.put_null(child.slot, hand.column)),
        }
    }
    Ok(())
}

/// Makes the values that the program makes for new rows.
fn fill_defaults(graph: &mut Graph, table: u32, mask: &Mask, slots: &[u32]) -> Result<()> {
    let table = graph.table_mut(Raw { table, slot: 0 });
    let columns = table.core().meta.table.columns;
    for at in mask.iter() {
        let column = &columns[at];
        if column.version {
            for &slot in slots {
                let first = table.version_after(at, None);
                table.put(slot, at, &*first)?;
            }
            continue;
        }
        for slot in table.lacking(slots, at, column.default.on_insert) {
            match table.default_value(at) {
                Some(value) => table.put(slot, at, &*value)?,
                None => drop(table.put_null(slot, at)),
            }
        }
    }
    Ok(())
}

fn insert(graph: &mut Graph, plan: &Plan, step: (u32, &Mask, &[u32]), out: &mut Vec<Sent>) -> Result<()> {
    let (table, mask, slots) = step;
    if !plan.hands.is_empty() {
        for &slot in slots {
            let raw = Raw { table, slot };
            take_hands(graph, raw, plan.hands.get(&raw))?;
        }
    }
    fill_defaults(graph, table, mask, slots)?;
    let columns: Vec<usize> = mask.iter().collect();
    let store = graph.table(Raw { table, slot: 0 });
    let values = Values { store, columns: &columns, first_old: columns.len(), switches: None };
    let verbs = (Verb::InsertOne, (!columns.is_empty()).then_some(Verb::InsertMany));
    statements_for(graph, (table, verbs, mask), slots, &values, out)
}

fn update(
    graph: &mut Graph,
    plan: &Plan,
    step: (u32, &Mask, &[u32]),
    which: Hands,
    out: &mut Vec<Sent>,
) -> Result<()> {
    let (table, mask, slots) = step;
    let meta = graph.meta(Raw { table, slot: 0 });
    let mut set = mask.clone();
    let hands = match which {
        Hands::Own => &plan.hands,
        Hands::Late => &plan.late_hands,
    };
    for &slot in slots {
        let raw = Raw { table, slot };
        if plan.switches.is_empty() || !plan.switches.contains_key(&raw) {
            graph.table_mut(raw).keep(slot);
        }
        if !hands.is_empty() {
            take_hands(graph, raw, hands.get(&raw))?;
        }
    }
    fill_updated(graph, plan, step, &mut set)?;
    let mut columns: Vec<usize> = set.iter().collect();
    let first_key = columns.len();
    columns.extend(statements::located(meta.table));
    let store = graph.table(Raw { table, slot: 0 });
    let switches = (!plan.switches.is_empty()).then_some(&plan.switches);
    let values = Values { store, columns: &columns, first_old: first_key, switches };
    let verbs = (Verb::UpdateOne, Some(Verb::UpdateMany));
    statements_for(graph, (table, verbs, &set), slots, &values, out)
}

/// Makes the values that the program makes for updated rows, and lists their columns as sent.
fn fill_updated(graph: &mut Graph, plan: &Plan, step: (u32, &Mask, &[u32]), set: &mut Mask) -> Result<()> {
    let (number, mask, slots) = step;
    let table = graph.table_mut(Raw { table: number, slot: 0 });
    for (at, column) in table.core().meta.table.columns.iter().enumerate() {
        if mask.contains(at) || !column.version && !column.default.on_update {
            continue;
        }
        for &slot in slots {
            if column.version {
                let old = plan.switches.get(&Raw { table: number, slot }).map_or(slot, |old| old.slot);
                let current = table.old_cell(old, at).map(Cell::boxed);
                let next = table.version_after(at, current.as_deref());
                table.put(slot, at, &*next)?;
                set.insert(at);
            } else if let Some(value) = table.on_update_value(at) {
                table.put(slot, at, &*value)?;
                set.insert(at);
            }
        }
    }
    Ok(())
}

fn delete(graph: &Graph, table: u32, slots: &[u32], out: &mut Vec<Sent>) -> Result<()> {
    let store = graph.table(Raw { table, slot: 0 });
    let keys = statements::located(store.core().meta.table);
    let values = Values { store, columns: &keys, first_old: 0, switches: None };
    let verbs = (Verb::DeleteOne, Some(Verb::DeleteMany));
    statements_for(graph, (table, verbs, &Mask::EMPTY), slots, &values, out)
}

/// The values of a statement: rows are slots of a store.
struct Values<'v> {
    store: &'v dyn Table,
    columns: &'v [usize],
    /// The place from which on the values are those of the last flush: they find the rows.
    first_old: usize,
    /// Rows that are found by the values of others.
    switches: Option<&'v BTreeMap<Raw, Raw>>,
}

impl Cells for Values<'_> {
    fn cell(&self, slot: u32, place: usize) -> Option<&dyn Cell> {
        let column = self.columns[place];
        if place < self.first_old {
            return self.store.cell(slot, column);
        }
        let holder = self.switches.and_then(|switches| switches.get(&self.store.core().raw(slot)));
        self.store.old_cell(holder.map_or(slot, |holder| holder.slot), column)
    }

    fn push(&self, slots: &[u32], place: usize, array: &mut ArrayBuilder) {
        let column = self.columns[place];
        if place < self.first_old {
            self.store.push_cells(slots, column, Moment::Now, array);
        } else if self.switches.is_none() {
            self.store.push_cells(slots, column, Moment::LastFlush, array);
        } else {
            rows::push_each(self, slots, place, array);
        }
    }
}

/// One statement for one row, one for many; one for each row where there is none for many.
fn statements_for(
    graph: &Graph,
    what: (u32, (Verb, Option<Verb>), &Mask),
    slots: &[u32],
    values: &Values<'_>,
    out: &mut Vec<Sent>,
) -> Result<()> {
    let ((table, (one, many), mask), columns) = (what, values.columns);
    let facts = graph.meta(Raw { table, slot: 0 }).table;
    let types: Vec<PgType> = columns.iter().map(|&at| facts.columns[at].ty).collect();
    let (Some(many), 2..) = (many, slots.len()) else {
        for &slot in slots {
            let params = named(facts, columns, one_row(slot, &types, values));
            out.push(sent(graph, table, (one, mask, vec![slot]), params)?);
        }
        return Ok(());
    };
    let mut rest = slots;
    while !rest.is_empty() {
        let (count, params) = rows::params(rest, &types, values);
        let (taken, left) = rest.split_at(count);
        let params = named(facts, columns, params);
        out.push(sent(graph, table, (many, mask, taken.to_vec()), params)?);
        rest = left;
    }
    Ok(())
}

/// A parameter that cannot be sent says for which column it is.
fn named(table: &TableDef, columns: &[usize], params: Vec<Param>) -> Vec<Param> {
    if params.len() != columns.len() {
        // A column of arrays takes several.
        return params;
    }
    let named = |(param, &at): (Param, &usize)| param.of_column(table.columns[at].name);
    params.into_iter().zip(columns).map(named).collect()
}

fn one_row(row: u32, types: &[PgType], cells: &dyn Cells) -> Vec<Param> {
    let param =
        |(place, ty): (usize, &PgType)| cells.cell(row, place).map_or_else(|| Param::null(*ty), Cell::param);
    types.iter().enumerate().map(param).collect()
}

fn pair(graph: &Graph, pairs: &Pairs, insert: bool, out: &mut Vec<Sent>) -> Result<()> {
    let meta = graph.meta(Raw { table: pairs.owner, slot: 0 });
    let facts = &meta.relations()[pairs.relation];
    let Some(link) = facts.between() else { return Ok(()) };
    if link.local.is_empty() || link.remote.is_empty() {
        // Without columns a DELETE would have no condition.
        return Err(Error::Schema {
            message: format!(
                "{}.{}: the table `{}` in between has no foreign key to both ends",
                meta.model(),
                facts.def.name,
                link.name
            ),
        });
    }
    let near = facts.local.iter().map(|at| meta.table.columns[*at].ty);
    let types: Vec<PgType> =
        near.chain(facts.remote.iter().map(|at| facts.target.table.columns[*at].ty)).collect();
    let ends = Ends { graph, facts, pairs: &pairs.pairs };
    let numbers: Vec<u32> = (0..pairs.pairs.len() as u32).collect();
    let mut push = |params: Vec<Param>, many: bool| -> Result<()> {
        let rendered = statements::pair(link, &types, many, insert).render();
        rendered.check()?;
        out.push(Sent { sql: rendered.sql.into(), params, about: About::Pairs });
        Ok(())
    };
    if let [row] = numbers[..] {
        return push(one_row(row, &types, &ends), false);
    }
    let mut rest = &numbers[..];
    while !rest.is_empty() {
        let (count, params) = rows::params(rest, &types, &ends);
        push(params, true)?;
        rest = &rest[count..];
    }
    Ok(())
}

/// The values of pairs: rows are places among the pairs.
struct Ends<'p> {
    graph: &'p Graph,
    facts: &'p Relation,
    pairs: &'p [(Raw, Raw)],
}

impl Cells for Ends<'_> {
    fn cell(&self, row: u32, place: usize) -> Option<&dyn Cell> {
        let (owner, member) = self.pairs[row as usize];
        match self.facts.local.get(place) {
            Some(&at) => self.graph.table(owner).cell(owner.slot, at),
            None => {
                let at = self.facts.remote[place - self.facts.local.len()];
                self.graph.table(member).cell(member.slot, at)
            }
        }
    }
}

fn sent(graph: &Graph, table: u32, what: (Verb, &Mask, Vec<u32>), params: Vec<Param>) -> Result<Sent> {
    let (verb, mask, rows) = what;
    let meta = graph.meta(Raw { table, slot: 0 });
    let returned = statements::returned(meta.table, verb, mask);
    let sql = statements::text(meta, verb, mask)?;
    Ok(Sent { sql, params, about: About::Rows { table, verb, mask: mask.clone(), rows, returned } })
}

//! From steps to statements with their values.
//!
//! Values are owned bytes from here on, so that futures borrow nothing from the stores.

use std::collections::HashSet;
use std::sync::Arc;

use crate::error::{Error, Result};
use crate::session::flush::collect::Hand;
use crate::session::flush::plan::{Pairs, Plan, Step};
use crate::session::flush::statements::{self, Verb};
use crate::session::{Cell, Graph, Mask, Raw};
use crate::types::{ArrayBuilder, Param};

/// A statement with its values, and whose rows it is about.
#[derive(Debug)]
pub(crate) struct Sent {
    pub(crate) sql: Arc<str>,
    pub(crate) params: Vec<Param>,
    pub(crate) about: About,
}

/// Whose rows a statement is about.
#[derive(Debug)]
pub(crate) enum About {
    Rows { table: u32, verb: Verb, rows: Vec<u32>, returned: Vec<usize> },
    Pairs,
}

/// Arrays of this size are sent before more rows are added to them.
const FULL: usize = 64 << 20;

/// The statements of as many steps as can be sent together: up to the first that needs a key which the server
/// has not made yet. Returns the position of that step, too.
pub(crate) fn stage(graph: &mut Graph, plan: &Plan, first: usize) -> Result<(Vec<Sent>, usize)> {
    let mut sent = Vec::new();
    let mut concerned = HashSet::new();
    let mut at = first;
    while let Some(step) = plan.steps.get(at) {
        if at > first && !is_ready(graph, plan, step, &concerned) {
            break;
        }
        concerned.extend(rows_of(step));
        encode(graph, plan, step, &mut sent)?;
        at += 1;
    }
    Ok((sent, at))
}

/// Whether a step waits for nothing that is sent together with it.
fn is_ready(graph: &Graph, plan: &Plan, step: &Step, concerned: &HashSet<Raw>) -> bool {
    let known = |raw: Raw| {
        graph.meta(raw).table.primary_key.iter().all(|at| graph.table(raw).cell(raw.slot, *at).is_some())
    };
    if let Step::Pair(pairs) | Step::Unpair(pairs) = step {
        return pairs.pairs.iter().all(|(owner, member)| known(*owner) && known(*member));
    }
    rows_of(step).into_iter().all(|raw| {
        let hands = [&plan.hands, &plan.late_hands].into_iter().filter_map(|hands| hands.get(&raw)).flatten();
        let mut parents = hands.filter_map(|hand| hand.from);
        !concerned.contains(&raw)
            && parents.all(|(parent, at)| graph.table(parent).cell(parent.slot, at).is_some())
    })
}

fn rows_of(step: &Step) -> Vec<Raw> {
    let (table, rows): (u32, Vec<u32>) = match step {
        Step::Insert { table, rows, .. }
        | Step::Update { table, rows, .. }
        | Step::LateUpdate { table, rows, .. }
        | Step::Delete { table, rows } => (*table, rows.clone()),
        Step::UpdateEach { table, rows } => (*table, rows.iter().map(|(slot, _)| *slot).collect()),
        Step::Pair(_) | Step::Unpair(_) => return Vec::new(),
    };
    rows.into_iter().map(|slot| Raw { table, slot }).collect()
}

fn encode(graph: &mut Graph, plan: &Plan, step: &Step, out: &mut Vec<Sent>) -> Result<()> {
    match step {
        Step::Insert { table, mask, rows } => {
            for &slot in rows {
                let raw = Raw { table: *table, slot };
                take_hands(graph, raw, plan.hands.get(&raw))?;
                fill_defaults(graph, raw, mask)?;
            }
            insert(graph, *table, mask, rows, out)
        }
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
            // A column without NULL keeps its value: the statement sends NULL, and the server refuses.
            _ => drop(table.put_null(child.slot, hand.column)),
        }
    }
    Ok(())
}

/// Makes the values that the program makes for a new row.
fn fill_defaults(graph: &mut Graph, raw: Raw, mask: &Mask) -> Result<()> {
    let table = graph.table_mut(raw);
    for (at, column) in
        table.core().meta.table.columns.iter().enumerate().filter(|(at, _)| mask.contains(*at))
    {
        if column.version {
            let first = table.version_after(at, None);
            table.put(raw.slot, at, &*first)?;
        } else if table.cell(raw.slot, at).is_none_or(Cell::is_null) {
            match table.default_value(at) {
                Some(value) => table.put(raw.slot, at, &*value)?,
                None => drop(table.put_null(raw.slot, at)),
            }
        }
    }
    Ok(())
}

fn insert(graph: &Graph, table: u32, mask: &Mask, rows: &[u32], out: &mut Vec<Sent>) -> Result<()> {
    let meta = graph.meta(Raw { table, slot: 0 });
    let columns: Vec<usize> = mask.iter().collect();
    let value = |slot: u32, at: usize| graph.table(Raw { table, slot }).cell(slot, at);
    let has_array = columns.iter().any(|&at| meta.table.columns[at].ty.is_array);
    if rows.len() == 1 || columns.is_empty() || has_array {
        for &slot in rows {
            let params =
                columns.iter().map(|&at| param(value(slot, at), meta.table.columns[at].ty)).collect();
            out.push(sent(graph, table, (Verb::InsertOne, mask, vec![slot]), params)?);
        }
        return Ok(());
    }
    many(
        rows,
        &columns.iter().map(|&at| meta.table.columns[at].ty).collect::<Vec<_>>(),
        |slot, place| value(slot, columns[place]),
        |rows, params| {
            out.push(sent(graph, table, (Verb::InsertMany, mask, rows), params)?);
            Ok(())
        },
    )
}

fn update(
    graph: &mut Graph,
    plan: &Plan,
    step: (u32, &Mask, &[u32]),
    which: Hands,
    out: &mut Vec<Sent>,
) -> Result<()> {
    let (table, mask, rows) = step;
    let meta = graph.meta(Raw { table, slot: 0 });
    let mut set = mask.clone();
    for &slot in rows {
        let raw = Raw { table, slot };
        if !plan.switches.contains_key(&raw) {
            graph.table_mut(raw).keep(slot);
        }
        let hands = match which {
            Hands::Own => plan.hands.get(&raw),
            Hands::Late => plan.late_hands.get(&raw),
        };
        take_hands(graph, raw, hands)?;
        fill_updated(graph, plan, raw, mask, &mut set)?;
    }
    let columns: Vec<usize> = set.iter().collect();
    let keys = statements::located(meta.table);
    let located = |slot: u32, at: usize| {
        let raw = Raw { table, slot };
        let old = plan.switches.get(&raw);
        graph.table(raw).old_cell(old.map_or(slot, |old| old.slot), at)
    };
    let value = |slot: u32, at: usize| graph.table(Raw { table, slot }).cell(slot, at);
    let ty = |at: &usize| meta.table.columns[*at].ty;
    let has_array = columns.iter().chain(&keys).any(|at| ty(at).is_array);
    if rows.len() == 1 || has_array {
        for &slot in rows {
            let set_params = columns.iter().map(|&at| param(value(slot, at), ty(&at)));
            let params = set_params.chain(keys.iter().map(|&at| param(located(slot, at), ty(&at)))).collect();
            out.push(sent(graph, table, (Verb::UpdateOne, &set, vec![slot]), params)?);
        }
        return Ok(());
    }
    let types: Vec<_> = columns.iter().chain(&keys).map(ty).collect();
    let cell = |slot: u32, place: usize| match columns.get(place) {
        Some(&at) => value(slot, at),
        None => located(slot, keys[place - columns.len()]),
    };
    many(rows, &types, cell, |rows, params| {
        out.push(sent(graph, table, (Verb::UpdateMany, &set, rows), params)?);
        Ok(())
    })
}

/// Makes the values that the program makes for an updated row, and lists their columns as sent.
fn fill_updated(graph: &mut Graph, plan: &Plan, raw: Raw, mask: &Mask, set: &mut Mask) -> Result<()> {
    let old_slot = plan.switches.get(&raw).map_or(raw.slot, |old| old.slot);
    let table = graph.table_mut(raw);
    for (at, column) in
        table.core().meta.table.columns.iter().enumerate().filter(|(at, _)| !mask.contains(*at))
    {
        if column.version {
            let current = table.old_cell(old_slot, at).map(Cell::boxed);
            let next = table.version_after(at, current.as_deref());
            table.put(raw.slot, at, &*next)?;
            set.insert(at);
        } else if column.default.on_update
            && let Some(value) = table.on_update_value(at)
        {
            table.put(raw.slot, at, &*value)?;
            set.insert(at);
        }
    }
    Ok(())
}

fn delete(graph: &Graph, table: u32, rows: &[u32], out: &mut Vec<Sent>) -> Result<()> {
    let meta = graph.meta(Raw { table, slot: 0 });
    let keys = statements::located(meta.table);
    let ty = |at: &usize| meta.table.columns[*at].ty;
    let located = |slot: u32, place: usize| graph.table(Raw { table, slot }).old_cell(slot, keys[place]);
    if let [slot] = rows {
        let params = (0..keys.len()).map(|place| param(located(*slot, place), ty(&keys[place]))).collect();
        out.push(sent(graph, table, (Verb::DeleteOne, &Mask::EMPTY, vec![*slot]), params)?);
        return Ok(());
    }
    let types: Vec<_> = keys.iter().map(ty).collect();
    many(rows, &types, located, |rows, params| {
        out.push(sent(graph, table, (Verb::DeleteMany, &Mask::EMPTY, rows), params)?);
        Ok(())
    })
}

fn pair(graph: &Graph, pairs: &Pairs, insert: bool, out: &mut Vec<Sent>) -> Result<()> {
    let meta = graph.meta(Raw { table: pairs.owner, slot: 0 });
    let facts = &meta.relations()[pairs.relation];
    let Some(link) = facts.link_table() else { return Ok(()) };
    let near = facts.local.iter().map(|at| meta.table.columns[*at].ty);
    let types: Vec<_> =
        near.chain(facts.remote.iter().map(|at| facts.target.table.columns[*at].ty)).collect();
    let cell = |row: u32, place: usize| {
        let (owner, member) = pairs.pairs[row as usize];
        match facts.local.get(place) {
            Some(&at) => graph.table(owner).cell(owner.slot, at),
            None => graph.table(member).cell(member.slot, facts.remote[place - facts.local.len()]),
        }
    };
    let rows: Vec<u32> = (0..pairs.pairs.len() as u32).collect();
    let mut push = |params: Vec<Param>, many: bool| -> Result<()> {
        let rendered = statements::pair(link, &types, many, insert).render();
        rendered.check()?;
        out.push(Sent { sql: rendered.sql.into(), params, about: About::Pairs });
        Ok(())
    };
    if let [row] = rows[..] {
        return push(
            types.iter().enumerate().map(|(place, ty)| param(cell(row, place), *ty)).collect(),
            false,
        );
    }
    many(&rows, &types, cell, |_, params| push(params, true))
}

/// Gathers rows into one array per column; several sets of arrays if they become too large.
fn many<'c>(
    rows: &[u32],
    types: &[crate::types::PgType],
    cell: impl Fn(u32, usize) -> Option<&'c dyn Cell>,
    mut full: impl FnMut(Vec<u32>, Vec<Param>) -> Result<()>,
) -> Result<()> {
    let mut rest = rows;
    while !rest.is_empty() {
        let mut arrays: Vec<ArrayBuilder> =
            types.iter().map(|ty| ArrayBuilder::with_capacity(*ty, rest.len() * 12)).collect();
        let mut count = 0;
        while count < rest.len() && arrays.iter().all(|array| array.byte_len() < FULL) {
            for (place, array) in arrays.iter_mut().enumerate() {
                match cell(rest[count], place) {
                    Some(cell) => cell.push_onto(array),
                    None => array.push_encoded(None),
                }
            }
            count += 1;
        }
        let (taken, left) = rest.split_at(count);
        full(taken.to_vec(), arrays.into_iter().map(ArrayBuilder::finish).collect())?;
        rest = left;
    }
    Ok(())
}

fn param(cell: Option<&dyn Cell>, ty: crate::types::PgType) -> Param {
    cell.map_or_else(|| Param::null(ty), Cell::param)
}

fn sent(graph: &Graph, table: u32, what: (Verb, &Mask, Vec<u32>), params: Vec<Param>) -> Result<Sent> {
    let (verb, mask, rows) = what;
    let meta = graph.meta(Raw { table, slot: 0 });
    let returned = statements::returned(meta.table, verb, mask);
    Ok(Sent {
        sql: statements::text(meta, verb, mask)?,
        params,
        about: About::Rows { table, verb, rows, returned },
    })
}

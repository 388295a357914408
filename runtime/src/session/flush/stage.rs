//! What is sent together: the statements of as many steps as need nothing from each other's answers.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use crate::engine::{Call, PlacedSink};
use crate::error::Result;
use crate::session::flush::encode::encode;
use crate::session::flush::finish::Found;
use crate::session::flush::plan::{Plan, Step};
use crate::session::flush::rows::FULL;
use crate::session::flush::statements::{self, Verb};
use crate::session::{Graph, Mask, Raw};
use crate::types::{Param, ParamValue, Reader};

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
    Rows { table: u32, verb: Verb, mask: Mask, rows: Vec<u32>, returned: Vec<usize> },
    Pairs,
}

impl Sent {
    fn size(&self) -> usize {
        let size = |param: &Param| match &param.value {
            ParamValue::Binary(bytes) => bytes.len(),
            ParamValue::Null | ParamValue::Invalid(_) => 0,
        };
        self.params.iter().map(size).sum()
    }

    fn is_counted(&self) -> bool {
        matches!(self.about, About::Rows { verb: Verb::UpdateCounted, .. })
    }

    /// Counts in place of telling which rows were found, if nothing else is to be read back. Only for the last of a
    /// stage: should the count fall short, it can be done again and tell.
    fn count_only(&mut self, graph: &Graph) -> Result<()> {
        let About::Rows { table, verb: verb @ Verb::UpdateMany, mask, returned, .. } = &mut self.about else {
            return Ok(());
        };
        let meta = graph.meta(Raw { table: *table, slot: 0 });
        // A row with a version would not be found again.
        if returned.is_empty() && !meta.table.columns.iter().any(|column| column.version) {
            *verb = Verb::UpdateCounted;
            self.sql = statements::text(meta, *verb, mask)?;
        }
        Ok(())
    }

    /// As it was before [`count_only`](Sent::count_only).
    pub(crate) fn tell_rows(&mut self, graph: &Graph) -> Result<()> {
        if let About::Rows { table, verb, mask, .. } = &mut self.about {
            *verb = Verb::UpdateMany;
            self.sql = statements::text(graph.meta(Raw { table: *table, slot: 0 }), *verb, mask)?;
        }
        Ok(())
    }
}

/// Statements that are sent together.
pub(crate) struct Stage {
    pub(crate) statements: Vec<Sent>,
    /// The step after those whose statements these are.
    pub(crate) end: usize,
}

impl Stage {
    /// The statements from a step on: up to the first that needs a key which the server has not made yet, or a row
    /// as another statement leaves it.
    pub(crate) fn next(graph: &mut Graph, plan: &Plan, first: usize) -> Result<Self> {
        let mut statements = Vec::new();
        let (mut before, mut end, mut size) = (Before::default(), first, 0);
        while let Some(step) = plan.steps.get(end) {
            if end > first && (size >= FULL || !before.is_ready(graph, plan, step)) {
                break;
            }
            let known = statements.len();
            encode(graph, plan, step, &mut statements)?;
            size += statements[known..].iter().map(Sent::size).sum::<usize>();
            before.add(step);
            end += 1;
        }
        if let Some(last) = statements.last_mut() {
            last.count_only(graph)?;
        }
        Ok(Stage { statements, end })
    }

    pub(crate) fn calls(&self) -> Vec<Call<'_>> {
        self.statements
            .iter()
            .map(|sent| Call { sql: &sent.sql, params: &sent.params, expect: &[] })
            .collect()
    }
}

/// Puts the answers to a stage into memory.
pub(crate) struct Answers<'s> {
    pub(crate) graph: &'s mut Graph,
    pub(crate) plan: &'s Plan,
    pub(crate) stage: &'s Stage,
    found: Found,
    /// The last statement, if it found fewer rows than it was to.
    pub(crate) short: Option<usize>,
}

impl<'s> Answers<'s> {
    pub(crate) fn new(graph: &'s mut Graph, plan: &'s Plan, stage: &'s Stage) -> Self {
        Answers { graph, plan, stage, found: Found::default(), short: None }
    }
}

impl PlacedSink for Answers<'_> {
    fn row(&mut self, place: usize, reader: &mut Reader<'_>) -> Result<()> {
        self.found.row(self.graph, &self.stage.statements[place], reader)
    }

    fn end(&mut self, place: usize, affected: u64) -> Result<()> {
        let (sent, found) = (&self.stage.statements[place], std::mem::take(&mut self.found));
        if let About::Rows { rows, .. } = &sent.about
            && sent.is_counted()
            && usize::try_from(affected) != Ok(rows.len())
        {
            self.short = Some(place);
            return Ok(());
        }
        self.graph.done(self.plan, sent, affected, &found)
    }
}

/// Rows that are concerned by the steps before.
#[derive(Default)]
struct Before<'p> {
    tables: BTreeMap<u32, Concerned<'p>>,
}

/// Rows of one table, gathered when another step asks for them.
#[derive(Default)]
struct Concerned<'p> {
    steps: Vec<&'p Step>,
    slots: HashSet<u32>,
}

impl<'p> Before<'p> {
    fn add(&mut self, step: &'p Step) {
        if let Some(table) = step.table() {
            self.tables.entry(table).or_default().steps.push(step);
        }
    }

    /// Whether a step waits for nothing that is sent together with it.
    fn is_ready(&mut self, graph: &Graph, plan: &Plan, step: &Step) -> bool {
        let Some(table) = step.table() else {
            let (Step::Pair(pairs) | Step::Unpair(pairs)) = step else { return true };
            let known = |raw: Raw| {
                let key = graph.meta(raw).table.primary_key;
                key.iter().all(|at| graph.table(raw).cell(raw.slot, *at).is_some())
            };
            return pairs.pairs.iter().all(|(owner, member)| known(*owner) && known(*member));
        };
        if let Some(concerned) = self.tables.get_mut(&table) {
            for step in std::mem::take(&mut concerned.steps) {
                step.for_each_row(|slot| {
                    concerned.slots.insert(slot);
                });
            }
        }
        let concerned = self.tables.get(&table).map(|concerned| &concerned.slots);
        let mut ready = true;
        step.for_each_row(|slot| {
            let raw = Raw { table, slot };
            let hands = [&plan.hands, &plan.late_hands].into_iter().filter(|hands| !hands.is_empty());
            let mut parents =
                hands.filter_map(|hands| hands.get(&raw)).flatten().filter_map(|hand| hand.from);
            ready = ready
                && !concerned.is_some_and(|slots| slots.contains(&slot))
                && parents.all(|(parent, at)| graph.table(parent).cell(parent.slot, at).is_some());
        });
        ready
    }
}

//! Plans as text, for tests and for people.

use std::fmt::{self, Write};

use crate::session::flush::plan::{Pairs, Plan, Step};
use crate::session::{Graph, Mask, Raw};

impl Plan {
    /// One line per statement: `INSERT users (email): 0 1`, with the numbers of the entities.
    pub(crate) fn print(&self, graph: &Graph) -> String {
        let mut out = String::new();
        for need in &self.needs {
            let _ = writeln!(out, "NEED {need:?}");
        }
        for step in &self.steps {
            let _ = print_step(&mut out, graph, step);
        }
        for (child, hands) in self.hands.iter().chain(&self.late_hands) {
            let facts = graph.meta(*child).table;
            for hand in hands {
                let column = facts.columns[hand.column].name;
                let from = hand.from.map_or_else(
                    || "NULL".to_owned(),
                    |(parent, at)| {
                        let parents = graph.meta(parent).table;
                        format!("{} {} {}", parents.name, parent.slot, parents.columns[at].name)
                    },
                );
                let _ = writeln!(out, "  {} {} {column} <- {from}", facts.name, child.slot);
            }
        }
        for (new, old) in &self.switches {
            let _ =
                writeln!(out, "  {} {} takes the row of {}", graph.meta(*new).table.name, new.slot, old.slot);
        }
        out
    }
}

fn print_step(out: &mut String, graph: &Graph, step: &Step) -> fmt::Result {
    let (verb, table, mask, rows) = match step {
        Step::Insert { table, mask, rows } => ("INSERT", *table, Some(mask), rows),
        Step::Update { table, mask, rows } => ("UPDATE", *table, Some(mask), rows),
        Step::LateUpdate { table, mask, rows } => ("LATE UPDATE", *table, Some(mask), rows),
        Step::Delete { table, rows } => ("DELETE", *table, None, rows),
        Step::UpdateEach { table, rows } => {
            for (slot, mask) in rows {
                print_rows(out, graph, ("UPDATE EACH", *table, Some(mask), &[*slot]))?;
            }
            return Ok(());
        }
        Step::Unpair(pairs) => return print_pairs(out, graph, "UNPAIR", pairs),
        Step::Pair(pairs) => return print_pairs(out, graph, "PAIR", pairs),
    };
    print_rows(out, graph, (verb, table, mask, rows))
}

fn print_rows(out: &mut String, graph: &Graph, line: (&str, u32, Option<&Mask>, &[u32])) -> fmt::Result {
    let (verb, table, mask, rows) = line;
    let facts = graph.meta(Raw { table, slot: 0 }).table;
    write!(out, "{verb} {}", facts.name)?;
    if let Some(mask) = mask {
        let names: Vec<&str> = mask.iter().map(|at| facts.columns[at].name).collect();
        write!(out, " ({})", names.join(", "))?;
    }
    out.write_str(":")?;
    rows.iter().try_for_each(|slot| write!(out, " {slot}"))?;
    out.write_str("\n")
}

fn print_pairs(out: &mut String, graph: &Graph, verb: &str, pairs: &Pairs) -> fmt::Result {
    let meta = graph.meta(Raw { table: pairs.owner, slot: 0 });
    write!(out, "{verb} {}::{}:", meta.model(), meta.relations()[pairs.relation].def.name)?;
    pairs.pairs.iter().try_for_each(|(owner, member)| write!(out, " {}-{}", owner.slot, member.slot))?;
    out.write_str("\n")
}

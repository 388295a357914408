//! What a relationship's members are themselves joined with: `User::posts.selectin().then(Post::editor.joined())`.
//!
//! Relationships to one come along by LEFT JOIN in the statement that loads the members. Others would repeat them,
//! and get a statement of their own.

use crate::error::Result;
use crate::loading::fetch::{self, Edge};
use crate::loading::option::{LoadSpec, Strategy};
use crate::session::{Graph, Meta, Raw};
use crate::sql;
use crate::types::{Expect, Reader};

/// A relationship to one whose other end comes with the members.
struct Part {
    meta: &'static Meta,
    relation: usize,
    /// Position of the part that it is joined to; none if that are the members.
    parent: Option<usize>,
    /// Where its columns begin.
    first: usize,
    columns: Vec<usize>,
    is_partial: bool,
    found: Vec<(Raw, Option<Raw>)>,
}

/// All of them.
#[derive(Default)]
pub(super) struct Beside {
    parts: Vec<Part>,
}

impl Beside {
    /// Joins what these options ask for to a statement that selects `meta` from `table`.
    pub(super) fn join(
        select: &mut sql::Select,
        expect: &mut Vec<Expect>,
        meta: &'static Meta,
        then: &[LoadSpec],
    ) -> Result<Self> {
        let mut beside = Beside::default();
        if let sql::SelectBody::Core(core) = &mut select.body {
            let table = meta.table();
            let name = sql::Qualifier::Table(table.table_name());
            beside.add(core, expect, (meta, None), (&name, table.name), then)?;
        }
        Ok(beside)
    }

    fn add(
        &mut self,
        core: &mut sql::SelectCore,
        expect: &mut Vec<Expect>,
        (meta, parent): (&'static Meta, Option<usize>),
        (table, title): (&sql::Qualifier, &str),
        then: &[LoadSpec],
    ) -> Result<()> {
        for spec in then {
            let edge = Edge::new(meta.table(), spec.relation)?;
            let is_plain = spec.limit.is_none() && spec.order_by.is_empty();
            if spec.strategy != Strategy::Joined || edge.def.kind.is_many() || !is_plain {
                continue;
            }
            let (target, columns) = (meta.relations()[spec.relation].target, edge.columns(spec));
            let name = format!("{title}.{}", edge.def.name);
            let first = core.items.len();
            fetch::join_into(core, &edge, spec, table, &name);
            expect.extend(target.expect(&columns));
            let is_partial = columns.len() < target.table().columns.len();
            let relation = spec.relation;
            self.parts.push(Part {
                meta: target,
                relation,
                parent,
                first,
                columns,
                is_partial,
                found: Vec::new(),
            });
            let here = (target, Some(self.parts.len() - 1));
            self.add(core, expect, here, (&sql::Qualifier::Alias(name.clone().into()), &name), &spec.then)?;
        }
        Ok(())
    }

    /// Reads what came with a member.
    pub(super) fn read(&mut self, member: Raw, reader: &mut Reader<'_>, graph: &mut Graph) -> Result<()> {
        let mut ends: Vec<Option<Raw>> = Vec::with_capacity(self.parts.len());
        for part in &mut self.parts {
            let Some(owner) = part.parent.map_or(Some(member), |at| ends[at]) else {
                ends.push(None);
                continue;
            };
            reader.seek(part.first);
            let columns = part.is_partial.then_some(&part.columns[..]);
            let end = match reader.are_null(part.columns.len()) {
                true => None,
                false => Some(graph.load_untyped(part.meta, reader, columns)?),
            };
            part.found.push((owner, end));
            ends.push(end);
        }
        Ok(())
    }

    /// Tells the entities. What is loaded already stays.
    pub(super) fn finish(self, graph: &mut Graph) {
        for part in self.parts {
            for (owner, end) in part.found {
                if !graph.is_loaded(owner, part.relation) {
                    graph.set_loaded(owner, part.relation, end.as_slice());
                }
            }
        }
    }
}

//! What is done with a statement's rows: entities and their parents, joined members, duplicates.

use std::any::Any;
use std::collections::{HashMap, HashSet};

use crate::error::{Error, Result};
use crate::loading::fetch::{self, Edge};
use crate::loading::option::{LoadSpec, Loads, Start, Strategy};
use crate::session::{Graph, Meta, Raw};
use crate::sql;
use crate::types::{Expect, Param, ParamValue, Reader};

/// What a verb does with each row, behind one type for all statements.
pub(crate) trait Rows: Any + Send {
    /// Reads the selected items.
    fn load(&mut self, reader: &mut Reader<'_>, graph: &mut Graph) -> Result<()>;
    /// Forgets the last row: it was a duplicate that a join made.
    fn forget_last(&mut self);
    /// How many rows there are.
    fn len(&self) -> usize;
}

/// A statement, and how its rows are read.
pub(crate) struct Reading {
    pub(crate) statement: sql::Statement,
    pub(crate) expect: Vec<Expect>,
    /// The selected entities that loaders start at.
    sources: Vec<Source>,
    /// Members that come with the same rows.
    joined: Vec<JoinedPart>,
    /// Whether joined collections repeat the rows.
    repeats: bool,
    pub(crate) populate_existing: bool,
    pub(crate) only: Vec<(&'static Meta, Vec<usize>)>,
}

/// A selected entity that loaders start at.
struct Source {
    start: Start,
    /// Positions of the primary key's columns in the row.
    key_at: Vec<usize>,
    /// Loaders that need more statements.
    later: Vec<LoadSpec>,
    parents: Vec<Raw>,
    seen: HashSet<Raw>,
}

/// A relationship whose members come with the same rows.
struct JoinedPart {
    edge: Edge,
    relation: usize,
    meta: &'static Meta,
    parent: ParentOf,
    /// Position of its first column in the row.
    first: usize,
    columns: Vec<usize>,
    partial: bool,
    later: Vec<LoadSpec>,
    /// Members by parent, in the order of the rows.
    found: HashMap<Raw, Vec<Raw>>,
    order: Vec<Raw>,
    members: Vec<Raw>,
    seen: HashSet<Raw>,
}

#[derive(Clone, Copy)]
enum ParentOf {
    Source(usize),
    Joined(usize),
}

/// Loaders that need more statements: for these parents.
pub(crate) struct Later {
    pub(crate) meta: &'static Meta,
    pub(crate) parents: Vec<Raw>,
    pub(crate) spec: LoadSpec,
    /// The statement that gave the parents, and its name for them.
    pub(crate) base: Option<(sql::Select, sql::Qualifier)>,
}

impl Reading {
    /// Prepares a statement: adds joins, finds the columns by which parents are known.
    pub(crate) fn new(
        mut statement: sql::Statement,
        loads: Loads,
        expect: Vec<Expect>,
        may_repeat: bool,
    ) -> Result<Self> {
        let only = loads.only.iter().map(|(start, columns)| (start.meta, columns.clone())).collect();
        hide_columns(&mut statement, &loads);
        let mut reading = Reading {
            statement,
            expect,
            sources: Vec::new(),
            joined: Vec::new(),
            repeats: false,
            populate_existing: loads.populate_existing,
            only,
        };
        for (start, spec) in loads.specs {
            let source = reading.source(start)?;
            reading.place(ParentOf::Source(source), spec, may_repeat)?;
        }
        Ok(reading)
    }

    /// The entity a loader starts at.
    fn source(&mut self, start: Start) -> Result<usize> {
        if let Some(at) = self.sources.iter().position(|source| source.start.table == start.table) {
            return Ok(at);
        }
        let items = items(&self.statement);
        let position = |name: &str| {
            let wanted = sql::Expr::column(start.table.clone(), name.to_owned());
            items.iter().position(|item| item.expr == wanted)
        };
        let key: Option<Vec<usize>> =
            start.meta.table().key_columns().map(|column| position(column.name)).collect();
        let key_at = key.ok_or_else(|| Error::Schema {
            message: format!(
                "`.load(..)`: the statement does not select the entity `{}`",
                start.meta.model()
            ),
        })?;
        self.sources.push(Source {
            start,
            key_at,
            later: Vec::new(),
            parents: Vec::new(),
            seen: HashSet::new(),
        });
        Ok(self.sources.len() - 1)
    }

    /// Puts a loader into the statement, or notes it for later.
    fn place(&mut self, parent: ParentOf, spec: LoadSpec, may_repeat: bool) -> Result<()> {
        let (meta, table) = match parent {
            ParentOf::Source(at) => (self.sources[at].start.meta, self.sources[at].start.table.clone()),
            ParentOf::Joined(at) => {
                (self.joined[at].meta, sql::Qualifier::Alias(self.joined_name(at).into()))
            }
        };
        if spec.strategy == Strategy::Raise {
            return Ok(());
        }
        let edge = Edge::new(meta.table(), spec.relation)?;
        if spec.strategy != Strategy::Joined || !self.can_join(&edge, &spec, may_repeat)? {
            let later = match parent {
                ParentOf::Source(at) => &mut self.sources[at].later,
                ParentOf::Joined(at) => &mut self.joined[at].later,
            };
            later.push(spec);
            return Ok(());
        }
        self.join(parent, &table, edge, spec, may_repeat)
    }

    /// A collection repeats its parent's row: that works for one collection, on one selected entity, and where
    /// LIMIT does not count rows. Elsewhere it is loaded by a statement of its own.
    fn can_join(&self, edge: &Edge, spec: &LoadSpec, may_repeat: bool) -> Result<bool> {
        let sql::Statement::Select(select) = &self.statement else { return Ok(false) };
        let sql::SelectBody::Core(core) = &select.body else { return Ok(false) };
        let plain =
            matches!(core.distinct, sql::Distinct::All) && core.group_by.is_empty() && core.from.len() == 1;
        if !plain || !select.locks.is_empty() || spec.limit.is_some() || !spec.order_by.is_empty() {
            return Ok(false);
        }
        if !edge.def.kind.is_many() {
            return Ok(true);
        }
        let counted = select.limit.is_some() || select.offset.is_some();
        Ok(may_repeat && !self.repeats && !counted)
    }

    fn join(
        &mut self,
        parent: ParentOf,
        table: &sql::Qualifier,
        edge: Edge,
        mut spec: LoadSpec,
        may_repeat: bool,
    ) -> Result<()> {
        let relation = spec.relation;
        let meta = match parent {
            ParentOf::Source(at) => self.sources[at].start.meta,
            ParentOf::Joined(at) => self.joined[at].meta,
        };
        let target = meta.relations()[relation].target;
        let then = std::mem::take(&mut spec.then);
        let columns = edge.columns(&spec);
        let name = format!("{}.{}", qualifier_name(table), edge.def.name);
        let sql::Statement::Select(select) = &mut self.statement else { return Ok(()) };
        let sql::SelectBody::Core(core) = &mut select.body else { return Ok(()) };
        let first = core.items.len();
        fetch::join_into(core, &edge, &spec, table, &name);
        if edge.def.kind.is_many() {
            select.order_by.extend(fetch::joined_order(&edge, &name));
            self.repeats = true;
        }
        self.expect.extend(target.expect(&columns));
        self.joined.push(JoinedPart {
            edge,
            relation,
            meta: target,
            parent,
            first,
            partial: columns.len() < target.table().columns.len(),
            columns,
            later: Vec::new(),
            found: HashMap::new(),
            order: Vec::new(),
            members: Vec::new(),
            seen: HashSet::new(),
        });
        let at = self.joined.len() - 1;
        then.into_iter().try_for_each(|next| self.place(ParentOf::Joined(at), next, may_repeat))
    }

    fn joined_name(&self, at: usize) -> String {
        let part = &self.joined[at];
        let parent = match part.parent {
            ParentOf::Source(source) => qualifier_name(&self.sources[source].start.table).to_owned(),
            ParentOf::Joined(outer) => self.joined_name(outer),
        };
        format!("{parent}.{}", part.edge.def.name)
    }

    /// Reads one row: the selected items, then what was joined to them.
    pub(crate) fn row(
        &mut self,
        reader: &mut Reader<'_>,
        graph: &mut Graph,
        rows: &mut dyn Rows,
    ) -> Result<()> {
        rows.load(reader, graph)?;
        if self.sources.is_empty() {
            return Ok(());
        }
        let mut fresh = false;
        let mut here = Vec::with_capacity(self.sources.len());
        for source in &mut self.sources {
            let parent = source.find(reader, graph)?;
            if let Some(parent) = parent
                && source.seen.insert(parent)
            {
                source.parents.push(parent);
                fresh = true;
            }
            here.push(parent);
        }
        let mut members: Vec<Option<Raw>> = Vec::with_capacity(self.joined.len());
        for part in &mut self.joined {
            let parent = match part.parent {
                ParentOf::Source(at) => here[at],
                ParentOf::Joined(at) => members[at],
            };
            members.push(part.read(parent, reader, graph)?);
        }
        if self.repeats && !fresh {
            rows.forget_last();
        }
        Ok(())
    }

    /// Tells the entities what was joined to them, and gives what is to be loaded by more statements.
    pub(crate) fn finish(self, graph: &mut Graph, base: Option<&sql::Select>) -> Vec<Later> {
        let populate = self.populate_existing;
        let mut later = Vec::new();
        for source in self.sources {
            let base = base.map(|select| (select.clone(), source.start.table.clone()));
            later.extend(source.later.into_iter().map(|spec| Later {
                meta: source.start.meta,
                parents: source.parents.clone(),
                spec,
                base: base.clone(),
            }));
        }
        for part in self.joined {
            for parent in &part.order {
                if populate || !graph.is_loaded(*parent, part.relation) {
                    graph.set_loaded(*parent, part.relation, &part.found[parent]);
                }
            }
            later.extend(part.later.into_iter().map(|spec| Later {
                meta: part.meta,
                parents: part.members.clone(),
                spec,
                base: None,
            }));
        }
        later
    }
}

impl Source {
    /// The entity of this row: the typed reader has put it into the identity map.
    fn find(&self, reader: &mut Reader<'_>, graph: &mut Graph) -> Result<Option<Raw>> {
        let columns = self.start.meta.table().key_columns();
        let key = read_key(reader, self.key_at.iter().copied(), columns.map(|column| column.ty))?;
        Ok(key.and_then(|key| graph.find(self.start.meta, &key)))
    }
}

impl JoinedPart {
    fn read(
        &mut self,
        parent: Option<Raw>,
        reader: &mut Reader<'_>,
        graph: &mut Graph,
    ) -> Result<Option<Raw>> {
        let Some(parent) = parent else { return Ok(None) };
        let members = self.found.entry(parent).or_insert_with(|| {
            self.order.push(parent);
            Vec::new()
        });
        reader.seek(self.first);
        if reader.are_null(self.columns.len()) {
            return Ok(None);
        }
        let columns = self.partial.then_some(&self.columns[..]);
        let member = graph.load_untyped(self.meta, reader, columns)?;
        if !members.contains(&member) {
            members.push(member);
        }
        if self.seen.insert(member) {
            self.members.push(member);
        }
        Ok(Some(member))
    }
}

/// The values of a key, at these places of the row; `None` if one of them is NULL.
pub(crate) fn read_key(
    reader: &mut Reader<'_>,
    places: impl Iterator<Item = usize>,
    types: impl Iterator<Item = crate::types::PgType>,
) -> Result<Option<Vec<Param>>> {
    let mut key = Vec::new();
    for (place, ty) in places.zip(types) {
        reader.seek(place);
        match reader.raw()? {
            Some(bytes) => {
                key.push(Param { ty, value: ParamValue::Binary(bytes::Bytes::copy_from_slice(bytes)) });
            }
            None => return Ok(None),
        }
    }
    Ok(Some(key))
}

fn items(statement: &sql::Statement) -> &[sql::Item] {
    match statement {
        sql::Statement::Select(select) => match &select.body {
            sql::SelectBody::Core(core) => &core.items,
            _ => &[],
        },
        sql::Statement::Insert(insert) => &insert.returning,
        sql::Statement::Update(update) => &update.returning,
        sql::Statement::Delete(delete) => &delete.returning,
        _ => &[],
    }
}

/// Puts `NULL::type` in the place of columns that are not to be loaded, so that places stay what they are.
fn hide_columns(statement: &mut sql::Statement, loads: &Loads) {
    let sql::Statement::Select(select) = statement else { return };
    let sql::SelectBody::Core(core) = &mut select.body else { return };
    for (start, only) in &loads.only {
        let kept = fetch::loaded_columns(start.meta.table(), Some(only));
        for (at, column) in start.meta.table().columns.iter().enumerate().filter(|(at, _)| !kept.contains(at))
        {
            let hidden = sql::Expr::column(start.table.clone(), column.name);
            let null =
                sql::Expr::cast(sql::Expr::Constant(sql::Constant::Null), start.meta.table().columns[at].ty);
            core.items
                .to_mut()
                .iter_mut()
                .filter(|item| item.expr == hidden)
                .for_each(|item| item.expr = null.clone());
        }
    }
}

fn qualifier_name(qualifier: &sql::Qualifier) -> &str {
    match qualifier {
        sql::Qualifier::Table(table) => &table.name,
        sql::Qualifier::Alias(name) => name,
        sql::Qualifier::None => "",
    }
}

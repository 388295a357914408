//! Runs statements of a session: flushes, reads the rows through the identity map, loads relationships.
//!
//! Nothing here is generic over models, so that a program with many models has this code once.

use std::collections::{HashMap, HashSet, VecDeque};

use crate::engine::Flow;
use crate::error::Result;
use crate::loading::beside::Beside;
use crate::loading::fetch::{self, Edge};
use crate::loading::option::{LoadSpec, Strategy};
use crate::loading::rows::{Later, Reading, Rows, read_key};
use crate::schema::RelationKind;
use crate::session::{Graph, Meta, Raw, Session};
use crate::sql;
use crate::types::{Expect, Param, ParamValue, Reader};

impl Session {
    /// Runs a statement and everything that its loader options ask for.
    pub(crate) async fn run_reading(
        &mut self,
        reading: Reading,
        rows: &mut dyn Rows,
        limit: usize,
    ) -> Result<()> {
        self.before_statement().await?;
        let rendered = reading.statement.render();
        rendered.check()?;
        let base = match &reading.statement {
            sql::Statement::Select(select) => Some((**select).clone()),
            _ => None,
        };
        self.read_with(reading, &rendered.sql, &rendered.params, base.as_ref(), rows, limit).await
    }

    /// Reads the rows that this text gives, and loads what the loader options ask for.
    #[expect(
        clippy::too_many_arguments,
        reason = "the text of a stream's batch is not that of its statement"
    )]
    pub(crate) async fn read_with(
        &mut self,
        mut reading: Reading,
        sql: &str,
        params: &[Param],
        base: Option<&sql::Select>,
        rows: &mut dyn Rows,
        limit: usize,
    ) -> Result<()> {
        let expect = std::mem::take(&mut reading.expect);
        let (graph, connection) = self.parts()?;
        graph.begin_reading(reading.populate_existing, std::mem::take(&mut reading.only));
        let mut sink = |reader: &mut Reader<'_>| {
            reading.row(reader, graph, rows)?;
            Ok(if rows.len() < limit { Flow::More } else { Flow::Enough })
        };
        let read = connection.fetch_raw(sql, params, &expect, &mut sink).await;
        let populate = reading.populate_existing;
        self.graph.end_reading();
        read?;
        let later = reading.finish(&mut self.graph, base);
        self.load_later(later, populate).await
    }

    /// Loads relationships, level by level.
    pub(crate) async fn load_later(&mut self, later: Vec<Later>, populate: bool) -> Result<()> {
        let mut queue: VecDeque<Later> = later.into();
        while let Some(next) = queue.pop_front() {
            let (meta, spec) = (next.meta.relations()[next.spec.relation].target, next.spec.clone());
            let (members, base) = self.load_relation(next, populate, Known::Keep).await?;
            queue.extend(spec.then.into_iter().map(|spec| Later {
                meta,
                parents: members.clone(),
                spec,
                base: base.clone(),
            }));
        }
        Ok(())
    }

    /// Loads a relationship even where it is loaded, and what its option asks for beyond.
    pub(crate) async fn load_again(&mut self, first: Later) -> Result<()> {
        let (meta, then) = (first.meta.relations()[first.spec.relation].target, first.spec.then.clone());
        let (members, _) = self.load_relation(first, false, Known::Renew).await?;
        let later = then.into_iter().map(|spec| Later { meta, parents: members.clone(), spec, base: None });
        self.load_later(later.collect(), false).await
    }

    /// Loads one relationship of these parents, and gives all their members.
    async fn load_relation(
        &mut self,
        next: Later,
        populate: bool,
        known: Known,
    ) -> Result<(Vec<Raw>, Option<(sql::Select, sql::Qualifier)>)> {
        let Later { meta, parents, spec, base } = next;
        if spec.strategy == Strategy::Raise {
            return Ok((Vec::new(), None));
        }
        let edge = Edge::new(meta.table(), spec.relation)?;
        let again = populate || known == Known::Renew;
        let is_wanted = |&parent: &Raw| again || !self.graph.is_loaded(parent, spec.relation);
        let wanted: Vec<Raw> = parents.iter().copied().filter(is_wanted).collect();
        let work = Work::new(&mut self.graph, meta, &edge, &spec, &wanted, populate);
        let (mut found, mut used) = (Found::default(), None);
        if !work.keys.is_empty() {
            let select = match (&base, spec.strategy, spec.limit) {
                (Some((select, name)), Strategy::Subquery, None) => {
                    fetch::by_subquery(&edge, &spec, select, name)
                }
                _ => fetch::by_keys(&edge, &spec, &work.keys),
            };
            found = self.fetch_members(meta, &edge, &spec, &select, populate).await?;
            used = Some((select, sql::Qualifier::Table(edge.target.table_name())));
        }
        for (parent, key) in &work.parents {
            let members = found.by_key.get(key).map(Vec::as_slice).unwrap_or_default();
            self.graph.set_loaded(*parent, spec.relation, members);
        }
        Ok((self.members_of(&parents, spec.relation), used))
    }

    async fn fetch_members(
        &mut self,
        meta: &'static Meta,
        edge: &Edge,
        spec: &LoadSpec,
        select: &sql::Select,
        populate: bool,
    ) -> Result<Found> {
        let target = meta.relations()[spec.relation].target;
        let types = edge.keys().types;
        let columns = edge.columns(spec);
        let partial = (columns.len() < edge.target.columns.len()).then_some(&columns[..]);
        // The key columns are read as bytes; the others are checked once per statement.
        let any = Expect { ty: crate::types::PgType::named(None, "key"), rust: "a key", accepts: |_| true };
        let mut expect: Vec<Expect> = types.iter().map(|_| any).chain(target.expect(&columns)).collect();
        // With LIMIT for each parent the members have another name, and a condition given as text may name its
        // columns without their table.
        let is_plain = !populate && spec.limit.is_none() && edge.def.condition.is_none();
        let then = if is_plain { &spec.then[..] } else { &[] };
        let mut select = select.clone();
        let mut beside = Beside::join(&mut select, &mut expect, target, then)?;
        let rendered = select.render();
        rendered.check()?;
        let mut found = Found::default();
        self.begin_statement().await?;
        let (graph, connection) = self.parts()?;
        graph.begin_reading(populate, Vec::new());
        let mut sink = |reader: &mut Reader<'_>| {
            let key = read_key(reader, 0..types.len(), types.iter().copied())?;
            reader.seek(types.len());
            let member = graph.load_untyped(target, reader, partial)?;
            beside.read(member, reader, graph)?;
            if let Some(key) = key {
                found.by_key.entry(bytes_of(&key)).or_default().push(member);
            }
            Ok(Flow::More)
        };
        let read = connection.fetch_raw(&rendered.sql, &rendered.params, &expect, &mut sink).await;
        self.graph.end_reading();
        beside.finish(&mut self.graph);
        read.map(|_| found)
    }

    /// All members of a relationship of these parents, each once.
    fn members_of(&self, parents: &[Raw], relation: usize) -> Vec<Raw> {
        let mut seen = HashSet::new();
        let members =
            parents.iter().flat_map(|&parent| self.graph.members(parent, relation).unwrap_or_default());
        members.filter(|member| self.graph.has_row(*member) && seen.insert(*member)).collect()
    }
}

/// What happens with relationships that are loaded already.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    Keep,
    Renew,
}

/// Members by the bytes of the key that they share with their parents.
#[derive(Default)]
struct Found {
    by_key: HashMap<Vec<u8>, Vec<Raw>>,
}

/// What is to be asked for.
struct Work {
    /// Parents that wait for an answer, and the bytes of their key.
    parents: Vec<(Raw, Vec<u8>)>,
    /// Each key once.
    keys: Vec<Vec<Param>>,
}

impl Work {
    /// Parents whose key leads nowhere, or to an entity that is here, need no query.
    fn new(
        graph: &mut Graph,
        meta: &'static Meta,
        edge: &Edge,
        spec: &LoadSpec,
        parents: &[Raw],
        populate: bool,
    ) -> Self {
        let facts = &meta.relations()[spec.relation];
        let by_identity = edge.def.kind == RelationKind::BelongsTo
            && facts.remote == facts.target.table().primary_key
            && spec.filter.is_none()
            && edge.def.condition.is_none()
            && !populate;
        let (mut work, mut seen) = (Work { parents: Vec::new(), keys: Vec::new() }, HashSet::new());
        for &parent in parents {
            let Some(key) = graph.old_key(parent, &facts.local) else {
                graph.set_loaded(parent, spec.relation, &[]);
                continue;
            };
            let here = by_identity.then(|| graph.find_fresh(facts.target, &key)).flatten();
            if let Some(member) = here {
                graph.set_loaded(parent, spec.relation, &[member]);
                continue;
            }
            let bytes = bytes_of(&key);
            if seen.insert(bytes.clone()) {
                work.keys.push(key);
            }
            work.parents.push((parent, bytes));
        }
        work
    }
}

/// A key as bytes: each part with its length.
fn bytes_of(key: &[Param]) -> Vec<u8> {
    let mut out = Vec::new();
    for part in key {
        if let ParamValue::Binary(bytes) = &part.value {
            out.extend((bytes.len() as u64).to_be_bytes());
            out.extend_from_slice(bytes);
        }
    }
    out
}

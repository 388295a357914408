//! Values with relationships, apart from any session, and what a session takes over of them.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use crate::error::{Error, Result};
use crate::schema::RelationKind;
use crate::session::core::State;
use crate::session::row::Data;
use crate::session::{Create, Entity, Graph, Mapped, Meta, Raw, Session};

/// What [`Session::merge`] takes: a plain struct, a `create()..` with what is nested in it, or a [`Snapshot`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be merged into a session",
    label = "expected a model, a complete `create()..`, or a `Snapshot`"
)]
pub trait Merge {
    /// The model.
    type Model: Mapped;

    /// The values, and how they hang together.
    #[doc(hidden)]
    fn into_values(self) -> Result<Values>;
}

#[diagnostic::do_not_recommend]
impl<C: Create> Merge for C {
    type Model = C::Model;

    fn into_values(self) -> Result<Values> {
        let mut graph = Graph::new();
        graph.built = Some(Vec::new());
        let root = graph.build(self.into_new()).map_err(foreign)?;
        let relations = graph.built.take().unwrap_or_default();
        Ok(Values::new(graph, root, relations))
    }
}

#[diagnostic::do_not_recommend]
impl<M: Mapped> Merge for Snapshot<M> {
    type Model = M;

    fn into_values(self) -> Result<Values> {
        Ok(self.values)
    }
}

/// Values and relationships between them; no session has them.
#[derive(Debug)]
pub struct Values {
    pub(crate) graph: Graph,
    pub(crate) root: Raw,
    /// Relationships that are told, in their order: others are left as they are.
    told: HashMap<Raw, BTreeSet<usize>>,
    /// Columns of values that relationships decide on: of their own, or of those that they are members of.
    decided: HashMap<Raw, Vec<usize>>,
}

/// An entity's row and those of the entities that its loaded relationships lead to, apart from any session.
///
/// Made by [`Session::snapshot`]: to be kept in a cache or sent to another task, and taken into a session again by
/// [`merge`](Session::merge). Derefs to the row.
pub struct Snapshot<M> {
    values: Values,
    model: PhantomData<fn() -> M>,
}

impl<M: Mapped> Deref for Snapshot<M> {
    type Target = M;

    fn deref(&self) -> &M {
        match self.values.graph.get::<M>().map(|store| &store.row(self.values.root.slot).data) {
            Some(Data::Full(row)) => row,
            _ => unreachable!("a snapshot is made of an entity that can be read"),
        }
    }
}

impl<M: Mapped + fmt::Debug> fmt::Debug for Snapshot<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl Session {
    /// A copy of an entity and of what its loaded relationships lead to, apart from the session. Goes along
    /// relationships with the cascade `merge`, which all have by default. Changes that were not flushed are in it.
    ///
    /// # Errors
    ///
    /// As [`try_get`](Session::try_get).
    pub fn snapshot<M: Mapped>(&self, entity: Entity<M>) -> Result<Snapshot<M>> {
        self.try_get(entity)?;
        let values = self.graph.copy_out(self.graph.raw(entity)?);
        Ok(Snapshot { values, model: PhantomData })
    }
}

impl Graph {
    /// Copies an entity with what it leads to into a graph of its own.
    fn copy_out(&self, root: Raw) -> Values {
        let told = |raw: Raw, at: usize| {
            let state = self.rel(raw, at)?;
            let members = || state.now.iter().collect::<Vec<_>>();
            (state.is_readable() || !self.has_row(raw)).then(members)
        };
        let nodes = reach(root, |raw| {
            let merged = self.merged_relations(raw).into_iter();
            merged.filter_map(|at| told(raw, at)).flatten().collect()
        });
        let mut copy = Graph::new();
        let places: HashMap<Raw, Raw> = nodes.iter().map(|&raw| (raw, copy.copy_row(self, raw))).collect();
        let mut relations = Vec::new();
        for &raw in &nodes {
            for at in self.merged_relations(raw) {
                let Some(members) = told(raw, at) else { continue };
                let members = members.iter().filter_map(|member| places.get(member).copied());
                copy.rel_mut(places[&raw], at).load(self.relation(raw, at).is_many(), members);
                relations.push((places[&raw], at));
            }
        }
        Values::new(copy, places[&root], relations)
    }

    /// Makes a transient entity of what is known of one in another graph.
    pub(crate) fn copy_row(&mut self, from: &Graph, raw: Raw) -> Raw {
        let meta = from.meta(raw);
        let table = self.open_table(meta);
        let slot = table.blank(State::Transient);
        for column in 0..meta.table().columns.len() {
            if let Some(cell) = from.table(raw).cell(raw.slot, column) {
                table.write(slot, column, cell);
            }
        }
        Raw { table: meta.number, slot }
    }

    /// Relationships along which `merge` goes.
    fn merged_relations(&self, raw: Raw) -> Vec<usize> {
        let relations = self.meta(raw).relations().iter().enumerate();
        relations.filter(|(_, facts)| !facts.is_view() && facts.cascade().merge).map(|(at, _)| at).collect()
    }

    /// Refuses a value that has another version than the row here.
    pub(crate) fn check_version(&self, target: Raw, from: &Graph, raw: Raw) -> Result<()> {
        let table = self.meta(target).table();
        let Some(column) = table.columns.iter().position(|column| column.version) else { return Ok(()) };
        let (here, there) =
            (self.table(target).cell(target.slot, column), from.table(raw).cell(raw.slot, column));
        match (here, there) {
            (Some(here), Some(there)) if !here.same(there) => {
                Err(Error::Stale { model: table.model, key: self.table(target).key_text(target.slot) })
            }
            _ => Ok(()),
        }
    }

    /// Writes what a value knows over this entity; what is the same is not touched.
    pub(crate) fn take_over(&mut self, target: Raw, values: &Values, raw: Raw) {
        let decided = values.decided.get(&raw).map(Vec::as_slice).unwrap_or_default();
        for column in (0..self.meta(target).table().columns.len()).filter(|column| !decided.contains(column))
        {
            let Some(new) = values.graph.table(raw).cell(raw.slot, column) else { continue };
            let now = self.table(target).cell(target.slot, column);
            if !now.is_some_and(|now| new.same(now)) {
                self.table_mut(target).write(target.slot, column, new);
            }
        }
    }
}

impl Values {
    fn new(graph: Graph, root: Raw, relations: Vec<(Raw, usize)>) -> Self {
        let mut values = Values { graph, root, told: HashMap::new(), decided: HashMap::new() };
        for (raw, at) in relations {
            let facts = values.graph.relation(raw, at);
            if facts.is_view() || !facts.cascade().merge {
                continue;
            }
            values.told.entry(raw).or_default().insert(at);
            let (decided, columns) = match facts.kind() {
                RelationKind::BelongsTo => (vec![raw], &facts.local),
                RelationKind::HasOne | RelationKind::HasMany => (values.members(raw, at), &facts.remote),
                RelationKind::ManyToMany => continue,
            };
            for raw in decided {
                values.decided.entry(raw).or_default().extend(columns);
            }
        }
        values
    }

    /// The values, the first one first, and the relationships to be taken over of each.
    pub(crate) fn nodes(&self) -> Vec<Raw> {
        reach(self.root, |raw| self.relations_of(raw).flat_map(|at| self.members(raw, at)).collect())
    }

    /// The relationships of a value that are told, and that `merge` goes along.
    pub(crate) fn relations_of(&self, raw: Raw) -> impl Iterator<Item = usize> + '_ {
        self.told.get(&raw).into_iter().flatten().copied()
    }

    pub(crate) fn members(&self, raw: Raw, relation: usize) -> Vec<Raw> {
        self.graph.rel(raw, relation).map(|state| state.now.iter().collect()).unwrap_or_default()
    }

    pub(crate) fn meta(&self, raw: Raw) -> &'static Meta {
        self.graph.meta(raw)
    }
}

/// All that is reached from a root, itself first, each once.
fn reach(root: Raw, members: impl Fn(Raw) -> Vec<Raw>) -> Vec<Raw> {
    let (mut found, mut seen, mut next) = (vec![root], HashSet::from([root]), 0);
    while let Some(&raw) = found.get(next) {
        found.extend(members(raw).into_iter().filter(|member| seen.insert(*member)));
        next += 1;
    }
    found
}

fn foreign(error: Error) -> Error {
    match error {
        Error::Detached { model } => Error::Invalid {
            model,
            message: "a value to be merged leads to values and not to entities: link them afterwards"
                .to_owned(),
        },
        error => error,
    }
}

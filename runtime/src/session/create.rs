//! Rows to be, with everything that is related to them: what `User::create()` gathers.
//!
//! The builders are written by the derive, with one type parameter per required column; here are the traits
//! that say when one is complete, and what it becomes.

use std::fmt;
use std::marker::PhantomData;

use crate::error::Result;
use crate::session::{Draft, Entity, Graph, Mapped, Raw};

/// The column named `C` (or the relationship that stands for it) was not given yet.
#[derive(Debug)]
pub struct Missing<C>(PhantomData<fn() -> C>);

/// The column was given.
#[derive(Debug)]
pub struct Given;

/// The column was given.
#[diagnostic::on_unimplemented(
    message = "`create()` is not complete: {Self}",
    label = "this column must be given"
)]
pub trait IsGiven {}

#[diagnostic::do_not_recommend]
impl IsGiven for Given {}

/// The column was not given yet.
#[diagnostic::on_unimplemented(
    message = "this value was given before",
    label = "given twice: by its column and by its relationship, or two times"
)]
pub trait IsMissing {}

#[diagnostic::do_not_recommend]
impl<C> IsMissing for Missing<C> {}

/// A complete row to be: a builder to which every required column was given, or a plain struct.
///
/// Written by `#[derive(Model)]` for `User` itself and for `UserCreate` when all its parameters are given.
pub trait Create {
    /// The model.
    type Model: Mapped;

    /// The row to be.
    fn into_new(self) -> New<Self::Model>;
}

/// What may stand at the other end of a relationship to `M`: an entity of `M`, or a complete `M::create()..`.
///
/// Written by `#[derive(Model)]` for the same types as [`Create`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no `{M}`",
    label = "expected an `Entity<{M}>` or a complete `{M}::create()..`"
)]
pub trait Related<M> {
    /// What to link to.
    fn into_link(self) -> Link;
}

impl<M: Mapped> Related<M> for Entity<M> {
    fn into_link(self) -> Link {
        Link::entity(self)
    }
}

/// What may be given as a child of `P`: an entity, or a `create()..` to which everything was given but the
/// foreign key that the parent will fill in.
///
/// `RELATION` is FNV-1a of the name of the child's relationship to the parent (its `belongs_to`), so that
/// `author` and `editor` are told apart. Written by `#[derive(Model)]` of the child, once per `belongs_to`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be created as a child of `{P}`",
    label = "expected an entity, or a `create()..` that lacks only the parent"
)]
pub trait Child<P, const RELATION: u64> {
    /// The child's model.
    type Model: Mapped;

    /// What to link to.
    fn into_link(self) -> Link;
}

impl<P, M: Mapped, const RELATION: u64> Child<P, RELATION> for Entity<M> {
    type Model = M;

    fn into_link(self) -> Link {
        Link::entity(self)
    }
}

/// The other end of a relationship of a row to be.
pub struct Link(LinkTo);

enum LinkTo {
    Entity { model: fn() -> &'static crate::session::Meta, slot: u32, generation: u32, session: u32 },
    Nested(Box<dyn FnOnce(&mut Graph) -> Result<Raw> + Send + Sync>),
}

impl Link {
    /// To an entity that is there.
    fn entity<M: Mapped>(entity: Entity<M>) -> Self {
        let Entity { slot, generation, session, .. } = entity;
        Link(LinkTo::Entity { model: M::meta, slot, generation, session })
    }

    /// To a row that is created together with this one.
    #[must_use]
    pub fn nested<M: Mapped>(new: New<M>) -> Self {
        Link(LinkTo::Nested(Box::new(move |graph| graph.build(new))))
    }

    /// The entity; it is created if it is not there.
    pub(crate) fn resolve(self, graph: &mut Graph) -> Result<Raw> {
        match self.0 {
            LinkTo::Entity { model, slot, generation, session } => {
                graph.check(model(), slot, generation, session)
            }
            LinkTo::Nested(build) => build(graph),
        }
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            LinkTo::Entity { .. } => "Link(entity)",
            LinkTo::Nested(_) => "Link(new)",
        })
    }
}

/// A row to be: the columns that were given, and the relationships. It needs no session, so that functions can
/// return it.
pub struct New<M: Mapped> {
    /// The columns that were given.
    pub draft: M::Draft,
    pub(crate) links: Vec<(usize, Link)>,
}

impl<M: Mapped> New<M> {
    /// No column given.
    #[must_use]
    #[expect(clippy::self_named_constructors, reason = "a row to be is new, and this is how one begins")]
    pub fn new() -> Self {
        New { draft: M::Draft::default(), links: Vec::new() }
    }

    /// All columns given.
    #[must_use]
    pub fn from_row(row: &M) -> Self {
        let mut new = New::<M>::new();
        for column in 0..M::TABLE.columns.len() {
            new.draft.slot_mut(column).assign(row.cell(column));
        }
        new
    }

    /// Remembers a member of a relationship, by the relationship's position.
    pub fn link(&mut self, relation: usize, link: Link) {
        self.links.push((relation, link));
    }
}

/// A row to be whose completeness nobody checked: for programs that do not know their columns. What is missing is
/// sent as NULL.
#[diagnostic::do_not_recommend]
impl<M: Mapped> Create for New<M> {
    type Model = M;

    fn into_new(self) -> New<M> {
        self
    }
}

impl<M: Mapped> Default for New<M> {
    fn default() -> Self {
        New::new()
    }
}

impl<M: Mapped> fmt::Debug for New<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns = M::TABLE.columns.iter().enumerate();
        let given = columns.filter(|(at, _)| self.draft.slot(*at).cell().is_some());
        f.debug_struct("New")
            .field("model", &M::TABLE.model)
            .field("given", &given.map(|(_, column)| column.name).collect::<Vec<_>>())
            .field("links", &self.links.len())
            .finish()
    }
}

//! The entities of a session, without a connection.

use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::error::{Error, Result};
use crate::session::core::{Head, State};
use crate::session::create::New;
use crate::session::journal::Journal;
use crate::session::links::{Links, RelState};
use crate::session::reading::{Newcomers, ReadMode};
use crate::session::relation::Relation;
use crate::session::row::{Data, Partial};
use crate::session::table::Table;
use crate::session::vacate::Retired;
use crate::session::{Entity, Mapped, Meta, Place, Raw};

/// The entities of a session: rows, states, relationships. Everything here is in memory, nothing waits.
pub struct Graph {
    /// Told to keys, so that a key of another session is recognised.
    pub(crate) id: u32,
    /// By number of the model; made when the first entity of the model turns up.
    pub(crate) stores: Vec<Option<Box<dyn Table>>>,
    /// Entities that were added since the last flush. Some may have left again.
    pub(crate) pending: Vec<Raw>,
    /// Entities that were marked for deletion since the last flush. Some may have been unmarked.
    pub(crate) doomed: Vec<Raw>,
    /// Number of the last entity that was added.
    pub(crate) arrivals: u32,
    pub(crate) journal: Journal,
    /// Whether anything happened since the last commit or rollback.
    pub(crate) begun: bool,
    /// How rows are read at the moment.
    pub(crate) reading: ReadMode,
    pub(crate) newcomers: Newcomers,
    pub(crate) retired: Retired,
    /// Relationships that `build` was told of, if anybody asks.
    pub(crate) built: Option<Vec<(Raw, usize)>>,
}

impl Graph {
    /// No entities.
    #[must_use]
    pub fn new() -> Self {
        Graph {
            id: next_id(),
            stores: Vec::new(),
            pending: Vec::new(),
            doomed: Vec::new(),
            arrivals: 0,
            journal: Journal::default(),
            begun: false,
            reading: ReadMode::default(),
            newcomers: Newcomers::default(),
            retired: Retired::default(),
            built: None,
        }
    }

    /// Makes a transient entity, with all entities that are created together with it.
    ///
    /// # Errors
    ///
    /// [`Error::Detached`] if it is to be linked with an entity of another session.
    pub(crate) fn build<M: Mapped>(&mut self, new: New<M>) -> Result<Raw> {
        let store = self.open::<M>();
        let slot = store.push(Data::Partial(Partial::new(new.draft)), State::Transient);
        store.row_mut(slot).complete();
        let raw = store.core.raw(slot);
        for (relation, link) in new.links {
            let member = link.resolve(self)?;
            self.link(raw, relation, member)?;
            if let Some(built) = &mut self.built {
                built.push((raw, relation));
            }
        }
        Ok(raw)
    }

    /// The entity behind a key.
    ///
    /// # Errors
    ///
    /// [`Error::Detached`] for a key of another session, or of a row that was detached.
    pub(crate) fn raw<M: Mapped>(&self, entity: Entity<M>) -> Result<Raw> {
        self.check(M::meta(), entity.slot, entity.generation, entity.session)
    }

    /// The entity behind a key that lost its type.
    pub(crate) fn check(&self, meta: &'static Meta, slot: u32, generation: u32, session: u32) -> Result<Raw> {
        let table = self.stores.get(meta.number as usize).and_then(Option::as_deref);
        let known = table.and_then(|table| table.generation(slot));
        if session == self.id && known == Some(generation) {
            Ok(Raw { table: meta.number, slot })
        } else {
            Err(Error::Detached { model: meta.model() })
        }
    }

    /// The key of an entity.
    pub(crate) fn entity<M: Mapped>(&self, raw: Raw) -> Entity<M> {
        self.place(raw).typed()
    }

    /// The key of an entity, without its type.
    pub(crate) fn place(&self, raw: Raw) -> Place {
        let generation = self.table(raw).generation(raw.slot).unwrap_or_default();
        Place { slot: raw.slot, generation, session: self.id }
    }

    /// The store of an entity.
    pub(crate) fn table(&self, raw: Raw) -> &dyn Table {
        self.stores[raw.table as usize].as_deref().expect("an entity has a store")
    }

    /// The store of an entity.
    pub(crate) fn table_mut(&mut self, raw: Raw) -> &mut dyn Table {
        self.stores[raw.table as usize].as_deref_mut().expect("an entity has a store")
    }

    /// The store of a model.
    pub(crate) fn open_table(&mut self, meta: &'static Meta) -> &mut dyn Table {
        let number = meta.number as usize;
        if self.stores.len() <= number {
            self.stores.resize_with(number + 1, || None);
        }
        self.stores[number].get_or_insert_with(meta.make).as_mut()
    }

    pub(crate) fn meta(&self, raw: Raw) -> &'static Meta {
        self.table(raw).core().meta
    }

    pub(crate) fn relation(&self, raw: Raw, relation: usize) -> &'static Relation {
        &self.meta(raw).relations()[relation]
    }

    pub(crate) fn head(&self, raw: Raw) -> &Head {
        self.table(raw).core().head(raw.slot)
    }

    pub(crate) fn head_mut(&mut self, raw: Raw) -> &mut Head {
        self.table_mut(raw).core_mut().head_mut(raw.slot)
    }

    pub(crate) fn state(&self, raw: Raw) -> State {
        self.head(raw).state
    }

    /// Whether the session writes the entity's changes.
    pub(crate) fn contains(&self, raw: Raw) -> bool {
        self.state(raw).is_in_session()
    }

    pub(crate) fn links(&self, raw: Raw) -> Option<&Links> {
        self.head(raw).links.as_deref()
    }

    pub(crate) fn links_mut(&mut self, raw: Raw) -> &mut Links {
        self.head_mut(raw).links.get_or_insert_default()
    }

    /// The state of a relationship, if there is any.
    pub(crate) fn rel(&self, raw: Raw, relation: usize) -> Option<&RelState> {
        self.links(raw)?.relations.get(relation)
    }

    /// The state of a relationship.
    pub(crate) fn rel_mut(&mut self, raw: Raw, relation: usize) -> &mut RelState {
        self.links_mut(raw).open(relation)
    }

    /// All entities, by model.
    pub(crate) fn all(&self) -> impl Iterator<Item = Raw> + '_ {
        self.stores.iter().flatten().flat_map(|table| {
            let core = table.core();
            (0..core.heads.len()).map(|slot| core.raw(slot as u32))
        })
    }
}

impl Default for Graph {
    fn default() -> Self {
        Graph::new()
    }
}

impl fmt::Debug for Graph {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let models =
            self.stores.iter().flatten().map(|table| (table.core().meta.model(), table.core().heads.len()));
        f.debug_map().entries(models).finish()
    }
}

fn next_id() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Create;
    use crate::session::models::{Post, User};

    #[test]
    fn builders_nest_in_both_directions() {
        let mut graph = Graph::new();
        let user = User::create()
            .email("ann@example.com")
            .posts([Post::create().title("a"), Post::create().title("b")]);
        let user = graph.build(user.into_new()).unwrap();
        let post = Post::create().author(User::create().email("bob@example.com").nick("bob")).title("c");
        let post = graph.build(post.into_new()).unwrap();
        assert_eq!(graph.members(user, 0).unwrap(), [0, 1].map(|slot| Raw { table: post.table, slot }));
        assert_eq!(graph.members(post, 0).unwrap(), [Raw { table: user.table, slot: 1 }]);
        assert_eq!(graph.all().count(), 5);
    }
}

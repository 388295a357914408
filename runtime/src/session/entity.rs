//! Keys of entities.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

/// A key to an entity of a session: `session[user]` is the row.
///
/// Twelve bytes, `Copy`. It stays valid for the session's life, whatever becomes of the entity, until
/// [`detach`](crate::session::Session::detach) takes the row out or
/// [`clear`](crate::session::Session::clear) drops everything.
pub struct Entity<M> {
    pub(crate) slot: u32,
    pub(crate) generation: u32,
    pub(crate) session: u32,
    marker: PhantomData<fn() -> M>,
}

impl<M> Entity<M> {
    pub(crate) fn new(slot: u32, generation: u32, session: u32) -> Self {
        Entity { slot, generation, session, marker: PhantomData }
    }
}

impl<M> Clone for Entity<M> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M> Copy for Entity<M> {}

impl<M> PartialEq for Entity<M> {
    fn eq(&self, other: &Self) -> bool {
        (self.slot, self.generation, self.session) == (other.slot, other.generation, other.session)
    }
}

impl<M> Eq for Entity<M> {}

impl<M> Hash for Entity<M> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.slot, self.generation, self.session).hash(state);
    }
}

impl<M> fmt::Debug for Entity<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = std::any::type_name::<M>();
        let name = path.rsplit("::").next().unwrap_or(path);
        write!(f, "Entity<{name}>({})", self.slot)
    }
}

/// A key without its type, as it is handed out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) slot: u32,
    pub(crate) generation: u32,
    pub(crate) session: u32,
}

impl Place {
    /// The key of an entity of this model.
    pub(crate) fn typed<M>(self) -> Entity<M> {
        Entity::new(self.slot, self.generation, self.session)
    }
}

/// An entity without its type: links, journal and plan speak only this.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Raw {
    /// The model's number.
    pub(crate) table: u32,
    /// Its place in the store.
    pub(crate) slot: u32,
}

impl fmt::Debug for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.table, self.slot)
    }
}

//! Entities entering and leaving a session.

#[cfg(doc)]
use crate::error::Error;
use crate::error::Result;
use crate::session::create::{Create, New};
use crate::session::table::By;
use crate::session::{Entity, Graph, Mapped, Raw, Session};

/// What [`Session::add`] takes: a complete `create()..`, a plain struct, or an entity that is not in the session.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be added to a session",
    label = "expected a complete `create()..`, a model, or an entity"
)]
pub trait Add {
    /// The entity; for one that was there before, or why it cannot be added again.
    type Added;

    /// Adds it.
    #[doc(hidden)]
    fn add_to(self, session: &mut Session) -> Self::Added;
}

#[diagnostic::do_not_recommend]
impl<C: Create> Add for C {
    type Added = Entity<C::Model>;

    fn add_to(self, session: &mut Session) -> Entity<C::Model> {
        let raw = session.graph.build_and_add(self.into_new());
        session.graph.entity(raw)
    }
}

#[diagnostic::do_not_recommend]
impl<M: Mapped> Add for Entity<M> {
    type Added = Result<Entity<M>>;

    fn add_to(self, session: &mut Session) -> Result<Entity<M>> {
        let raw = session.graph.raw(self)?;
        session.graph.add(raw)?;
        Ok(self)
    }
}

impl Session {
    /// Adds a new row, with everything that it is created together with and linked to: the next flush inserts
    /// them, in the order of `add`.
    ///
    /// Adds an entity again: one that a rollback made transient, or one that was expunged (then its changes made
    /// meanwhile are flushed). Takes back a deletion that was not flushed.
    ///
    /// # Errors
    ///
    /// For an entity: [`Error::Invalid`] if it was deleted by a flush, or if another entity with its key is in the
    /// session; [`Error::Detached`] for a key of another session.
    ///
    /// # Panics
    ///
    /// If the new row is to be linked with an entity of another session.
    ///
    /// # Example
    ///
    /// ```no_run
    /// # fn main() {}
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/docs/models.in.rs"));
    /// # async fn example(session: &mut Session) -> cormorant::Result<()> {
    /// let user = session.add(User::create().email("ann@example.com").posts([Post::create().title("Hello")]));
    /// session.flush().await?; // INSERT INTO "users" .., INSERT INTO "posts" ..
    /// println!("{}", session[user].id);
    /// # Ok(())
    /// # }
    /// ```
    pub fn add<A: Add>(&mut self, new: A) -> A::Added {
        new.add_to(self)
    }

    /// Adds many, in their order.
    ///
    /// # Panics
    ///
    /// As [`add`](Session::add).
    pub fn add_all<A: Add>(&mut self, new: impl IntoIterator<Item = A>) -> Vec<A::Added> {
        new.into_iter().map(|new| new.add_to(self)).collect()
    }

    /// Makes an entity that is not in the session: it can be read, changed and linked, and is written only once
    /// it is added, or linked to from an entity in the session.
    ///
    /// # Panics
    ///
    /// As [`add`](Session::add).
    pub fn build<C: Create>(&mut self, new: C) -> Entity<C::Model> {
        let raw = self.graph.build_here(new.into_new());
        self.graph.entity(raw)
    }

    /// Marks an entity for deletion: the next flush deletes its row, and what its relationships take along.
    ///
    /// One that was not inserted yet just leaves the session.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] if it is not in the session or was deleted before; [`Error::Detached`].
    pub fn delete<M: Mapped>(&mut self, entity: Entity<M>) -> Result<()> {
        let raw = self.graph.raw(entity)?;
        self.graph.delete(raw)
    }

    /// Takes an entity out of the session, with what its relationships take along. Its row and key stay readable.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] if it is not in the session; [`Error::Detached`].
    pub fn expunge<M: Mapped>(&mut self, entity: Entity<M>) -> Result<()> {
        let raw = self.graph.raw(entity)?;
        self.graph.expunge(raw)
    }

    /// Forgets what is loaded of an entity and changes that were not flushed: it must be refreshed before it is
    /// read.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] if it is not in the database; [`Error::Detached`].
    pub fn expire<M: Mapped>(&mut self, entity: Entity<M>) -> Result<()> {
        let raw = self.graph.raw(entity)?;
        self.graph.expire(raw)
    }

    /// As [`expire`](Session::expire), of all entities that are in the database.
    pub fn expire_all(&mut self) {
        self.graph.expire_all(By::Expire);
    }

    /// Drops all entities. Their keys are no longer valid; what was not flushed is lost. The transaction stays
    /// open.
    pub fn clear(&mut self) {
        self.graph.clear();
    }

    /// Whether an entity has changes that the next flush looks at.
    ///
    /// # Errors
    ///
    /// [`Error::Detached`] for a key of another session.
    pub fn is_modified<M: Mapped>(&self, entity: Entity<M>) -> Result<bool> {
        let raw = self.graph.raw(entity)?;
        let linked = self.graph.links(raw).is_some_and(super::links::Links::is_changed);
        Ok(linked || !self.graph.table(raw).changed(raw.slot).is_empty())
    }
}

impl Graph {
    fn build_here<M: Mapped>(&mut self, new: New<M>) -> Raw {
        match self.build(new) {
            Ok(raw) => raw,
            Err(error) => panic!("a new {} cannot be built: {error}", M::TABLE.model),
        }
    }

    fn build_and_add<M: Mapped>(&mut self, new: New<M>) -> Raw {
        let raw = self.build_here(new);
        match self.add(raw) {
            Ok(()) => raw,
            Err(error) => panic!("a new {} cannot be added: {error}", M::TABLE.model),
        }
    }

    fn clear(&mut self) {
        *self = Graph::new();
    }
}

//! Entities entering and leaving a session.

use crate::error::{Error, Result};
use crate::session::core::State;
use crate::session::create::{Create, New};
use crate::session::row::Data;
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

    /// Takes an entity out of the session and hands its row out. Its key is no longer valid.
    ///
    /// # Errors
    ///
    /// As [`try_get`](Session::try_get).
    pub fn detach<M: Mapped>(&mut self, entity: Entity<M>) -> Result<M> {
        if self.graph.row(entity).is_none() {
            return Err(self.graph.why_not(entity));
        }
        let raw = self.graph.raw(entity)?;
        if self.graph.contains(raw) {
            self.graph.leave(raw);
        }
        let store = self.graph.get_mut::<M>().ok_or(Error::Detached { model: M::TABLE.model })?;
        let row = store.row_mut(entity.slot);
        row.generation = row.generation.wrapping_add(1);
        row.old = None;
        let Data::Full(row) = std::mem::replace(&mut row.data, Data::Vacant) else {
            return Err(Error::Detached { model: M::TABLE.model });
        };
        let head = store.core.head_mut(entity.slot);
        (head.state, head.links) = (State::Detached, None);
        Ok(row)
    }

    /// Takes the row as it is in memory into the session: into the entity that has its key, or as a new one.
    ///
    /// Columns that differ count as changed. An entity that is not loaded (or expired) takes all columns as
    /// changed; `get` it first where only real differences should be written.
    pub fn merge<M: Mapped>(&mut self, row: M) -> Entity<M> {
        let raw = self.graph.merge(&row);
        self.graph.entity(raw)
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

    fn merge<M: Mapped>(&mut self, row: &M) -> Raw {
        let store = self.open::<M>();
        let known = store.index.get(&row.key()).copied();
        let Some(slot) = known else {
            let raw = self.build_here(New::from_row(row));
            // What was just built is transient, so it can be added.
            let _ = self.add(raw);
            return raw;
        };
        store.assign_all(slot, row);
        store.core.raw(slot)
    }

    fn clear(&mut self) {
        *self = Graph::new();
    }
}

impl<M: Mapped> crate::session::store::Store<M> {
    /// Makes the columns of a row these.
    fn assign_all(&mut self, slot: u32, row: &M) {
        for column in 0..M::TABLE.columns.len() {
            self.assign(slot, column, row.cell(column));
        }
    }
}

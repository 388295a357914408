//! Relationships, as users change and read them.

use crate::error::Result;
use crate::query::{Many, One, Relation};
use crate::session::{Entity, Linked, Mapped, Raw, Related, Session};

impl Session {
    /// The members of a relationship to many.
    ///
    /// The keys are owned, so a loop over them may write: `for post in session.many(user, User::posts)? {
    /// session[post].title = ..; }`.
    ///
    /// # Errors
    ///
    /// [`Error::NotLoaded`](crate::error::Error::NotLoaded) if nobody loaded it: nothing is ever loaded in
    /// secret. [`Error::Detached`](crate::error::Error::Detached).
    pub fn many<M: Mapped, T: Mapped>(
        &self,
        entity: Entity<M>,
        relation: Relation<M, T, Many>,
    ) -> Result<Linked<T>> {
        self.graph.linked(self.graph.raw(entity)?, relation.index())
    }

    /// The entity at the other end of a relationship to one.
    ///
    /// Needs no loading where the foreign key is NULL, or leads to an entity that is in the session.
    ///
    /// # Errors
    ///
    /// As [`many`](Session::many).
    pub fn one_of<M: Mapped, T: Mapped>(
        &self,
        entity: Entity<M>,
        relation: Relation<M, T, One>,
    ) -> Result<Option<Entity<T>>> {
        let members = self.graph.members(self.graph.raw(entity)?, relation.index())?;
        Ok(members.first().map(|member| self.graph.entity(*member)))
    }

    /// Whether a relationship can be read.
    ///
    /// # Errors
    ///
    /// [`Error::Detached`](crate::error::Error::Detached).
    pub fn is_loaded<M: Mapped, T, K>(&self, entity: Entity<M>, relation: Relation<M, T, K>) -> Result<bool> {
        let raw = self.graph.raw(entity)?;
        Ok(self.graph.members(raw, relation.index()).is_ok())
    }

    /// Adds a member to a relationship, or sets a relationship to one. The opposite side follows at once.
    ///
    /// Takes an entity or a complete `Post::create()..`. If the entity is in the session, the member enters it,
    /// too.
    ///
    /// # Errors
    ///
    /// [`Error::Detached`](crate::error::Error::Detached) for keys of another session;
    /// [`Error::Invalid`](crate::error::Error::Invalid) if the relationship can only be read.
    pub fn link<M: Mapped, T: Mapped, K>(
        &mut self,
        entity: Entity<M>,
        relation: Relation<M, T, K>,
        member: impl Related<T>,
    ) -> Result<Entity<T>> {
        let owner = self.graph.raw(entity)?;
        let member = member.into_link().resolve(&mut self.graph)?;
        self.graph.link(owner, relation.index(), member)?;
        Ok(self.graph.entity(member))
    }

    /// Takes a member out of a relationship. What happens to it at the next flush is up to the cascade: its
    /// foreign key becomes NULL, or it is deleted as an orphan.
    ///
    /// # Errors
    ///
    /// As [`link`](Session::link).
    pub fn unlink<M: Mapped, T: Mapped, K>(
        &mut self,
        entity: Entity<M>,
        relation: Relation<M, T, K>,
        member: Entity<T>,
    ) -> Result<()> {
        let (owner, member) = (self.graph.raw(entity)?, self.graph.raw(member)?);
        self.graph.unlink(owner, relation.index(), member)
    }

    /// Sets a relationship to one: to an entity, or to nothing.
    ///
    /// # Errors
    ///
    /// As [`link`](Session::link).
    pub fn set_one<M: Mapped, T: Mapped>(
        &mut self,
        entity: Entity<M>,
        relation: Relation<M, T, One>,
        member: Option<Entity<T>>,
    ) -> Result<()> {
        let owner = self.graph.raw(entity)?;
        let member = member.map(|member| self.graph.raw(member)).transpose()?;
        self.graph.set_one(owner, relation.index(), member)
    }

    /// Replaces the members of a relationship to many, which must be loaded.
    ///
    /// # Errors
    ///
    /// As [`link`](Session::link), and [`Error::NotLoaded`](crate::error::Error::NotLoaded).
    pub fn set_many<M: Mapped, T: Mapped>(
        &mut self,
        entity: Entity<M>,
        relation: Relation<M, T, Many>,
        members: impl IntoIterator<Item = Entity<T>>,
    ) -> Result<()> {
        let owner = self.graph.raw(entity)?;
        let members: Result<Vec<Raw>> = members.into_iter().map(|member| self.graph.raw(member)).collect();
        self.graph.replace(owner, relation.index(), &members?)
    }

    /// Takes all members out of a relationship to many, which must be loaded.
    ///
    /// # Errors
    ///
    /// As [`set_many`](Session::set_many).
    pub fn clear_many<M: Mapped, T: Mapped>(
        &mut self,
        entity: Entity<M>,
        relation: Relation<M, T, Many>,
    ) -> Result<()> {
        self.set_many(entity, relation, [])
    }
}

//! A relationship of one entity, to be changed several times.

use std::fmt;
use std::marker::PhantomData;

use crate::error::Result;
use crate::query::{Many, One, Relation};
use crate::session::{Entity, Linked, Mapped, Raw, Session};

impl Session {
    /// A relationship of an entity, to change it several times: `session.relation(user, User::posts)`.
    ///
    /// # Errors
    ///
    /// [`Error::Detached`](crate::error::Error::Detached) for a key of another session.
    pub fn relation<S: Mapped, T: Mapped, K>(
        &mut self,
        owner: Entity<S>,
        relation: Relation<S, T, K>,
    ) -> Result<Members<'_, T, K>> {
        let owner = self.graph.raw(owner)?;
        Ok(Members { session: self, owner, relation: relation.index(), marker: PhantomData })
    }
}

/// A relationship of an entity, to be changed.
pub struct Members<'s, T, K> {
    session: &'s mut Session,
    owner: Raw,
    relation: usize,
    marker: PhantomData<fn() -> (T, K)>,
}

impl<T: Mapped> Members<'_, T, Many> {
    /// The members.
    ///
    /// # Errors
    ///
    /// As [`Session::many`].
    pub fn get(&self) -> Result<Linked<T>> {
        self.session.graph.linked(self.owner, self.relation)
    }

    /// Adds a member.
    ///
    /// # Errors
    ///
    /// As [`Session::link`].
    pub fn add(&mut self, member: Entity<T>) -> Result<&mut Self> {
        let member = self.session.graph.raw(member)?;
        self.session.graph.link(self.owner, self.relation, member)?;
        Ok(self)
    }

    /// Takes a member out.
    ///
    /// # Errors
    ///
    /// As [`Session::link`].
    pub fn remove(&mut self, member: Entity<T>) -> Result<&mut Self> {
        let member = self.session.graph.raw(member)?;
        self.session.graph.unlink(self.owner, self.relation, member)?;
        Ok(self)
    }

    /// Makes these the members and no others.
    ///
    /// # Errors
    ///
    /// [`Error::NotLoaded`](crate::error::Error::NotLoaded) if the present ones are not loaded: it could not be
    /// told who leaves. Otherwise as [`Session::link`].
    pub fn replace(&mut self, members: impl IntoIterator<Item = Entity<T>>) -> Result<&mut Self> {
        let members: Result<Vec<Raw>> =
            members.into_iter().map(|member| self.session.graph.raw(member)).collect();
        self.session.graph.replace(self.owner, self.relation, &members?)?;
        Ok(self)
    }

    /// Takes all members out.
    ///
    /// # Errors
    ///
    /// As [`replace`](Members::replace).
    pub fn clear(&mut self) -> Result<&mut Self> {
        self.replace([])
    }
}

impl<T: Mapped> Members<'_, T, One> {
    /// The member.
    ///
    /// # Errors
    ///
    /// As [`Session::one_of`].
    pub fn get(&self) -> Result<Option<Entity<T>>> {
        let members = self.session.graph.members(self.owner, self.relation)?;
        Ok(members.first().map(|member| self.session.graph.entity(*member)))
    }

    /// Sets the member.
    ///
    /// # Errors
    ///
    /// As [`Session::link`].
    pub fn set(&mut self, member: Entity<T>) -> Result<&mut Self> {
        let member = self.session.graph.raw(member)?;
        self.session.graph.set_one(self.owner, self.relation, Some(member))?;
        Ok(self)
    }

    /// Takes the member out.
    ///
    /// # Errors
    ///
    /// As [`Session::link`].
    pub fn clear(&mut self) -> Result<&mut Self> {
        self.session.graph.set_one(self.owner, self.relation, None)?;
        Ok(self)
    }
}

impl<T, K> fmt::Debug for Members<'_, T, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.session.graph.relation(self.owner, self.relation).def.name;
        write!(f, "Members({name})")
    }
}

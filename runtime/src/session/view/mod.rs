//! Views: entities with their loaded relationships, to read.

mod serialize;

use std::fmt;
use std::ops::Deref;

use crate::error::{Error, Result};
use crate::query::{Many, One, Relation};
use crate::session::{Entity, Mapped, Session};

pub use serialize::{RelationsOut, SerializeRelations, Walk};

/// A read guard of an entity: derefs to the row, and walks loaded relationships.
///
/// The derive makes a view with a method per relationship for each model (`UserView`, with `view.posts()?`);
/// this is what they are made of.
pub struct View<'s, M> {
    session: &'s Session,
    entity: Entity<M>,
    row: &'s M,
}

/// A model with a view of its own. Written by `#[derive(Model)]`.
pub trait Viewed: Mapped {
    /// `UserView<'s>`
    type View<'s>;

    /// Makes it.
    fn view(view: View<'_, Self>) -> Self::View<'_>;
}

impl Session {
    /// A view of an entity, through which loaded relationships can be walked and serialized.
    ///
    /// # Errors
    ///
    /// As [`try_get`](Session::try_get).
    pub fn view<M: Viewed>(&self, entity: Entity<M>) -> Result<M::View<'_>> {
        View::new(self, entity).map(M::view)
    }
}

impl<'s, M: Mapped> View<'s, M> {
    pub(crate) fn new(session: &'s Session, entity: Entity<M>) -> Result<Self> {
        Ok(View { session, entity, row: session.try_get(entity)? })
    }

    /// The entity's key.
    #[must_use]
    pub fn entity(&self) -> Entity<M> {
        self.entity
    }

    /// The row, for as long as the session is borrowed.
    #[must_use]
    pub fn row(&self) -> &'s M {
        self.row
    }

    /// The views of the members of a relationship to many.
    ///
    /// # Errors
    ///
    /// [`Error::NotLoaded`], and as [`Session::try_get`] for members.
    pub fn many<T: Viewed>(&self, relation: Relation<M, T, Many>) -> Result<Vec<T::View<'s>>> {
        let members = self.session.many(self.entity, relation)?;
        members.into_iter().map(|member| self.session.view(member)).collect()
    }

    /// The view of the other end of a relationship to one.
    ///
    /// # Errors
    ///
    /// As [`many`](View::many).
    pub fn one<T: Viewed>(&self, relation: Relation<M, T, One>) -> Result<Option<T::View<'s>>> {
        let member = self.session.one_of(self.entity, relation)?;
        member.map(|member| self.session.view(member)).transpose()
    }

    /// Members as plain views, whatever the kind of the relationship; `None` if they are not loaded.
    fn loaded<T: Mapped, K>(&self, relation: Relation<M, T, K>) -> Option<Result<Vec<View<'s, T>>>> {
        let raw = self.session.graph.raw(self.entity).ok()?;
        match self.session.graph.members(raw, relation.index()) {
            Err(Error::NotLoaded { .. }) => None,
            Err(error) => Some(Err(error)),
            Ok(members) => {
                let views = members
                    .into_iter()
                    .map(|member| View::new(self.session, self.session.graph.entity(member)));
                Some(views.collect())
            }
        }
    }
}

impl<M> Deref for View<'_, M> {
    type Target = M;

    fn deref(&self) -> &M {
        self.row
    }
}

impl<M> Clone for View<'_, M> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M> Copy for View<'_, M> {}

impl<M: fmt::Debug> fmt::Debug for View<'_, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.row.fmt(f)
    }
}

//! `session.load(..)`: relationships of entities that are there already.

use crate::error::Result;
use crate::loading::option::Loader;
use crate::loading::rows::Later;
use crate::query::Relation;
use crate::session::{Entity, Linked, Mapped, Meta, Raw, Session};

/// One entity, or many: what `session.load(..)` takes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no entity of `{M}`, and no list of them",
    label = "expected an `Entity<{M}>`, or a slice or `Vec` of them"
)]
pub trait Entities<M> {
    /// The keys.
    #[doc(hidden)]
    fn list(&self) -> Vec<Entity<M>>;
}

impl<M> Entities<M> for Entity<M> {
    fn list(&self) -> Vec<Entity<M>> {
        vec![*self]
    }
}

impl<M> Entities<M> for [Entity<M>] {
    fn list(&self) -> Vec<Entity<M>> {
        self.to_vec()
    }
}

impl<M> Entities<M> for Vec<Entity<M>> {
    fn list(&self) -> Vec<Entity<M>> {
        self.clone()
    }
}

impl<M> Entities<M> for Linked<M> {
    fn list(&self) -> Vec<Entity<M>> {
        self.to_vec()
    }
}

impl<M, E: Entities<M> + ?Sized> Entities<M> for &E {
    fn list(&self) -> Vec<Entity<M>> {
        (*self).list()
    }
}

/// A relationship to load: the constant (`User::posts`), or a loader option with conditions, order and more.
pub trait IntoLoader<S, T> {
    /// The option.
    #[doc(hidden)]
    fn into_loader(self) -> Loader<S, T>;
}

impl<S, T> IntoLoader<S, T> for Loader<S, T> {
    fn into_loader(self) -> Loader<S, T> {
        self
    }
}

impl<S, T: crate::query::ModelTable<Model = T>, K> IntoLoader<S, T> for Relation<S, T, K> {
    fn into_loader(self) -> Loader<S, T> {
        self.selectin()
    }
}

impl Session {
    /// Loads a relationship of one entity or of many, in one statement; again if it is loaded already.
    ///
    /// Flushes first, and reads expired entities whose foreign keys are needed. What was changed in memory and not
    /// flushed stays changed. Nothing is sent for an empty list, nor where foreign keys lead to entities that are in
    /// the session.
    ///
    /// # Example: afterwards, for a list
    ///
    /// `session.load(&users, User::posts).await?` sends
    /// `SELECT .. FROM "posts" WHERE "posts"."author_id" = ANY($1)`.
    ///
    /// # Errors
    ///
    /// [`Error::Detached`](crate::error::Error::Detached) for keys of another session; otherwise as
    /// [`all`](Session::all).
    pub fn load<M, T, E, L>(
        &mut self,
        entities: E,
        relation: L,
    ) -> impl Future<Output = Result<()>> + Send + use<'_, M, T, E, L>
    where
        M: Mapped,
        E: Entities<M>,
        L: IntoLoader<M, T>,
    {
        let parents: Result<Vec<Raw>> =
            entities.list().into_iter().map(|entity| self.graph.raw(entity)).collect();
        let spec = relation.into_loader().spec;
        self.load_untyped(M::meta(), parents, spec)
    }

    async fn load_untyped(
        &mut self,
        meta: &'static Meta,
        parents: Result<Vec<Raw>>,
        spec: crate::loading::option::LoadSpec,
    ) -> Result<()> {
        let parents = parents?;
        self.usable()?;
        if parents.is_empty() {
            return Ok(());
        }
        if self.options.autoflush {
            self.flush().await?;
        }
        let parents: Vec<Raw> = parents.into_iter().filter(|&parent| self.graph.has_row(parent)).collect();
        self.read_lacking(meta, &parents, &meta.relations()[spec.relation].local).await?;
        self.load_again(Later { meta, parents, spec, base: None }).await
    }
}

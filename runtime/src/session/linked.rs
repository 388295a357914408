//! The members of a relationship, as they are at a moment.

use std::fmt;
use std::ops::Deref;

use crate::error::Result;
use crate::session::{Entity, Graph, Mapped, Raw};

/// The members of a relationship to many, as they were when [`Session::many`](crate::session::Session::many) was asked.
///
/// A list of keys that is read like a slice: `len()`, `[0]`, `contains(..)`, `iter()`, `for post in ..`. It borrows
/// nothing, so a loop over it may change the session. It has no `push`, which would change nothing: members are added
/// by [`Session::link`](crate::session::Session::link) and taken out by
/// [`Session::unlink`](crate::session::Session::unlink). `to_vec()` copies it.
pub struct Linked<T> {
    members: Box<[Entity<T>]>,
}

impl Graph {
    /// The members of a relationship, as keys.
    pub(crate) fn linked<T: Mapped>(&self, owner: Raw, relation: usize) -> Result<Linked<T>> {
        let members = self.members(owner, relation)?;
        Ok(Linked { members: members.into_iter().map(|member| self.entity(member)).collect() })
    }
}

impl<T> Deref for Linked<T> {
    type Target = [Entity<T>];

    fn deref(&self) -> &[Entity<T>] {
        &self.members
    }
}

impl<T> IntoIterator for Linked<T> {
    type Item = Entity<T>;
    type IntoIter = std::vec::IntoIter<Entity<T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.members.into_vec().into_iter()
    }
}

impl<'l, T> IntoIterator for &'l Linked<T> {
    type Item = &'l Entity<T>;
    type IntoIter = std::slice::Iter<'l, Entity<T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.members.iter()
    }
}

impl<T> From<Linked<T>> for Vec<Entity<T>> {
    fn from(linked: Linked<T>) -> Self {
        linked.members.into_vec()
    }
}

impl<T> Clone for Linked<T> {
    fn clone(&self) -> Self {
        Linked { members: self.members.clone() }
    }
}

impl<T> fmt::Debug for Linked<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.members.fmt(f)
    }
}

impl<T> PartialEq for Linked<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T> Eq for Linked<T> {}

impl<T> PartialEq<[Entity<T>]> for Linked<T> {
    fn eq(&self, other: &[Entity<T>]) -> bool {
        **self == *other
    }
}

impl<T, const N: usize> PartialEq<[Entity<T>; N]> for Linked<T> {
    fn eq(&self, other: &[Entity<T>; N]) -> bool {
        **self == *other
    }
}

impl<T> PartialEq<Vec<Entity<T>>> for Linked<T> {
    fn eq(&self, other: &Vec<Entity<T>>) -> bool {
        **self == **other
    }
}

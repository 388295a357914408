//! Relationships, as values.

use std::fmt;
use std::marker::PhantomData;

/// There can be one at the other end.
#[derive(Debug)]
pub struct One;

/// There can be many at the other end.
#[derive(Debug)]
pub struct Many;

/// A relationship from the table `S` to the table `T`: the constant `User::posts`.
///
/// `K` is [`One`] or [`Many`].
pub struct Relation<S, T, K> {
    name: &'static str,
    index: u16,
    marker: PhantomData<fn() -> (S, T, K)>,
}

impl<S, T, K> Relation<S, T, K> {
    /// A relationship by its name and its position in the model; written by the derive.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(name: &'static str, index: u16) -> Self {
        Relation { name, index, marker: PhantomData }
    }

    /// The relationship's name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The same relationship to another name of the same type.
    pub(crate) fn to_type<U>(self) -> Relation<S, U, K> {
        Relation { name: self.name, index: self.index, marker: PhantomData }
    }

    /// The relationship's position in the model.
    #[must_use]
    pub const fn index(&self) -> usize {
        self.index as usize
    }
}

impl<S, T, K> Clone for Relation<S, T, K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S, T, K> Copy for Relation<S, T, K> {}

impl<S, T, K> fmt::Debug for Relation<S, T, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Relation({})", self.name)
    }
}

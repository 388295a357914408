//! What a subquery borrows from the statement around it.

use crate::query::{
    Closed, Correlated, Grouped, Joined, LeftJoined, NoTable, NotNull, Of, OneGroup, Only, Optional, Present,
    Quiet, SetOf, Written,
};
use crate::types::MaybeNull;

/// The correlated tables of a scope, as uses of the whole subquery.
pub trait Outer {
    /// Uses of the subquery in the statement around it.
    type Uses;
}

impl Outer for NoTable {
    type Uses = ();
}
impl Outer for Closed {
    type Uses = ();
}
impl<M> Outer for Only<M> {
    type Uses = ();
}
impl<M, R: Outer> Outer for Joined<M, R> {
    type Uses = R::Uses;
}
impl<M, R: Outer> Outer for LeftJoined<M, R> {
    type Uses = R::Uses;
}
impl<M, R: Outer> Outer for Correlated<M, R> {
    type Uses = (Of<M>, R::Uses);
}
impl<F: Outer> Outer for Optional<F> {
    type Uses = F::Uses;
}
impl<F: Outer> Outer for Present<F> {
    type Uses = F::Uses;
}
impl<F: Outer> Outer for Grouped<F> {
    type Uses = F::Uses;
}
impl<F: Outer> Outer for OneGroup<F> {
    type Uses = F::Uses;
}
impl<F: Outer> Outer for Written<F> {
    type Uses = F::Uses;
}

/// A statement that borrows nothing: it can stand alone, as a CTE, or as a derived table.
#[diagnostic::on_unimplemented(
    message = "this subquery uses a table of the statement around it",
    label = "borrows `{Self}`",
    note = "in FROM, use `.lateral(..)`; alone, leave `.correlate(..)` out"
)]
pub trait NothingOuter {}

#[diagnostic::do_not_recommend]
impl NothingOuter for () {}
#[diagnostic::do_not_recommend]
impl NothingOuter for Quiet {}
// Of the arguments of a function or of SQL text.
#[diagnostic::do_not_recommend]
impl NothingOuter for MaybeNull {}
#[diagnostic::do_not_recommend]
impl<S: NothingOuter> NothingOuter for NotNull<S> {}
#[diagnostic::do_not_recommend]
impl<S: NothingOuter> NothingOuter for SetOf<S> {}
#[diagnostic::do_not_recommend]
impl<A: NothingOuter, B: NothingOuter> NothingOuter for (A, B) {}

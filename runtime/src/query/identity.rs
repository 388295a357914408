//! Whether two tables are the same one, asked by the compiler.
//!
//! Every table type carries a hash of its path as a list of eight hexadecimal digits, written by the derive.
//! Two lists are compared digit by digit; the comparison stops at the first difference. That makes inequality
//! something a bound can ask for, so that a table that is joined twice is an error of ours.

use crate::query::{
    Closed, Correlated, Grouped, Joined, LeftJoined, No, NoTable, OneGroup, Only, Optional, Present, Tabular,
    Yes,
};

/// A hexadecimal digit.
#[derive(Debug)]
pub struct N<const V: u8>;

/// Eight digits: what models, aliases and table keys are told apart by.
pub type Id<
    const A: u8,
    const B: u8,
    const C: u8,
    const D: u8,
    const E: u8,
    const F: u8,
    const G: u8,
    const H: u8,
> = (N<A>, (N<B>, (N<C>, (N<D>, (N<E>, (N<F>, (N<G>, (N<H>, ()))))))));

/// Whether two digits are the same.
pub trait Same<Other> {
    /// [`Yes`] or [`No`].
    type Out;
}

macro_rules! same {
    ($($left:literal: $($right:literal)*;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl Same<N<$left>> for N<$left> { type Out = Yes; }
        $(#[diagnostic::do_not_recommend]
        impl Same<N<$right>> for N<$left> { type Out = No; })*
    )*};
}

same! {
    0: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15;
    1: 0 2 3 4 5 6 7 8 9 10 11 12 13 14 15;
    2: 0 1 3 4 5 6 7 8 9 10 11 12 13 14 15;
    3: 0 1 2 4 5 6 7 8 9 10 11 12 13 14 15;
    4: 0 1 2 3 5 6 7 8 9 10 11 12 13 14 15;
    5: 0 1 2 3 4 6 7 8 9 10 11 12 13 14 15;
    6: 0 1 2 3 4 5 7 8 9 10 11 12 13 14 15;
    7: 0 1 2 3 4 5 6 8 9 10 11 12 13 14 15;
    8: 0 1 2 3 4 5 6 7 9 10 11 12 13 14 15;
    9: 0 1 2 3 4 5 6 7 8 10 11 12 13 14 15;
    10: 0 1 2 3 4 5 6 7 8 9 11 12 13 14 15;
    11: 0 1 2 3 4 5 6 7 8 9 10 12 13 14 15;
    12: 0 1 2 3 4 5 6 7 8 9 10 11 13 14 15;
    13: 0 1 2 3 4 5 6 7 8 9 10 11 12 14 15;
    14: 0 1 2 3 4 5 6 7 8 9 10 11 12 13 15;
    15: 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14;
}

/// Whether two lists of digits are the same.
pub trait SameTail<Other> {
    /// [`Yes`] or [`No`].
    type Out;
}

#[diagnostic::do_not_recommend]
impl SameTail<()> for () {
    type Out = Yes;
}

#[diagnostic::do_not_recommend]
impl<A, R, B, Q> SameTail<(B, Q)> for (A, R)
where
    A: Same<B>,
    A::Out: Continue<R, Q>,
{
    type Out = <A::Out as Continue<R, Q>>::Out;
}

/// Goes on to the next digit after [`Yes`], stops after [`No`].
pub trait Continue<R, Q> {
    /// [`Yes`] or [`No`].
    type Out;
}

#[diagnostic::do_not_recommend]
impl<R: SameTail<Q>, Q> Continue<R, Q> for Yes {
    type Out = R::Out;
}

#[diagnostic::do_not_recommend]
impl<R, Q> Continue<R, Q> for No {
    type Out = No;
}

/// The answer must be [`No`]: the table was not joined before.
pub trait FirstTime<M> {}

#[diagnostic::do_not_recommend]
impl<M> FirstTime<M> for No {}

/// A scope that does not read `M` yet.
#[diagnostic::on_unimplemented(
    message = "`{M}` is already part of this query",
    label = "joins `{M}` a second time",
    note = "join it under another name: `alias!(other: {M});`, then `.join(other.on(..))` or `.join(<relationship>.to(other))`; a function that takes any statement and joins asks for `F: Fresh<{M}>`"
)]
pub trait Fresh<M> {}

#[diagnostic::do_not_recommend]
impl<M> Fresh<M> for NoTable {}
#[diagnostic::do_not_recommend]
impl<M> Fresh<M> for Closed {}
#[diagnostic::do_not_recommend]
impl<M: Tabular, K: Tabular> Fresh<M> for Only<K>
where
    M::Id: SameTail<K::Id>,
    <M::Id as SameTail<K::Id>>::Out: FirstTime<M>,
{
}
#[diagnostic::do_not_recommend]
impl<M: Tabular, K: Tabular, R: Fresh<M>> Fresh<M> for Joined<K, R>
where
    M::Id: SameTail<K::Id>,
    <M::Id as SameTail<K::Id>>::Out: FirstTime<M>,
{
}
#[diagnostic::do_not_recommend]
impl<M: Tabular, K: Tabular, R: Fresh<M>> Fresh<M> for LeftJoined<K, R>
where
    M::Id: SameTail<K::Id>,
    <M::Id as SameTail<K::Id>>::Out: FirstTime<M>,
{
}
#[diagnostic::do_not_recommend]
impl<M: Tabular, K: Tabular, R: Fresh<M>> Fresh<M> for Correlated<K, R>
where
    M::Id: SameTail<K::Id>,
    <M::Id as SameTail<K::Id>>::Out: FirstTime<M>,
{
}
#[diagnostic::do_not_recommend]
impl<M, F: Fresh<M>> Fresh<M> for Optional<F> {}
#[diagnostic::do_not_recommend]
impl<M, F: Fresh<M>> Fresh<M> for Present<F> {}
#[diagnostic::do_not_recommend]
impl<M, F: Fresh<M>> Fresh<M> for Grouped<F> {}
#[diagnostic::do_not_recommend]
impl<M, F: Fresh<M>> Fresh<M> for OneGroup<F> {}

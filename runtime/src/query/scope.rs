//! Which tables a statement reads, as a type, and the proof that an expression uses no other.

use std::marker::PhantomData;

use crate::query::uses::for_marks;
use crate::query::{
    Agg, AllRows, Constant, Distinct, InGroups, Kind, No, NotNull, NullIfAll, Nullness, Of, Plain, Quiet,
    SetOf, Sorted, Windowed, WithinGroup, Yes,
};
use crate::types::MaybeNull;

/// Reads no table.
#[derive(Debug)]
pub struct NoTable;

/// Reads one table.
#[derive(Debug)]
pub struct Only<M>(PhantomData<fn() -> M>);

/// Reads `M` beside the tables of `Rest`.
#[derive(Debug)]
pub struct Joined<M, Rest>(PhantomData<fn() -> (M, Rest)>);

/// Reads `M`, whose columns may all be NULL, beside the tables of `Rest`.
#[derive(Debug)]
pub struct LeftJoined<M, Rest>(PhantomData<fn() -> (M, Rest)>);

/// Uses columns of `M`, a table of the statement around this one.
#[derive(Debug)]
pub struct Correlated<M, Rest>(PhantomData<fn() -> (M, Rest)>);

/// Reads the tables of `F`, all of whose columns may be NULL: the left side of a right or full join.
#[derive(Debug)]
pub struct Optional<F>(PhantomData<fn() -> F>);

/// Reads the tables of `F`, taken to be there: inside `optional(..)`.
#[derive(Debug)]
pub struct Present<F>(PhantomData<fn() -> F>);

/// Reads the tables of `F`, in groups.
#[derive(Debug)]
pub struct Grouped<F>(PhantomData<fn() -> F>);

/// Reads the tables of `F`, all of whose rows are one group: after `.having(..)` without `.group_by(..)`.
#[derive(Debug)]
pub struct OneGroup<F>(PhantomData<fn() -> F>);

/// Shows rows that were written to the tables of `F`: RETURNING.
#[derive(Debug)]
pub struct Written<F>(PhantomData<fn() -> F>);

/// A finished statement: its rows are settled, its tables forgotten.
#[derive(Debug)]
pub struct Closed;

/// A scope that can still be joined to. All but [`Closed`].
#[diagnostic::on_unimplemented(
    message = "this statement is finished",
    label = "comes too late",
    note = "filter, join, group, order and lock before `.finish()`, and before UNION and its kin; a finished statement takes `.limit(..)`, `.offset(..)` and `.order_by(position(1))`"
)]
pub trait OpenScope {}
#[diagnostic::do_not_recommend]
impl OpenScope for NoTable {}
#[diagnostic::do_not_recommend]
impl<M> OpenScope for Only<M> {}
#[diagnostic::do_not_recommend]
impl<M, R> OpenScope for Joined<M, R> {}
#[diagnostic::do_not_recommend]
impl<M, R> OpenScope for LeftJoined<M, R> {}
#[diagnostic::do_not_recommend]
impl<M, R> OpenScope for Correlated<M, R> {}
#[diagnostic::do_not_recommend]
impl<F> OpenScope for Optional<F> {}
#[diagnostic::do_not_recommend]
impl<F> OpenScope for Present<F> {}
#[diagnostic::do_not_recommend]
impl<F> OpenScope for Grouped<F> {}
#[diagnostic::do_not_recommend]
impl<F> OpenScope for OneGroup<F> {}
#[diagnostic::do_not_recommend]
impl<F> OpenScope for Written<F> {}

/// Position of a table in a scope: the first.
#[derive(Debug)]
pub struct Here;

/// Position of a table in a scope: somewhere after the first.
#[derive(Debug)]
pub struct There<At>(PhantomData<fn() -> At>);

/// A scope that reads table `M`, at a position that the compiler finds.
#[diagnostic::on_unimplemented(
    message = "`{M}` is not part of this query",
    label = "uses a column of `{M}`",
    note = "the query reads `{Self}`: join `{M}` first, with `.join(..)` or `.left_join(..)`, or begin with `.from({M})`; in a subquery borrow it with `.correlate({M})`; UPDATE takes it in with `.from({M})`, DELETE with `.using({M})`"
)]
pub trait Reads<M, At> {
    /// Whether the table's columns may be NULL here.
    type Null: Nullness;
    /// [`Plain`], or [`Constant`] for a table of the statement around this one.
    type Kind: Kind;
}

#[diagnostic::do_not_recommend]
impl<M> Reads<M, Here> for Only<M> {
    type Null = No;
    type Kind = Plain;
}
#[diagnostic::do_not_recommend]
impl<M, R> Reads<M, Here> for Joined<M, R> {
    type Null = No;
    type Kind = Plain;
}
#[diagnostic::do_not_recommend]
impl<M, R> Reads<M, Here> for LeftJoined<M, R> {
    type Null = Yes;
    type Kind = Plain;
}
#[diagnostic::do_not_recommend]
impl<M, R> Reads<M, Here> for Correlated<M, R> {
    type Null = Yes;
    type Kind = Constant;
}

#[diagnostic::do_not_recommend]
impl<M> Reads<Quiet, Quiet> for Only<M> {
    type Null = No;
    type Kind = Plain;
}

// Hidden, so that the error names the whole query and not the tail where the search ended.
#[diagnostic::do_not_recommend]
impl<M, X, R: Reads<M, At>, At> Reads<M, There<At>> for Joined<X, R> {
    type Null = R::Null;
    type Kind = R::Kind;
}
#[diagnostic::do_not_recommend]
impl<M, X, R: Reads<M, At>, At> Reads<M, There<At>> for LeftJoined<X, R> {
    type Null = R::Null;
    type Kind = R::Kind;
}
#[diagnostic::do_not_recommend]
impl<M, X, R: Reads<M, At>, At> Reads<M, There<At>> for Correlated<X, R> {
    type Null = R::Null;
    type Kind = R::Kind;
}
#[diagnostic::do_not_recommend]
impl<M, F: Reads<M, At>, At> Reads<M, There<At>> for Optional<F> {
    type Null = Yes;
    type Kind = F::Kind;
}
#[diagnostic::do_not_recommend]
impl<M, F: Reads<M, At>, At> Reads<M, There<At>> for Present<F> {
    type Null = No;
    type Kind = F::Kind;
}
#[diagnostic::do_not_recommend]
impl<M, F: Reads<M, At>, At> Reads<M, There<At>> for Grouped<F> {
    type Null = F::Null;
    type Kind = F::Kind;
}
#[diagnostic::do_not_recommend]
impl<M, F: Reads<M, At>, At> Reads<M, There<At>> for OneGroup<F> {
    type Null = F::Null;
    type Kind = F::Kind;
}
#[diagnostic::do_not_recommend]
impl<M, F: Reads<M, At>, At> Reads<M, There<At>> for Written<F> {
    type Null = F::Null;
    type Kind = F::Kind;
}

// Uses are scopes, too: `condition.over()` widens a condition to a list of uses.
#[diagnostic::do_not_recommend]
impl<M> Reads<M, Here> for Of<M> {
    type Null = Yes;
    type Kind = Plain;
}
#[diagnostic::do_not_recommend]
impl<M, A: Reads<M, At>, B, At> Reads<M, (Here, At)> for (A, B) {
    type Null = Yes;
    type Kind = Plain;
}
#[diagnostic::do_not_recommend]
impl<M, A, B: Reads<M, At>, At> Reads<M, There<At>> for (A, B) {
    type Null = Yes;
    type Kind = Plain;
}

// Holds for every table: that the tables of a finished statement are forgotten is said by `OpenScope`, once.
#[diagnostic::do_not_recommend]
impl<M> Reads<M, Here> for Closed {
    type Null = Yes;
    type Kind = Plain;
}

/// All tables that `Self` uses are part of the scope `F`: what every clause asks of its expressions.
pub trait Within<F, At> {}

// For every type, so that an error does not list what can be used in general.
impl<S: Found<F, At>, F, At> Within<F, At> for S {}

/// The tables that `Self` uses, looked for one by one.
pub trait Found<F, At> {}

#[diagnostic::do_not_recommend]
impl<F> Found<F, ()> for () {}

macro_rules! marks {
    ($($mark:ident)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<F> Found<F, ()> for $mark {}
    )*};
}

for_marks!(marks);

impl<F: Reads<M, At>, M, At> Found<F, At> for Of<M> {}
impl<F, S: Found<F, At>, At> Found<F, At> for NotNull<S> {}
impl<F, S: Found<F, At>, At> Found<F, At> for Agg<S> {}
impl<F, S: Found<F, At>, At> Found<F, At> for Windowed<S> {}
impl<F, S: Found<F, At>, At> Found<F, At> for SetOf<S> {}
// Not hidden: the error must narrow from the pair to the one table that is missing.
impl<F, A: Found<F, I>, B: Found<F, J>, I, J> Found<F, (I, J)> for (A, B) {}
impl<F, A: Found<F, I>, B: Found<F, J>, I, J> Found<F, (I, J)> for NullIfAll<A, B> {}

//! Which tables a statement reads, as a type, and the proof that an expression uses no other.

use std::marker::PhantomData;

use crate::query::{Agg, No, NotNull, NullIfAll, Nullness, Of, Windowed, Yes};
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

/// A finished statement: its rows are settled, its tables forgotten.
#[derive(Debug)]
pub struct Closed;

/// A scope that can still be joined to. All but [`Closed`].
pub trait OpenScope {}
impl OpenScope for NoTable {}
impl<M> OpenScope for Only<M> {}
impl<M, R> OpenScope for Joined<M, R> {}
impl<M, R> OpenScope for LeftJoined<M, R> {}
impl<M, R> OpenScope for Correlated<M, R> {}
impl<F> OpenScope for Optional<F> {}
impl<F> OpenScope for Present<F> {}
impl<F> OpenScope for Grouped<F> {}

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
    note = "the query reads `{Self}`: join `{M}` before using its columns, with `.join(..)` or `.left_join(..)`; inside a subquery borrow it with `.correlate({M})`"
)]
pub trait Reads<M, At> {
    /// Whether the table's columns may be NULL here.
    type Null: Nullness;
}

impl<M> Reads<M, Here> for Only<M> {
    type Null = No;
}
impl<M, R> Reads<M, Here> for Joined<M, R> {
    type Null = No;
}
impl<M, R> Reads<M, Here> for LeftJoined<M, R> {
    type Null = Yes;
}
impl<M, R> Reads<M, Here> for Correlated<M, R> {
    type Null = Yes;
}

// Hidden, so that the error names the whole query and not the tail where the search ended.
#[diagnostic::do_not_recommend]
impl<M, X, R: Reads<M, At>, At> Reads<M, There<At>> for Joined<X, R> {
    type Null = R::Null;
}
#[diagnostic::do_not_recommend]
impl<M, X, R: Reads<M, At>, At> Reads<M, There<At>> for LeftJoined<X, R> {
    type Null = R::Null;
}
#[diagnostic::do_not_recommend]
impl<M, X, R: Reads<M, At>, At> Reads<M, There<At>> for Correlated<X, R> {
    type Null = R::Null;
}
#[diagnostic::do_not_recommend]
impl<M, F: Reads<M, At>, At> Reads<M, There<At>> for Optional<F> {
    type Null = Yes;
}
#[diagnostic::do_not_recommend]
impl<M, F: Reads<M, At>, At> Reads<M, There<At>> for Present<F> {
    type Null = No;
}
#[diagnostic::do_not_recommend]
impl<M, F: Reads<M, At>, At> Reads<M, There<At>> for Grouped<F> {
    type Null = F::Null;
}

// Uses are scopes, too: `condition.over()` widens a condition to a list of uses.
impl<M> Reads<M, Here> for Of<M> {
    type Null = Yes;
}
#[diagnostic::do_not_recommend]
impl<M, A: Reads<M, At>, B, At> Reads<M, (Here, At)> for (A, B) {
    type Null = Yes;
}
#[diagnostic::do_not_recommend]
impl<M, A, B: Reads<M, At>, At> Reads<M, There<At>> for (A, B) {
    type Null = Yes;
}

/// All tables that `Self` uses are part of the scope `F`.
pub trait Within<F, At> {}

impl<F> Within<F, ()> for () {}
impl<F> Within<F, ()> for MaybeNull {}
impl<F: Reads<M, At>, M, At> Within<F, At> for Of<M> {}
impl<F, S: Within<F, At>, At> Within<F, At> for NotNull<S> {}
impl<F, S: Within<F, At>, At> Within<F, At> for Agg<S> {}
impl<F, S: Within<F, At>, At> Within<F, At> for Windowed<S> {}
// Not hidden: the error must narrow from the pair to the one table that is missing.
impl<F, A: Within<F, I>, B: Within<F, J>, I, J> Within<F, (I, J)> for (A, B) {}
impl<F, A: Within<F, I>, B: Within<F, J>, I, J> Within<F, (I, J)> for NullIfAll<A, B> {}

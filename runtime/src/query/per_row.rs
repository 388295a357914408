//! What may stand where one row is looked at: no aggregate, no window function, no function of several rows.

use crate::query::uses::for_marks;
use crate::query::{
    Agg, AllRows, Closed, Correlated, Distinct, Grouped, InGroups, Joined, LeftJoined, NoTable, NotNull,
    NullIfAll, Of, OneGroup, Only, Optional, Present, Quiet, SetOf, Sorted, Windowed, WithinGroup, Yes,
};
use crate::types::MaybeNull;

/// Uses without an aggregate, a window function or a function of several rows: asked of WHERE, of join conditions, of
/// what UPDATE assigns, and of what stands inside an aggregate.
pub trait PerRow {}

// For every type, so that an error does not list what can stand there in general.
impl<S: NoneOf<EachRow>> PerRow for S {}

/// Uses that GROUP BY takes: as [`PerRow`], and functions of several rows.
pub trait PerKey {}

impl<S: NoneOf<EachKey>> PerKey for S {}

/// Uses that HAVING takes, and what stands inside a window function: as [`PerRow`], and aggregates.
pub trait PerGroup {}

impl<S: NoneOf<EachGroup>> PerGroup for S {}

/// Where one row is looked at.
#[derive(Debug)]
pub struct EachRow;

/// Where rows are put into groups.
#[derive(Debug)]
pub struct EachKey;

/// Where one group is looked at.
#[derive(Debug)]
pub struct EachGroup;

/// The uses, looked through one by one for what the place `P` does not take.
pub trait NoneOf<P> {}

#[diagnostic::do_not_recommend]
impl<P> NoneOf<P> for () {}
#[diagnostic::do_not_recommend]
impl<P, M> NoneOf<P> for Of<M> {}

macro_rules! marks {
    ($($mark:ident)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<P> NoneOf<P> for $mark {}
    )*};
}

for_marks!(marks);

impl<P, S: NoneOf<P>> NoneOf<P> for NotNull<S> {}
impl<P: TakesWindows, S> NoneOf<P> for Windowed<S> {}
impl<P: TakesAggregates, S> NoneOf<P> for Agg<S> {}
impl<P: TakesSets, S> NoneOf<P> for SetOf<S> {}
impl<P, A: NoneOf<P>, B: NoneOf<P>> NoneOf<P> for (A, B) {}
impl<P, A: NoneOf<P>, B: NoneOf<P>> NoneOf<P> for NullIfAll<A, B> {}

/// A place where aggregates may stand.
#[diagnostic::on_unimplemented(
    message = "an aggregate cannot stand here",
    label = "has an aggregate where one row is looked at",
    note = "a condition on aggregates is `.having(..)`; to compute with them row by row, select them in a derived table or a subquery"
)]
pub trait TakesAggregates {}
#[diagnostic::do_not_recommend]
impl TakesAggregates for EachGroup {}
#[diagnostic::do_not_recommend]
impl TakesAggregates for Quiet {}

/// A place where window functions may stand.
#[diagnostic::on_unimplemented(
    message = "a window function cannot stand here",
    label = "has a window function where one row or group is looked at",
    note = "windows are computed after WHERE, GROUP BY and HAVING: select it in a derived table or CTE, and filter there"
)]
pub trait TakesWindows {}
#[diagnostic::do_not_recommend]
impl TakesWindows for Quiet {}
#[diagnostic::do_not_recommend]
impl TakesWindows for Yes {}

/// A place where functions of several rows may stand.
#[diagnostic::on_unimplemented(
    message = "a function that gives several rows cannot stand here",
    label = "`unnest` or its like where one row is looked at",
    note = "make a table of it, `.join(name.function(unnest(..)).on_true())`, or compare with all elements at once, `.eq_any(array)`"
)]
pub trait TakesSets {}
#[diagnostic::do_not_recommend]
impl TakesSets for EachKey {}
#[diagnostic::do_not_recommend]
impl TakesSets for Quiet {}

/// A scope that computes its rows, and does not only show what was written.
#[diagnostic::on_unimplemented(
    message = "RETURNING gives each written row as it is",
    label = "computes over several rows",
    note = "RETURNING takes no aggregate, window function or function of several rows: make a CTE of the statement, `name.cte(..)`, and select from there"
)]
pub trait Computes {}

#[diagnostic::do_not_recommend]
impl Computes for NoTable {}
#[diagnostic::do_not_recommend]
impl Computes for Closed {}
#[diagnostic::do_not_recommend]
impl<M> Computes for Only<M> {}
#[diagnostic::do_not_recommend]
impl<M, R> Computes for Joined<M, R> {}
#[diagnostic::do_not_recommend]
impl<M, R> Computes for LeftJoined<M, R> {}
#[diagnostic::do_not_recommend]
impl<M, R> Computes for Correlated<M, R> {}
#[diagnostic::do_not_recommend]
impl<F> Computes for Optional<F> {}
#[diagnostic::do_not_recommend]
impl<F> Computes for Present<F> {}
#[diagnostic::do_not_recommend]
impl<F> Computes for Grouped<F> {}
#[diagnostic::do_not_recommend]
impl<F> Computes for OneGroup<F> {}

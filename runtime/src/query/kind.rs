//! Whether an item is an aggregate, and whether aggregates stand beside plain columns.

use crate::query::{
    Agg, Correlated, Grouped, Joined, LeftJoined, NotNull, NullIfAll, Of, Optional, PerRow, Windowed,
};
use crate::types::MaybeNull;

/// Uses no column.
#[derive(Debug)]
pub struct Constant;
/// Uses columns.
#[derive(Debug)]
pub struct Plain;
/// Uses columns inside aggregates only.
#[derive(Debug)]
pub struct Aggregated;
/// Uses columns inside aggregates and outside.
#[derive(Debug)]
pub struct Mixed;

/// The kind of an expression, by its uses.
pub trait Kind {
    /// [`Constant`], [`Plain`], [`Aggregated`] or [`Mixed`].
    type Kind;
}

impl Kind for () {
    type Kind = Constant;
}
impl Kind for Plain {
    type Kind = Plain;
}
impl Kind for MaybeNull {
    type Kind = Constant;
}
impl<M> Kind for Of<M> {
    type Kind = Plain;
}
impl<S: Kind> Kind for NotNull<S> {
    type Kind = S::Kind;
}
// An aggregate of an aggregate has no kind, except over a window: `sum(sum(x)).over(..)`.
impl<S: PerRow> Kind for Agg<S> {
    type Kind = Aggregated;
}
// An aggregate over a window gives a value per row, as a plain column does.
impl<S> Kind for Windowed<S> {
    type Kind = Plain;
}
impl<A: Kind, B: Kind> Kind for (A, B)
where
    A::Kind: Mix<B::Kind>,
{
    type Kind = <A::Kind as Mix<B::Kind>>::Out;
}
impl<A: Kind, B: Kind> Kind for NullIfAll<A, B>
where
    A::Kind: Mix<B::Kind>,
{
    type Kind = <A::Kind as Mix<B::Kind>>::Out;
}

/// Two kinds beside each other.
pub trait Mix<Other> {
    /// The kind of both together.
    type Out;
}

macro_rules! mix {
    ($($left:ident + $right:ident = $out:ident;)*) => {
        $(#[diagnostic::do_not_recommend] impl Mix<$right> for $left { type Out = $out; })*
    };
}

mix! {
    Constant + Constant = Constant;
    Constant + Plain = Plain;
    Constant + Aggregated = Aggregated;
    Constant + Mixed = Mixed;
    Plain + Constant = Plain;
    Plain + Plain = Plain;
    Plain + Aggregated = Mixed;
    Plain + Mixed = Mixed;
    Aggregated + Constant = Aggregated;
    Aggregated + Plain = Mixed;
    Aggregated + Aggregated = Aggregated;
    Aggregated + Mixed = Mixed;
    Mixed + Constant = Mixed;
    Mixed + Plain = Mixed;
    Mixed + Aggregated = Mixed;
    Mixed + Mixed = Mixed;
}

/// A scope in which items of the kind `K` may be selected.
#[diagnostic::on_unimplemented(
    message = "an aggregate stands beside a column that is not grouped",
    label = "selects aggregates and plain columns without `.group_by(..)`",
    note = "group by the plain columns: `.group_by(..)`; or make the aggregate a window function: `.over(..)`"
)]
pub trait GroupingOf<K> {}

impl<F> GroupingOf<Constant> for F {}
impl<F> GroupingOf<Plain> for F {}
impl<F> GroupingOf<Aggregated> for F {}
#[diagnostic::do_not_recommend]
impl<F> GroupingOf<Mixed> for Grouped<F> {}
#[diagnostic::do_not_recommend]
impl<M, R: GroupingOf<Mixed>> GroupingOf<Mixed> for Joined<M, R> {}
#[diagnostic::do_not_recommend]
impl<M, R: GroupingOf<Mixed>> GroupingOf<Mixed> for LeftJoined<M, R> {}
#[diagnostic::do_not_recommend]
impl<M, R: GroupingOf<Mixed>> GroupingOf<Mixed> for Correlated<M, R> {}
#[diagnostic::do_not_recommend]
impl<F: GroupingOf<Mixed>> GroupingOf<Mixed> for Optional<F> {}

//! Whether an item is an aggregate, and whether aggregates stand beside plain columns.

use crate::query::{
    Closed, Correlated, Grouped, Joined, LeftJoined, NoTable, OneGroup, Only, Optional, Present, Quiet,
    Written,
};

/// Uses no column of the statement itself.
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

/// [`Constant`], [`Plain`], [`Aggregated`] or [`Mixed`].
pub trait Kind {
    /// The kind of both together.
    type Beside<Other: Kind>: Kind;
    /// With plain columns.
    type WithPlain: Kind;
    /// With aggregates.
    type WithAggregate: Kind;
}

impl Kind for Constant {
    type Beside<Other: Kind> = Other;
    type WithPlain = Plain;
    type WithAggregate = Aggregated;
}

impl Kind for Plain {
    type Beside<Other: Kind> = Other::WithPlain;
    type WithPlain = Plain;
    type WithAggregate = Mixed;
}

impl Kind for Aggregated {
    type Beside<Other: Kind> = Other::WithAggregate;
    type WithPlain = Mixed;
    type WithAggregate = Aggregated;
}

impl Kind for Mixed {
    type Beside<Other: Kind> = Mixed;
    type WithPlain = Mixed;
    type WithAggregate = Mixed;
}

/// Every scope allows these.
macro_rules! any_scope {
    ($trait:ident: $($kind:ident)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<F> $trait<$kind> for F {}
    )*};
}

/// Scopes with groups allow these, and those that hold such a scope.
macro_rules! in_groups {
    ($trait:ident: $($kind:ident)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<F> $trait<$kind> for Grouped<F> {}
        #[diagnostic::do_not_recommend]
        impl<M, R: $trait<$kind>> $trait<$kind> for Joined<M, R> {}
        #[diagnostic::do_not_recommend]
        impl<M, R: $trait<$kind>> $trait<$kind> for LeftJoined<M, R> {}
        #[diagnostic::do_not_recommend]
        impl<M, R: $trait<$kind>> $trait<$kind> for Correlated<M, R> {}
        #[diagnostic::do_not_recommend]
        impl<F: $trait<$kind>> $trait<$kind> for Optional<F> {}
        // That it is finished is said by `OpenScope`.
        #[diagnostic::do_not_recommend]
        impl $trait<$kind> for Closed {}
    )*};
}

/// A scope in which items of the kind `K` may be selected.
#[diagnostic::on_unimplemented(
    message = "an aggregate stands beside a column that is not grouped",
    label = "aggregates and plain columns without `.group_by(..)`",
    note = "group by the plain columns: `.group_by(..)`; or make the aggregate a window function: `.over(..)`"
)]
pub trait GroupingOf<K> {}

any_scope! { GroupingOf: Constant Aggregated }
in_groups! { GroupingOf: Plain Mixed }

#[diagnostic::do_not_recommend]
impl<M> GroupingOf<Quiet> for Only<M> {}
#[diagnostic::do_not_recommend]
impl GroupingOf<Plain> for NoTable {}
#[diagnostic::do_not_recommend]
impl<M> GroupingOf<Plain> for Only<M> {}
#[diagnostic::do_not_recommend]
impl<F> GroupingOf<Plain> for Present<F> {}
#[diagnostic::do_not_recommend]
impl<F> GroupingOf<Plain> for Written<F> {}
// Where an aggregate may not stand at all, that is the error.
#[diagnostic::do_not_recommend]
impl<F> GroupingOf<Mixed> for Written<F> {}

/// A scope by whose groups aggregates can be ordered.
#[diagnostic::on_unimplemented(
    message = "this order has an aggregate, and the statement has no groups",
    label = "orders by an aggregate without `.group_by(..)`",
    note = "group first: `.group_by(..)` before `.order_by(..)`; or make the aggregate a window function: `.over(..)`"
)]
pub trait SortsBy<K> {}

any_scope! { SortsBy: Constant Plain }
in_groups! { SortsBy: Aggregated Mixed }

#[diagnostic::do_not_recommend]
impl<F> SortsBy<Aggregated> for OneGroup<F> {}

/// A scope whose groups a condition of the kind `K` can be asked of.
#[diagnostic::on_unimplemented(
    message = "this condition has a column that is not grouped",
    label = "a plain column in HAVING, without `.group_by(..)`",
    note = "a condition on rows is `.filter(..)`; one on groups needs `.group_by(..)` before it"
)]
pub trait HavingOf<K> {}

any_scope! { HavingOf: Constant Aggregated }
in_groups! { HavingOf: Plain Mixed }

/// The scope after a HAVING of the kind `K`: without GROUP BY all rows are one group then.
pub trait Having<K> {
    /// The scope.
    type After;
}

// Where the condition itself is wrong, that is the only error.
macro_rules! after_having {
    ($($kind:ident = $only:ty, $none:ty;)*) => {$(
        impl<M> Having<$kind> for Only<M> {
            type After = $only;
        }
        impl Having<$kind> for NoTable {
            type After = $none;
        }
    )*};
}

after_having! {
    Constant = OneGroup<Only<M>>, OneGroup<NoTable>;
    Aggregated = OneGroup<Only<M>>, OneGroup<NoTable>;
    Plain = Only<M>, NoTable;
    Mixed = Only<M>, NoTable;
}

impl<K> Having<K> for Closed {
    type After = Closed;
}
impl<K, M, R: Having<K>> Having<K> for Joined<M, R> {
    type After = Joined<M, R::After>;
}
impl<K, M, R: Having<K>> Having<K> for LeftJoined<M, R> {
    type After = LeftJoined<M, R::After>;
}
impl<K, M, R: Having<K>> Having<K> for Correlated<M, R> {
    type After = Correlated<M, R::After>;
}
impl<K, F: Having<K>> Having<K> for Optional<F> {
    type After = Optional<F::After>;
}
impl<K, F> Having<K> for Grouped<F> {
    type After = Grouped<F>;
}
impl<K, F> Having<K> for OneGroup<F> {
    type After = OneGroup<F>;
}

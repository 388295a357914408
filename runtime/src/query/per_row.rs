//! What may stand where one row is looked at: no aggregate, no window function.

use crate::query::{Agg, No, NotNull, NullIfAll, Of, Plain, Quiet, Windowed};
use crate::types::MaybeNull;

/// Uses without an aggregate or a window function: asked of WHERE, of join conditions, of GROUP BY, of what UPDATE
/// assigns, and of what stands inside an aggregate.
pub trait PerRow {}

// For every type, so that an error does not list what can stand there in general.
impl<S: NoneOf> PerRow for S {}

/// The uses, looked through one by one.
pub trait NoneOf {}

#[diagnostic::do_not_recommend]
impl NoneOf for () {}
#[diagnostic::do_not_recommend]
impl NoneOf for MaybeNull {}
#[diagnostic::do_not_recommend]
impl NoneOf for Plain {}
#[diagnostic::do_not_recommend]
impl<M> NoneOf for Of<M> {}
impl<S: NoneOf> NoneOf for NotNull<S> {}
impl<S: NoWindow> NoneOf for Windowed<S> {}
impl<S: NoAggregate> NoneOf for Agg<S> {}
impl<A: NoneOf, B: NoneOf> NoneOf for (A, B) {}
impl<A: NoneOf, B: NoneOf> NoneOf for NullIfAll<A, B> {}

/// Never true of the uses of an aggregate: carries the message.
#[diagnostic::on_unimplemented(
    message = "an aggregate cannot stand here",
    label = "has an aggregate where one row is looked at",
    note = "a condition on aggregates is `.having(..)`; to compute with them row by row, select them in a derived table or a subquery"
)]
pub trait NoAggregate {}
#[diagnostic::do_not_recommend]
impl NoAggregate for Quiet {}
#[diagnostic::do_not_recommend]
impl NoAggregate for No {}

/// Never true of the uses of a window function: carries the message.
#[diagnostic::on_unimplemented(
    message = "a window function cannot stand here",
    label = "has a window function where one row is looked at",
    note = "windows are computed after WHERE and GROUP BY: select it in a derived table or CTE, and filter there"
)]
pub trait NoWindow {}
#[diagnostic::do_not_recommend]
impl NoWindow for Quiet {}
#[diagnostic::do_not_recommend]
impl NoWindow for No {}

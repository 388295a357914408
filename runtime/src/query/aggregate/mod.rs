//! Aggregates: one value from many rows.
//!
//! An aggregate takes `.distinct()`, `.order_by(..)` and `.filter(..)` before it is used, and becomes a window
//! function with `.over(..)`. Over no rows all but the counts give NULL, so their rows are `Option`s; `coalesce`
//! or [`assume_not_null`](crate::query::Expr::assume_not_null) turn that off.

mod collect;
mod count;
#[cfg(feature = "json")]
mod json;
mod number;
mod ordered_set;
mod statistics;

use crate::query::select::and;
use crate::query::{
    Agg, Aggregate, AllRows, Condition, Distinct, Expr, NotNull, NullIfAll, Orders, Sorted, WindowSpec,
    Windowed,
};
use crate::sql;
use crate::types::MaybeNull;

pub use collect::{array_agg, array_agg_nullable, string_agg};
pub use count::{Extreme, bool_and, bool_or, count, count_all, every, grouping, max, min};
#[cfg(feature = "json")]
pub use json::{jsonb_agg, jsonb_object_agg};
pub use number::{Averaged, BitString, Summable, avg, bit_and, bit_or, bit_xor, sum};
pub use ordered_set::{
    Fraction, Hypothetical, Interpolated, Mode, Percentile, PercentileDisc, cume_dist_of, dense_rank_of,
    mode, percent_rank_of, percentile_cont, percentile_disc, rank_of,
};
pub use statistics::{
    corr, covar_pop, covar_samp, regr_avgx, regr_avgy, regr_count, regr_intercept, regr_r2, regr_slope,
    regr_sxx, regr_sxy, regr_syy, stddev, stddev_pop, stddev_samp, var_pop, var_samp, variance,
};

impl<T, S> Aggregate<T, S> {
    /// Each value once: `count(DISTINCT x)`
    #[must_use]
    pub fn distinct(mut self) -> Aggregate<T, (S, Distinct)>
    where
        S: OfValues,
    {
        self.call.distinct = true;
        Aggregate::new(self.call)
    }

    /// The order in which rows are taken: `array_agg(x ORDER BY y)`
    pub fn order_by<O: Orders<Uses = U>, U>(
        mut self,
        orders: O,
    ) -> Aggregate<T, (S, (NotNull<Agg<U>>, Sorted))>
    where
        S: OfValues,
    {
        orders.push_orders(&mut self.call.order_by);
        Aggregate::new(self.call)
    }

    /// Takes only rows for which the condition holds: `count(*) FILTER (WHERE ..)`. Called twice, both must hold.
    pub fn filter<C: Condition<Uses = U>, U>(mut self, condition: C) -> Aggregate<T, (S, NotNull<Agg<U>>)> {
        and(&mut self.call.filter, condition.into_condition());
        Aggregate::new(self.call)
    }

    /// Gives a value for each row, over the rows of its window: `sum(x) OVER (PARTITION BY ..)`
    pub fn over<W: WindowSpec<Uses = U>, U, R>(mut self, window: W) -> Expr<T, Windowed<(R, NotNull<U>)>>
    where
        S: Spread<Rows = R>,
    {
        self.call.over = Some(window.into_over());
        Expr::new(sql::Expr::Call(Box::new(self.call)))
    }
}

/// Uses of an aggregate that may be spread over a window.
#[diagnostic::on_unimplemented(
    message = "this aggregate cannot be spread over a window",
    label = "has DISTINCT, ORDER BY or WITHIN GROUP",
    note = "over a window PostgreSQL takes no `.distinct()`, no `.order_by(..)` and no `.within_group(..)`; the order of a window is its own, `window().order_by(..)`"
)]
pub trait Spread {
    /// What it uses of each row.
    type Rows;
}

#[diagnostic::do_not_recommend]
impl Spread for () {
    type Rows = ();
}
#[diagnostic::do_not_recommend]
impl Spread for MaybeNull {
    type Rows = MaybeNull;
}
#[diagnostic::do_not_recommend]
impl Spread for AllRows {
    type Rows = ();
}
#[diagnostic::do_not_recommend]
impl<S> Spread for Agg<S> {
    type Rows = S;
}
#[diagnostic::do_not_recommend]
impl<S: Spread> Spread for NotNull<S> {
    type Rows = NotNull<S::Rows>;
}
#[diagnostic::do_not_recommend]
impl<A: Spread, B: Spread> Spread for (A, B) {
    type Rows = (A::Rows, B::Rows);
}
#[diagnostic::do_not_recommend]
impl<A: Spread, B: Spread> Spread for NullIfAll<A, B> {
    type Rows = NullIfAll<A::Rows, B::Rows>;
}

/// Uses of an aggregate of single values, which may be made distinct and put into an order.
#[diagnostic::on_unimplemented(
    message = "this aggregate takes neither `.distinct()` nor `.order_by(..)`",
    label = "`count(*)`, or has WITHIN GROUP",
    note = "`count_all()` counts rows: distinct values are `count(column).distinct()`; `.within_group(..)` is the order already"
)]
pub trait OfValues {}

#[diagnostic::do_not_recommend]
impl OfValues for () {}
#[diagnostic::do_not_recommend]
impl OfValues for MaybeNull {}
#[diagnostic::do_not_recommend]
impl OfValues for Distinct {}
#[diagnostic::do_not_recommend]
impl OfValues for Sorted {}
#[diagnostic::do_not_recommend]
impl<S> OfValues for Agg<S> {}
#[diagnostic::do_not_recommend]
impl<S: OfValues> OfValues for NotNull<S> {}
#[diagnostic::do_not_recommend]
impl<A: OfValues, B: OfValues> OfValues for (A, B) {}
#[diagnostic::do_not_recommend]
impl<A: OfValues, B: OfValues> OfValues for NullIfAll<A, B> {}

#[cfg(test)]
mod tests;

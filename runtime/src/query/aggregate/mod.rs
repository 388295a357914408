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
use crate::query::{Agg, Aggregate, Condition, Expr, NotNull, Orders, WindowSpec, Windowed};
use crate::sql;

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
    pub fn distinct(mut self) -> Self {
        self.call.distinct = true;
        self
    }

    /// The order in which rows are taken: `array_agg(x ORDER BY y)`
    pub fn order_by<O: Orders<Uses = U>, U>(mut self, orders: O) -> Aggregate<T, (S, NotNull<Agg<U>>)> {
        orders.push_orders(&mut self.call.order_by);
        Aggregate::new(self.call)
    }

    /// Takes only rows for which the condition holds: `count(*) FILTER (WHERE ..)`. Called twice, both must hold.
    pub fn filter<C: Condition<Uses = U>, U>(mut self, condition: C) -> Aggregate<T, (S, NotNull<Agg<U>>)> {
        and(&mut self.call.filter, condition.into_condition());
        Aggregate::new(self.call)
    }

    /// Gives a value for each row, over the rows of its window: `sum(x) OVER (PARTITION BY ..)`
    pub fn over<W: WindowSpec<Uses = U>, U>(mut self, window: W) -> Expr<T, Windowed<(S, NotNull<U>)>> {
        self.call.over = Some(window.into_over());
        Expr::new(sql::Expr::Call(Box::new(self.call)))
    }
}

#[cfg(test)]
mod tests;

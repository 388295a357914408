//! Windows: the rows that a window function sees beside its own.

mod frame;
mod function;

use std::fmt;
use std::marker::PhantomData;

use crate::query::{Exprs, Orders, Quiet, Typed};
use crate::sql;

pub use frame::{Bounds, Edge, FrameOf, NoOffset, RangeKey, current_row, following, preceding};
pub use function::{
    HasWindow, Shift, TakesFilter, WindowFunction, cume_dist, dense_rank, first_value, lag, last_value, lead,
    nth_value, ntile, percent_rank, rank, row_number,
};

/// The definition of a window; `S` is the tables used.
///
/// ```text
/// rank().over(window().partition_by(Track::genre_id).order_by(Track::milliseconds.desc()))
///     rank() OVER (PARTITION BY "track"."genre_id" ORDER BY "track"."milliseconds" DESC)
/// sum(Invoice::total).over(window().order_by(Invoice::invoice_date).rows(-6..=0))
///     sum("invoice"."total") OVER (ORDER BY "invoice"."invoice_date" ROWS BETWEEN 6 PRECEDING AND CURRENT ROW)
/// ```
#[must_use = "a window is given to `.over(..)`"]
pub struct Window<S, O = NoOrder> {
    window: sql::Window,
    marker: PhantomData<fn() -> (S, O)>,
}

/// A window without an order.
#[derive(Debug)]
pub struct NoOrder;

/// A window with an order.
#[derive(Debug)]
pub struct InOrder;

/// A window with an order, whose rows can be compared.
#[diagnostic::on_unimplemented(
    message = "this window has no order",
    label = "counts groups of equal rows, and no order says which are equal",
    note = "say the order first: `window().order_by(..).groups(..)`"
)]
pub trait HasOrder {}

#[diagnostic::do_not_recommend]
impl HasOrder for InOrder {}
#[diagnostic::do_not_recommend]
impl HasOrder for Quiet {}

/// A window of all rows: `OVER ()`. Its methods narrow it down.
pub fn window() -> Window<()> {
    Window::new(sql::Window::default())
}

impl<S, O> Window<S, O> {
    fn new(window: sql::Window) -> Self {
        Window { window, marker: PhantomData }
    }

    /// `PARTITION BY ..`: rows with the same values. Called twice, both lists count.
    pub fn partition_by<E: Exprs<Uses = U>, U>(mut self, exprs: E) -> Window<(S, U), O> {
        exprs.push_exprs(&mut self.window.partition_by);
        Window::new(self.window)
    }

    /// `ORDER BY ..`: the order of the rows; without a frame the window ends with the current row and its peers
    /// then. Called twice, the first order counts first.
    pub fn order_by<By: Orders<Uses = U>, U>(mut self, orders: By) -> Window<(S, U), InOrder> {
        orders.push_orders(&mut self.window.order_by);
        Window::new(self.window)
    }

    /// `ROWS BETWEEN .. AND ..`: counts rows from the current one, which is 0: `.rows(-3..=0)`, `.rows(..=0)`,
    /// `.rows(1..)`.
    pub fn rows<B: FrameOf<i64>>(self, bounds: B) -> Self {
        self.frame(sql::FrameUnit::Rows, bounds)
    }

    /// `GROUPS BETWEEN .. AND ..`: as [`rows`](Window::rows), and counts groups of rows that are equal in the
    /// order. Needs an order, which must be said before.
    pub fn groups<B: FrameOf<i64>>(self, bounds: B) -> Self
    where
        O: HasOrder,
    {
        self.frame(sql::FrameUnit::Groups, bounds)
    }

    /// `RANGE BETWEEN .. AND ..` without distances: `.range(..)`, `.range(..=current_row())`,
    /// `.range(current_row()..)`.
    pub fn range<B: FrameOf<NoOffset>>(self, bounds: B) -> Self {
        self.frame(sql::FrameUnit::Range, bounds)
    }

    /// `ORDER BY key RANGE BETWEEN .. AND ..`: rows whose key is not farther from the current row's than said.
    ///
    /// Distances are numbers for numbers, and intervals for dates and times:
    /// `.range_of(Invoice::invoice_date, preceding(Interval::new(0, 7, 0))..=current_row())`. PostgreSQL demands
    /// that the key is the only one of the order, so this replaces an [`order_by`](Window::order_by).
    pub fn range_of<K, T, U, B>(mut self, key: K, bounds: B) -> Window<(S, U), InOrder>
    where
        K: Typed<Base = T, Uses = U>,
        T: RangeKey,
        B: FrameOf<T::Offset>,
    {
        let order = sql::OrderBy { expr: key.into_typed(), order: sql::Order::Asc, nulls: None };
        self.window.order_by = vec![order];
        Window::new(self.frame(sql::FrameUnit::Range, bounds).window)
    }

    fn frame<D, B: FrameOf<D>>(mut self, unit: sql::FrameUnit, bounds: B) -> Self {
        let Bounds { start, end } = bounds.into_bounds();
        let exclusion = self.window.frame.and_then(|frame| frame.exclusion);
        self.window.frame = Some(sql::Frame { unit, start, end, exclusion });
        self
    }

    /// `EXCLUDE CURRENT ROW`
    pub fn exclude_current_row(self) -> Self {
        self.exclude(sql::FrameExclusion::CurrentRow)
    }

    /// `EXCLUDE GROUP`: leaves out the current row and those that are equal in the order.
    pub fn exclude_group(self) -> Self {
        self.exclude(sql::FrameExclusion::Group)
    }

    /// `EXCLUDE TIES`: leaves out the rows that are equal to the current one in the order, but not that one.
    pub fn exclude_ties(self) -> Self {
        self.exclude(sql::FrameExclusion::Ties)
    }

    /// Gives the window a name, so that several functions share one definition in the WINDOW clause.
    ///
    /// ```text
    /// let by_genre = window().partition_by(Track::genre_id).named("by_genre");
    /// select((rank().over(&by_genre), count_all().over(&by_genre)))
    ///     SELECT rank() OVER "by_genre", count(*) OVER "by_genre" FROM .. WINDOW "by_genre" AS (PARTITION BY ..)
    /// ```
    ///
    /// The definition travels with the expressions, so that it can be neither forgotten nor in the wrong statement.
    pub fn named(self, name: &'static str) -> NamedWindow<S> {
        NamedWindow { name, window: Window::new(self.window) }
    }

    fn exclude(mut self, exclusion: sql::FrameExclusion) -> Self {
        // The frame that PostgreSQL takes if none is said.
        let frame = self.window.frame.get_or_insert(sql::Frame {
            unit: sql::FrameUnit::Range,
            start: sql::FrameBound::UnboundedPreceding,
            end: sql::FrameBound::CurrentRow,
            exclusion: None,
        });
        frame.exclusion = Some(exclusion);
        self
    }
}

/// What `.over(..)` takes: a window, or a named one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a window",
    label = "expected a window",
    note = "make one: `.over(window().partition_by(..).order_by(..))`"
)]
pub trait WindowSpec {
    /// The tables used.
    type Uses;
    /// What follows OVER.
    #[doc(hidden)]
    fn into_over(self) -> sql::Over;
}

#[diagnostic::do_not_recommend]
impl<S, O> WindowSpec for Window<S, O> {
    type Uses = S;

    fn into_over(self) -> sql::Over {
        sql::Over::Window(self.window)
    }
}

/// A window with a name; see [`Window::named`]. Give it to `.over(..)` by reference.
#[derive(Clone, Debug)]
#[must_use = "a window is given to `.over(..)`"]
pub struct NamedWindow<S> {
    name: &'static str,
    window: Window<S>,
}

#[diagnostic::do_not_recommend]
impl<S> WindowSpec for &NamedWindow<S> {
    type Uses = S;

    fn into_over(self) -> sql::Over {
        let window = self.window.window.clone();
        sql::Over::Shared(Box::new(sql::NamedWindow { name: self.name.into(), window }))
    }
}

#[diagnostic::do_not_recommend]
impl<S> WindowSpec for NamedWindow<S> {
    type Uses = S;

    fn into_over(self) -> sql::Over {
        (&self).into_over()
    }
}

impl<S, O> Clone for Window<S, O> {
    fn clone(&self) -> Self {
        Window::new(self.window.clone())
    }
}

impl<S, O> fmt::Debug for Window<S, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.window, f)
    }
}

//! Functions that exist over windows only. They have nothing but `.over(..)`.

use std::fmt;
use std::marker::PhantomData;

use crate::query::{Argument, Expr, NoTable, NotNull, Selectable, Typed, WindowSpec, Windowed};
use crate::sql;
use crate::types::{ColumnType, MaybeNull, Param};

/// A function that needs a window: `row_number().over(window().order_by(..))`.
#[must_use = "a window function needs a window: `.over(window()..)`"]
pub struct WindowFunction<T, S> {
    call: sql::Call,
    marker: PhantomData<fn() -> (T, S)>,
}

impl<T, S> WindowFunction<T, S> {
    fn of(name: &'static str, args: Vec<sql::Expr>) -> Self {
        WindowFunction { call: sql::Call::new(name, args), marker: PhantomData }
    }

    /// `OVER (..)`
    pub fn over<W: WindowSpec<Uses = U>, U>(self, window: W) -> Expr<T, Windowed<(S, NotNull<U>)>> {
        over(self.call, window)
    }
}

/// What a window function lacks, asked of the type of its values; nothing implements it.
#[diagnostic::on_unimplemented(
    message = "this window function has no window",
    label = "a window function without `.over(..)`",
    note = "give it one: `.over(window().order_by(..))`"
)]
pub trait HasWindow {}

/// What a window function does not take; nothing implements it.
#[diagnostic::on_unimplemented(
    message = "a window function takes no filter",
    label = "only aggregates take a filter",
    note = "filter the rows of the statement, or those of a derived table"
)]
pub trait TakesFilter {}

impl<T, S> WindowFunction<T, S> {
    /// Not there: PostgreSQL filters aggregates only.
    #[doc(hidden)]
    pub fn filter<C>(self, _: C) -> Expr<T, S>
    where
        Self: TakesFilter,
    {
        Expr::new(sql::Expr::Call(Box::new(self.call)))
    }
}

// Not there, either; so that the error says what is missing.
impl<T: HasWindow, S> Selectable for WindowFunction<T, S> {
    type Items = Expr<T, S>;
    type First = NoTable;

    fn push_items(self, _: &mut Vec<sql::Item>) {}
}

impl<T: HasWindow, S, D> Selectable for Shift<T, S, D> {
    type Items = Expr<T, S>;
    type First = NoTable;

    fn push_items(self, _: &mut Vec<sql::Item>) {}
}

fn over<T, S, W: WindowSpec>(mut call: sql::Call, window: W) -> Expr<T, S> {
    call.over = Some(window.into_over());
    Expr::new(sql::Expr::Call(Box::new(call)))
}

/// `row_number()`: 1, 2, 3, ..
pub fn row_number() -> WindowFunction<i64, ()> {
    WindowFunction::of("row_number", Vec::new())
}

/// `rank()`: the number of the first row that is equal in the order; leaves gaps.
pub fn rank() -> WindowFunction<i64, ()> {
    WindowFunction::of("rank", Vec::new())
}

/// `dense_rank()`: counts groups of rows that are equal in the order; leaves no gaps.
pub fn dense_rank() -> WindowFunction<i64, ()> {
    WindowFunction::of("dense_rank", Vec::new())
}

/// `percent_rank()`: the rank as a part of all rows, from 0 to 1.
pub fn percent_rank() -> WindowFunction<f64, ()> {
    WindowFunction::of("percent_rank", Vec::new())
}

/// `cume_dist()`: the part of the rows that come before this one or are equal to it.
pub fn cume_dist() -> WindowFunction<f64, ()> {
    WindowFunction::of("cume_dist", Vec::new())
}

/// `ntile(n)`: the number of the row's bucket, from 1 to `n`; the buckets are as equal as can be.
pub fn ntile<N: Argument<i32, Uses = U>, U>(buckets: N) -> WindowFunction<i32, U> {
    WindowFunction::of("ntile", vec![buckets.into_argument()])
}

/// `first_value(x)`: `x` of the first row of the frame; NULL if the frame has no row.
pub fn first_value<A: Typed<Base = T, Uses = U>, T: ColumnType, U>(
    x: A,
) -> WindowFunction<T, (U, MaybeNull)> {
    WindowFunction::of("first_value", vec![x.into_typed()])
}

/// `last_value(x)`: `x` of the last row of the frame; NULL if the frame has no row.
///
/// With an order the frame ends with the current row: `.rows(..)` makes it the last row of the partition.
pub fn last_value<A: Typed<Base = T, Uses = U>, T: ColumnType, U>(x: A) -> WindowFunction<T, (U, MaybeNull)> {
    WindowFunction::of("last_value", vec![x.into_typed()])
}

/// `nth_value(x, n)`: `x` of the n-th row of the frame, counted from 1; NULL if there is none.
pub fn nth_value<A, N, T, U, W>(x: A, n: N) -> WindowFunction<T, (U, (W, MaybeNull))>
where
    A: Typed<Base = T, Uses = U>,
    N: Argument<i32, Uses = W>,
    T: ColumnType,
{
    WindowFunction::of("nth_value", vec![x.into_typed(), n.into_argument()])
}

/// [`lag`] or [`lead`]; `D` says whether there is a value for rows beyond the partition.
#[must_use = "a window function needs a window: `.over(window()..)`"]
pub struct Shift<T, S, D = MaybeNull> {
    name: &'static str,
    value: sql::Expr,
    offset: Option<sql::Expr>,
    default: Option<sql::Expr>,
    marker: PhantomData<fn() -> (T, S, D)>,
}

/// `lag(x)`: `x` of the row before this one; NULL if there is none.
///
/// `lag(Invoice::total).offset(2).default(0).over(window().order_by(Invoice::invoice_id))` is
/// `lag("invoice"."total", 2, 0) OVER (ORDER BY "invoice"."invoice_id")`.
pub fn lag<A: Typed<Base = T, Uses = U>, T: ColumnType, U>(x: A) -> Shift<T, U> {
    Shift::new("lag", x.into_typed())
}

/// `lead(x)`: `x` of the row behind this one; NULL if there is none.
pub fn lead<A: Typed<Base = T, Uses = U>, T: ColumnType, U>(x: A) -> Shift<T, U> {
    Shift::new("lead", x.into_typed())
}

impl<T, S> Shift<T, S> {
    fn new(name: &'static str, value: sql::Expr) -> Self {
        Shift { name, value, offset: None, default: None, marker: PhantomData }
    }

    /// What is given where there is no such row.
    pub fn default<V: Argument<T, Uses = U>, U>(self, value: V) -> Shift<T, S, U> {
        let Shift { name, value: of, offset, .. } = self;
        Shift { name, value: of, offset, default: Some(value.into_argument()), marker: PhantomData }
    }
}

impl<T, S, D> Shift<T, S, D> {
    /// By how many rows; one if not said.
    pub fn offset<N: Argument<i32, Uses = U>, U>(self, rows: N) -> Shift<T, (S, U), D> {
        let Shift { name, value, default, .. } = self;
        Shift { name, value, offset: Some(rows.into_argument()), default, marker: PhantomData }
    }

    /// `OVER (..)`
    pub fn over<W: WindowSpec<Uses = U>, U>(self, window: W) -> Expr<T, Windowed<((S, D), NotNull<U>)>> {
        let mut args = vec![self.value];
        match (self.offset, self.default) {
            (offset, Some(default)) => {
                args.push(offset.unwrap_or_else(|| sql::Expr::Param(Param::new(&1_i32))));
                args.push(default);
            }
            (Some(offset), None) => args.push(offset),
            (None, None) => {}
        }
        over(sql::Call::new(self.name, args), window)
    }
}

impl<T, S> Clone for WindowFunction<T, S> {
    fn clone(&self) -> Self {
        WindowFunction { call: self.call.clone(), marker: PhantomData }
    }
}

impl<T, S> fmt::Debug for WindowFunction<T, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.call, f)
    }
}

impl<T, S, D> fmt::Debug for Shift<T, S, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct(self.name)
            .field("value", &self.value)
            .field("offset", &self.offset)
            .field("default", &self.default)
            .finish()
    }
}

//! Ordered-set aggregates: percentiles, the most frequent value, the rank that a value would have.

use std::marker::PhantomData;

use crate::query::{Agg, Aggregate, Argument, NotNull, Typed, WithinGroup};
use crate::sql;
use crate::types::{ColumnType, Element, Interval, MaybeNull, Param};

/// A type between whose values there are others: what `percentile_cont` interpolates.
#[diagnostic::on_unimplemented(
    message = "there are no values between two of type `{Self}`",
    label = "`percentile_cont` takes numbers and intervals",
    note = "for other types take `percentile_disc`, which gives one of the values"
)]
pub trait Interpolated: ColumnType {
    /// The type of the result.
    type Between: Element;
}

macro_rules! interpolated {
    ($($(#[$meta:meta])* $ty:ty => $out:ty;)*) => {$(
        $(#[$meta])*
        #[diagnostic::do_not_recommend]
        impl Interpolated for $ty { type Between = $out; }
    )*};
}

interpolated! {
    i16 => f64;
    i32 => f64;
    i64 => f64;
    f32 => f64;
    f64 => f64;
    Interval => Interval;
    #[cfg(feature = "decimal")] rust_decimal::Decimal => f64;
    #[cfg(feature = "chrono")] chrono::TimeDelta => chrono::TimeDelta;
    #[cfg(feature = "jiff")] jiff::Span => jiff::Span;
    #[cfg(feature = "jiff")] jiff::SignedDuration => jiff::SignedDuration;
}

/// Which percentile: a fraction from 0.0 to 1.0, or several at once (an array comes back then).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a fraction",
    label = "expected a fraction from 0.0 to 1.0, or an array of them"
)]
pub trait Fraction {
    /// One value, or an array.
    type Of<T: Element>: ColumnType;
    /// The bound value.
    #[doc(hidden)]
    fn into_fraction(self) -> Param;
}

#[diagnostic::do_not_recommend]
impl Fraction for f64 {
    type Of<T: Element> = T;

    fn into_fraction(self) -> Param {
        Param::new(&self)
    }
}

#[diagnostic::do_not_recommend]
impl Fraction for Vec<f64> {
    type Of<T: Element> = Vec<T>;

    fn into_fraction(self) -> Param {
        Param::new(&self)
    }
}

#[diagnostic::do_not_recommend]
impl<const LEN: usize> Fraction for [f64; LEN] {
    type Of<T: Element> = Vec<T>;

    fn into_fraction(self) -> Param {
        Param::new(&self.to_vec())
    }
}

fn within<T, S>(
    name: &'static str,
    args: Vec<sql::Expr>,
    expr: sql::Expr,
    order: sql::Order,
) -> Aggregate<T, S> {
    let mut call = sql::Call::new(name, args);
    call.within_group.push(sql::OrderBy { expr, order, nulls: None });
    Aggregate::new(call)
}

/// Writes `within_group` and `within_group_desc` of one ordered-set aggregate.
macro_rules! within_group {
    ([$($bound:tt)*] $out:ty, $uses:ty, |$self:ident| $name:expr, $args:expr) => {
        /// `.. WITHIN GROUP (ORDER BY x)`: the values, small to great.
        pub fn within_group<X: Typed<Base = T, Uses = U>, T, U>($self, x: X) -> Aggregate<$out, $uses>
        where
            $($bound)*
        {
            within($name, $args, x.into_typed(), sql::Order::Asc)
        }

        /// `.. WITHIN GROUP (ORDER BY x DESC)`: the values, great to small.
        pub fn within_group_desc<X: Typed<Base = T, Uses = U>, T, U>($self, x: X) -> Aggregate<$out, $uses>
        where
            $($bound)*
        {
            within($name, $args, x.into_typed(), sql::Order::Desc)
        }
    };
}

/// [`percentile_cont`] on its way: say the values with `.within_group(..)`.
#[derive(Clone, Debug)]
#[must_use = "say which values: `.within_group(..)`"]
pub struct Percentile<P> {
    fraction: P,
}

/// `percentile_cont(fraction)`: the value at that part of all values, interpolated between neighbours.
///
/// `percentile_cont(0.5).within_group(Track::milliseconds)` is the median; with `[0.25, 0.5, 0.75]` the result is
/// an array. Numbers give f64, intervals their own type.
pub fn percentile_cont<P: Fraction>(fraction: P) -> Percentile<P> {
    Percentile { fraction }
}

impl<P: Fraction> Percentile<P> {
    within_group! { [T: Interpolated] P::Of<T::Between>, ((Agg<U>, MaybeNull), WithinGroup),
    |self| "percentile_cont", vec![sql::Expr::Param(self.fraction.into_fraction())] }
}

/// [`percentile_disc`] on its way: say the values with `.within_group(..)`.
#[derive(Clone, Debug)]
#[must_use = "say which values: `.within_group(..)`"]
pub struct PercentileDisc<P> {
    fraction: P,
}

/// `percentile_disc(fraction)`: the first value at or behind that part of all values, of any type.
pub fn percentile_disc<P: Fraction>(fraction: P) -> PercentileDisc<P> {
    PercentileDisc { fraction }
}

impl<P: Fraction> PercentileDisc<P> {
    within_group! { [T: Element] P::Of<T>, ((Agg<U>, MaybeNull), WithinGroup),
    |self| "percentile_disc", vec![sql::Expr::Param(self.fraction.into_fraction())] }
}

/// [`mode`] on its way: say the values with `.within_group(..)`.
#[derive(Clone, Copy, Debug)]
#[must_use = "say which values: `.within_group(..)`"]
pub struct Mode;

/// `mode()`: the most frequent value; of several the first in the order.
pub fn mode() -> Mode {
    Mode
}

impl Mode {
    within_group! { [T: ColumnType] T, ((Agg<U>, MaybeNull), WithinGroup), |self| "mode", Vec::new() }
}

/// [`rank_of`] and its kin on their way: say the values with `.within_group(..)`.
#[derive(Debug)]
#[must_use = "say which values: `.within_group(..)`"]
pub struct Hypothetical<V, Out> {
    name: &'static str,
    value: V,
    marker: PhantomData<fn() -> Out>,
}

impl<V, Out> Hypothetical<V, Out> {
    within_group! { [V: Argument<T, Uses = ()>] Out, (NotNull<Agg<U>>, WithinGroup),
    |self| self.name, vec![self.value.into_argument()] }
}

macro_rules! hypothetical {
    ($($(#[$doc:meta])* $name:ident $sql:literal -> $out:ty;)*) => {$(
        $(#[$doc])*
        pub fn $name<V>(value: V) -> Hypothetical<V, $out> {
            Hypothetical { name: $sql, value, marker: PhantomData }
        }
    )*};
}

hypothetical! {
    /// `rank(value) WITHIN GROUP (..)`: the rank that the value would have among the others, with gaps.
    rank_of "rank" -> i64;
    /// `dense_rank(value) WITHIN GROUP (..)`: the rank that the value would have, without gaps.
    dense_rank_of "dense_rank" -> i64;
    /// `percent_rank(value) WITHIN GROUP (..)`: the relative rank that the value would have, from 0 to 1.
    percent_rank_of "percent_rank" -> f64;
    /// `cume_dist(value) WITHIN GROUP (..)`: the part of the values that would not come behind this one.
    cume_dist_of "cume_dist" -> f64;
}

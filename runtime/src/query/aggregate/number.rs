//! `sum`, `avg` and the bits of integers.

use crate::query::{Agg, Aggregate, Typed};
use crate::types::{ColumnType, Interval, MaybeNull};

/// A type that can be summed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be summed",
    label = "`sum` does not take `{Self}`",
    note = "`sum` takes numbers and intervals; the sum of `i64` is a `Decimal`, which needs the feature `decimal`"
)]
pub trait Summable: ColumnType {
    /// The type of the sum, wide enough not to overflow soon.
    type Sum: ColumnType;
}

/// A type that has a mean value.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no average",
    label = "`avg` does not take `{Self}`",
    note = "`avg` takes numbers and intervals; the average of integers is a `Decimal`, which needs the feature `decimal`"
)]
pub trait Averaged: ColumnType {
    /// The type of the average.
    type Average: ColumnType;
}

macro_rules! sums {
    ($($(#[$meta:meta])* $ty:ty => $sum:ty, $average:ty;)*) => {$(
        $(#[$meta])*
        #[diagnostic::do_not_recommend]
        impl Summable for $ty { type Sum = $sum; }
        $(#[$meta])*
        #[diagnostic::do_not_recommend]
        impl Averaged for $ty { type Average = $average; }
    )*};
}

sums! {
    f32 => f32, f64;
    f64 => f64, f64;
    Interval => Interval, Interval;
    #[cfg(feature = "decimal")] i64 => rust_decimal::Decimal, rust_decimal::Decimal;
    #[cfg(feature = "decimal")] rust_decimal::Decimal => rust_decimal::Decimal, rust_decimal::Decimal;
    #[cfg(feature = "chrono")] chrono::TimeDelta => chrono::TimeDelta, chrono::TimeDelta;
    #[cfg(feature = "jiff")] jiff::Span => jiff::Span, jiff::Span;
    #[cfg(feature = "jiff")] jiff::SignedDuration => jiff::SignedDuration, jiff::SignedDuration;
}

#[diagnostic::do_not_recommend]
impl Summable for i16 {
    type Sum = i64;
}

#[diagnostic::do_not_recommend]
impl Summable for i32 {
    type Sum = i64;
}

#[cfg(feature = "decimal")]
#[diagnostic::do_not_recommend]
impl Averaged for i16 {
    type Average = rust_decimal::Decimal;
}

#[cfg(feature = "decimal")]
#[diagnostic::do_not_recommend]
impl Averaged for i32 {
    type Average = rust_decimal::Decimal;
}

/// `sum(x)`: i16 and i32 give i64, i64 gives Decimal, other types their own.
pub fn sum<A, T, U>(x: A) -> Aggregate<T::Sum, (Agg<U>, MaybeNull)>
where
    A: Typed<Base = T, Uses = U>,
    T: Summable,
{
    Aggregate::of("sum", vec![x.into_typed()])
}

/// `avg(x)`: integers and Decimal give Decimal, floats f64.
pub fn avg<A, T, U>(x: A) -> Aggregate<T::Average, (Agg<U>, MaybeNull)>
where
    A: Typed<Base = T, Uses = U>,
    T: Averaged,
{
    Aggregate::of("avg", vec![x.into_typed()])
}

/// A type made of bits: the integers.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an integer",
    label = "has no bits to combine",
    note = "bit operations take `i16`, `i32` and `i64`"
)]
pub trait BitString: ColumnType {}

#[diagnostic::do_not_recommend]
impl BitString for i16 {}
#[diagnostic::do_not_recommend]
impl BitString for i32 {}
#[diagnostic::do_not_recommend]
impl BitString for i64 {}

macro_rules! bits {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        pub fn $name<A, T, U>(x: A) -> Aggregate<T, (Agg<U>, MaybeNull)>
        where
            A: Typed<Base = T, Uses = U>,
            T: BitString,
        {
            Aggregate::of(stringify!($name), vec![x.into_typed()])
        }
    )*};
}

bits! {
    /// `bit_and(x)`: the bits that are set in all rows.
    bit_and;
    /// `bit_or(x)`: the bits that are set in one row at least.
    bit_or;
    /// `bit_xor(x)`: the bits that are set in an odd number of rows.
    bit_xor;
}

//! Dates, times, timestamps and intervals.
//!
//! The functions take the types of chrono and of jiff alike. Those without an argument that says which, as
//! `now()`, are in [`of_chrono`] and [`of_jiff`], once for each.

#[cfg(any(feature = "chrono", feature = "jiff"))]
mod clock;
mod field;
mod kinds;

use crate::query::argument::{call, word};
use crate::query::{Argument, Expr, SetOf, Typed};
use crate::sql;
use crate::types::Interval;

#[cfg(feature = "chrono")]
pub use clock::of_chrono;
#[cfg(feature = "jiff")]
pub use clock::of_jiff;
pub use field::{CalendarFields, ClockFields, EpochField, Field, Unit, YearFields, ZoneFields};
pub use kinds::{
    DateTimeType, Formatted, HasField, IntervalType, Spans, Temporal, TimestampType, TimestamptzType,
    Truncate,
};

fn date_trunc_call(unit: Unit, x: sql::Expr) -> sql::Expr {
    sql::Expr::Call(Box::new(sql::Call::new("date_trunc", vec![word(unit.name()), x])))
}

/// `date_trunc('unit', x)`: cut to the unit, in the type of `x`.
///
/// The unit is written into the text, so that the same call can stand in the items and in GROUP BY. A date stays
/// a date: `date_trunc('month', x::timestamp)::date`.
pub fn date_trunc<A: Typed<Base = T, Uses = U>, T: Truncate, U>(unit: Unit, x: A) -> Expr<T, U> {
    Expr::new(T::truncate(unit, x.into_typed()))
}

/// `date_trunc('unit', x, zone)`: cut to the unit as in this time zone.
pub fn date_trunc_in<A, Z, T, U, W>(unit: Unit, x: A, zone: Z) -> Expr<T, (U, W)>
where
    A: Typed<Base = T, Uses = U>,
    Z: Argument<String, Uses = W>,
    T: TimestamptzType,
{
    call("date_trunc", vec![word(unit.name()), x.into_typed(), zone.into_argument()])
}

/// `date_bin(stride, x, origin)`: the start of the interval of this length, counted from `origin`, in which `x` lies
/// (PostgreSQL 14).
pub fn date_bin<S, A, B, T, U, V, W>(stride: S, x: A, origin: B) -> Expr<T, (U, (V, W))>
where
    S: Typed<Base: IntervalType, Uses = U>,
    A: Typed<Base = T, Uses = V>,
    B: Argument<T, Uses = W>,
    T: DateTimeType + HasField<ClockFields>,
{
    call("date_bin", vec![stride.into_typed(), x.into_typed(), origin.into_argument()])
}

/// `EXTRACT(field FROM x)`: `extract(Field::YEAR, Invoice::invoice_date).cast::<i32>()`
#[cfg(feature = "decimal")]
pub fn extract<P, A, T, U>(field: Field<P>, x: A) -> Expr<rust_decimal::Decimal, U>
where
    A: Typed<Base = T, Uses = U>,
    T: HasField<P>,
{
    Expr::new(sql::Expr::Extract(field.name, Box::new(x.into_typed())))
}

/// `date_part('field', x)`: as `extract`, as a float.
pub fn date_part<P, A, T, U>(field: Field<P>, x: A) -> Expr<f64, U>
where
    A: Typed<Base = T, Uses = U>,
    T: HasField<P>,
{
    call("date_part", vec![word(field.name), x.into_typed()])
}

/// `age(later, earlier)`: years, months, days and time between two points.
pub fn age<A, B, T, U, W>(later: A, earlier: B) -> Expr<Interval, (U, W)>
where
    A: Typed<Base = T, Uses = U>,
    B: Argument<T, Uses = W>,
    T: DateTimeType,
{
    call("age", vec![later.into_typed(), earlier.into_argument()])
}

/// `age(x)`: years, months, days and time since then, up to the last midnight.
pub fn age_today<A, T, U>(x: A) -> Expr<Interval, U>
where
    A: Typed<Base = T, Uses = U>,
    T: DateTimeType,
{
    call("age", vec![x.into_typed()])
}

/// `isfinite(x)`: neither `infinity` nor `-infinity`.
pub fn isfinite<A, T, U>(x: A) -> Expr<bool, U>
where
    A: Typed<Base = T, Uses = U>,
    T: DateTimeType,
{
    call("isfinite", vec![x.into_typed()])
}

/// `to_char(x, template)`: a number, date, time or interval as text, formatted like `YYYY-MM-DD` or `FM999.00`.
pub fn to_char<A, F, T, U, W>(x: A, template: F) -> Expr<String, (U, W)>
where
    A: Typed<Base = T, Uses = U>,
    F: Argument<String, Uses = W>,
    T: Formatted,
{
    call("to_char", vec![x.into_typed(), template.into_argument()])
}

macro_rules! justify {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        pub fn $name<A: Typed<Base = T, Uses = U>, T: IntervalType, U>(x: A) -> Expr<Interval, U> {
            call(stringify!($name), vec![x.into_typed()])
        }
    )*};
}

justify! {
    /// `justify_days(x)`: with 30 days as a month.
    justify_days;
    /// `justify_hours(x)`: with 24 hours as a day.
    justify_hours;
    /// `justify_interval(x)`: with 24 hours as a day, 30 days as a month, and one sign.
    justify_interval;
}

/// `(a, b) OVERLAPS (c, d)`: two spans of time have a moment in common.
pub fn overlaps<A, B, C, D, T, U, V, W, X>(first: (A, B), second: (C, D)) -> Expr<bool, (U, (V, (W, X)))>
where
    A: Typed<Base = T, Uses = U>,
    B: Argument<T, Uses = V>,
    C: Argument<T, Uses = W>,
    D: Argument<T, Uses = X>,
    T: Temporal + Spans,
{
    let args = vec![
        first.0.into_typed(),
        first.1.into_argument(),
        second.0.into_argument(),
        second.1.into_argument(),
    ];
    call("overlaps", args)
}

/// `generate_series(first, last, step)`: a row for each point from the first to the last one.
pub fn generate_series_of<A, B, S, T, U, V, W>(first: A, last: B, step: S) -> Expr<T, SetOf<(U, (V, W))>>
where
    A: Typed<Base = T, Uses = U>,
    B: Argument<T, Uses = V>,
    S: Typed<Base: IntervalType, Uses = W>,
    T: DateTimeType + HasField<ClockFields>,
{
    call("generate_series", vec![first.into_typed(), last.into_argument(), step.into_typed()])
}

sql! { make_interval(years: i32, months: i32, weeks: i32, days: i32, hours: i32, minutes: i32) -> Interval,
"of these parts" }

/// Intervals of so many units, from numbers that only the database knows: `days(Loan::days)`. They can be added.
macro_rules! interval_of {
    ($($(#[$doc:meta])* $name:ident $before:literal;)*) => {$(
        $(#[$doc])*
        pub fn $name<A: Argument<i32, Uses = U>, U>(n: A) -> Expr<Interval, U> {
            let zero = sql::Expr::Constant(sql::Constant::Integer(0));
            let mut args = vec![zero; $before];
            args.push(n.into_argument());
            call("make_interval", args)
        }
    )*};
}

interval_of! {
    /// `make_interval(n)`: so many years.
    years 0;
    /// `make_interval(0, n)`: so many months.
    months 1;
    /// `make_interval(0, 0, n)`: so many weeks.
    weeks 2;
    /// `make_interval(0, 0, 0, n)`: so many days.
    days 3;
    /// `make_interval(0, 0, 0, 0, n)`: so many hours.
    hours 4;
    /// `make_interval(0, 0, 0, 0, 0, n)`: so many minutes.
    minutes 5;
}

/// `make_interval(0, 0, 0, 0, 0, 0, n)`: so many seconds, with their fraction.
pub fn seconds<A: Argument<f64, Uses = U>, U>(n: A) -> Expr<Interval, U> {
    let zero = sql::Expr::Constant(sql::Constant::Integer(0));
    let mut args = vec![zero; 6];
    args.push(n.into_argument());
    call("make_interval", args)
}

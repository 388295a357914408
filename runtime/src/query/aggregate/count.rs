//! `count`, `min`, `max`, `bool_and`, `bool_or`, `GROUPING`.

use crate::query::{Agg, Aggregate, AllRows, Condition, Expr, Exprs, InGroups, NotNull, Typed};
use crate::sql;
use crate::types::{ColumnType, Element, Interval, MaybeNull};

/// `count(*)`: how many rows.
#[must_use]
pub fn count_all() -> Aggregate<i64, (NotNull<Agg<()>>, AllRows)> {
    Aggregate::of("count", vec![sql::Expr::Star(None)])
}

/// `count(x)`: how many rows in which `x` is not NULL.
pub fn count<A: Typed<Uses = U>, U>(x: A) -> Aggregate<i64, NotNull<Agg<U>>> {
    Aggregate::of("count", vec![x.into_typed()])
}

/// A type that `min` and `max` know.
///
/// `bool`, `uuid` and `jsonb` are not among them: PostgreSQL orders their values and still has no `min` of them.
/// The derives implement it for enums, and for newtypes over a type that has it.
#[diagnostic::on_unimplemented(
    message = "PostgreSQL has no smallest or largest `{Self}`",
    label = "`min` and `max` do not take `{Self}`",
    note = "they take numbers, texts, dates, times, intervals, enums and arrays of them"
)]
pub trait Extreme: ColumnType {}

macro_rules! extreme {
    ($($(#[$meta:meta])* $ty:ty;)*) => {$($(#[$meta])* #[diagnostic::do_not_recommend] impl Extreme for $ty {})*};
}

extreme! {
    i16;
    i32;
    i64;
    f32;
    f64;
    String;
    Interval;
    #[cfg(feature = "decimal")] rust_decimal::Decimal;
    #[cfg(feature = "chrono")] chrono::NaiveDate;
    #[cfg(feature = "chrono")] chrono::NaiveTime;
    #[cfg(feature = "chrono")] chrono::NaiveDateTime;
    #[cfg(feature = "chrono")] chrono::DateTime<chrono::Utc>;
    #[cfg(feature = "chrono")] chrono::DateTime<chrono::FixedOffset>;
    #[cfg(feature = "chrono")] chrono::TimeDelta;
    #[cfg(feature = "jiff")] jiff::civil::Date;
    #[cfg(feature = "jiff")] jiff::civil::Time;
    #[cfg(feature = "jiff")] jiff::civil::DateTime;
    #[cfg(feature = "jiff")] jiff::Timestamp;
    #[cfg(feature = "jiff")] jiff::Span;
    #[cfg(feature = "jiff")] jiff::SignedDuration;
}

#[diagnostic::do_not_recommend]
impl<T: Extreme + Element> Extreme for Vec<T> {}

/// `min(x)`: the smallest value.
pub fn min<A: Typed<Base = T, Uses = U>, T: Extreme, U>(x: A) -> Aggregate<T, (Agg<U>, MaybeNull)> {
    Aggregate::of("min", vec![x.into_typed()])
}

/// `max(x)`: the greatest value.
pub fn max<A: Typed<Base = T, Uses = U>, T: Extreme, U>(x: A) -> Aggregate<T, (Agg<U>, MaybeNull)> {
    Aggregate::of("max", vec![x.into_typed()])
}

fn of_condition<C: Condition<Uses = U>, U>(name: &'static str, c: C) -> Aggregate<bool, (Agg<U>, MaybeNull)> {
    let always = sql::Expr::Constant(sql::Constant::Bool(true));
    Aggregate::of(name, vec![c.into_condition().unwrap_or(always)])
}

/// `bool_and(condition)`: it holds for all rows.
pub fn bool_and<C: Condition<Uses = U>, U>(condition: C) -> Aggregate<bool, (Agg<U>, MaybeNull)> {
    of_condition("bool_and", condition)
}

/// `bool_or(condition)`: it holds for one row at least.
pub fn bool_or<C: Condition<Uses = U>, U>(condition: C) -> Aggregate<bool, (Agg<U>, MaybeNull)> {
    of_condition("bool_or", condition)
}

/// `every(condition)`: the SQL standard's name of [`bool_and`].
pub fn every<C: Condition<Uses = U>, U>(condition: C) -> Aggregate<bool, (Agg<U>, MaybeNull)> {
    of_condition("every", condition)
}

/// `GROUPING(a, b)`: which of these are left out of the row's grouping, as bits; the last one is the lowest.
///
/// For statements grouped by rollup, cube or grouping sets.
pub fn grouping<E: Exprs<Uses = U>, U>(exprs: E) -> Expr<i32, (NotNull<Agg<U>>, InGroups)> {
    let mut args = Vec::new();
    exprs.push_exprs(&mut args);
    Expr::new(sql::Expr::Call(Box::new(sql::Call::new("grouping", args))))
}

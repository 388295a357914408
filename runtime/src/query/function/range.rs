//! Ranges.

use crate::query::argument::{call, word};
use crate::query::{Agg, Aggregate, Argument, Expr, NotNull, Typed};
use crate::sql;
use crate::types::{MaybeNull, Multirange, Range, RangeElement};

/// `lower(range)`: where it begins; NULL of an empty range and of one without a beginning.
pub fn range_lower<A, T, U>(range: A) -> Expr<T, (U, MaybeNull)>
where
    A: Typed<Base = Range<T>, Uses = U>,
    T: RangeElement,
{
    call("lower", vec![range.into_typed()])
}

/// `upper(range)`: where it ends; NULL of an empty range and of one without an end.
pub fn range_upper<A, T, U>(range: A) -> Expr<T, (U, MaybeNull)>
where
    A: Typed<Base = Range<T>, Uses = U>,
    T: RangeElement,
{
    call("upper", vec![range.into_typed()])
}

macro_rules! tests {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        pub fn $name<A, T, U>(range: A) -> Expr<bool, U>
        where
            A: Typed<Base = Range<T>, Uses = U>,
            T: RangeElement,
        {
            call(stringify!($name), vec![range.into_typed()])
        }
    )*};
}

tests! {
    /// `isempty(range)`
    isempty;
    /// `lower_inc(range)`: the lower bound is in the range.
    lower_inc;
    /// `upper_inc(range)`: the upper bound is in the range.
    upper_inc;
    /// `lower_inf(range)`: has no beginning.
    lower_inf;
    /// `upper_inf(range)`: has no end.
    upper_inf;
}

/// `range_merge(a, b)`: the smallest range that holds both.
pub fn range_merge<A, B, T, U, W>(a: A, b: B) -> Expr<Range<T>, (U, W)>
where
    A: Typed<Base = Range<T>, Uses = U>,
    B: Argument<Range<T>, Uses = W>,
    T: RangeElement,
{
    call("range_merge", vec![a.into_typed(), b.into_argument()])
}

/// Which bounds belong to a range.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Bounds {
    /// `[)`: the lower one.
    #[default]
    Lower,
    /// `[]`: both.
    Both,
    /// `(]`: the upper one.
    Upper,
    /// `()`: none.
    None,
}

impl Bounds {
    const fn text(self) -> &'static str {
        match self {
            Bounds::Lower => "[)",
            Bounds::Both => "[]",
            Bounds::Upper => "(]",
            Bounds::None => "()",
        }
    }
}

/// `int4range(low, high, '[)')` and its kin: a range from two expressions. NULL as a bound is no bound.
///
/// `range_of(Booking::arrival, Booking::departure, Bounds::Lower).contains(day)`
pub fn range_of<A, B, T, U, W>(low: A, high: B, bounds: Bounds) -> Expr<Range<T>, NotNull<(U, W)>>
where
    A: Typed<Base = T, Uses = U>,
    B: Argument<T, Uses = W>,
    T: RangeElement,
{
    let args = vec![low.into_typed(), high.into_argument(), word(bounds.text())];
    let mut call = sql::Call::new(T::RANGE.name, args);
    call.schema = T::RANGE.schema.map(Into::into);
    Expr::new(sql::Expr::Call(Box::new(call)))
}

/// `range_agg(range)`: the values of all ranges (PostgreSQL 14).
pub fn range_agg<A, T, U>(range: A) -> Aggregate<Multirange<T>, (Agg<U>, MaybeNull)>
where
    A: Typed<Base = Range<T>, Uses = U>,
    T: RangeElement,
{
    Aggregate::of("range_agg", vec![range.into_typed()])
}

/// `range_intersect_agg(range)`: the values that all ranges have (PostgreSQL 14).
pub fn range_intersect_agg<A, T, U>(range: A) -> Aggregate<Range<T>, (Agg<U>, MaybeNull)>
where
    A: Typed<Base = Range<T>, Uses = U>,
    T: RangeElement,
{
    Aggregate::of("range_intersect_agg", vec![range.into_typed()])
}

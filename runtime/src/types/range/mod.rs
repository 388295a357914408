//! Ranges and multiranges.

mod codec;
mod multirange;

use std::fmt;
use std::ops::{self, Bound};

use serde::{Deserialize, Serialize};

use crate::types::{Element, PgType};

pub use multirange::Multirange;

/// A type of which PostgreSQL has ranges: `int4`, `int8`, `numeric`, `date`, `timestamp`, `timestamptz`.
///
/// Implement it for the subtype of a range type of your own (`CREATE TYPE .. AS RANGE`).
#[diagnostic::on_unimplemented(
    message = "PostgreSQL has no ranges of `{Self}`",
    label = "`{Self}` is no subtype of a range",
    note = "supported: i32, i64, Decimal, and dates and timestamps of chrono and jiff; for a range type of your own implement `cormorant::types::RangeElement`"
)]
pub trait RangeElement: Element + PartialOrd {
    /// The range type.
    const RANGE: PgType;
    /// The multirange type (PostgreSQL 14).
    const MULTIRANGE: PgType;

    /// The next value, for types whose values can be counted; their ranges are stored as `[lower,upper)`.
    ///
    /// `None` if there is none, or if the type's values cannot be counted.
    fn successor(&self) -> Option<Self> {
        None
    }
}

/// A range of values, possibly empty or without end.
///
/// `int4range`, `int8range`, `numrange`, `daterange`, `tsrange`, `tstzrange`. PostgreSQL stores ranges of integers
/// and dates as `[lower,upper)` and has one empty range only; [`stored`](crate::types::ColumnType::stored) does the same, and
/// ranges that PostgreSQL takes for the same are the same for change tracking. A lower bound above the upper one
/// is refused on sending.
///
/// Made from Rust's ranges:
///
/// ```
/// use cormorant::types::Range;
///
/// assert_eq!(Range::from(1..5).to_string(), "[1,5)");
/// assert_eq!(Range::from(1..=5).to_string(), "[1,5]");
/// assert_eq!(Range::from(..5).to_string(), "(,5)");
/// assert_eq!(Range::<i32>::from(..).to_string(), "(,)");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Range<T> {
    /// The range without values.
    #[default]
    Empty,
    /// All values between a lower and an upper bound.
    Between(Bound<T>, Bound<T>),
}

impl<T> Range<T> {
    /// All values between two bounds.
    #[must_use]
    pub fn new(lower: Bound<T>, upper: Bound<T>) -> Self {
        Range::Between(lower, upper)
    }

    /// The lower bound; `None` if the range is empty.
    #[must_use]
    pub fn lower(&self) -> Option<Bound<&T>> {
        match self {
            Range::Empty => None,
            Range::Between(lower, _) => Some(lower.as_ref()),
        }
    }

    /// The upper bound; `None` if the range is empty.
    #[must_use]
    pub fn upper(&self) -> Option<Bound<&T>> {
        match self {
            Range::Empty => None,
            Range::Between(_, upper) => Some(upper.as_ref()),
        }
    }
}

impl<T: PartialOrd> Range<T> {
    /// Whether a value is within the range.
    #[must_use]
    pub fn contains(&self, value: &T) -> bool {
        match self {
            Range::Empty => false,
            Range::Between(lower, upper) => {
                ops::RangeBounds::contains(&(lower.as_ref(), upper.as_ref()), value)
            }
        }
    }
}

impl<T> From<ops::Range<T>> for Range<T> {
    fn from(range: ops::Range<T>) -> Self {
        Range::Between(Bound::Included(range.start), Bound::Excluded(range.end))
    }
}

impl<T> From<ops::RangeInclusive<T>> for Range<T> {
    fn from(range: ops::RangeInclusive<T>) -> Self {
        let (start, end) = range.into_inner();
        Range::Between(Bound::Included(start), Bound::Included(end))
    }
}

impl<T> From<ops::RangeFrom<T>> for Range<T> {
    fn from(range: ops::RangeFrom<T>) -> Self {
        Range::Between(Bound::Included(range.start), Bound::Unbounded)
    }
}

impl<T> From<ops::RangeTo<T>> for Range<T> {
    fn from(range: ops::RangeTo<T>) -> Self {
        Range::Between(Bound::Unbounded, Bound::Excluded(range.end))
    }
}

impl<T> From<ops::RangeToInclusive<T>> for Range<T> {
    fn from(range: ops::RangeToInclusive<T>) -> Self {
        Range::Between(Bound::Unbounded, Bound::Included(range.end))
    }
}

impl<T> From<ops::RangeFull> for Range<T> {
    fn from(_: ops::RangeFull) -> Self {
        Range::Between(Bound::Unbounded, Bound::Unbounded)
    }
}

impl<T: fmt::Display> fmt::Display for Range<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Range::Between(lower, upper) = self else { return f.write_str("empty") };
        match lower {
            Bound::Included(value) => write!(f, "[{value},")?,
            Bound::Excluded(value) => write!(f, "({value},")?,
            Bound::Unbounded => f.write_str("(,")?,
        }
        match upper {
            Bound::Included(value) => write!(f, "{value}]"),
            Bound::Excluded(value) => write!(f, "{value})"),
            Bound::Unbounded => f.write_str(")"),
        }
    }
}

impl RangeElement for i32 {
    const RANGE: PgType = PgType::builtin("int4range", 3904, 3905);
    const MULTIRANGE: PgType = PgType::builtin("int4multirange", 4451, 6150);

    fn successor(&self) -> Option<Self> {
        self.checked_add(1)
    }
}

impl RangeElement for i64 {
    const RANGE: PgType = PgType::builtin("int8range", 3926, 3927);
    const MULTIRANGE: PgType = PgType::builtin("int8multirange", 4536, 6157);

    fn successor(&self) -> Option<Self> {
        self.checked_add(1)
    }
}

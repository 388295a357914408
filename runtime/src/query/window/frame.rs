//! Frames: which rows around the current one a window function sees.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{RangeFrom, RangeFull, RangeInclusive, RangeToInclusive};

use crate::query::Operand;
use crate::sql::{self, FrameBound};
use crate::types::{ColumnType, Interval, Param};

/// An end of a frame, at a distance of type `O` from the current row: for Rust's ranges.
#[must_use = "an edge is part of a frame: `preceding(..)..=current_row()`"]
pub struct Edge<O> {
    bound: FrameBound,
    marker: PhantomData<fn() -> O>,
}

/// No distance: the frame knows the current row and the ends of the partition only.
#[derive(Debug)]
pub struct NoOffset;

/// The current row.
pub fn current_row<O>() -> Edge<O> {
    Edge { bound: FrameBound::CurrentRow, marker: PhantomData }
}

/// So far before the current row.
pub fn preceding<V: Operand<O, Uses = ()>, O: ColumnType>(distance: V) -> Edge<O> {
    let bound = FrameBound::Preceding(Box::new(distance.into_operand()));
    Edge { bound, marker: PhantomData }
}

/// So far behind the current row.
pub fn following<V: Operand<O, Uses = ()>, O: ColumnType>(distance: V) -> Edge<O> {
    let bound = FrameBound::Following(Box::new(distance.into_operand()));
    Edge { bound, marker: PhantomData }
}

impl<O> Clone for Edge<O> {
    fn clone(&self) -> Self {
        Edge { bound: self.bound.clone(), marker: PhantomData }
    }
}

impl<O> fmt::Debug for Edge<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.bound, f)
    }
}

/// Where a frame starts and ends.
#[derive(Clone, Debug, PartialEq)]
pub struct Bounds {
    /// The first row.
    pub start: FrameBound,
    /// The last row.
    pub end: FrameBound,
}

/// A frame with distances of type `O`: a range of Rust, of numbers or of [`Edge`]s, whose end is included.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a frame with distances of type `{O}`",
    label = "expected a range whose end is included",
    note = "`.rows(-3..=0)`, `.rows(..=0)`, `.rows(..)`, `.range_of(key, preceding(distance)..=current_row())`"
)]
pub trait FrameOf<O> {
    /// The two ends.
    #[doc(hidden)]
    fn into_bounds(self) -> Bounds;
}

/// The bound at a number of rows: negative before the current one.
fn at(rows: i64) -> FrameBound {
    let distance = |rows: i64| Box::new(sql::Expr::Param(Param::new(&rows)));
    match rows {
        0 => FrameBound::CurrentRow,
        ..0 => FrameBound::Preceding(distance(rows.saturating_neg())),
        1.. => FrameBound::Following(distance(rows)),
    }
}

#[diagnostic::do_not_recommend]
impl FrameOf<i64> for RangeInclusive<i64> {
    fn into_bounds(self) -> Bounds {
        let (start, end) = self.into_inner();
        Bounds { start: at(start), end: at(end) }
    }
}

#[diagnostic::do_not_recommend]
impl FrameOf<i64> for RangeToInclusive<i64> {
    fn into_bounds(self) -> Bounds {
        Bounds { start: FrameBound::UnboundedPreceding, end: at(self.end) }
    }
}

#[diagnostic::do_not_recommend]
impl FrameOf<i64> for RangeFrom<i64> {
    fn into_bounds(self) -> Bounds {
        Bounds { start: at(self.start), end: FrameBound::UnboundedFollowing }
    }
}

#[diagnostic::do_not_recommend]
impl<O> FrameOf<O> for RangeInclusive<Edge<O>> {
    fn into_bounds(self) -> Bounds {
        let (start, end) = self.into_inner();
        Bounds { start: start.bound, end: end.bound }
    }
}

#[diagnostic::do_not_recommend]
impl<O> FrameOf<O> for RangeToInclusive<Edge<O>> {
    fn into_bounds(self) -> Bounds {
        Bounds { start: FrameBound::UnboundedPreceding, end: self.end.bound }
    }
}

#[diagnostic::do_not_recommend]
impl<O> FrameOf<O> for RangeFrom<Edge<O>> {
    fn into_bounds(self) -> Bounds {
        Bounds { start: self.start.bound, end: FrameBound::UnboundedFollowing }
    }
}

#[diagnostic::do_not_recommend]
impl<O> FrameOf<O> for RangeFull {
    fn into_bounds(self) -> Bounds {
        Bounds { start: FrameBound::UnboundedPreceding, end: FrameBound::UnboundedFollowing }
    }
}

/// A type whose values have a distance: the key of a window with RANGE.
#[diagnostic::on_unimplemented(
    message = "there is no distance between two values of type `{Self}`",
    label = "cannot be the key of a RANGE",
    note = "the key is a number, a date, a time or a timestamp; for others count rows: `.rows(..)`, `.groups(..)`"
)]
pub trait RangeKey: ColumnType {
    /// The type of the distance.
    type Offset: ColumnType;
}

macro_rules! keys {
    ($($(#[$meta:meta])* $ty:ty => $offset:ty;)*) => {$(
        $(#[$meta])*
        #[diagnostic::do_not_recommend]
        impl RangeKey for $ty { type Offset = $offset; }
    )*};
}

keys! {
    i16 => i64;
    i32 => i64;
    i64 => i64;
    f32 => f64;
    f64 => f64;
    Interval => Interval;
    #[cfg(feature = "decimal")] rust_decimal::Decimal => rust_decimal::Decimal;
    #[cfg(feature = "chrono")] chrono::NaiveDate => Interval;
    #[cfg(feature = "chrono")] chrono::NaiveTime => Interval;
    #[cfg(feature = "chrono")] chrono::NaiveDateTime => Interval;
    #[cfg(feature = "chrono")] chrono::DateTime<chrono::Utc> => Interval;
    #[cfg(feature = "chrono")] chrono::DateTime<chrono::FixedOffset> => Interval;
    #[cfg(feature = "chrono")] chrono::TimeDelta => Interval;
    #[cfg(feature = "jiff")] jiff::civil::Date => Interval;
    #[cfg(feature = "jiff")] jiff::civil::Time => Interval;
    #[cfg(feature = "jiff")] jiff::civil::DateTime => Interval;
    #[cfg(feature = "jiff")] jiff::Timestamp => Interval;
    #[cfg(feature = "jiff")] jiff::Span => Interval;
    #[cfg(feature = "jiff")] jiff::SignedDuration => Interval;
}

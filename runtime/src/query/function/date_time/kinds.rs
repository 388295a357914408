//! Which Rust types are dates, times, timestamps and intervals.

use super::date_trunc_call;
#[cfg(any(feature = "chrono", feature = "jiff"))]
use super::field::{CalendarFields, ZoneFields};
use super::field::{ClockFields, EpochField, Unit, YearFields};
use crate::sql;
#[cfg(any(feature = "chrono", feature = "jiff"))]
use crate::types::PgType;
use crate::types::{ColumnType, Interval};

/// A `date`, `time`, `timestamp`, `timestamptz` or `interval`, of whichever crate.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a date, a time or an interval",
    label = "expected a date, a time, a timestamp or an interval",
    note = "types of chrono and jiff, with the features of these names, and `Interval`"
)]
pub trait Temporal: ColumnType {}

/// A `timestamp` or `timestamptz`, or a `date`: a point on the calendar.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a date or a timestamp",
    label = "expected a date or a timestamp",
    note = "types of chrono and jiff, with the features of these names"
)]
pub trait DateTimeType: Temporal {}

/// A `timestamptz`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a timestamp with time zone",
    label = "expected a point in time",
    note = "chrono `DateTime<Utc>`, jiff `Timestamp`"
)]
pub trait TimestamptzType: DateTimeType {
    /// The type without time zone.
    type Local: ColumnType;
}

/// A type that can be cut to a unit: all but `time`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be cut to a unit of time",
    label = "expected a date, a timestamp or an interval"
)]
pub trait Truncate: Temporal {
    /// How the call is written: `date_trunc` of a `date` would give a `timestamptz` of the session's time zone.
    #[doc(hidden)]
    fn truncate(unit: Unit, x: sql::Expr) -> sql::Expr {
        date_trunc_call(unit, x)
    }
}

/// An `interval`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an interval",
    label = "expected an interval",
    note = "`Interval`; `TimeDelta` of chrono, `Span` and `SignedDuration` of jiff"
)]
pub trait IntervalType: Temporal {}

/// A type whose `text` form is made by a template: numbers, dates, times, intervals.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be formatted",
    label = "expected a number, a date, a timestamp or an interval"
)]
pub trait Formatted: ColumnType {}

/// What a type has of the fields of `extract`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no such field",
    label = "has no field among its {Part}",
    note = "a date has no hours, a time no years, an interval no week days, and only timestamps with time zone have one"
)]
pub trait HasField<Part>: Temporal {}

/// A type that OVERLAPS takes: all but intervals.
#[diagnostic::on_unimplemented(
    message = "spans of time do not begin and end with `{Self}`",
    label = "expected a date, a time or a timestamp"
)]
pub trait Spans: Temporal {}

/// A `timestamp`, without time zone.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a timestamp without time zone",
    label = "expected a date and time without time zone",
    note = "chrono `NaiveDateTime`, jiff `civil::DateTime`"
)]
pub trait TimestampType: DateTimeType {
    /// The type with time zone.
    type Zoned: ColumnType;
}

#[cfg(any(feature = "chrono", feature = "jiff"))]
const DATE: PgType = PgType::builtin("date", 1082, 1182);
#[cfg(any(feature = "chrono", feature = "jiff"))]
const TIMESTAMP: PgType = PgType::builtin("timestamp", 1114, 1115);

macro_rules! has {
    ($ty:ty: $($part:ident)*) => {$(
        #[diagnostic::do_not_recommend]
        impl HasField<$part> for $ty {}
    )*};
}

macro_rules! marked {
    ($ty:ty: $($marker:ident)*) => {$(
        #[diagnostic::do_not_recommend]
        impl $marker for $ty {}
    )*};
}

macro_rules! kinds {
    (date $ty:ty) => {
        marked! { $ty: Temporal DateTimeType Formatted Spans }
        has! { $ty: YearFields CalendarFields EpochField }
        #[diagnostic::do_not_recommend]
        impl Truncate for $ty {
            fn truncate(unit: Unit, x: sql::Expr) -> sql::Expr {
                sql::Expr::cast(date_trunc_call(unit, sql::Expr::cast(x, TIMESTAMP)), DATE)
            }
        }
    };
    (time $ty:ty) => {
        marked! { $ty: Temporal Formatted Spans }
        has! { $ty: ClockFields EpochField }
    };
    (timestamp $ty:ty, $zoned:ty) => {
        marked! { $ty: Temporal DateTimeType Formatted Spans Truncate }
        has! { $ty: YearFields CalendarFields ClockFields EpochField }
        #[diagnostic::do_not_recommend]
        impl TimestampType for $ty {
            type Zoned = $zoned;
        }
    };
    (timestamptz $ty:ty, $local:ty) => {
        marked! { $ty: Temporal DateTimeType Formatted Spans Truncate }
        has! { $ty: YearFields CalendarFields ClockFields EpochField ZoneFields }
        #[diagnostic::do_not_recommend]
        impl TimestamptzType for $ty {
            type Local = $local;
        }
    };
    (interval $ty:ty) => {
        marked! { $ty: Temporal IntervalType Formatted Truncate }
        has! { $ty: YearFields ClockFields EpochField }
    };
}

kinds! { interval Interval }

#[cfg(feature = "chrono")]
mod of_chrono {
    use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

    use super::{
        CalendarFields, ClockFields, DATE, DateTimeType, EpochField, Formatted, HasField, IntervalType,
        Spans, TIMESTAMP, Temporal, TimestampType, TimestamptzType, Truncate, Unit, YearFields, ZoneFields,
        date_trunc_call,
    };
    use crate::sql;

    kinds! { date NaiveDate }
    kinds! { time NaiveTime }
    kinds! { timestamp NaiveDateTime, DateTime<Utc> }
    kinds! { timestamptz DateTime<Utc>, NaiveDateTime }
    kinds! { timestamptz DateTime<FixedOffset>, NaiveDateTime }
    kinds! { interval TimeDelta }
}

#[cfg(feature = "jiff")]
mod of_jiff {
    use jiff::civil::{Date, DateTime, Time};
    use jiff::{SignedDuration, Span, Timestamp};

    use super::{
        CalendarFields, ClockFields, DATE, DateTimeType, EpochField, Formatted, HasField, IntervalType,
        Spans, TIMESTAMP, Temporal, TimestampType, TimestamptzType, Truncate, Unit, YearFields, ZoneFields,
        date_trunc_call,
    };
    use crate::sql;

    kinds! { date Date }
    kinds! { time Time }
    kinds! { timestamp DateTime, Timestamp }
    kinds! { timestamptz Timestamp, DateTime }
    kinds! { interval Span }
    kinds! { interval SignedDuration }
}

marked! { i16: Formatted }
marked! { i32: Formatted }
marked! { i64: Formatted }
marked! { f32: Formatted }
marked! { f64: Formatted }
#[cfg(feature = "decimal")]
marked! { rust_decimal::Decimal: Formatted }

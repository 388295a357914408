//! Fields and units of dates and times: names that PostgreSQL knows, so that none can be misspelt.

use std::marker::PhantomData;

/// Fields of a length or a date: day, month, quarter, year and longer.
#[derive(Debug)]
pub struct YearFields;
/// Fields of a date only: days of the week and the year, weeks.
#[derive(Debug)]
pub struct CalendarFields;
/// Fields of a time or a length: hour and shorter.
#[derive(Debug)]
pub struct ClockFields;
/// Seconds since 1970, or of an interval.
#[derive(Debug)]
pub struct EpochField;
/// Fields of a time zone.
#[derive(Debug)]
pub struct ZoneFields;

/// A field for [`extract`](super::extract) and [`date_part`](super::date_part): `Field::YEAR`.
#[derive(Debug)]
pub struct Field<Part> {
    pub(super) name: &'static str,
    marker: PhantomData<fn() -> Part>,
}

impl<Part> Clone for Field<Part> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Part> Copy for Field<Part> {}

macro_rules! fields {
    ($($part:ident { $($(#[$doc:meta])* $name:ident $sql:literal;)* })*) => {$(
        impl Field<$part> {$(
            $(#[$doc])*
            pub const $name: Self = Field { name: $sql, marker: PhantomData };
        )*}
    )*};
}

fields! {
    YearFields {
        /// Day of the month; days of an interval.
        DAY "day";
        /// Month, 1 to 12; 0 to 11 of an interval.
        MONTH "month";
        /// Quarter, 1 to 4.
        QUARTER "quarter";
        /// Year.
        YEAR "year";
        /// Year divided by ten.
        DECADE "decade";
        /// Century; the first one begins with the year 1.
        CENTURY "century";
        /// Millennium; the first one begins with the year 1.
        MILLENNIUM "millennium";
    }
    CalendarFields {
        /// Day of the week, Sunday 0 to Saturday 6.
        DAY_OF_WEEK "dow";
        /// Day of the week, Monday 1 to Sunday 7.
        ISO_DAY_OF_WEEK "isodow";
        /// Day of the year, 1 to 366.
        DAY_OF_YEAR "doy";
        /// Short for [`DAY_OF_WEEK`](Self::DAY_OF_WEEK): Sunday 0 to Saturday 6.
        DOW "dow";
        /// Short for [`ISO_DAY_OF_WEEK`](Self::ISO_DAY_OF_WEEK): Monday 1 to Sunday 7.
        ISODOW "isodow";
        /// Short for [`DAY_OF_YEAR`](Self::DAY_OF_YEAR).
        DOY "doy";
        /// Week of ISO 8601, 1 to 53.
        WEEK "week";
        /// Year that the week of ISO 8601 belongs to.
        ISO_YEAR "isoyear";
        /// Julian date.
        JULIAN "julian";
    }
    ClockFields {
        /// Hour, 0 to 23.
        HOUR "hour";
        /// Minute, 0 to 59.
        MINUTE "minute";
        /// Seconds, with their fraction.
        SECOND "second";
        /// Seconds in thousandths.
        MILLISECONDS "milliseconds";
        /// Seconds in millionths.
        MICROSECONDS "microseconds";
    }
    EpochField {
        /// Seconds since 1970-01-01, or the length of an interval in seconds.
        EPOCH "epoch";
    }
    ZoneFields {
        /// Offset from UTC, in seconds.
        TIMEZONE "timezone";
        /// Hours of the offset.
        TIMEZONE_HOUR "timezone_hour";
        /// Minutes of the offset.
        TIMEZONE_MINUTE "timezone_minute";
    }
}

/// A unit for [`date_trunc`](super::date_trunc).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Unit {
    Microsecond,
    Millisecond,
    Second,
    Minute,
    Hour,
    Day,
    /// Weeks begin on Monday. Intervals have none.
    Week,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
    Millennium,
}

impl Unit {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Unit::Microsecond => "microseconds",
            Unit::Millisecond => "milliseconds",
            Unit::Second => "second",
            Unit::Minute => "minute",
            Unit::Hour => "hour",
            Unit::Day => "day",
            Unit::Week => "week",
            Unit::Month => "month",
            Unit::Quarter => "quarter",
            Unit::Year => "year",
            Unit::Decade => "decade",
            Unit::Century => "century",
            Unit::Millennium => "millennium",
        }
    }
}

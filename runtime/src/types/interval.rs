//! `interval`.

use std::fmt;
use std::time::Duration;

use bytes::{BufMut, BytesMut};

use super::wire::Input;
use crate::error::BoxError;
use crate::types::{ColumnType, Element, PgType};

pub(super) const INTERVAL: PgType = PgType::builtin("interval", 1186, 1187);

const SECOND: i64 = 1_000_000;
#[cfg(any(feature = "chrono", feature = "jiff"))]
const DAY: i64 = 86_400 * SECOND;

/// PostgreSQL's `interval`: months, days and microseconds, each with its own sign.
///
/// The three are kept apart, as months differ in days and days in hours. Every `interval` round-trips exactly,
/// the infinite ones of PostgreSQL 17 among them (all three at their smallest or largest). Two intervals are
/// equal if all three parts are; PostgreSQL's `=` takes a month for 30 days and a day for 24 hours.
///
/// Shows as ISO 8601, which PostgreSQL reads: `P1Y2M-3DT4H5M6.789S`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Interval {
    /// Months; twelve are a year.
    pub months: i32,
    /// Days.
    pub days: i32,
    /// Microseconds.
    pub microseconds: i64,
}

impl Interval {
    /// An interval of these parts.
    #[must_use]
    pub const fn new(months: i32, days: i32, microseconds: i64) -> Self {
        Interval { months, days, microseconds }
    }

    /// Microseconds, if there are no months; a day counts as 24 hours.
    #[cfg(any(feature = "chrono", feature = "jiff"))]
    pub(super) fn exact_microseconds(self) -> Result<i64, BoxError> {
        if self.months != 0 {
            return Err("the interval has months, which have no fixed length: `Interval` can hold it".into());
        }
        let days = i64::from(self.days) * DAY;
        self.microseconds.checked_add(days).ok_or_else(|| "the interval is too long for microseconds".into())
    }
}

impl TryFrom<Duration> for Interval {
    type Error = BoxError;

    /// Cuts to microseconds.
    fn try_from(duration: Duration) -> Result<Self, BoxError> {
        match i64::try_from(duration.as_micros()) {
            Ok(microseconds) => Ok(Interval::new(0, 0, microseconds)),
            Err(_) => Err("the duration is too long for an interval".into()),
        }
    }
}

impl ColumnType for Interval {
    const TYPE: PgType = INTERVAL;

    fn encode(&self, out: &mut BytesMut) -> Result<(), BoxError> {
        out.put_i64(self.microseconds);
        out.put_i32(self.days);
        out.put_i32(self.months);
        Ok(())
    }

    fn decode(bytes: &[u8]) -> Result<Self, BoxError> {
        let mut input = Input::new(bytes);
        let interval = Interval { microseconds: input.i64()?, days: input.i32()?, months: input.i32()? };
        input.finish()?;
        Ok(interval)
    }

    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

impl Element for Interval {}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("P")?;
        let part = |f: &mut fmt::Formatter<'_>, number: i64, unit: char| match number {
            0 => Ok(()),
            number => write!(f, "{number}{unit}"),
        };
        part(f, i64::from(self.months / 12), 'Y')?;
        part(f, i64::from(self.months % 12), 'M')?;
        part(f, i64::from(self.days), 'D')?;
        let seconds = self.microseconds / SECOND;
        let fraction = (self.microseconds % SECOND).unsigned_abs();
        if self.microseconds != 0 || *self == Interval::default() {
            f.write_str("T")?;
            part(f, seconds / 3600, 'H')?;
            part(f, seconds / 60 % 60, 'M')?;
        }
        match (seconds % 60, fraction) {
            (0, 0) if *self == Interval::default() => f.write_str("0S"),
            (seconds, 0) => part(f, seconds, 'S'),
            (seconds, fraction) => {
                let sign = if self.microseconds < 0 { "-" } else { "" };
                write!(f, "{sign}{}.{}S", seconds.abs(), format!("{fraction:06}").trim_end_matches('0'))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::check;

    #[test]
    fn an_interval_is_microseconds_days_months() {
        check::bytes(
            &Interval::new(14, -3, 1),
            &[0, 0, 0, 0, 0, 0, 0, 1, 0xff, 0xff, 0xff, 0xfd, 0, 0, 0, 14],
        );
        check::bytes(
            &Interval::new(i32::MIN, i32::MIN, i64::MIN),
            &[0x80, 0, 0, 0, 0, 0, 0, 0, 0x80, 0, 0, 0, 0x80, 0, 0, 0],
        );
        check::refused::<Interval>(&[0; 17], "the value is longer than its type");
    }

    #[test]
    fn a_month_is_not_thirty_days() {
        assert!(!Interval::new(1, 0, 0).same(&Interval::new(0, 30, 0)));
    }

    #[test]
    fn intervals_show_as_iso_8601() {
        let show = |months, days, microseconds| Interval::new(months, days, microseconds).to_string();
        assert_eq!(show(0, 0, 0), "PT0S");
        assert_eq!(show(14, -3, 14_706_789_000), "P1Y2M-3DT4H5M6.789S");
        assert_eq!(show(-1, 0, -500_000), "P-1MT-0.5S");
        assert_eq!(show(0, 1, 3_600_000_000), "P1DT1H");
        assert_eq!(show(0, 0, 61_000_000), "PT1M1S");
    }

    #[test]
    fn a_duration_becomes_microseconds() {
        assert_eq!(Interval::try_from(Duration::from_nanos(1_999)).unwrap(), Interval::new(0, 0, 1));
        assert!(Interval::try_from(Duration::MAX).is_err());
    }
}

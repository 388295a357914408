//! `interval`.

use std::fmt;
use std::str::FromStr;
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
        let days = i64::from(self.days).checked_mul(DAY);
        let all = days.and_then(|days| self.microseconds.checked_add(days));
        all.ok_or_else(|| "the interval is too long for microseconds".into())
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

impl FromStr for Interval {
    type Err = BoxError;

    /// Reads what `Display` writes: ISO 8601 with a sign at each number, and weeks.
    fn from_str(text: &str) -> Result<Self, BoxError> {
        parse(text).ok_or_else(|| "an interval is written as P1Y2M-3DT4H5M6.789S".into())
    }
}

/// `None` if the text is no interval, or a part does not fit.
fn parse(text: &str) -> Option<Interval> {
    let text = text.strip_prefix('P')?;
    let (date, time) = text.split_once('T').map_or((text, None), |(date, time)| (date, Some(time)));
    if date.is_empty() && time.is_none() || time == Some("") {
        return None;
    }
    let mut interval = Interval::default();
    each_part(date, |number, unit| {
        let whole = || number.parse::<i32>().ok();
        match unit {
            'Y' => interval.months = interval.months.checked_add(whole()?.checked_mul(12)?)?,
            'M' => interval.months = interval.months.checked_add(whole()?)?,
            'W' => interval.days = interval.days.checked_add(whole()?.checked_mul(7)?)?,
            'D' => interval.days = interval.days.checked_add(whole()?)?,
            _ => return None,
        }
        Some(())
    })?;
    each_part(time.unwrap_or_default(), |number, unit| {
        let part = match unit {
            'H' => number.parse::<i64>().ok()?.checked_mul(3600 * SECOND)?,
            'M' => number.parse::<i64>().ok()?.checked_mul(60 * SECOND)?,
            'S' => parse_seconds(number)?,
            _ => return None,
        };
        interval.microseconds = interval.microseconds.checked_add(part)?;
        Some(())
    })?;
    Some(interval)
}

/// Gives each number and the letter behind it to `read`.
fn each_part<'a>(mut text: &'a str, mut read: impl FnMut(&'a str, char) -> Option<()>) -> Option<()> {
    while !text.is_empty() {
        let end = text.find(|letter: char| letter.is_ascii_alphabetic())?;
        read(&text[..end], char::from(text.as_bytes()[end]))?;
        text = &text[end + 1..];
    }
    Some(())
}

/// Seconds with at most six digits after the point, in microseconds.
fn parse_seconds(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if fraction.len() > 6 || !fraction.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let fraction: i64 = format!("{fraction:0<6}").parse().ok()?;
    let whole_part = whole.parse::<i64>().ok()?.checked_mul(SECOND)?;
    if whole.starts_with('-') { whole_part.checked_sub(fraction) } else { whole_part.checked_add(fraction) }
}

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
    fn what_is_shown_can_be_read() {
        let numbers = [0, 1, -1, 11, -13, 59, 3_600, i32::MAX, i32::MIN];
        for (months, days) in numbers.into_iter().flat_map(|months| numbers.map(|days| (months, days))) {
            for microseconds in [0, 1, -1, 61_500_000, -3_600_000_001, i64::MAX, i64::MIN] {
                let interval = Interval::new(months, days, microseconds);
                assert_eq!(interval.to_string().parse::<Interval>().unwrap(), interval);
            }
        }
        assert_eq!("P2W".parse::<Interval>().unwrap(), Interval::new(0, 14, 0));
        for wrong in
            ["", "P", "PT", "1D", "P1", "P1DT", "PT1D", "P1.5D", "PT1.1234567S", "PT1.-5S", "P99999999999D"]
        {
            let error = wrong.parse::<Interval>().unwrap_err();
            assert_eq!(error.to_string(), "an interval is written as P1Y2M-3DT4H5M6.789S");
        }
    }

    #[test]
    fn a_duration_becomes_microseconds() {
        assert_eq!(Interval::try_from(Duration::from_nanos(1_999)).unwrap(), Interval::new(0, 0, 1));
        assert!(Interval::try_from(Duration::MAX).is_err());
    }
}

//! jiff: `date`, `time`, `timestamp`, `timestamptz` and `interval`.
//!
//! PostgreSQL's times have microseconds; what is finer is cut off. Refused: `infinity` and `24:00:00`, which jiff
//! does not have, and what is before 4714-11-24 BC or outside of jiff's years (-9999 to 9999). There is no
//! column of type `Zoned`: PostgreSQL keeps no time zone.

use bytes::{BufMut, BytesMut};
use jiff::civil::{Date, DateTime, Time};
use jiff::{SignedDuration, Span, Timestamp};

use super::interval::INTERVAL;
use super::time::{self, DATE, EPOCH, TIME, TIMESTAMP, TIMESTAMPTZ};
use crate::error::BoxError;
use crate::types::{ColumnType, Element, Interval, PgType, RangeElement};

/// Where PostgreSQL's dates begin.
const EPOCH_DATE: Date = Date::constant(2000, 1, 1);

impl ColumnType for Date {
    const TYPE: PgType = DATE;

    #[inline]
    fn encode(&self, out: &mut BytesMut) -> Result<(), BoxError> {
        time::write_date(self.duration_since(EPOCH_DATE).as_hours() / 24, out)
    }

    #[inline]
    fn decode(bytes: &[u8]) -> Result<Self, BoxError> {
        let days = i64::from(time::read_date(bytes)?);
        let date = EPOCH_DATE.checked_add(SignedDuration::from_hours(days * 24));
        date.map_err(|_| time::out_of_range("jiff::civil::Date"))
    }

    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

impl ColumnType for Time {
    const TYPE: PgType = TIME;

    #[inline]
    fn encode(&self, out: &mut BytesMut) -> Result<(), BoxError> {
        let minutes = i64::from(self.hour()) * 60 + i64::from(self.minute());
        let seconds = minutes * 60 + i64::from(self.second());
        out.put_i64(seconds * 1_000_000 + i64::from(self.subsec_nanosecond() / 1000));
        Ok(())
    }

    #[inline]
    fn decode(bytes: &[u8]) -> Result<Self, BoxError> {
        let time = time::read_time(bytes)?;
        let seconds = time / 1_000_000;
        let nanosecond = i32::try_from(time % 1_000_000 * 1000)?;
        let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        Ok(Time::new(i8::try_from(hour)?, i8::try_from(minute)?, i8::try_from(second)?, nanosecond)?)
    }

    fn same(&self, other: &Self) -> bool {
        self.stored() == other.stored()
    }

    fn stored(self) -> Self {
        let nanosecond = self.subsec_nanosecond() / 1000 * 1000;
        self.with().subsec_nanosecond(nanosecond).build().unwrap_or(self)
    }
}

impl ColumnType for DateTime {
    const TYPE: PgType = TIMESTAMP;

    #[inline]
    fn encode(&self, out: &mut BytesMut) -> Result<(), BoxError> {
        let since = self.duration_since(EPOCH_DATE.to_datetime(Time::midnight()));
        time::write_timestamp(microseconds(since.as_nanos()), out)
    }

    #[inline]
    fn decode(bytes: &[u8]) -> Result<Self, BoxError> {
        let since = SignedDuration::from_micros(time::read_timestamp(bytes)?);
        let time = EPOCH_DATE.to_datetime(Time::midnight()).checked_add(since);
        time.map_err(|_| time::out_of_range("jiff::civil::DateTime"))
    }

    fn same(&self, other: &Self) -> bool {
        self.stored() == other.stored()
    }

    fn stored(self) -> Self {
        self.date().to_datetime(self.time().stored())
    }
}

impl ColumnType for Timestamp {
    const TYPE: PgType = TIMESTAMPTZ;

    #[inline]
    fn encode(&self, out: &mut BytesMut) -> Result<(), BoxError> {
        let since_1970 = microseconds(self.as_nanosecond());
        time::write_timestamp(since_1970.and_then(|since| since.checked_sub(EPOCH)), out)
    }

    #[inline]
    fn decode(bytes: &[u8]) -> Result<Self, BoxError> {
        let since_1970 = time::read_timestamp(bytes)?.checked_add(EPOCH);
        since_1970.and_then(timestamp).ok_or_else(|| time::out_of_range("jiff::Timestamp"))
    }

    fn same(&self, other: &Self) -> bool {
        microseconds(self.as_nanosecond()) == microseconds(other.as_nanosecond())
    }

    fn stored(self) -> Self {
        let since_1970 = microseconds(self.as_nanosecond());
        since_1970.and_then(timestamp).unwrap_or(self)
    }
}

/// Months, days and microseconds are kept apart: years become months, weeks become days, hours and all that is
/// finer become microseconds. A `Span` has one sign, so an `interval` of months and days in opposite directions
/// is refused on reading; [`Interval`] holds it.
impl ColumnType for Span {
    const TYPE: PgType = INTERVAL;

    #[inline]
    fn encode(&self, out: &mut BytesMut) -> Result<(), BoxError> {
        to_interval(*self)?.encode(out)
    }

    #[inline]
    fn decode(bytes: &[u8]) -> Result<Self, BoxError> {
        from_interval(Interval::decode(bytes)?)
    }

    fn same(&self, other: &Self) -> bool {
        to_interval(*self).is_ok_and(|left| to_interval(*other).is_ok_and(|right| left == right))
    }

    fn stored(self) -> Self {
        to_interval(self).and_then(from_interval).unwrap_or(self)
    }
}

/// Microseconds only. On reading, a day counts as 24 hours (as PostgreSQL gives the difference of two
/// timestamps), and months are refused; `Span` and [`Interval`] hold them.
impl ColumnType for SignedDuration {
    const TYPE: PgType = INTERVAL;

    #[inline]
    fn encode(&self, out: &mut BytesMut) -> Result<(), BoxError> {
        match i64::try_from(self.as_micros()) {
            Ok(microseconds) => Interval::new(0, 0, microseconds).encode(out),
            Err(_) => Err("the duration is too long for an interval".into()),
        }
    }

    #[inline]
    fn decode(bytes: &[u8]) -> Result<Self, BoxError> {
        Ok(SignedDuration::from_micros(Interval::decode(bytes)?.exact_microseconds()?))
    }

    fn same(&self, other: &Self) -> bool {
        self.as_micros() == other.as_micros()
    }

    fn stored(self) -> Self {
        i64::try_from(self.as_micros()).map_or(self, SignedDuration::from_micros)
    }
}

impl Element for Date {}
impl Element for Time {}
impl Element for DateTime {}
impl Element for Timestamp {}
impl Element for Span {}
impl Element for SignedDuration {}

impl RangeElement for Date {
    const RANGE: PgType = time::DATE_RANGE;
    const MULTIRANGE: PgType = time::DATE_MULTIRANGE;

    fn successor(&self) -> Option<Self> {
        self.tomorrow().ok()
    }
}

impl RangeElement for DateTime {
    const RANGE: PgType = time::TIMESTAMP_RANGE;
    const MULTIRANGE: PgType = time::TIMESTAMP_MULTIRANGE;
}

impl RangeElement for Timestamp {
    const RANGE: PgType = time::TIMESTAMPTZ_RANGE;
    const MULTIRANGE: PgType = time::TIMESTAMPTZ_MULTIRANGE;
}

/// Cuts nanoseconds to microseconds, towards the past.
fn microseconds(nanoseconds: i128) -> Option<i64> {
    i64::try_from(nanoseconds.div_euclid(1000)).ok()
}

/// `Timestamp::from_microsecond` refuses the last second of its range.
fn timestamp(microseconds: i64) -> Option<Timestamp> {
    let nanosecond = i32::try_from(microseconds.rem_euclid(1_000_000) * 1000).ok()?;
    Timestamp::new(microseconds.div_euclid(1_000_000), nanosecond).ok()
}

fn to_interval(span: Span) -> Result<Interval, BoxError> {
    let months = i64::from(span.get_years()) * 12 + i64::from(span.get_months());
    let days = i64::from(span.get_weeks()) * 7 + i64::from(span.get_days());
    let minutes = i128::from(span.get_hours()) * 60 + i128::from(span.get_minutes());
    let milliseconds =
        (minutes * 60 + i128::from(span.get_seconds())) * 1000 + i128::from(span.get_milliseconds());
    let microseconds = milliseconds * 1000 + i128::from(span.get_microseconds());
    let finer = i128::from(span.get_nanoseconds()) / 1000;
    match (i32::try_from(months), i32::try_from(days), i64::try_from(microseconds + finer)) {
        (Ok(months), Ok(days), Ok(microseconds)) => Ok(Interval::new(months, days, microseconds)),
        _ => Err("the span is too long for an interval".into()),
    }
}

fn from_interval(interval: Interval) -> Result<Span, BoxError> {
    let signs =
        [i64::from(interval.months), i64::from(interval.days), interval.microseconds].map(i64::signum);
    if signs.contains(&1) && signs.contains(&-1) {
        return Err(
            "the interval goes forward and back: a `Span` has one sign, `Interval` can hold it".into()
        );
    }
    Span::new()
        .try_months(interval.months)
        .and_then(|span| span.try_days(interval.days))
        .and_then(|span| span.try_microseconds(interval.microseconds))
        .map_err(|_| time::out_of_range("jiff::Span"))
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::date;

    use super::*;
    use crate::types::check;

    fn at(text: &str) -> DateTime {
        text.parse().expect("a date and time")
    }

    fn moment(text: &str) -> Timestamp {
        text.parse().expect("a timestamp")
    }

    #[test]
    fn time_begins_in_2000() {
        check::bytes(&date(2000, 1, 1), &[0; 4]);
        check::bytes(&date(1999, 12, 31), &[0xff; 4]);
        check::bytes(&at("1999-12-31T23:59:59.999999"), &[0xff; 8]);
        check::bytes(&moment("2000-01-01T00:00:00.000001Z"), &[0, 0, 0, 0, 0, 0, 0, 1]);
        check::bytes(&at("1969-12-31T23:59:59.5").time(), &[0, 0, 0, 0x14, 0x1d, 0xcf, 0xbe, 0xe0]);
    }

    #[test]
    fn what_is_finer_than_a_microsecond_is_cut_towards_the_past() {
        for (given, kept) in [
            ("2024-01-01T00:00:01.999999999", "2024-01-01T00:00:01.999999"),
            ("1969-12-31T23:59:59.999999999", "1969-12-31T23:59:59.999999"),
        ] {
            assert_eq!(DateTime::decode(&check::encoded(&at(given))).unwrap(), at(kept));
            assert_eq!(at(given).stored(), at(kept));
            assert!(at(given).same(&at(kept)) && at(given).time().same(&at(kept).time()));
            let (given, kept) = (moment(&format!("{given}Z")), moment(&format!("{kept}Z")));
            assert_eq!(Timestamp::decode(&check::encoded(&given)).unwrap(), kept);
            assert_eq!(given.stored(), kept);
            assert!(given.same(&kept));
        }
    }

    #[test]
    fn midnight_at_the_end_of_the_day_and_infinity_are_refused() {
        check::refused::<Time>(
            &86_400_000_000_i64.to_be_bytes(),
            "the time is 24:00:00: no Rust time can hold it",
        );
        check::refused::<Date>(&i32::MAX.to_be_bytes(), "the date is infinite: no Rust date can hold it");
        let reason = "the timestamp is infinite: no Rust timestamp can hold it";
        check::refused::<Timestamp>(&i64::MIN.to_be_bytes(), reason);
        check::refused::<DateTime>(&i64::MAX.to_be_bytes(), reason);
    }

    #[test]
    fn the_ends_of_both_calendars_are_kept_or_refused() {
        check::bytes(&date(-4713, 11, 24), &(-2_451_545_i32).to_be_bytes());
        let dates = "PostgreSQL's dates are from 4714-11-24 BC to 5874897-12-31";
        check::unsendable(&Date::MIN, dates);
        let times = "PostgreSQL's timestamps are from 4714-11-24 BC to 294276-12-31";
        check::unsendable(&DateTime::MIN, times);
        check::unsendable(&Timestamp::MIN, times);
        assert_eq!(Date::decode(&check::encoded(&Date::MAX)).unwrap(), Date::MAX);
        assert_eq!(DateTime::decode(&check::encoded(&DateTime::MAX)).unwrap(), DateTime::MAX.stored());
        assert_eq!(Timestamp::decode(&check::encoded(&Timestamp::MAX)).unwrap(), Timestamp::MAX.stored());
        let beyond = "the value is outside of what `jiff::civil::Date` can hold";
        check::refused::<Date>(&(i32::MAX - 1).to_be_bytes(), beyond);
        let beyond = "the value is outside of what `jiff::civil::DateTime` can hold";
        check::refused::<DateTime>(&(i64::MAX - 1).to_be_bytes(), beyond);
        let beyond = "the value is outside of what `jiff::Timestamp` can hold";
        check::refused::<Timestamp>(&(i64::MAX - 1).to_be_bytes(), beyond);
        check::refused::<Timestamp>(&(i64::MIN + 1).to_be_bytes(), beyond);
    }

    #[test]
    fn a_span_keeps_months_days_and_microseconds_apart() {
        let span = 1.year().months(2).weeks(1).days(3).hours(4).microseconds(5).nanoseconds(6_007);
        let interval = Interval::new(14, 10, 14_400_000_011);
        assert_eq!(check::encoded(&span), check::encoded(&interval));
        let read = Span::decode(&check::encoded(&interval)).unwrap();
        assert_eq!(read.fieldwise(), 14.months().days(10).microseconds(14_400_000_011_i64).fieldwise());
        assert_eq!(span.stored().fieldwise(), read.fieldwise());
        assert!(span.same(&read) && !span.same(&-read));
        assert_eq!(check::encoded(&-span), check::encoded(&Interval::new(-14, -10, -14_400_000_011)));
        assert_eq!(Span::decode(&check::encoded(&-span)).unwrap().fieldwise(), (-read).fieldwise());
    }

    #[test]
    fn an_interval_that_goes_forward_and_back_is_no_span() {
        check::refused::<Span>(
            &check::encoded(&Interval::new(1, -1, 0)),
            "the interval goes forward and back: a `Span` has one sign, `Interval` can hold it",
        );
        check::refused::<Span>(
            &check::encoded(&Interval::new(i32::MAX, 0, 0)),
            "the value is outside of what `jiff::Span` can hold",
        );
    }

    #[test]
    fn a_signed_duration_takes_days_for_24_hours_and_refuses_months() {
        check::bytes(&SignedDuration::from_micros(-1), &check::encoded(&Interval::new(0, 0, -1)));
        let read = SignedDuration::decode(&check::encoded(&Interval::new(0, -1, 0))).unwrap();
        assert_eq!(read, SignedDuration::from_hours(-24));
        check::refused::<SignedDuration>(
            &check::encoded(&Interval::new(-1, 0, 0)),
            "the interval has months, which have no fixed length: `Interval` can hold it",
        );
        check::unsendable(&SignedDuration::MAX, "the duration is too long for an interval");
    }
}

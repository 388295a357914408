//! chrono: `date`, `time`, `timestamp`, `timestamptz` and `interval`.
//!
//! PostgreSQL's times have microseconds; what is finer is cut off. Refused: leap seconds, which PostgreSQL does
//! not have; `infinity` and `24:00:00`, which chrono does not have; and what is before 4714-11-24 BC or outside
//! of chrono's years.

use bytes::{BufMut, BytesMut};
use chrono::{
    DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, Timelike, Utc,
};

use super::interval::INTERVAL;
use super::time::{self, DATE, EPOCH, TIME, TIMESTAMP, TIMESTAMPTZ};
use crate::error::BoxError;
use crate::types::{ColumnType, Element, Interval, PgType, RangeElement};

/// 2000-01-01 in days of the common era.
const EPOCH_DAY: i32 = 730_120;
const LEAP: u32 = 1_000_000_000;

impl ColumnType for NaiveDate {
    const TYPE: PgType = DATE;

    #[inline]
    fn encode(&self, out: &mut BytesMut) -> Result<(), BoxError> {
        time::write_date(i64::from(self.num_days_from_ce() - EPOCH_DAY), out)
    }

    #[inline]
    fn decode(bytes: &[u8]) -> Result<Self, BoxError> {
        let days = time::read_date(bytes)?.checked_add(EPOCH_DAY);
        days.and_then(NaiveDate::from_num_days_from_ce_opt).ok_or_else(|| time::out_of_range("NaiveDate"))
    }

    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

impl ColumnType for NaiveTime {
    const TYPE: PgType = TIME;

    #[inline]
    fn encode(&self, out: &mut BytesMut) -> Result<(), BoxError> {
        if self.nanosecond() >= LEAP {
            return Err(time::leap_second());
        }
        let seconds = i64::from(self.num_seconds_from_midnight());
        out.put_i64(seconds * 1_000_000 + i64::from(self.nanosecond() / 1000));
        Ok(())
    }

    #[inline]
    fn decode(bytes: &[u8]) -> Result<Self, BoxError> {
        let time = time::read_time(bytes)?;
        let seconds = u32::try_from(time / 1_000_000)?;
        let nanoseconds = u32::try_from(time % 1_000_000 * 1000)?;
        NaiveTime::from_num_seconds_from_midnight_opt(seconds, nanoseconds)
            .ok_or_else(|| time::out_of_range("NaiveTime"))
    }

    fn same(&self, other: &Self) -> bool {
        cut(*self) == cut(*other)
    }

    fn stored(self) -> Self {
        cut(self)
    }
}

impl ColumnType for NaiveDateTime {
    const TYPE: PgType = TIMESTAMP;

    #[inline]
    fn encode(&self, out: &mut BytesMut) -> Result<(), BoxError> {
        write_utc(self.and_utc(), out)
    }

    #[inline]
    fn decode(bytes: &[u8]) -> Result<Self, BoxError> {
        read_utc(bytes, "NaiveDateTime").map(|time| time.naive_utc())
    }

    fn same(&self, other: &Self) -> bool {
        cut(*self) == cut(*other)
    }

    fn stored(self) -> Self {
        cut(self)
    }
}

impl ColumnType for DateTime<Utc> {
    const TYPE: PgType = TIMESTAMPTZ;

    #[inline]
    fn encode(&self, out: &mut BytesMut) -> Result<(), BoxError> {
        write_utc(*self, out)
    }

    #[inline]
    fn decode(bytes: &[u8]) -> Result<Self, BoxError> {
        read_utc(bytes, "DateTime<Utc>")
    }

    fn same(&self, other: &Self) -> bool {
        cut_utc(*self) == cut_utc(*other)
    }

    fn stored(self) -> Self {
        cut_utc(self)
    }
}

/// The moment only: `timestamptz` keeps no offset, so that what is read has the offset +00:00.
impl ColumnType for DateTime<FixedOffset> {
    const TYPE: PgType = TIMESTAMPTZ;

    #[inline]
    fn encode(&self, out: &mut BytesMut) -> Result<(), BoxError> {
        write_utc(self.to_utc(), out)
    }

    #[inline]
    fn decode(bytes: &[u8]) -> Result<Self, BoxError> {
        read_utc(bytes, "DateTime<FixedOffset>").map(|time| time.fixed_offset())
    }

    fn same(&self, other: &Self) -> bool {
        cut_utc(self.to_utc()) == cut_utc(other.to_utc())
    }

    fn stored(self) -> Self {
        cut(self.with_timezone(&Utc.fix()))
    }
}

/// Microseconds only. On reading, a day counts as 24 hours (as PostgreSQL gives the difference of two
/// timestamps), and months are refused; [`Interval`] holds all.
impl ColumnType for TimeDelta {
    const TYPE: PgType = INTERVAL;

    #[inline]
    fn encode(&self, out: &mut BytesMut) -> Result<(), BoxError> {
        match self.num_microseconds() {
            Some(microseconds) => Interval::new(0, 0, microseconds).encode(out),
            None => Err("the duration is too long for an interval".into()),
        }
    }

    #[inline]
    fn decode(bytes: &[u8]) -> Result<Self, BoxError> {
        Ok(TimeDelta::microseconds(Interval::decode(bytes)?.exact_microseconds()?))
    }

    fn same(&self, other: &Self) -> bool {
        self == other || self.num_microseconds().is_some_and(|left| other.num_microseconds() == Some(left))
    }

    fn stored(self) -> Self {
        self.num_microseconds().map_or(self, TimeDelta::microseconds)
    }
}

impl Element for NaiveDate {}
impl Element for NaiveTime {}
impl Element for NaiveDateTime {}
impl Element for DateTime<Utc> {}
impl Element for DateTime<FixedOffset> {}
impl Element for TimeDelta {}

impl RangeElement for NaiveDate {
    const RANGE: PgType = time::DATE_RANGE;
    const MULTIRANGE: PgType = time::DATE_MULTIRANGE;

    fn successor(&self) -> Option<Self> {
        self.succ_opt()
    }
}

impl RangeElement for NaiveDateTime {
    const RANGE: PgType = time::TIMESTAMP_RANGE;
    const MULTIRANGE: PgType = time::TIMESTAMP_MULTIRANGE;
}

impl RangeElement for DateTime<Utc> {
    const RANGE: PgType = time::TIMESTAMPTZ_RANGE;
    const MULTIRANGE: PgType = time::TIMESTAMPTZ_MULTIRANGE;
}

impl RangeElement for DateTime<FixedOffset> {
    const RANGE: PgType = time::TIMESTAMPTZ_RANGE;
    const MULTIRANGE: PgType = time::TIMESTAMPTZ_MULTIRANGE;
}

fn write_utc(time: DateTime<Utc>, out: &mut BytesMut) -> Result<(), BoxError> {
    if time.nanosecond() >= LEAP {
        return Err(time::leap_second());
    }
    time::write_timestamp(time.timestamp_micros().checked_sub(EPOCH), out)
}

fn read_utc(bytes: &[u8], name: &str) -> Result<DateTime<Utc>, BoxError> {
    let microseconds = time::read_timestamp(bytes)?.checked_add(EPOCH);
    microseconds.and_then(DateTime::from_timestamp_micros).ok_or_else(|| time::out_of_range(name))
}

/// Cuts to microseconds, towards the past.
fn cut<T: Timelike + Copy>(time: T) -> T {
    match time.nanosecond() {
        nanosecond if nanosecond.is_multiple_of(1000) => time,
        nanosecond => time.with_nanosecond(nanosecond / 1000 * 1000).unwrap_or(time),
    }
}

/// As [`cut`], without a look at the offset: it does not reach below a second.
fn cut_utc(time: DateTime<Utc>) -> DateTime<Utc> {
    if time.timestamp_subsec_nanos().is_multiple_of(1000) { time } else { cut(time) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::check;

    fn at(text: &str) -> NaiveDateTime {
        text.parse().expect("a timestamp")
    }

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a date")
    }

    #[test]
    fn time_begins_in_2000() {
        check::bytes(&date(2000, 1, 1), &[0; 4]);
        check::bytes(&date(1999, 12, 31), &[0xff; 4]);
        check::bytes(&at("2000-01-01T00:00:00.000001"), &[0, 0, 0, 0, 0, 0, 0, 1]);
        check::bytes(&at("1999-12-31T23:59:59.999999").and_utc(), &[0xff; 8]);
        check::bytes(&NaiveTime::MIN, &[0; 8]);
        check::bytes(&at("1969-12-31T23:59:59.5").time(), &[0, 0, 0, 0x14, 0x1d, 0xcf, 0xbe, 0xe0]);
    }

    #[test]
    fn what_is_finer_than_a_microsecond_is_cut_towards_the_past() {
        for (given, kept) in [
            ("2024-01-01T00:00:01.999999999", "2024-01-01T00:00:01.999999"),
            ("1969-12-31T23:59:59.999999999", "1969-12-31T23:59:59.999999"),
        ] {
            assert_eq!(NaiveDateTime::decode(&check::encoded(&at(given))).unwrap(), at(kept));
            assert_eq!(at(given).stored(), at(kept));
            assert!(at(given).same(&at(kept)));
            assert_eq!(at(given).and_utc().stored(), at(kept).and_utc());
            assert_eq!(at(given).time().stored(), at(kept).time());
        }
        assert!(!at("2024-01-01T00:00:01.000002").same(&at("2024-01-01T00:00:01.000001")));
    }

    #[test]
    fn a_leap_second_is_refused() {
        let leap = NaiveTime::from_hms_milli_opt(23, 59, 59, 1_500).expect("a leap second");
        let reason = "the time is in a leap second: PostgreSQL has none";
        check::unsendable(&leap, reason);
        check::unsendable(&date(2016, 12, 31).and_time(leap), reason);
        check::unsendable(&date(2016, 12, 31).and_time(leap).and_utc(), reason);
    }

    #[test]
    fn midnight_at_the_end_of_the_day_is_refused() {
        check::refused::<NaiveTime>(
            &86_400_000_000_i64.to_be_bytes(),
            "the time is 24:00:00: no Rust time can hold it",
        );
        check::refused::<NaiveTime>(&(-1_i64).to_be_bytes(), "the time is not within a day");
    }

    #[test]
    fn infinity_is_refused() {
        for bytes in [i64::MAX.to_be_bytes(), i64::MIN.to_be_bytes()] {
            let reason = "the timestamp is infinite: no Rust timestamp can hold it";
            check::refused::<NaiveDateTime>(&bytes, reason);
            check::refused::<DateTime<Utc>>(&bytes, reason);
        }
        let reason = "the date is infinite: no Rust date can hold it";
        check::refused::<NaiveDate>(&i32::MAX.to_be_bytes(), reason);
        check::refused::<NaiveDate>(&i32::MIN.to_be_bytes(), reason);
    }

    #[test]
    fn the_ends_of_both_calendars_are_kept_or_refused() {
        check::bytes(&date(-4713, 11, 24), &(-2_451_545_i32).to_be_bytes());
        let dates = "PostgreSQL's dates are from 4714-11-24 BC to 5874897-12-31";
        check::unsendable(&date(-4713, 11, 23), dates);
        check::unsendable(&NaiveDate::MIN, dates);
        let times = "PostgreSQL's timestamps are from 4714-11-24 BC to 294276-12-31";
        check::unsendable(&date(-4713, 11, 23).and_time(NaiveTime::MIN), times);
        check::unsendable(&DateTime::<Utc>::MIN_UTC, times);
        let last = NaiveDateTime::MAX.stored();
        assert_eq!(NaiveDateTime::decode(&check::encoded(&last)).unwrap(), last);
        let end = 9_223_371_331_199_999_999_i64.to_be_bytes();
        check::refused::<NaiveDateTime>(&end, "the value is outside of what `NaiveDateTime` can hold");
        check::refused::<NaiveDate>(
            &2_145_031_948_i32.to_be_bytes(),
            "the value is outside of what `NaiveDate` can hold",
        );
    }

    #[test]
    fn an_offset_does_not_count_and_does_not_come_back() {
        let there: DateTime<FixedOffset> = "2024-05-01T12:00:00+02:00".parse().expect("a time");
        let stored = there.stored();
        assert_eq!(stored.to_rfc3339(), "2024-05-01T10:00:00+00:00");
        assert!(stored.same(&there));
        let read = DateTime::<FixedOffset>::decode(&check::encoded(&there)).unwrap();
        assert_eq!(read.to_rfc3339(), stored.to_rfc3339());
    }

    #[test]
    fn a_time_delta_takes_days_for_24_hours_and_refuses_months() {
        check::bytes(&TimeDelta::microseconds(-1), &check::encoded(&Interval::new(0, 0, -1)));
        let read = TimeDelta::decode(&check::encoded(&Interval::new(0, 1, 1))).unwrap();
        assert_eq!(read, TimeDelta::days(1) + TimeDelta::microseconds(1));
        check::refused::<TimeDelta>(
            &check::encoded(&Interval::new(1, 0, 0)),
            "the interval has months, which have no fixed length: `Interval` can hold it",
        );
        check::unsendable(&TimeDelta::MAX, "the duration is too long for an interval");
        assert!(TimeDelta::nanoseconds(1_001).same(&TimeDelta::nanoseconds(1_999)));
    }
}

//! jiff.

use cormorant::types::{ColumnType, Multirange, Param, Range};
use jiff::civil::{Date, DateTime, Time, date};
use jiff::{SignedDuration, Span, Timestamp, ToSpan};
use proptest::prelude::any;
use proptest::strategy::Strategy;

use super::{property, with_db};

fn at(text: &str) -> DateTime {
    text.parse().unwrap()
}

fn moment(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn dates_round_trip_from_4714_bc_to_the_end_of_jiff() {
    with_db(async |db| {
        db.round_trips(&[
            (date(2000, 1, 1), "2000-01-01"),
            (date(2024, 2, 29), "2024-02-29"),
            (date(0, 12, 31), "0001-12-31 BC"),
            (date(-4713, 11, 24), "4714-11-24 BC"),
            (Date::MAX, "9999-12-31"),
        ])
        .await;
    });
}

#[test]
fn times_round_trip() {
    with_db(async |db| {
        db.round_trips(&[
            (Time::midnight(), "00:00:00"),
            (Time::constant(12, 34, 56, 1_000), "12:34:56.000001"),
            (Time::MAX, "23:59:59.999999"),
        ])
        .await;
        db.refuses::<Time>("'24:00:00'::time", "the time is 24:00:00: no Rust time can hold it").await;
    });
}

#[test]
fn timestamps_round_trip_and_what_is_finer_is_cut() {
    with_db(async |db| {
        db.round_trips(&[
            (at("2000-01-01T00:00:00"), "2000-01-01 00:00:00"),
            (at("2024-01-01T00:00:01.999999999"), "2024-01-01 00:00:01.999999"),
            (at("1969-12-31T23:59:59.999999999"), "1969-12-31 23:59:59.999999"),
            (date(-4713, 11, 24).at(0, 0, 0, 0), "4714-11-24 00:00:00 BC"),
            (DateTime::MAX, "9999-12-31 23:59:59.999999"),
        ])
        .await;
        db.round_trips(&[
            (moment("2024-05-01T12:00:00.5Z"), "2024-05-01 12:00:00.5+00"),
            (moment("1969-12-31T23:59:59.999999999Z"), "1969-12-31 23:59:59.999999+00"),
            (Timestamp::MAX, "9999-12-30 22:00:00.999999+00"),
        ])
        .await;
    });
}

#[test]
fn infinity_and_what_jiff_cannot_hold_are_refused() {
    with_db(async |db| {
        for sign in ["", "-"] {
            let date = "the date is infinite: no Rust date can hold it";
            db.refuses::<Date>(&format!("'{sign}infinity'::date"), date).await;
            let time = "the timestamp is infinite: no Rust timestamp can hold it";
            db.refuses::<DateTime>(&format!("'{sign}infinity'::timestamp"), time).await;
            db.refuses::<Timestamp>(&format!("'{sign}infinity'::timestamptz"), time).await;
        }
        let beyond = |name: &str| format!("the value is outside of what `jiff::{name}` can hold");
        db.refuses::<Date>("'10000-01-01'::date", &beyond("civil::Date")).await;
        db.refuses::<DateTime>("'10000-01-01'::timestamp", &beyond("civil::DateTime")).await;
        db.refuses::<Timestamp>("'294276-12-31'::timestamptz", &beyond("Timestamp")).await;
    });
}

#[test]
fn the_sessions_time_zone_changes_no_timestamp() {
    with_db(async |db| {
        let moments =
            ["2024-06-01T12:00:00", "2024-03-31T02:30:00", "2024-10-27T01:30:00", "1900-01-01T00:00:00"];
        for zone in ["UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Pacific/Apia"] {
            db.run(&format!("set local timezone = '{zone}'")).await;
            for text in moments {
                let (local, moment) = (at(text), moment(&format!("{text}Z")));
                let read: Timestamp = db.value("select $1::timestamptz", &[Param::new(&moment)]).await;
                assert_eq!(read, moment);
                let read: DateTime = db.value("select $1::timestamp", &[Param::new(&local)]).await;
                assert_eq!(read, local);
            }
        }
    });
}

#[test]
fn spans_round_trip_with_months_days_and_microseconds_apart() {
    with_db(async |db| {
        db.round_trips(&[
            (Span::new(), "PT0S"),
            (14.months().days(3).hours(25).microseconds(6), "P1Y2M3DT25H0.000006S"),
            (-(1.week().minutes(90)), "P-7DT-1H-30M"),
        ])
        .await;
        let reason = "the interval goes forward and back: a `Span` has one sign, `Interval` can hold it";
        db.refuses::<Span>("interval '1 month -1 day'", reason).await;
    });
}

#[test]
fn a_signed_duration_is_an_interval_without_months() {
    with_db(async |db| {
        db.round_trips(&[
            (SignedDuration::ZERO, "PT0S"),
            (SignedDuration::from_hours(-25), "PT-25H"),
            (SignedDuration::from_micros(1), "PT0.000001S"),
        ])
        .await;
        let difference = "select timestamp '2024-01-03 06:00' - timestamp '2024-01-01'";
        assert_eq!(db.value::<SignedDuration>(difference, &[]).await, SignedDuration::from_hours(54));
        let reason = "the interval has months, which have no fixed length: `Interval` can hold it";
        db.refuses::<SignedDuration>("interval '1 month'", reason).await;
    });
}

#[test]
fn ranges_round_trip() {
    with_db(async |db| {
        let days = Range::from(date(2024, 1, 1)..=date(2024, 1, 31));
        db.round_trips(&[(days, "[2024-01-01,2024-02-01)"), (Range::Empty, "empty")]).await;
        db.round_trips(&[(Multirange(vec![days]), "{[2024-01-01,2024-02-01)}")]).await;
        let hours = Range::from(at("2024-01-01T00:00:00")..at("2024-01-01T01:00:00"));
        db.round_trips(&[(hours, "[\"2024-01-01 00:00:00\",\"2024-01-01 01:00:00\")")]).await;
        let moments = Range::from(moment("2024-01-01T00:00:00Z")..);
        db.round_trips(&[(moments, "[\"2024-01-01 00:00:00+00\",)")]).await;
    });
}

/// From 4714-11-24 BC to the end of jiff.
fn timestamps() -> impl Strategy<Value = Timestamp> + Clone {
    (-210_866_803_200..253_402_207_200_i64, 0..1_000_000_000_i32)
        .prop_map(|(seconds, nanos)| Timestamp::new(seconds, nanos).unwrap())
}

#[test]
fn arbitrary_dates_and_times_round_trip() {
    let local = || timestamps().prop_map(|time| time.to_zoned(jiff::tz::TimeZone::UTC).datetime());
    property(timestamps());
    property(local());
    property(local().prop_map(DateTime::date));
    property(local().prop_map(DateTime::time));
}

#[test]
fn arbitrary_spans_and_durations_round_trip() {
    let parts = (0..200_000_i32, 0..7_000_000_i32, 0..600_000_000_000_000_000_i64, any::<bool>());
    property(parts.prop_map(|(months, days, microseconds, back)| {
        let span = Span::new().months(months).days(days).microseconds(microseconds);
        if back { -span } else { span }
    }));
    property((any::<i32>(), any::<i32>()).prop_map(|(seconds, nanos)| {
        SignedDuration::from_secs(i64::from(seconds)) + SignedDuration::from_nanos(i64::from(nanos))
    }));
    assert_eq!(SignedDuration::from_nanos(1_999).stored(), SignedDuration::from_micros(1));
}

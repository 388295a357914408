//! chrono.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use cormorant::types::{ColumnType, Multirange, Param, Range};
use proptest::strategy::Strategy;

use super::{property, with_db};

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn at(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

#[test]
fn dates_round_trip_from_4714_bc_to_the_end_of_chrono() {
    with_db(async |db| {
        db.round_trips(&[
            (date(2000, 1, 1), "2000-01-01"),
            (date(1970, 1, 1), "1970-01-01"),
            (date(2024, 2, 29), "2024-02-29"),
            (date(0, 12, 31), "0001-12-31 BC"),
            (date(-4713, 11, 24), "4714-11-24 BC"),
            (NaiveDate::MAX, "262142-12-31"),
        ])
        .await;
    });
}

#[test]
fn times_round_trip() {
    with_db(async |db| {
        let time = |text: &str| text.parse::<NaiveTime>().unwrap();
        db.round_trips(&[
            (NaiveTime::MIN, "00:00:00"),
            (time("12:34:56.000001"), "12:34:56.000001"),
            (time("23:59:59.999999"), "23:59:59.999999"),
            (time("23:59:59.999999999"), "23:59:59.999999"),
        ])
        .await;
        let reason = "the time is 24:00:00: no Rust time can hold it";
        db.refuses::<NaiveTime>("'24:00:00'::time", reason).await;
    });
}

#[test]
fn timestamps_round_trip_and_what_is_finer_is_cut() {
    with_db(async |db| {
        let last = NaiveDateTime::MAX;
        db.round_trips(&[
            (at("2000-01-01T00:00:00"), "2000-01-01 00:00:00"),
            (at("2024-01-01T00:00:01.999999999"), "2024-01-01 00:00:01.999999"),
            (at("1969-12-31T23:59:59.999999999"), "1969-12-31 23:59:59.999999"),
            (date(-4713, 11, 24).and_time(NaiveTime::MIN), "4714-11-24 00:00:00 BC"),
            (last, "262142-12-31 23:59:59.999999"),
        ])
        .await;
        db.round_trips(&[
            (at("2024-05-01T12:00:00.5").and_utc(), "2024-05-01 12:00:00.5+00"),
            (date(-4713, 11, 24).and_time(NaiveTime::MIN).and_utc(), "4714-11-24 00:00:00+00 BC"),
            (DateTime::<Utc>::MAX_UTC, "262142-12-31 23:59:59.999999+00"),
        ])
        .await;
    });
}

#[test]
fn an_offset_is_not_stored() {
    with_db(async |db| {
        let there: DateTime<FixedOffset> = "2024-05-01T12:00:00+02:00".parse().unwrap();
        db.round_trips(&[(there, "2024-05-01 10:00:00+00")]).await;
    });
}

#[test]
fn infinity_and_what_chrono_cannot_hold_are_refused() {
    with_db(async |db| {
        for sign in ["", "-"] {
            let date = "the date is infinite: no Rust date can hold it";
            db.refuses::<NaiveDate>(&format!("'{sign}infinity'::date"), date).await;
            let time = "the timestamp is infinite: no Rust timestamp can hold it";
            db.refuses::<NaiveDateTime>(&format!("'{sign}infinity'::timestamp"), time).await;
            db.refuses::<DateTime<Utc>>(&format!("'{sign}infinity'::timestamptz"), time).await;
        }
        let beyond = |name: &str| format!("the value is outside of what `{name}` can hold");
        db.refuses::<NaiveDate>("'5874897-12-31'::date", &beyond("NaiveDate")).await;
        db.refuses::<NaiveDateTime>("'294276-12-31'::timestamp", &beyond("NaiveDateTime")).await;
        db.refuses::<DateTime<Utc>>("'294276-12-31'::timestamptz", &beyond("DateTime<Utc>")).await;
    });
}

#[test]
fn the_sessions_time_zone_changes_no_timestamp() {
    with_db(async |db| {
        // The second is in a gap and the third in an overlap of local time, where those zones had one.
        let moments =
            ["2024-06-01T12:00:00", "2024-03-31T02:30:00", "2024-10-27T01:30:00", "1900-01-01T00:00:00"];
        for zone in ["UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Pacific/Apia"] {
            db.run(&format!("set local timezone = '{zone}'")).await;
            for moment in moments {
                let (local, moment) = (at(moment), at(moment).and_utc());
                let read: DateTime<Utc> = db.value("select $1::timestamptz", &[Param::new(&moment)]).await;
                assert_eq!(read, moment);
                let read: NaiveDateTime = db.value("select $1::timestamp", &[Param::new(&local)]).await;
                assert_eq!(read, local);
            }
        }
    });
}

#[test]
fn a_time_delta_is_an_interval_without_months() {
    with_db(async |db| {
        db.round_trips(&[
            (TimeDelta::zero(), "PT0S"),
            (TimeDelta::hours(-25), "PT-25H"),
            (TimeDelta::microseconds(1), "PT0.000001S"),
        ])
        .await;
        let difference = "select timestamp '2024-01-03 06:00' - timestamp '2024-01-01'";
        assert_eq!(db.value::<TimeDelta>(difference, &[]).await, TimeDelta::hours(54));
        let reason = "the interval has months, which have no fixed length: `Interval` can hold it";
        db.refuses::<TimeDelta>("interval '1 month'", reason).await;
        let reason = "the interval is too long for microseconds";
        db.refuses::<TimeDelta>("interval '2000000000 days'", reason).await;
    });
}

#[test]
fn ranges_round_trip() {
    with_db(async |db| {
        let days = Range::from(date(2024, 1, 1)..=date(2024, 1, 31));
        db.round_trips(&[(days, "[2024-01-01,2024-02-01)"), (Range::Empty, "empty")]).await;
        let hours = Range::from(at("2024-01-01T00:00:00")..at("2024-01-01T01:00:00"));
        db.round_trips(&[(hours, "[\"2024-01-01 00:00:00\",\"2024-01-01 01:00:00\")")]).await;
        let moments = Range::from(at("2024-01-01T00:00:00").and_utc()..);
        db.round_trips(&[(moments, "[\"2024-01-01 00:00:00+00\",)")]).await;
        db.round_trips(&[(Multirange(vec![moments]), "{[\"2024-01-01 00:00:00+00\",)}")]).await;
        db.round_trips(&[(Multirange(vec![hours]), "{[\"2024-01-01 00:00:00\",\"2024-01-01 01:00:00\")}")])
            .await;
        db.round_trips(&[(Multirange(vec![days]), "{[2024-01-01,2024-02-01)}")]).await;
    });
}

/// Seconds and nanoseconds since 1970, from 4714-11-24 BC to the end of chrono.
fn timestamps() -> impl Strategy<Value = NaiveDateTime> + Clone {
    (-210_866_803_200..8_210_266_876_799_i64, 0..1_000_000_000_u32)
        .prop_map(|(seconds, nanos)| DateTime::from_timestamp(seconds, nanos).unwrap().naive_utc())
}

#[test]
fn arbitrary_dates_and_times_round_trip() {
    property(timestamps());
    property(timestamps().prop_map(|time| time.and_utc()));
    property(timestamps().prop_map(|time| time.date()));
    property(timestamps().prop_map(|time| time.time()));
}

#[test]
fn arbitrary_ranges_round_trip() {
    property((timestamps(), timestamps()).prop_map(|(a, b)| Range::from(a.min(b).date()..=a.max(b).date())));
    property((timestamps(), timestamps()).prop_map(|(a, b)| Range::from(a.min(b)..a.max(b))));
}

#[test]
fn arbitrary_time_deltas_round_trip() {
    property(proptest::prelude::any::<i64>().prop_map(TimeDelta::nanoseconds));
    assert_eq!(TimeDelta::nanoseconds(1_999).stored(), TimeDelta::microseconds(1));
}

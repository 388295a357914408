//! `Interval`.

use cormorant::types::{Interval, Param};
use proptest::prelude::any;
use proptest::strategy::Strategy;

use super::{property, with_db};

#[test]
fn intervals_round_trip_and_show_as_iso_8601() {
    with_db(async |db| {
        db.round_trips(&[
            (Interval::default(), "PT0S"),
            (Interval::new(14, -3, 14_706_789_000), "P1Y2M-3DT4H5M6.789S"),
            (Interval::new(-1, 0, -500_000), "P-1MT-0.5S"),
            (Interval::new(i32::MAX, i32::MAX, 0), "P178956970Y7M2147483647D"),
        ])
        .await;
    });
}

#[test]
fn the_ends_of_all_three_parts_round_trip() {
    // Infinite since PostgreSQL 17, finite before.
    with_db(async |db| {
        for interval in
            [Interval::new(i32::MIN, i32::MIN, i64::MIN), Interval::new(i32::MAX, i32::MAX, i64::MAX)]
        {
            let read: Interval = db.value("select $1::interval", &[Param::new(&interval)]).await;
            assert_eq!(read, interval);
        }
    });
}

#[test]
fn postgresql_shows_the_same_text() {
    with_db(async |db| {
        let numbers = [0, 1, -1, 11, 12, -13, 59, 60, 3_600, 100_000];
        let mut intervals = Vec::new();
        for months in numbers {
            for days in numbers {
                for part in numbers {
                    let parts = [1_000_000, 1_234_567].map(|unit| i64::from(part) * unit);
                    intervals.extend(parts.map(|part| Interval::new(months, days, part)));
                }
            }
        }
        let sql =
            "select array_agg(v::text order by n) from unnest($1::interval[]) with ordinality as t(v, n)";
        let shown: Vec<String> = db.value(sql, &[Param::new(&intervals)]).await;
        for (interval, shown) in intervals.iter().zip(shown) {
            assert_eq!(interval.to_string(), shown);
        }
    });
}

#[test]
fn arbitrary_intervals_round_trip() {
    // Not the six numbers that are infinite in PostgreSQL 17.
    let number = || any::<i32>().prop_map(|number| number.clamp(i32::MIN + 1, i32::MAX - 1));
    property((number(), number(), any::<i64>()).prop_map(|(m, d, us)| Interval::new(m, d, us)));
}

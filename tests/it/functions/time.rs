//! Dates, times, timestamps and intervals, with the types of chrono.

use chrono::{NaiveDate, TimeDelta};
use cormorant::Result;
use cormorant::functions::aggregate::max;
use cormorant::functions::date_time::of_chrono::*;
use cormorant::functions::date_time::*;
use cormorant::query::{select, value};
use cormorant::testing::TestDb;
use cormorant::types::Interval;

use super::harness::{SCHEMA, Thing, cases, statements};

const WEEK: Interval = Interval::new(0, 7, 0);

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 3, day).expect("a day of March")
}

#[cormorant::test(schema = SCHEMA)]
async fn functions_of_dates_and_times(db: TestDb) -> Result<()> {
    cases! { db;
        date_trunc(Unit::Month, Thing::day) => r#"date_trunc('month', "thing"."day"::timestamp)::date"#, "2024-03-01";
        date_trunc(Unit::Hour, Thing::at) => r#"date_trunc('hour', "thing"."at")"#, "2024-03-15T10:00:00";
        date_trunc(Unit::Week, Thing::moment) => r#"date_trunc('week', "thing"."moment")"#, "2024-03-11T00:00:00Z";
        date_trunc(Unit::Day, Thing::span) => r#"date_trunc('day', "thing"."span")"#, "Interval { months: 1, days: 2, microseconds: 0 }";
        date_trunc(Unit::Minute, Thing::lapse) => r#"date_trunc('minute', "thing"."lapse")"#, "TimeDelta { secs: 5400, nanos: 0 }";
        date_trunc_in(Unit::Day, Thing::moment, "Asia/Tokyo") => r#"date_trunc('day', "thing"."moment", $1)"#, "2024-03-14T15:00:00Z";
        date_bin(Interval::new(0, 0, 900_000_000), Thing::at, Thing::at - WEEK) => r#"date_bin($1, "thing"."at", "thing"."at" - $2)"#, "2024-03-15T10:20:30.500";
        date_bin(TimeDelta::minutes(15), Thing::moment, to_timestamp(0.0)) => r#"date_bin($1, "thing"."moment", to_timestamp($2))"#, "2024-03-15T10:15:00Z";
        extract(Field::YEAR, Thing::day) => r#"EXTRACT(year FROM "thing"."day")"#, "2024";
        extract(Field::YEAR, Thing::day).cast::<i32>() => r#"EXTRACT(year FROM "thing"."day")::int4"#, "2024";
        extract(Field::MONTH, Thing::due) => r#"EXTRACT(month FROM "thing"."due")"#, "None";
        extract(Field::DAY, Thing::span) => r#"EXTRACT(day FROM "thing"."span")"#, "2";
        extract(Field::QUARTER, Thing::moment) => r#"EXTRACT(quarter FROM "thing"."moment")"#, "1";
        extract(Field::DECADE, Thing::at) => r#"EXTRACT(decade FROM "thing"."at")"#, "202";
        extract(Field::CENTURY, Thing::at) => r#"EXTRACT(century FROM "thing"."at")"#, "21";
        extract(Field::MILLENNIUM, Thing::at) => r#"EXTRACT(millennium FROM "thing"."at")"#, "3";
        extract(Field::DAY_OF_WEEK, Thing::day) => r#"EXTRACT(dow FROM "thing"."day")"#, "5";
        extract(Field::ISO_DAY_OF_WEEK, Thing::at) => r#"EXTRACT(isodow FROM "thing"."at")"#, "5";
        extract(Field::DAY_OF_YEAR, Thing::moment) => r#"EXTRACT(doy FROM "thing"."moment")"#, "75";
        extract(Field::WEEK, Thing::day) => r#"EXTRACT(week FROM "thing"."day")"#, "11";
        extract(Field::ISO_YEAR, Thing::day) => r#"EXTRACT(isoyear FROM "thing"."day")"#, "2024";
        extract(Field::JULIAN, Thing::day) => r#"EXTRACT(julian FROM "thing"."day")"#, "2460385";
        extract(Field::HOUR, Thing::clock) => r#"EXTRACT(hour FROM "thing"."clock")"#, "10";
        extract(Field::MINUTE, Thing::at) => r#"EXTRACT(minute FROM "thing"."at")"#, "20";
        extract(Field::SECOND, Thing::at) => r#"EXTRACT(second FROM "thing"."at")"#, "30.500000";
        extract(Field::MILLISECONDS, Thing::moment) => r#"EXTRACT(milliseconds FROM "thing"."moment")"#, "30500.000";
        extract(Field::MICROSECONDS, Thing::lapse) => r#"EXTRACT(microseconds FROM "thing"."lapse")"#, "0";
        extract(Field::EPOCH, Thing::moment) => r#"EXTRACT(epoch FROM "thing"."moment")"#, "1710498030.500000";
        extract(Field::EPOCH, Thing::clock) => r#"EXTRACT(epoch FROM "thing"."clock")"#, "37230.000000";
        extract(Field::TIMEZONE, Thing::moment) => r#"EXTRACT(timezone FROM "thing"."moment")"#, "0";
        extract(Field::TIMEZONE_HOUR, Thing::moment) => r#"EXTRACT(timezone_hour FROM "thing"."moment")"#, "0";
        extract(Field::TIMEZONE_MINUTE, Thing::moment) => r#"EXTRACT(timezone_minute FROM "thing"."moment")"#, "0";
        date_part(Field::YEAR, Thing::day) => r#"date_part('year', "thing"."day")"#, "2024.0";
        date_part(Field::HOUR, Thing::lapse) => r#"date_part('hour', "thing"."lapse")"#, "1.0";
        age(Thing::at, Thing::at - WEEK) => r#"age("thing"."at", "thing"."at" - $1)"#, "Interval { months: 0, days: 7, microseconds: 0 }";
        age(Thing::day, day(1)) => r#"age("thing"."day", $1)"#, "Interval { months: 0, days: 14, microseconds: 0 }";
        age_today(Thing::moment).gt(Interval::default()) => r#"age("thing"."moment") > $1"#, "true";
        isfinite(Thing::day) => r#"isfinite("thing"."day")"#, "true";
        to_char(Thing::day, "DD.MM.YYYY") => r#"to_char("thing"."day", $1)"#, r#""15.03.2024""#;
        to_char(Thing::moment, "HH24:MI") => r#"to_char("thing"."moment", $1)"#, r#""10:20""#;
        to_char(Thing::span, "DD HH24") => r#"to_char("thing"."span", $1)"#, r#""02 03""#;
        to_char(Thing::price, "FM990.00") => r#"to_char("thing"."price", $1)"#, r#""12.35""#;
        to_char(Thing::id, "000") => r#"to_char("thing"."id", $1)"#, r#"" 001""#;
        justify_days(Thing::span) => r#"justify_days("thing"."span")"#, "Interval { months: 1, days: 2, microseconds: 10800000000 }";
        justify_hours(Thing::lapse) => r#"justify_hours("thing"."lapse")"#, "Interval { months: 0, days: 0, microseconds: 5400000000 }";
        justify_interval(Thing::span) => r#"justify_interval("thing"."span")"#, "Interval { months: 1, days: 2, microseconds: 10800000000 }";
        overlaps((Thing::day, day(20)), (day(18), Thing::due)) => r#"overlaps("thing"."day", $1, $2, "thing"."due")"#, "Some(true)";
        overlaps((Thing::clock, Thing::clock), (Thing::clock, Thing::clock)) => r#"overlaps("thing"."clock", "thing"."clock", "thing"."clock", "thing"."clock")"#, "true";
        make_date(2024, 2, 29) => "make_date($1, $2, $3)", "2024-02-29";
        make_time(8, 15, 23.5) => "make_time($1, $2, $3)", "08:15:23.500";
        make_timestamp(2024, 2, 29, 8, 15, 23.5) => "make_timestamp($1, $2, $3, $4, $5, $6)", "2024-02-29T08:15:23.500";
        make_timestamptz(2024, 2, 29, 8, 15, 23.5) => "make_timestamptz($1, $2, $3, $4, $5, $6)", "2024-02-29T08:15:23.500Z";
        to_timestamp(1.5) => "to_timestamp($1)", "1970-01-01T00:00:01.500Z";
        parse_timestamp("2024-02-29 08:15", "YYYY-MM-DD HH24:MI") => "to_timestamp($1, $2)", "2024-02-29T08:15:00Z";
        parse_date("29.02.2024", "DD.MM.YYYY") => "to_date($1, $2)", "2024-02-29";
        make_interval(1, 2, 3, 4, 5, 6) => "make_interval($1, $2, $3, $4, $5, $6)", "Interval { months: 14, days: 25, microseconds: 18360000000 }";
        years(Thing::id) => r#"make_interval("thing"."id")"#, "Interval { months: 12, days: 0, microseconds: 0 }";
        months(2) => "make_interval(0, $1)", "Interval { months: 2, days: 0, microseconds: 0 }";
        weeks(3) + days(4) + hours(5) + minutes(6) => "make_interval(0, 0, $1) + make_interval(0, 0, 0, $2) + make_interval(0, 0, 0, 0, $3) + make_interval(0, 0, 0, 0, 0, $4)", "Interval { months: 0, days: 25, microseconds: 18360000000 }";
        seconds(Thing::double) => r#"make_interval(0, 0, 0, 0, 0, 0, "thing"."double")"#, "Interval { months: 0, days: 0, microseconds: 2250000 }";
    }
}

#[cormorant::test(schema = SCHEMA)]
async fn the_clock(db: TestDb) -> Result<()> {
    cases! { db;
        now().le(clock_timestamp()) => "now() <= clock_timestamp()", "true";
        now().le(statement_timestamp()) => "now() <= statement_timestamp()", "true";
        current_date().eq(now().cast::<NaiveDate>()) => "current_date = now()::date", "true";
        localtimestamp().eq(now().at_time_zone("UTC")) => "localtimestamp = now() AT TIME ZONE $1", "true";
        localtime().ge(make_time(0, 0, 0.0)) => "localtime >= make_time($1, $2, $3)", "true";
        Thing::moment.lt(now() - WEEK) => r#""thing"."moment" < now() - $1"#, "true";
    }
}

#[cormorant::test(schema = SCHEMA)]
async fn arithmetic_of_dates_and_times(db: TestDb) -> Result<()> {
    cases! { db;
        Thing::day + 7 => r#""thing"."day" + $1"#, "2024-03-22";
        Thing::day - 7 => r#""thing"."day" - $1"#, "2024-03-08";
        Thing::day - day(1) => r#""thing"."day" - $1"#, "14";
        Thing::day + Thing::span => r#""thing"."day" + "thing"."span""#, "2024-04-17T03:00:00";
        Thing::day - TimeDelta::hours(1) => r#""thing"."day" - $1"#, "2024-03-14T23:00:00";
        Thing::day + Thing::clock => r#""thing"."day" + "thing"."clock""#, "2024-03-15T10:20:30";
        Thing::due + 1 => r#""thing"."due" + $1"#, "None";
        Thing::clock + TimeDelta::hours(1) => r#""thing"."clock" + $1"#, "11:20:30";
        Thing::clock - Thing::clock => r#""thing"."clock" - "thing"."clock""#, "Interval { months: 0, days: 0, microseconds: 0 }";
        Thing::clock - Thing::lapse => r#""thing"."clock" - "thing"."lapse""#, "08:50:30";
        Thing::at + WEEK => r#""thing"."at" + $1"#, "2024-03-22T10:20:30.500";
        Thing::at - WEEK => r#""thing"."at" - $1"#, "2024-03-08T10:20:30.500";
        Thing::at - (Thing::at - Thing::lapse) => r#""thing"."at" - ("thing"."at" - "thing"."lapse")"#, "Interval { months: 0, days: 0, microseconds: 5400000000 }";
        Thing::moment + Thing::lapse => r#""thing"."moment" + "thing"."lapse""#, "2024-03-15T11:50:30.500Z";
        Thing::moment - WEEK => r#""thing"."moment" - $1"#, "2024-03-08T10:20:30.500Z";
        Thing::moment - Thing::moment => r#""thing"."moment" - "thing"."moment""#, "Interval { months: 0, days: 0, microseconds: 0 }";
        max(Thing::moment) - WEEK => r#"max("thing"."moment") - $1"#, "Some(2024-03-08T10:20:30.500Z)";
        Thing::span + WEEK => r#""thing"."span" + $1"#, "Interval { months: 1, days: 9, microseconds: 10800000000 }";
        Thing::span - Thing::span => r#""thing"."span" - "thing"."span""#, "Interval { months: 0, days: 0, microseconds: 0 }";
        Thing::lapse + Thing::lapse => r#""thing"."lapse" + "thing"."lapse""#, "TimeDelta { secs: 10800, nanos: 0 }";
        Thing::lapse - WEEK => r#""thing"."lapse" - $1"#, "Interval { months: 0, days: -7, microseconds: 5400000000 }";
        Thing::span * 2.0 => r#""thing"."span" * $1"#, "Interval { months: 2, days: 4, microseconds: 21600000000 }";
        Thing::span / Thing::double => r#""thing"."span" / "thing"."double""#, "Interval { months: 0, days: 14, microseconds: 23999971200 }";
        value(WEEK) * 0.5 => "$1::interval * $2", "Interval { months: 0, days: 3, microseconds: 43200000000 }";
        Thing::at.at_time_zone("America/New_York") => r#""thing"."at" AT TIME ZONE $1"#, "2024-03-15T14:20:30.500Z";
        Thing::moment.at_time_zone("America/New_York") => r#""thing"."moment" AT TIME ZONE $1"#, "2024-03-15T06:20:30.500";
        Thing::day.between(day(1), Thing::day + 30) => r#""thing"."day" BETWEEN $1 AND "thing"."day" + $2"#, "true";
    }
}

#[cormorant::test(schema = SCHEMA)]
async fn series_of_dates(db: TestDb) -> Result<()> {
    statements! { db;
        select(generate_series_of(Thing::at, Thing::at + WEEK, Interval::new(0, 3, 0))) => r#"SELECT generate_series("thing"."at", "thing"."at" + $1, $2) FROM "thing""#, "[2024-03-15T10:20:30.500, 2024-03-18T10:20:30.500, 2024-03-21T10:20:30.500]";
        select((date_trunc(Unit::Month, Thing::day), max(Thing::id)))
            .group_by(date_trunc(Unit::Month, Thing::day)) => r#"SELECT date_trunc('month', "thing"."day"::timestamp)::date, max("thing"."id") FROM "thing" GROUP BY date_trunc('month', "thing"."day"::timestamp)::date"#, "[(2024-03-01, Some(1))]";
    }
}

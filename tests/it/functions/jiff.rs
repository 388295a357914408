//! Dates, times, timestamps and intervals, with the types of jiff.

use cormorant::Result;
use cormorant::functions::date_time::of_jiff::*;
use cormorant::functions::date_time::*;
use cormorant::testing::TestDb;
use jiff::{SignedDuration, Span};

use super::harness::{Jiff, SCHEMA, cases};

#[cormorant::test(schema = SCHEMA)]
async fn functions_and_operators(db: TestDb) -> Result<()> {
    cases! { db;
        date_trunc(Unit::Month, Jiff::day) => r#"date_trunc('month', "thing"."day"::timestamp)::date"#, "2024-03-01";
        date_trunc(Unit::Hour, Jiff::at) => r#"date_trunc('hour', "thing"."at")"#, "2024-03-15T10:00:00";
        date_trunc(Unit::Hour, Jiff::moment) => r#"date_trunc('hour', "thing"."moment")"#, "2024-03-15T10:00:00Z";
        date_trunc(Unit::Hour, Jiff::span).eq(Span::new().months(1).days(2).hours(3)) => r#"date_trunc('hour', "thing"."span") = $1"#, "true";
        extract(Field::DAY_OF_WEEK, Jiff::day) => r#"EXTRACT(dow FROM "thing"."day")"#, "5";
        extract(Field::HOUR, Jiff::clock) => r#"EXTRACT(hour FROM "thing"."clock")"#, "10";
        age(Jiff::at, Jiff::at) => r#"age("thing"."at", "thing"."at")"#, "Interval { months: 0, days: 0, microseconds: 0 }";
        to_char(Jiff::moment, "YYYY") => r#"to_char("thing"."moment", $1)"#, r#""2024""#;
        now().le(clock_timestamp()) => "now() <= clock_timestamp()", "true";
        now().le(statement_timestamp()) => "now() <= statement_timestamp()", "true";
        current_date().ge(make_date(2024, 1, 1)) => "current_date >= make_date($1, $2, $3)", "true";
        localtime().ge(make_time(0, 0, 0.0)) => "localtime >= make_time($1, $2, $3)", "true";
        localtimestamp().gt(make_timestamp(2024, 1, 1, 0, 0, 0.0)) => "localtimestamp > make_timestamp($1, $2, $3, $4, $5, $6)", "true";
        make_timestamptz(2024, 1, 1, 0, 0, 0.0) => "make_timestamptz($1, $2, $3, $4, $5, $6)", "2024-01-01T00:00:00Z";
        to_timestamp(1.5) => "to_timestamp($1)", "1970-01-01T00:00:01.5Z";
        parse_timestamp("2024", "YYYY") => "to_timestamp($1, $2)", "2024-01-01T00:00:00Z";
        parse_date("2024", "YYYY") => "to_date($1, $2)", "2024-01-01";
        Jiff::day + 1 => r#""thing"."day" + $1"#, "2024-03-16";
        Jiff::day - make_date(2024, 3, 1) => r#""thing"."day" - make_date($1, $2, $3)"#, "14";
        Jiff::day + Span::new().months(1) => r#""thing"."day" + $1"#, "2024-04-15T00:00:00";
        Jiff::day + Jiff::clock => r#""thing"."day" + "thing"."clock""#, "2024-03-15T10:20:30";
        Jiff::clock + SignedDuration::from_mins(5) => r#""thing"."clock" + $1"#, "10:25:30";
        Jiff::at - Jiff::lapse => r#""thing"."at" - "thing"."lapse""#, "2024-03-15T08:50:30.5";
        Jiff::moment + Jiff::span => r#""thing"."moment" + "thing"."span""#, "2024-04-17T13:20:30.5Z";
        Jiff::moment - Jiff::moment => r#""thing"."moment" - "thing"."moment""#, "Interval { months: 0, days: 0, microseconds: 0 }";
        Jiff::span + Jiff::lapse => r#""thing"."span" + "thing"."lapse""#, "Interval { months: 1, days: 2, microseconds: 16200000000 }";
        Jiff::lapse + Jiff::lapse => r#""thing"."lapse" + "thing"."lapse""#, "3h";
        Jiff::at.at_time_zone("Asia/Tokyo") => r#""thing"."at" AT TIME ZONE $1"#, "2024-03-15T01:20:30.5Z";
        Jiff::moment.at_time_zone("Asia/Tokyo") => r#""thing"."moment" AT TIME ZONE $1"#, "2024-03-15T19:20:30.5";
    }
}

//! The functions whose arguments do not say which crate's types they give, once per crate.

macro_rules! clock {
    () => {
        sql! { now() -> Timestamptz, "when the transaction began" }
        sql! { statement_timestamp() -> Timestamptz, "when the statement arrived" }
        sql! { clock_timestamp() -> Timestamptz, "this moment; another one for each row" }
        sql! { current_date() -> Date, "the day on which the transaction began, in the session's time zone" }
        sql! { localtime() -> Time, "the time at which the transaction began, in the session's time zone" }
        sql! { localtimestamp() -> Timestamp, "when the transaction began, in the session's time zone" }
        sql! { make_date(year: i32, month: i32, day: i32) -> Date, "of these parts" }
        sql! { make_time(hour: i32, minute: i32, seconds: f64) -> Time, "of these parts" }
        sql! { make_timestamp(year: i32, month: i32, day: i32, hour: i32, minute: i32, seconds: f64) -> Timestamp,
            "of these parts" }
        sql! { make_timestamptz(year: i32, month: i32, day: i32, hour: i32, minute: i32, seconds: f64) -> Timestamptz,
            "in the session's time zone" }
        sql! { to_timestamp(seconds: f64) -> Timestamptz, "so many seconds after 1970-01-01 00:00:00 UTC" }
        sql! { parse_timestamp(text: String, template: String) -> Timestamptz = "to_timestamp",
            "from a text, described like `YYYY-MM-DD HH24:MI`" }
        sql! { parse_date(text: String, template: String) -> Date = "to_date",
            "from a text, described like `YYYY-MM-DD`" }
    };
}

/// Functions that give types of chrono.
#[cfg(feature = "chrono")]
pub mod of_chrono {
    use ::chrono::{NaiveDate as Date, NaiveDateTime as Timestamp, NaiveTime as Time};

    type Timestamptz = ::chrono::DateTime<::chrono::Utc>;

    clock! {}
}

/// Functions that give types of jiff.
#[cfg(feature = "jiff")]
pub mod of_jiff {
    use ::jiff::Timestamp as Timestamptz;
    use ::jiff::civil::{Date, DateTime as Timestamp, Time};

    clock! {}
}

//! The functions whose arguments do not say which crate's types they give, once per crate.

macro_rules! clock {
    () => {
        $crate::sql_function! {
            /// `now()`: when the transaction began.
            pub fn now() -> Timestamptz;
            /// `statement_timestamp()`: when the statement arrived.
            pub fn statement_timestamp() -> Timestamptz;
            /// `clock_timestamp()`: this moment; another one for each row.
            pub fn clock_timestamp() -> Timestamptz;
            /// `CURRENT_DATE`: the day on which the transaction began, in the session's time zone.
            pub fn current_date() -> Date;
            /// `LOCALTIME`: the time at which the transaction began, in the session's time zone.
            pub fn localtime() -> Time;
            /// `LOCALTIMESTAMP`: when the transaction began, in the session's time zone.
            pub fn localtimestamp() -> Timestamp;
            /// `make_date(year, month, day)`
            pub fn make_date(year: i32, month: i32, day: i32) -> Date;
            /// `make_time(hour, minute, seconds)`
            pub fn make_time(hour: i32, minute: i32, seconds: f64) -> Time;
            /// `make_timestamp(year, month, day, hour, minute, seconds)`
            pub fn make_timestamp(year: i32, month: i32, day: i32, hour: i32, minute: i32, seconds: f64) -> Timestamp;
            /// `make_timestamptz(year, month, day, hour, minute, seconds)`: in the session's time zone.
            pub fn make_timestamptz(year: i32, month: i32, day: i32, hour: i32, minute: i32, seconds: f64) -> Timestamptz;
            /// `to_timestamp(seconds)`: so many seconds after 1970-01-01 00:00:00 UTC.
            pub fn to_timestamp(seconds: f64) -> Timestamptz;
            /// `to_timestamp(text, template)`: from a text, described like `YYYY-MM-DD HH24:MI`.
            pub fn parse_timestamp(text: String, template: String) -> Timestamptz = "to_timestamp";
            /// `to_date(text, template)`: from a text, described like `YYYY-MM-DD`.
            pub fn parse_date(text: String, template: String) -> Date = "to_date";
        }
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

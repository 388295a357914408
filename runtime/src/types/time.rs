//! What `date`, `time`, `timestamp` and `timestamptz` look like on the wire, for whichever crate.

use bytes::BytesMut;

use super::wire;
use crate::error::BoxError;
use crate::types::PgType;

pub(super) const DATE: PgType = PgType::builtin("date", 1082, 1182);
pub(super) const TIME: PgType = PgType::builtin("time", 1083, 1183);
pub(super) const TIMESTAMP: PgType = PgType::builtin("timestamp", 1114, 1115);
pub(super) const TIMESTAMPTZ: PgType = PgType::builtin("timestamptz", 1184, 1185);

pub(super) const DATE_RANGE: PgType = PgType::builtin("daterange", 3912, 3913);
pub(super) const DATE_MULTIRANGE: PgType = PgType::builtin("datemultirange", 4535, 6155);
pub(super) const TIMESTAMP_RANGE: PgType = PgType::builtin("tsrange", 3908, 3909);
pub(super) const TIMESTAMP_MULTIRANGE: PgType = PgType::builtin("tsmultirange", 4533, 6152);
pub(super) const TIMESTAMPTZ_RANGE: PgType = PgType::builtin("tstzrange", 3910, 3911);
pub(super) const TIMESTAMPTZ_MULTIRANGE: PgType = PgType::builtin("tstzmultirange", 4534, 6153);

/// Microseconds of a day.
pub(super) const DAY: i64 = 86_400_000_000;
/// Microseconds from 1970-01-01 to 2000-01-01, where PostgreSQL's time begins.
pub(super) const EPOCH: i64 = 946_684_800_000_000;

/// 4714-11-24 BC to 5874897-12-31.
const DATES: std::ops::Range<i64> = -2_451_545..2_145_031_949;
/// 4714-11-24 BC to 294276-12-31 23:59:59.999999.
const TIMESTAMPS: std::ops::Range<i64> = -211_813_488_000_000_000..9_223_371_331_200_000_000;

/// Days since 2000-01-01.
pub(super) fn write_date(days: i64, out: &mut BytesMut) -> Result<(), BoxError> {
    match i32::try_from(days) {
        Ok(wire) if DATES.contains(&days) => out.extend_from_slice(&wire.to_be_bytes()),
        _ => return Err("PostgreSQL's dates are from 4714-11-24 BC to 5874897-12-31".into()),
    }
    Ok(())
}

pub(super) fn read_date(bytes: &[u8]) -> Result<i32, BoxError> {
    match i32::from_be_bytes(wire::fixed(bytes, "date")?) {
        i32::MAX | i32::MIN => Err("the date is infinite: no Rust date can hold it".into()),
        days => Ok(days),
    }
}

/// Microseconds since midnight.
pub(super) fn read_time(bytes: &[u8]) -> Result<i64, BoxError> {
    match i64::from_be_bytes(wire::fixed(bytes, "time")?) {
        DAY => Err("the time is 24:00:00: no Rust time can hold it".into()),
        time if (0..DAY).contains(&time) => Ok(time),
        _ => Err("the time is not within a day".into()),
    }
}

/// Microseconds since 2000-01-01; `None` if they do not even fit 64 bits.
pub(super) fn write_timestamp(microseconds: Option<i64>, out: &mut BytesMut) -> Result<(), BoxError> {
    match microseconds {
        Some(wire) if TIMESTAMPS.contains(&wire) => out.extend_from_slice(&wire.to_be_bytes()),
        _ => return Err("PostgreSQL's timestamps are from 4714-11-24 BC to 294276-12-31".into()),
    }
    Ok(())
}

pub(super) fn read_timestamp(bytes: &[u8]) -> Result<i64, BoxError> {
    match i64::from_be_bytes(wire::fixed(bytes, "timestamp")?) {
        i64::MAX | i64::MIN => Err("the timestamp is infinite: no Rust timestamp can hold it".into()),
        microseconds => Ok(microseconds),
    }
}

#[cold]
pub(super) fn leap_second() -> BoxError {
    "the time is in a leap second: PostgreSQL has none".into()
}

/// The error for a moment that PostgreSQL knows and the Rust type does not.
#[cold]
pub(super) fn out_of_range(name: &str) -> BoxError {
    format!("the value is outside of what `{name}` can hold").into()
}

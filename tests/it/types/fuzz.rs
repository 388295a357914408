//! Bytes that no server would send: an error or a value, and never a panic.

use std::net::IpAddr;

use cormorant::types::copy::CopyReader;
use cormorant::types::{
    Bits, Cidr, ColumnType, HStore, Interval, LTree, MacAddr, Multirange, Param, ParamValue, Range, TsQuery,
    TsVector,
};
use proptest::collection::vec;
use proptest::prelude::any;
use proptest::prop_oneof;
use proptest::strategy::Just;
use proptest::test_runner::{Config, TestRunner};
use rust_decimal::Decimal;
use uuid::Uuid;

/// Decodes, and does with the value what a session would do.
fn decode<T: ColumnType>(bytes: &[u8]) {
    if let Ok(value) = T::decode(bytes) {
        let stored = value.clone().stored();
        let _ = value.same(&stored);
        if let ParamValue::Binary(bytes) = Param::new(&value).value {
            assert!(T::decode(&bytes).is_ok(), "what was written can be read again");
        }
    }
}

const DECODERS: &[fn(&[u8])] = &[
    decode::<bool>,
    decode::<i16>,
    decode::<i32>,
    decode::<i64>,
    decode::<f32>,
    decode::<f64>,
    decode::<String>,
    decode::<Vec<u8>>,
    decode::<Vec<i32>>,
    decode::<Vec<Option<String>>>,
    decode::<Vec<Range<i32>>>,
    decode::<serde_json::Value>,
    decode::<Uuid>,
    decode::<Decimal>,
    decode::<chrono::NaiveDate>,
    decode::<chrono::NaiveTime>,
    decode::<chrono::NaiveDateTime>,
    decode::<chrono::DateTime<chrono::Utc>>,
    decode::<chrono::DateTime<chrono::FixedOffset>>,
    decode::<chrono::TimeDelta>,
    decode::<jiff::civil::Date>,
    decode::<jiff::civil::Time>,
    decode::<jiff::civil::DateTime>,
    decode::<jiff::Timestamp>,
    decode::<jiff::Span>,
    decode::<jiff::SignedDuration>,
    decode::<Interval>,
    decode::<Range<i64>>,
    decode::<Range<Decimal>>,
    decode::<Range<chrono::NaiveDate>>,
    decode::<Multirange<i32>>,
    decode::<IpAddr>,
    decode::<ipnet::IpNet>,
    decode::<Cidr>,
    decode::<MacAddr>,
    decode::<Bits>,
    decode::<TsVector>,
    decode::<TsQuery>,
    decode::<HStore>,
    decode::<LTree>,
];

#[test]
fn no_bytes_make_a_decoder_panic() {
    // Small numbers are counts, lengths and flags; the lengths are those of the fixed types.
    let byte = || prop_oneof![3 => Just(0_u8), 3 => 0..6_u8, 1 => any::<u8>(), 1 => Just(0xff_u8)];
    let bytes = prop_oneof![
        vec(byte(), 0..40),
        vec(any::<u8>(), 0..40),
        vec(byte(), 4),
        vec(any::<u8>(), 4),
        vec(byte(), 8),
        vec(any::<u8>(), 8),
        vec(any::<u8>(), 16),
        vec(byte(), 16),
    ];
    let mut runner = TestRunner::new(Config { cases: 5_000, failure_persistence: None, ..Config::default() });
    let result = runner.run(&bytes, |bytes| {
        DECODERS.iter().for_each(|decode| decode(&bytes));
        Ok(())
    });
    result.unwrap();
}

#[test]
fn no_bytes_make_the_reader_of_copy_panic() {
    let byte = prop_oneof![3 => Just(0_u8), 2 => 0..6_u8, 1 => any::<u8>()];
    let mut runner = TestRunner::new(Config { cases: 2_000, failure_persistence: None, ..Config::default() });
    let result = runner.run(&vec(byte, 0..60), |bytes| {
        let mut reader = CopyReader::new();
        reader.feed(b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0");
        reader.feed(&bytes);
        while let Ok(Some(row)) = reader.next_row() {
            let _ = row.value::<Option<String>>(0);
        }
        Ok(())
    });
    result.unwrap();
}

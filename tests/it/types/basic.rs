//! bool, integers, floats, text, bytes, and the small types without a crate of their own.

use std::net::IpAddr;

use cormorant::types::{Bits, ColumnType, MacAddr, Param};
use proptest::prelude::any;
use proptest::strategy::Strategy;

use super::{property, with_db};

#[test]
fn bool_round_trips() {
    with_db(async |db| db.round_trips(&[(true, "true"), (false, "false")]).await);
}

#[test]
fn integers_round_trip_to_their_ends() {
    with_db(async |db| {
        db.round_trips(&[(i16::MIN, "-32768"), (0, "0"), (i16::MAX, "32767")]).await;
        db.round_trips(&[(i32::MIN, "-2147483648"), (-1, "-1"), (i32::MAX, "2147483647")]).await;
        db.round_trips(&[(i64::MIN, "-9223372036854775808"), (1, "1"), (i64::MAX, "9223372036854775807")])
            .await;
    });
}

#[test]
fn a_wider_integer_reads_a_narrower_column() {
    with_db(async |db| {
        assert_eq!(db.value::<i64>("select (-7)::int2", &[]).await, -7);
        assert_eq!(db.value::<i64>("select (-7)::int4", &[]).await, -7);
        assert_eq!(db.value::<i32>("select (-7)::int2", &[]).await, -7);
        assert_eq!(db.value::<Vec<i64>>("select array[1, -2]::int4[]", &[]).await, [1, -2]);
        db.refuses::<i32>("7::int8", "8 bytes are no int4").await;
    });
}

#[test]
fn floats_round_trip_with_nan_infinities_and_minus_zero() {
    with_db(async |db| {
        db.round_trips(&[
            (f32::MAX, "3.4028235e+38"),
            (f32::from_bits(1), "1e-45"),
            (f32::NEG_INFINITY, "-Infinity"),
            (f32::NAN, "NaN"),
            (-0.0, "-0"),
        ])
        .await;
        db.round_trips(&[
            (f64::MIN, "-1.7976931348623157e+308"),
            (5e-324, "5e-324"),
            (f64::INFINITY, "Infinity"),
            (f64::NAN, "NaN"),
            (-0.0, "-0"),
            (0.1, "0.1"),
        ])
        .await;
        assert_eq!(db.value::<f64>("select 1.5::float4", &[]).await, 1.5);
    });
}

#[test]
fn postgresql_agrees_on_which_floats_are_the_same() {
    with_db(async |db| {
        let floats = [0.0, -0.0, f64::NAN, -f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1.0];
        for (left, right) in floats.iter().flat_map(|left| floats.iter().map(move |right| (left, right))) {
            let params = [Param::new(left), Param::new(right)];
            let equal: bool = db.value("select $1::float8 = $2::float8", &params).await;
            assert_eq!(left.same(right), equal, "{left} and {right}");
        }
    });
}

#[test]
fn text_round_trips() {
    with_db(async |db| {
        let texts = ["", "a", " ß🦀 \n\t\r'\"\\%_$1", "\u{1}\u{7f}\u{10ffff}", "NULL"];
        db.round_trips(&texts.map(|text| (text.to_owned(), text))).await;
    });
}

#[test]
fn a_string_reads_every_type_that_is_sent_as_text() {
    with_db(async |db| {
        db.run("create type mood as enum ('happy'); create domain email as text").await;
        for (expression, text) in [
            ("'a'::varchar(3)", "a"),
            ("'a'::char(3)", "a  "),
            ("'a'::name", "a"),
            ("'a'::\"char\"", "a"),
            ("'{\"a\": 1}'::json", "{\"a\": 1}"),
            ("'<a/>'::xml", "<a/>"),
            ("'happy'::mood", "happy"),
            ("'a@b'::email", "a@b"),
        ] {
            assert_eq!(db.value::<String>(&format!("select {expression}"), &[]).await, text);
        }
        let arrays = "select array['a', 'bc']::varchar[] || array['d']::varchar[]";
        assert_eq!(db.value::<Vec<String>>(arrays, &[]).await, ["a", "bc", "d"]);
        assert_eq!(db.value::<Vec<String>>("select array['happy']::mood[]", &[]).await, ["happy"]);
    });
}

#[test]
fn bytes_round_trip() {
    with_db(async |db| {
        db.round_trips(&[(vec![], "\\x"), (vec![0, 255, 0], "\\x00ff00")]).await;
    });
}

#[test]
fn bits_round_trip() {
    with_db(async |db| {
        let bits = |text: &str| text.chars().map(|bit| bit == '1').collect::<Bits>();
        db.round_trips(&["", "1", "10000000", "101000001"].map(|text| (bits(text), text))).await;
        assert_eq!(db.value::<Bits>("select b'0110'", &[]).await, bits("0110"));
    });
}

#[test]
fn addresses_round_trip() {
    with_db(async |db| {
        let address = |text: &str| text.parse::<IpAddr>().unwrap();
        db.round_trips(&[
            (address("0.0.0.0"), "0.0.0.0/32"),
            (address("255.1.2.3"), "255.1.2.3/32"),
            (address("2001:db8::ff"), "2001:db8::ff/128"),
        ])
        .await;
        let reason = "the inet has a netmask: an `IpAddr` cannot hold it, `IpNet` can";
        db.refuses::<IpAddr>("'10.1.2.3/8'::inet", reason).await;
        db.round_trips(&[(MacAddr([8, 0, 0x2b, 1, 2, 0xff]), "08:00:2b:01:02:ff")]).await;
    });
}

#[test]
fn arbitrary_integers_round_trip() {
    property(any::<i64>());
}

#[test]
fn arbitrary_floats_round_trip() {
    property(any::<f64>());
    property(any::<f32>());
}

#[test]
fn arbitrary_texts_round_trip() {
    property(any::<String>().prop_map(|text| text.replace('\0', "")));
}

#[test]
fn arbitrary_bytes_and_bits_round_trip() {
    property(any::<Vec<u8>>());
    property(any::<Vec<bool>>().prop_map(Bits::from_iter));
}

#[test]
fn arbitrary_addresses_round_trip() {
    property(any::<IpAddr>());
}

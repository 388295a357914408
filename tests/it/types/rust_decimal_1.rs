//! rust_decimal.

use proptest::prelude::any;
use proptest::strategy::Strategy;
use rust_decimal::Decimal;

use super::{property, with_db};

#[test]
fn decimals_round_trip_with_all_their_digits() {
    with_db(async |db| {
        let texts = [
            "0",
            "0.00",
            "1.50",
            "-1.5",
            "10000",
            "0.0001",
            "-0.00012",
            "12345678.87654321",
            "79228162514264337593543950335",
            "-79228162514264337593543950335",
            "0.0000000000000000000000000001",
            "7.9228162514264337593543950335",
            "79228162514264.337593543950335",
        ];
        db.round_trips(&texts.map(|text| (text.parse::<Decimal>().unwrap(), text))).await;
    });
}

#[test]
fn numerics_that_a_decimal_cannot_hold_are_refused() {
    with_db(async |db| {
        let fine =
            "the numeric has 29 digits after the point: a `Decimal` holds 28 at most, it would be rounded";
        db.refuses::<Decimal>("1e-29::numeric", fine).await;
        let many = "the numeric has more digits than a `Decimal` holds (28 or 29)";
        for text in ["79228162514264337593543950336", "12345678901234567890.123456789012345678", "1e131071"] {
            db.refuses::<Decimal>(&format!("'{text}'::numeric"), many).await;
        }
        db.refuses::<Decimal>("'NaN'::numeric", "the numeric is NaN: a `Decimal` cannot hold it").await;
        for text in ["Infinity", "-Infinity"] {
            let infinite = "the numeric is infinite: a `Decimal` cannot hold it";
            db.refuses::<Decimal>(&format!("'{text}'::numeric"), infinite).await;
        }
    });
}

#[test]
fn zeros_beyond_a_decimals_scale_do_not_count_as_digits() {
    with_db(async |db| {
        let one: Decimal = db.value("select 1::numeric(40, 35)", &[]).await;
        assert_eq!(one.to_string(), "1.0000000000000000000000000000");
        let large: Decimal = db.value("select 1e28::numeric(60, 20)", &[]).await;
        assert_eq!(large, "1e28".parse::<Decimal>().or_else(|_| Decimal::from_scientific("1e28")).unwrap());
    });
}

#[test]
fn arbitrary_decimals_round_trip() {
    let parts = (any::<u32>(), any::<u32>(), any::<u32>(), any::<bool>(), 0..=28_u32);
    property(
        parts.prop_map(|(lo, mid, hi, negative, scale)| Decimal::from_parts(lo, mid, hi, negative, scale)),
    );
    property((any::<i64>(), 0..=28_u32).prop_map(|(number, scale)| Decimal::new(number, scale)));
}

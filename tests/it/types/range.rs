//! Ranges of numbers.

use std::ops::Bound;

use cormorant::types::{ColumnType, Multirange, Param, ParamValue, Range};
use proptest::collection::vec;
use proptest::prelude::any;
use proptest::prop_oneof;
use proptest::strategy::{Just, Strategy};
use rust_decimal::Decimal;

use super::{property, with_db};

#[test]
fn ranges_round_trip_in_the_form_that_postgresql_stores() {
    with_db(async |db| {
        db.round_trips(&[
            (Range::from(1..5), "[1,5)"),
            (Range::from(1..=5), "[1,6)"),
            (Range::new(Bound::Excluded(1), Bound::Excluded(2)), "empty"),
            (Range::from(..=-1), "(,0)"),
            (Range::from(..), "(,)"),
            (Range::Empty, "empty"),
        ])
        .await;
        db.round_trips(&[(Range::from(i64::MIN..i64::MAX), "[-9223372036854775808,9223372036854775807)")])
            .await;
        let decimal = |text: &str| text.parse::<Decimal>().unwrap();
        db.round_trips(&[
            (Range::from(decimal("1.5")..=decimal("2.50")), "[1.5,2.50]"),
            (Range::new(Bound::Excluded(decimal("0")), Bound::Unbounded), "(0,)"),
            (Range::from(decimal("1")..=decimal("1")), "[1,1]"),
        ])
        .await;
    });
}

#[test]
fn multiranges_round_trip() {
    with_db(async |db| {
        let ranges: Multirange<i32> =
            [Range::from(..1), Range::from(5..7), Range::from(9..)].into_iter().collect();
        db.round_trips(&[(ranges, "{(,1),[5,7),[9,)}"), (Multirange::default(), "{}")]).await;
        db.round_trips(&[(Multirange(vec![Range::from(1_i64..2)]), "{[1,2)}")]).await;
        let one = Multirange(vec![Range::from(Decimal::ONE..=Decimal::ONE)]);
        db.round_trips(&[(one, "{[1,1]}")]).await;
    });
}

fn ranges() -> impl Strategy<Value = Range<i32>> {
    let bound = || {
        prop_oneof![
            (-20..20).prop_map(Bound::Included),
            (-20..20).prop_map(Bound::Excluded),
            any::<i32>().prop_map(|value| Bound::Excluded(value.min(i32::MAX - 1))),
            Just(Bound::Unbounded),
        ]
    };
    (bound(), bound()).prop_map(|(lower, upper)| match (lower, upper) {
        (Bound::Included(a) | Bound::Excluded(a), Bound::Included(b) | Bound::Excluded(b)) if a > b => {
            Range::new(upper, lower)
        }
        _ => Range::new(lower, upper),
    })
}

#[test]
fn arbitrary_ranges_round_trip() {
    property(ranges());
}

#[test]
fn postgresql_agrees_on_which_ranges_are_the_same() {
    with_db(async |db| {
        let bounds: Vec<Bound<i32>> = (1..=3)
            .flat_map(|n| [Bound::Included(n), Bound::Excluded(n)])
            .chain([Bound::Unbounded])
            .collect();
        let ranges: Vec<Range<i32>> = bounds
            .iter()
            .flat_map(|lower| bounds.iter().map(move |upper| Range::new(*lower, *upper)))
            .filter(|range| matches!(Param::new(range).value, ParamValue::Binary(_)))
            .collect();
        let sql = "select array_agg(a.v = b.v order by a.n, b.n) \
                   from unnest($1::int4range[]) with ordinality as a(v, n), \
                        unnest($1::int4range[]) with ordinality as b(v, n)";
        let equal: Vec<bool> = db.value(sql, &[Param::new(&ranges)]).await;
        let pairs = ranges.iter().flat_map(|a| ranges.iter().map(move |b| (a, b)));
        for ((a, b), equal) in pairs.zip(equal) {
            assert_eq!(a.same(b), equal, "{a} and {b}");
        }
    });
}

#[test]
fn arbitrary_multiranges_come_back_sorted_and_merged() {
    property(vec(ranges(), 0..6).prop_map(Multirange));
    let decimal = |number: i64| Decimal::new(number, 1);
    let bound = move || {
        prop_oneof![
            (0..8_i64).prop_map(move |number| Bound::Included(decimal(number))),
            (0..8_i64).prop_map(move |number| Bound::Excluded(decimal(number))),
            Just(Bound::Unbounded),
        ]
    };
    let range = (bound(), bound()).prop_map(|(lower, upper)| match (lower, upper) {
        (Bound::Included(a) | Bound::Excluded(a), Bound::Included(b) | Bound::Excluded(b)) if a > b => {
            Range::new(upper, lower)
        }
        _ => Range::new(lower, upper),
    });
    property(vec(range, 0..6).prop_map(Multirange));
}

//! tsvector and tsquery.

use cormorant::types::{Lexeme, Param, Position, TsQuery, TsVector, Weight};
use proptest::collection::vec;
use proptest::prelude::any;
use proptest::prop_oneof;
use proptest::strategy::{Just, Strategy};

use super::{property, with_db};

fn weights() -> impl Strategy<Value = Weight> + Clone {
    prop_oneof![Just(Weight::A), Just(Weight::B), Just(Weight::C), Just(Weight::D)]
}

fn words() -> impl Strategy<Value = String> + Clone {
    (any::<String>(), proptest::char::range('a', 'd'))
        .prop_map(|(text, letter)| format!("{letter}{text}").replace('\0', ""))
}

#[test]
fn a_tsvector_is_read_with_its_positions_and_weights() {
    with_db(async |db| {
        let sql = "select setweight(to_tsvector('english', 'Cats and dogs'), 'B') || to_tsvector('english', 'cats')";
        let vector: TsVector = db.value(sql, &[]).await;
        assert_eq!(vector.to_string(), "'cat':1B,4 'dog':3B");
        assert_eq!(vector.lexemes()[0].positions[0], Position { at: 1, weight: Weight::B });
        let stripped: TsVector = db.value("select strip(to_tsvector('english', 'Cats and dogs'))", &[]).await;
        db.round_trips(&[
            (vector, "'cat':1B,4 'dog':3B"),
            (stripped, "'cat' 'dog'"),
            (TsVector::default(), ""),
            (TsVector::new([Lexeme { word: "it's \\ ß".into(), positions: vec![] }]), "'it''s \\\\ ß'"),
        ])
        .await;
    });
}

#[test]
fn a_tsquery_is_read_with_its_operators() {
    with_db(async |db| {
        assert!(db.value::<TsQuery>("select to_tsquery('english', 'the')", &[]).await.is_empty());
        let sql = "select to_tsquery('english', 'Cats & (rat:*A | !dog) <-> bird <3> fish')";
        let query: TsQuery = db.value(sql, &[]).await;
        let shown: String = db.value(&format!("select ({sql})::text"), &[]).await;
        assert_eq!(query.to_string(), shown);
        db.round_trips(&[
            (query, &shown),
            (TsQuery::word("a").and(TsQuery::weighted("b'", &[Weight::A, Weight::D])), "'a' & 'b''':AD"),
        ])
        .await;
        let found: bool = db
            .value(
                "select to_tsvector('simple', 'a b') @@ $1::tsquery",
                &[Param::new(&TsQuery::word("a").followed_by(1, TsQuery::prefix("b")))],
            )
            .await;
        assert!(found);
    });
}

#[test]
fn arbitrary_tsvectors_round_trip() {
    let positions = vec((1..100_u16, weights()), 0..5).prop_map(|steps| {
        let mut at = 0;
        steps
            .into_iter()
            .map(|(step, weight)| {
                at += step;
                Position { at, weight }
            })
            .collect()
    });
    let lexeme = (words(), positions).prop_map(|(word, positions)| Lexeme { word, positions });
    property(vec(lexeme, 0..5).prop_map(TsVector::new));
}

fn queries() -> impl Strategy<Value = TsQuery> {
    let leaf = prop_oneof![
        words().prop_map(TsQuery::word),
        words().prop_map(TsQuery::prefix),
        (words(), vec(weights(), 0..4)).prop_map(|(word, weights)| TsQuery::weighted(word, &weights)),
    ];
    leaf.prop_recursive(5, 20, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(TsQuery::not),
            (inner.clone(), inner.clone()).prop_map(|(left, right)| left.and(right)),
            (inner.clone(), inner.clone()).prop_map(|(left, right)| left.or(right)),
            (inner.clone(), 0..=16_384_u16, inner)
                .prop_map(|(left, distance, right)| left.followed_by(distance, right)),
        ]
    })
}

#[test]
fn arbitrary_tsqueries_round_trip() {
    property(queries());
}

#[test]
fn postgresql_shows_arbitrary_tsqueries_in_the_same_way() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    with_db(async |db| {
        let mut runner = TestRunner::deterministic();
        let all: Vec<TsQuery> =
            (0..300).map(|_| queries().new_tree(&mut runner).unwrap().current()).collect();
        let sql =
            "select array_agg(v::text order by n) from unnest($1::tsquery[]) with ordinality as t(v, n)";
        let shown: Vec<String> = db.value(sql, &[Param::new(&all)]).await;
        for (query, shown) in all.iter().zip(shown) {
            assert_eq!(query.to_string(), shown);
        }
    });
}

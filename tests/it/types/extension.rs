//! citext, hstore and ltree.

use std::collections::BTreeMap;

use cormorant::types::{CiText, HStore, LTree, Param};
use proptest::collection::btree_map;
use proptest::option::of;
use proptest::prelude::any;
use proptest::strategy::Strategy;
use proptest::test_runner::{Config, TestRunner};

use super::with_db;

#[test]
fn citext_round_trips_and_compares_without_case() {
    with_db(async |db| {
        db.run("create extension citext schema public").await;
        db.round_trips(&[(CiText::from("Ab'c"), "Ab'c"), (CiText::from(""), "")]).await;
        let params = [Param::new(&CiText::from("ABC")), Param::new(&CiText::from("abc"))];
        assert!(db.value::<bool>("select $1::citext = $2::citext", &params).await);
        assert_eq!(db.value::<String>("select 'Ab'::citext", &[]).await, "Ab");
    });
}

#[test]
fn ltree_round_trips() {
    with_db(async |db| {
        db.run("create extension ltree schema public").await;
        db.round_trips(&[(LTree::from("Top.Science_1.Astronomy"), "Top.Science_1.Astronomy")]).await;
    });
}

#[test]
fn hstore_round_trips() {
    with_db(async |db| {
        db.run("create extension hstore schema public").await;
        let pairs = [("a".to_owned(), Some("1 \" ß".to_owned())), ("b".to_owned(), None)];
        db.round_trips(&[(HStore(pairs.into()), r#""a"=>"1 \" ß", "b"=>NULL"#), (HStore::default(), "")])
            .await;
        let text = || any::<String>().prop_map(|text| text.replace('\0', ""));
        let mut runner =
            TestRunner::new(Config { cases: 32, failure_persistence: None, ..Config::default() });
        let result = runner.run(&btree_map(text(), of(text()), 0..10), |pairs: BTreeMap<_, _>| {
            let sent = HStore(pairs);
            let read: HStore = tokio::task::block_in_place(|| {
                tokio::runtime::Handle::current()
                    .block_on(db.value("select $1::hstore", &[Param::new(&sent)]))
            });
            proptest::prop_assert_eq!(read, sent);
            Ok(())
        });
        result.unwrap();
    });
}

#[test]
fn an_hstore_read_as_text_is_refused_and_not_garbage() {
    with_db(async |db| {
        db.run("create extension hstore schema public").await;
        db.refuses::<String>("'a=>1'::hstore", "the value is no text: it holds the character NUL").await;
    });
}

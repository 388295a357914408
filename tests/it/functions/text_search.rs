//! Full text search.

use cormorant::Result;
use cormorant::functions::text_search::*;
use cormorant::testing::TestDb;
use cormorant::types::{TsQuery, Weight};

use super::harness::{SCHEMA, Thing, cases};

#[cormorant::test(schema = SCHEMA)]
async fn operators_and_functions(db: TestDb) -> Result<()> {
    cases! { db;
        to_tsvector("english", Thing::name).matches(to_tsquery("english", "lee & !bob")) => r#"to_tsvector('english', "thing"."name") @@ to_tsquery('english', $1)"#, "true";
        to_tsvector("simple", Thing::nick) => r#"to_tsvector('simple', "thing"."nick")"#, "None";
        Thing::vector.matches(Thing::query) => r#""thing"."vector" @@ "thing"."query""#, "true";
        Thing::vector.matches(TsQuery::word("fox").and(TsQuery::prefix("qui"))) => r#""thing"."vector" @@ $1"#, "true";
        Thing::vector.matches(plainto_tsquery("english", "quick fox")) => r#""thing"."vector" @@ plainto_tsquery('english', $1)"#, "true";
        Thing::vector.matches(phraseto_tsquery("english", "quick foxes")) => r#""thing"."vector" @@ phraseto_tsquery('english', $1)"#, "true";
        Thing::vector.matches(websearch_to_tsquery("english", "\"quick fox\" -bear")) => r#""thing"."vector" @@ websearch_to_tsquery('english', $1)"#, "true";
        Thing::vector.concat(to_tsvector("simple", "dog")).matches(TsQuery::word("dog")) => r#""thing"."vector" || to_tsvector('simple', $1) @@ $2"#, "true";
        Thing::vector.matches(Thing::query.and_query(TsQuery::word("bear"))) => r#""thing"."vector" @@ ("thing"."query" && $1)"#, "false";
        Thing::vector.matches(Thing::query.or_query(TsQuery::word("bear"))) => r#""thing"."vector" @@ ("thing"."query" || $1)"#, "true";
        Thing::vector.matches(to_tsquery("english", "quick").followed_by(to_tsquery("english", "fox"))) => r#""thing"."vector" @@ (to_tsquery('english', $1) <-> to_tsquery('english', $2))"#, "true";
        Thing::vector.matches(Thing::query.not_query()) => r#""thing"."vector" @@ (!! "thing"."query")"#, "false";
        Thing::query.contains(TsQuery::word("fox")) => r#""thing"."query" @> $1"#, "true";
        ts_rank(Thing::vector, Thing::query).gt(0.0) => r#"ts_rank("thing"."vector", "thing"."query") > $1"#, "true";
        ts_rank_cd(Thing::vector, Thing::query).gt(0.0) => r#"ts_rank_cd("thing"."vector", "thing"."query") > $1"#, "true";
        ts_headline("english", "The quick foxes", Thing::query) => r#"ts_headline('english', $1, "thing"."query")"#, r#""The <b>quick</b> <b>foxes</b>""#;
        ts_headline_with("english", "The quick foxes", Thing::query, "StartSel=<, StopSel=>") => r#"ts_headline('english', $1, "thing"."query", $2)"#, r#""The <quick> <foxes>""#;
        setweight(Thing::vector, Weight::A).matches(to_tsquery("english", "fox:A")) => r#"setweight("thing"."vector", 'A') @@ to_tsquery('english', $1)"#, "true";
        tsvector_length(Thing::vector) => r#"length("thing"."vector")"#, "2";
        tsvector_length(strip(Thing::vector)) => r#"length(strip("thing"."vector"))"#, "2";
        numnode(Thing::query) => r#"numnode("thing"."query")"#, "3";
        querytree(Thing::query) => r#"querytree("thing"."query")"#, r#""'fox' & 'quick'""#;
    }
}

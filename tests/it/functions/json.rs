//! Documents.

use cormorant::Result;
use cormorant::functions::aggregate::{jsonb_agg, max};
use cormorant::functions::json::*;
use cormorant::query::{coalesce, select};
use cormorant::testing::TestDb;
use cormorant::types::Json;
use serde_json::json;

use super::harness::{SCHEMA, Settings, Thing, cases, statements};

#[cormorant::test(schema = SCHEMA)]
async fn operators_of_documents(db: TestDb) -> Result<()> {
    cases! { db;
        Thing::doc.get("a") => r#""thing"."doc" -> $1"#, r#"Some(Object {"b": Array [Number(1), Number(2)]})"#;
        Thing::doc.get("a").get("b").get(0) => r#""thing"."doc" -> $1 -> $2 -> $3"#, "Some(Number(1))";
        Thing::doc.get("a").get("b").get_text(-1) => r#""thing"."doc" -> $1 -> $2 ->> $3"#, r#"Some("2")"#;
        Thing::doc.get(Thing::name) => r#""thing"."doc" -> "thing"."name""#, "None";
        Thing::doc.get_text("k") => r#""thing"."doc" ->> $1"#, r#"Some("v")"#;
        Thing::doc.get_text("k").eq("v") => r#""thing"."doc" ->> $1 = $2"#, "Some(true)";
        Thing::doc.get_path(["a", "b"]) => r#""thing"."doc" #> $1"#, "Some(Array [Number(1), Number(2)])";
        Thing::doc.get_path_text(vec!["a", "b", "1"]) => r#""thing"."doc" #>> $1"#, r#"Some("2")"#;
        Thing::doc.get_path(Thing::tags) => r#""thing"."doc" #> "thing"."tags""#, "Some(Array [Number(1), Number(2)])";
        Thing::doc.contains(json!({"k": "v"})) => r#""thing"."doc" @> $1"#, "true";
        Thing::settings.contains(Json(Settings { theme: "dark".to_owned() })) => r#""thing"."settings" @> $1"#, "true";
        Thing::doc.contained_by(Thing::doc) => r#""thing"."doc" <@ "thing"."doc""#, "true";
        Thing::doc.has_key("k") => r#""thing"."doc" ? $1"#, "true";
        Thing::note.has_key("k") => r#""thing"."note" ? $1"#, "None";
        Thing::doc.has_any_key(["x", "k"]) => r#""thing"."doc" ?| $1"#, "true";
        Thing::doc.has_all_keys(["x", "k"]) => r#""thing"."doc" ?& $1"#, "false";
        Thing::doc.concat(json!({"x": 1})) => r#""thing"."doc" || $1"#, r#"Object {"a": Object {"b": Array [Number(1), Number(2)]}, "k": String("v"), "n": Null, "x": Number(1)}"#;
        Thing::settings.concat(Thing::note) => r#""thing"."settings" || "thing"."note""#, "None";
        Thing::doc.delete("a") => r#""thing"."doc" - $1"#, r#"Object {"k": String("v"), "n": Null}"#;
        Thing::doc.get_path(["a", "b"]).delete(0) => r#"("thing"."doc" #> $1) - $2"#, "Some(Array [Number(2)])";
        Thing::doc.delete_path(["a", "b", "0"]) => r#""thing"."doc" #- $1"#, r#"Object {"a": Object {"b": Array [Number(2)]}, "k": String("v"), "n": Null}"#;
        Thing::doc.path_exists("$.a.b[*] ? (@ > 1)") => r#""thing"."doc" @? $1::jsonpath"#, "Some(true)";
        Thing::doc.path_matches("$.a.b[0] == 1") => r#""thing"."doc" @@ $1::jsonpath"#, "Some(true)";
        Thing::settings.get_text("theme") => r#""thing"."settings" ->> $1"#, r#"Some("dark")"#;
    }
}

#[cormorant::test(schema = SCHEMA)]
async fn functions_of_documents(db: TestDb) -> Result<()> {
    cases! { db;
        jsonb_build_object((("id", Thing::id), ("nick", Thing::nick), ("n", 1), ("in", jsonb_build_object((("x", "y"),)))))
            => r#"jsonb_build_object('id', "thing"."id", 'nick', "thing"."nick", 'n', $1, 'in', jsonb_build_object('x', $2))"#, r#"Object {"id": Number(1), "in": Object {"x": String("y")}, "n": Number(1), "nick": Null}"#;
        jsonb_build_array((Thing::id, "x", Thing::active)) => r#"jsonb_build_array("thing"."id", $1, "thing"."active")"#, r#"Array [Number(1), String("x"), Bool(true)]"#;
        to_jsonb(Thing::tags) => r#"to_jsonb("thing"."tags")"#, r#"Array [String("a"), String("b")]"#;
        to_jsonb(Thing).get_text("name") => r#"to_jsonb("thing".*) ->> $1"#, r#"Some("Ann Lee")"#;
        jsonb_agg(Thing).cast::<String>().ilike("%ann lee%") => r#"jsonb_agg("thing".*)::text ILIKE $1"#, "Some(true)";
        jsonb_set(Thing::doc, ["a", "b"], json!([])) => r#"jsonb_set("thing"."doc", $1, $2)"#, r#"Object {"a": Object {"b": Array []}, "k": String("v"), "n": Null}"#;
        jsonb_insert(Thing::doc, ["a", "b", "0"], to_jsonb(Thing::id)) => r#"jsonb_insert("thing"."doc", $1, to_jsonb("thing"."id"))"#, r#"Object {"a": Object {"b": Array [Number(1), Number(1), Number(2)]}, "k": String("v"), "n": Null}"#;
        jsonb_array_length(Thing::doc.get_path(["a", "b"])) => r#"jsonb_array_length("thing"."doc" #> $1)"#, "Some(2)";
        jsonb_typeof(Thing::doc) => r#"jsonb_typeof("thing"."doc")"#, r#""object""#;
        jsonb_pretty(Thing::settings) => r#"jsonb_pretty("thing"."settings")"#, r#""{\n    \"theme\": \"dark\"\n}""#;
        jsonb_strip_nulls(Thing::doc) => r#"jsonb_strip_nulls("thing"."doc")"#, r#"Object {"a": Object {"b": Array [Number(1), Number(2)]}, "k": String("v")}"#;
        jsonb_array_elements(Thing::doc.get_path(["a", "b"])) => r#"jsonb_array_elements("thing"."doc" #> $1)"#, "Some(Number(1)), Some(Number(2))";
        jsonb_array_elements_text(Thing::doc.get_path(["a", "b"])) => r#"jsonb_array_elements_text("thing"."doc" #> $1)"#, r#"Some("1"), Some("2")"#;
        jsonb_object_keys(Thing::doc) => r#"jsonb_object_keys("thing"."doc")"#, r#""a", "k", "n""#;
        jsonb_path_exists(Thing::doc, "$.a") => r#"jsonb_path_exists("thing"."doc", $1::jsonpath)"#, "true";
        jsonb_path_match(Thing::doc, "$.a.b[0] == 1") => r#"jsonb_path_match("thing"."doc", $1::jsonpath)"#, "Some(true)";
        jsonb_path_query(Thing::doc, "$.a.b[*]") => r#"jsonb_path_query("thing"."doc", $1::jsonpath)"#, "Number(1), Number(2)";
        jsonb_path_query_array(Thing::doc, "$.a.b[*]") => r#"jsonb_path_query_array("thing"."doc", $1::jsonpath)"#, "Array [Number(1), Number(2)]";
        jsonb_path_query_first(Thing::doc, "$.zzz") => r#"jsonb_path_query_first("thing"."doc", $1::jsonpath)"#, "None";
        max(Thing::doc.get_text("k")) => r#"max("thing"."doc" ->> $1)"#, r#"Some("v")"#;
    }
}

#[cormorant::test(schema = SCHEMA)]
async fn documents_that_keep_the_order_of_their_keys(db: TestDb) -> Result<()> {
    cases! { db;
        json_build_object((("b", Thing::id), ("a", Thing::nick))) => r#"json_build_object('b', "thing"."id", 'a', "thing"."nick")"#, r#"Object {"a": Null, "b": Number(1)}"#;
        json_build_object((("b", Thing::id), ("a", json_build_array((Thing::id, "x"))))).cast::<String>()
            => r#"json_build_object('b', "thing"."id", 'a', json_build_array("thing"."id", $1))::text"#, r#""{\"b\" : 1, \"a\" : [1, \"x\"]}""#;
        to_json(Thing::tags) => r#"to_json("thing"."tags")"#, r#"Array [String("a"), String("b")]"#;
        row_to_json(Thing).cast::<serde_json::Value>().get_text("name") => r#"row_to_json("thing".*)::jsonb ->> $1"#, r#"Some("Ann Lee")"#;
        json_agg(Thing::name).order_by(Thing::id).filter(Thing::active)
            => r#"json_agg("thing"."name" ORDER BY "thing"."id") FILTER (WHERE "thing"."active")"#, r#"Some(Array [String("Ann Lee")])"#;
        json_object_agg(Thing::name, Thing::id) => r#"json_object_agg("thing"."name", "thing"."id")"#, r#"Some(Object {"Ann Lee": Number(1)})"#;
        jsonb_build_object((("row", to_json(Thing::id)),)) => r#"jsonb_build_object('row', to_json("thing"."id"))"#, r#"Object {"row": Number(1)}"#;
    }
}

cormorant::alias!(other: Thing);

#[cormorant::test(schema = SCHEMA)]
async fn a_whole_row_is_a_document(db: TestDb) -> Result<()> {
    statements! { db;
        select(row_to_json(other).cast::<serde_json::Value>().get_text("id")) => r#"SELECT row_to_json("other".*)::jsonb ->> $1 FROM "thing" AS "other""#, r#"[Some("1")]"#;
        select(to_jsonb(other).get_text("id")) => r#"SELECT to_jsonb("other".*) ->> $1 FROM "thing" AS "other""#, r#"[Some("1")]"#;
        select(jsonb_array_length(coalesce(jsonb_agg(Thing), json!([]))))
            => r#"SELECT jsonb_array_length(coalesce(jsonb_agg("thing".*), $1)) FROM "thing""#, "[1]";
    }
}

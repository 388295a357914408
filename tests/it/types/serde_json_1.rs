//! serde_json: values and typed documents.

use cormorant::types::{Json, Param, ParamValue};
use proptest::collection::{btree_map, vec};
use proptest::prelude::any;
use proptest::prop_oneof;
use proptest::strategy::{Just, Strategy};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{property, with_db};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Settings {
    theme: String,
    sizes: Vec<f64>,
    #[serde(default)]
    note: Option<String>,
}

#[test]
fn values_round_trip() {
    with_db(async |db| {
        db.round_trips(&[
            (json!(null), "null"),
            (json!({}), "{}"),
            (json!([1, -2.5, "a\"\\\n", true, {"b": []}]), r#"[1, -2.5, "a\"\\\n", true, {"b": []}]"#),
            (
                json!({"b": u64::MAX, "a": i64::MIN}),
                r#"{"a": -9223372036854775808, "b": 18446744073709551615}"#,
            ),
            (json!(1e16), "10000000000000000"),
        ])
        .await;
    });
}

#[test]
fn typed_documents_round_trip() {
    with_db(async |db| {
        let settings = Json(Settings { theme: "dark 🦀".into(), sizes: vec![0.1, 1e300], note: None });
        let read: Json<Settings> = db.value("select $1::jsonb", &[Param::new(&settings)]).await;
        assert_eq!(read, settings);
        assert_eq!(read.theme, "dark 🦀");
        let json = r#"select '{"theme": "a", "sizes": []}'::json"#;
        assert_eq!(db.value::<Json<Settings>>(json, &[]).await.theme, "a");
        let all = vec![settings.clone(), settings];
        assert_eq!(db.value::<Vec<Json<Settings>>>("select $1::jsonb[]", &[Param::new(&all)]).await, all);
    });
}

#[test]
fn documents_of_another_shape_are_refused_without_their_content() {
    with_db(async |db| {
        let name = std::any::type_name::<Settings>();
        let invalid =
            format!("the JSON does not fit `{name}`: invalid type, expected a string at line 1 column 29");
        db.refuses::<Json<Settings>>(r#"'{"theme": 123456, "sizes": []}'::jsonb"#, &invalid).await;
        let missing = format!("the JSON does not fit `{name}`: missing field `sizes` at line 1 column 17");
        db.refuses::<Json<Settings>>(r#"'{"theme": "dark"}'::jsonb"#, &missing).await;
        let range =
            "the JSON does not fit `serde_json::value::Value`: number out of range at line 1 column 401";
        db.refuses::<Value>("'1e400'::jsonb", range).await;
    });
}

#[test]
fn what_jsonb_refuses_is_refused_before_it_is_sent() {
    let invalid = |value: &Value| matches!(Param::new(value).value, ParamValue::Invalid(_));
    assert!(invalid(&json!("\0")) && invalid(&json!({"\0": 1})));
    let nested = |depth| (0..depth).fold(json!(1), |value, _| Value::Array(vec![value]));
    assert!(invalid(&nested(128)));
    with_db(async |db| {
        let read: Value = db.value("select $1::jsonb", &[Param::new(&nested(127))]).await;
        assert_eq!(read, nested(127));
        let deep = "select (repeat('[', 128) || repeat(']', 128))::jsonb";
        assert!(db.value::<bool>(&format!("select ({deep}) is not null"), &[]).await);
        let reason =
            "the JSON does not fit `serde_json::value::Value`: recursion limit exceeded at line 1 column 128";
        db.refuses::<Value>(&format!("({deep})"), reason).await;
    });
}

#[test]
fn arbitrary_values_round_trip() {
    let text = any::<String>().prop_map(|text| text.replace('\0', ""));
    let number = any::<f64>().prop_filter("JSON has finite numbers", |number| number.is_finite());
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        number.prop_map(Value::from),
        text.clone().prop_map(Value::from),
    ];
    let value = leaf.prop_recursive(4, 24, 4, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            btree_map(text.clone(), inner, 0..4).prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    });
    property(value);
}

//! Values: they are stored and read back exactly, and found by every operator that takes a text.

use cormorant::ddl::Options;
use cormorant::functions::json::{jsonb_build_array, jsonb_build_object};
use cormorant::prelude::*;
use cormorant::query::excluded;
use cormorant::testing::TestDb;
use cormorant::types::{CiText, Json, TsQuery};
use cormorant::{DbEnum, Error, Result};
use serde_json::{Value, json};

use super::{CANARY, assert_alive, list};

#[derive(Model, Clone, Debug, PartialEq)]
#[model(table = "Kept; \"here\" --")]
struct Kept {
    #[model(primary_key)]
    id: i32,
    #[model(rename = "te'xt\"")]
    text: String,
    nick: Option<String>,
    list: Vec<String>,
    doc: Value,
    view: Json<Vec<String>>,
    bytes: Vec<u8>,
}

fn kept(id: usize, text: &str) -> Kept {
    Kept {
        id: i32::try_from(id).expect("the list is short"),
        text: text.to_owned(),
        nick: Some(text.to_owned()),
        list: vec![text.to_owned(), String::new(), text.to_owned()],
        doc: json!({text: text, "list": [text]}),
        view: Json(vec![text.to_owned()]),
        bytes: text.as_bytes().to_vec(),
    }
}

/// The texts that PostgreSQL can hold, as rows.
fn rows() -> Vec<Kept> {
    let texts = list::all().into_iter().filter(|text| !text.contains('\0'));
    texts.enumerate().map(|(id, text)| kept(id, &text)).collect()
}

#[cormorant::test(schema = CANARY, models(Kept))]
async fn values_are_stored_and_read_back_exactly(db: TestDb) -> Result<()> {
    let rows = rows();
    let mut conn = db.engine().connection().await?;
    for row in &rows {
        assert_eq!(conn.one(insert(Kept).values(row.clone()).returning(Kept)).await?, *row);
    }
    assert_eq!(conn.all(select(Kept).order_by(Kept::id)).await?, rows);

    conn.execute(delete(Kept).all_rows()).await?;
    conn.execute(insert(Kept).rows(rows.clone())).await?;
    assert_eq!(conn.all(select(Kept).order_by(Kept::id)).await?, rows);

    conn.execute(delete(Kept).all_rows()).await?;
    conn.copy_in(Kept, rows.clone()).await?;
    assert_eq!(conn.all(select(Kept).order_by(Kept::id)).await?, rows);

    for row in &rows {
        let change =
            update(Kept).set(Kept::nick, format!("{}{}", row.text, row.text)).filter(Kept::id.eq(row.id));
        let nick = conn.one(change.returning(Kept::nick)).await?;
        assert_eq!(nick, Some(row.text.repeat(2)));
        let upsert = insert(Kept).values(row.clone()).on_conflict(Kept::id).do_update();
        let upsert = upsert.set(Kept::nick, excluded(Kept::text)).end();
        assert_eq!(conn.one(upsert.returning(Kept::nick)).await?, row.nick);
    }
    assert_alive(&db).await
}

#[cormorant::test(schema = CANARY, models(Kept))]
async fn operators_take_values_for_what_they_are(db: TestDb) -> Result<()> {
    let rows = rows();
    let mut conn = db.engine().connection().await?;
    conn.execute(insert(Kept).rows(rows.clone())).await?;
    let ids = |test: fn(&str, &str) -> bool, text: &str| -> Vec<i32> {
        rows.iter().filter(|row| test(&row.text, text)).map(|row| row.id).collect()
    };
    for text in rows.iter().map(|row| row.text.as_str()) {
        let found = |condition| select(Kept::id).filter(condition).order_by(Kept::id);
        let one = ids(|a, b| a == b, text);
        assert_eq!(conn.all(found(Kept::text.eq(text))).await?, one, "{text:?}");
        assert_eq!(conn.all(select(Kept::id).filter(Kept::text.in_([text]))).await?, one, "{text:?}");
        assert_eq!(
            conn.all(select(Kept::id).filter(Kept::list.contains([text]).and(Kept::text.eq(text)))).await?,
            one
        );
        assert_eq!(
            conn.all(select(Kept::id).filter(Kept::doc.get_text(text).eq(text).and(Kept::text.eq(text))))
                .await?,
            one
        );
        assert_eq!(
            conn.all(found(Kept::text.contains(text))).await?,
            ids(|a, b| a.contains(b), text),
            "{text:?}"
        );
        assert_eq!(
            conn.all(found(Kept::text.starts_with(text))).await?,
            ids(|a, b| a.starts_with(b), text),
            "{text:?}"
        );
        assert_eq!(
            conn.all(found(Kept::text.ends_with(text))).await?,
            ids(|a, b| a.ends_with(b), text),
            "{text:?}"
        );
        // As a pattern, with everything that means something escaped.
        for escape in ['\\', '!', '\''] {
            let special = |c: char| c == '%' || c == '_' || c == escape;
            let pattern: String =
                text.chars().flat_map(|c| special(c).then_some(escape).into_iter().chain([c])).collect();
            assert_eq!(
                conn.all(found(Kept::text.like_escape(pattern, escape))).await?,
                one,
                "{text:?} {escape:?}"
            );
        }
        let raw = raw::<String>("{} || '{{}}'").with((text,));
        assert_eq!(conn.one(select(raw)).await?, Some(format!("{text}{{}}")));
        assert_eq!(conn.one(select(value(text))).await?, text);
        assert_eq!(conn.one(select(concat((text, value(text))))).await?, text.repeat(2));
        assert_eq!(
            conn.one(select(function::<i32>("length").with((text,)))).await?,
            Some(i32::try_from(text.chars().count()).expect("short"))
        );
    }
    assert_alive(&db).await
}

#[cormorant::test(schema = CANARY)]
async fn documents_vectors_and_keys_written_into_the_text_are_exact(db: TestDb) -> Result<()> {
    let mut conn = db.engine().connection().await?;
    for text in list::all().into_iter().filter(|text| !text.contains('\0')) {
        // Keys of `jsonb_build_object` are constants of the statement's text.
        let key: &'static str = Box::leak(text.clone().into_boxed_str());
        let document = jsonb_build_object(((key, key), ("list", jsonb_build_array((key,)))));
        let mut expected = json!({"list": [key]});
        expected[key] = json!(key);
        if key != "list" {
            assert_eq!(conn.one(select(document)).await?, expected);
        }
        let words = conn.one(select(value(vec![text.clone(), text.clone()]))).await?;
        assert_eq!(words, [text.clone(), text.clone()]);
        if !text.is_empty() && text.len() < 2_000 {
            let query = TsQuery::word(text.clone()).and(TsQuery::prefix(text.clone()));
            assert_eq!(conn.one(select(value(query.clone()))).await?, query, "{text:?}");
        }
    }
    assert_alive(&db).await
}

#[derive(DbEnum, Clone, Copy, Debug, PartialEq)]
#[db_enum(name = "mo'od\"; DROP TABLE canary; --")]
enum Mood {
    #[db_enum(label = "'); DROP TABLE canary; --")]
    Quote,
    #[db_enum(label = "\"\\ $1 ::int /*")]
    Double,
    #[db_enum(label = "\u{202e}\u{2019}")]
    Alike,
}

#[derive(Model, Clone, Debug, PartialEq)]
struct Feeling {
    #[model(primary_key)]
    id: i32,
    mood: Mood,
    moods: Vec<Mood>,
    #[model(server_default = "'it''s; -- \"x\" /*'")]
    note: String,
}

#[cormorant::test(schema = CANARY)]
async fn labels_of_enums_and_defaults_are_exact(db: TestDb) -> Result<()> {
    let mut conn = db.engine().connection().await?;
    conn.create_all(&[Feeling::TABLE], &Options::new().enums([Mood::ENUM])).await?;
    let all = [Mood::Quote, Mood::Double, Mood::Alike];
    let rows = all.iter().zip(1..).map(|(&mood, id)| Feeling::create().id(id).mood(mood).moods(all.to_vec()));
    let back = conn.all(insert(Feeling).rows(rows).returning(Feeling)).await?;
    assert_eq!(back.iter().map(|row| row.mood).collect::<Vec<_>>(), all);
    assert!(back.iter().all(|row| row.note == "it's; -- \"x\" /*" && row.moods == all));
    assert_eq!(conn.all(select(Feeling::id).filter(Feeling::mood.eq(Mood::Double))).await?, [2]);
    assert_alive(&db).await
}

#[cormorant::test(schema = CANARY, models(Kept))]
async fn nul_is_refused_with_the_column_named(db: TestDb) -> Result<()> {
    let mut conn = db.engine().connection().await?;
    let nul = |error: Error, column: &str| {
        let said = error.to_string();
        assert!(matches!(error, Error::Encode { .. }) && said.contains("NUL"), "{said}");
        assert!(said.contains(column), "{said} does not name {column}");
    };
    let fine = kept(1, "x");
    let with = |change: fn(&mut Kept)| {
        let mut row = kept(2, "x");
        change(&mut row);
        row
    };
    let cases: [(Kept, &str); 5] = [
        (with(|row| row.text.push('\0')), "te'xt\""),
        (with(|row| row.nick = Some("\0".into())), "nick"),
        (with(|row| row.list[0] = "a\0".into()), "list"),
        (with(|row| row.doc = json!({"a\0": 1})), "doc"),
        (with(|row| row.view.0[0].push('\0')), "view"),
    ];
    for (row, column) in cases {
        nul(conn.execute(insert(Kept).values(row.clone())).await.unwrap_err(), column);
        nul(conn.execute(insert(Kept).rows([fine.clone(), row.clone()])).await.unwrap_err(), column);
        nul(conn.copy_in(Kept, [fine.clone(), row.clone()]).await.unwrap_err(), column);
        let mut session = db.engine().session();
        session.add(row);
        nul(session.commit().await.unwrap_err(), column);
    }
    nul(conn.execute(update(Kept).set(Kept::nick, "a\0").all_rows()).await.unwrap_err(), "nick");
    nul(conn.all(select(Kept::id).filter(Kept::text.eq("a\0"))).await.unwrap_err(), "te'xt\"");
    nul(conn.all(select(Kept::id).filter(Kept::text.like("a\0%"))).await.unwrap_err(), "te'xt\"");
    nul(conn.one(select(value("\0"))).await.unwrap_err(), "$1");
    nul(conn.one(select(value(CiText("\0".into())).is_null())).await.unwrap_err(), "$1");
    assert_eq!(conn.one(select(count_all()).from(Kept)).await?, 0);
    assert_alive(&db).await
}

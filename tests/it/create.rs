//! `User::create()` without a session: what an INSERT sends.

use cormorant::ddl::{Options, create_sql};
use cormorant::query::{insert, select};
use cormorant::schema::Model as _;
use cormorant::testing::TestDb;
use cormorant::{Model, Result};

fn first_or_next(version: Option<&String>) -> String {
    version.map_or_else(|| "a".to_owned(), |version| format!("{version}a"))
}

#[derive(Model, Clone, Debug, PartialEq)]
struct Doc {
    #[model(primary_key, generated)]
    id: i64,
    title: String,
    #[model(default = title_of(3))]
    subtitle: String,
    #[model(default)]
    pages: i32,
    #[model(server_default = "'new'")]
    state: String,
    note: Option<String>,
    #[model(stored = "title || '!'")]
    loud: Option<String>,
    #[model(version)]
    counted: i16,
    #[model(skip)]
    cache: Option<Vec<u8>>,
}

fn title_of(number: i32) -> String {
    format!("number {number}")
}

#[derive(Model, Clone, Debug, PartialEq)]
struct Page {
    #[model(primary_key, generated = always)]
    id: i32,
    #[model(version = first_or_next)]
    version: String,
    #[model(belongs_to(doc: Doc))]
    doc_id: Option<i64>,
}

async fn tables(db: &TestDb) -> Result<()> {
    let sql = create_sql(&[Doc::TABLE, Page::TABLE], &Options::new())?;
    db.engine().connection().await?.script(&sql).await
}

fn doc(id: i64, title: &str) -> Doc {
    Doc {
        id,
        title: title.to_owned(),
        subtitle: "number 3".to_owned(),
        pages: 0,
        state: "new".to_owned(),
        note: None,
        loud: Some(format!("{title}!")),
        counted: 1,
        cache: None,
    }
}

#[cormorant::test]
async fn defaults_and_first_versions_fill_what_was_not_given(db: TestDb) -> Result<()> {
    tables(&db).await?;
    let mut conn = db.engine().connection().await?;
    let made = conn.one(insert(Doc).values(Doc::create().title("one")).returning(Doc)).await?;
    assert_eq!(made, doc(1, "one"));
    let given = Doc::create().title("two").subtitle("sub").pages(7).state("old").note("n").id(9).counted(4);
    let made = conn.one(insert(Doc).values(given).returning(Doc)).await?;
    let expected = Doc {
        subtitle: "sub".to_owned(),
        pages: 7,
        state: "old".to_owned(),
        note: Some("n".to_owned()),
        counted: 4,
        ..doc(9, "two")
    };
    assert_eq!(made, expected);
    let page = conn.one(insert(Page).values(Page::create().doc_id(9)).returning(Page)).await?;
    assert_eq!(page, Page { id: 1, version: "a".to_owned(), doc_id: Some(9) });
    Ok(())
}

#[cormorant::test]
async fn a_whole_struct_is_a_new_row_but_for_what_the_database_computes(db: TestDb) -> Result<()> {
    tables(&db).await?;
    let mut conn = db.engine().connection().await?;
    let rows = [doc(5, "five"), doc(6, "six")];
    conn.execute(insert(Doc).rows(rows.clone())).await?;
    assert_eq!(conn.all(select(Doc).order_by(Doc::id)).await?, rows);
    Ok(())
}

#[cormorant::test]
async fn rows_that_give_different_columns_go_into_one_insert(db: TestDb) -> Result<()> {
    tables(&db).await?;
    let mut conn = db.engine().connection().await?;
    let rows =
        [Doc::create().title("a"), Doc::create().title("b").note("n"), Doc::create().title("c").state("s")];
    assert_eq!(conn.execute(insert(Doc).rows(rows)).await?, 3);
    let read = conn.all(select((Doc::title, Doc::note, Doc::state)).order_by(Doc::title)).await?;
    let row = |title: &str, note: Option<&str>, state: &str| {
        (title.to_owned(), note.map(str::to_owned), state.to_owned())
    };
    assert_eq!(read, [row("a", None, "new"), row("b", Some("n"), "new"), row("c", None, "s")]);
    Ok(())
}

#[cormorant::test]
async fn related_rows_need_a_session(db: TestDb) -> Result<()> {
    tables(&db).await?;
    let mut conn = db.engine().connection().await?;
    let page = Page::create().doc(Doc::create().title("one"));
    let error = conn.execute(insert(Page).values(page)).await.expect_err("a statement inserts one table");
    assert!(error.to_string().contains("the row carries related rows"), "{error}");
    assert_eq!(conn.all(select(Page)).await?, []);
    Ok(())
}

//! Labels of enums and defaults of the server: texts of the program that become SQL text.

use cormorant::ddl::Options;
use cormorant::prelude::*;
use cormorant::testing::TestDb;
use cormorant::{DbEnum, Result};

use super::{CANARY, assert_alive};
use crate::support::value;

#[derive(DbEnum, Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[db_enum(name = "mood\"'; --")]
enum Hostile {
    #[db_enum(label = "it's")]
    Quote,
    #[db_enum(label = "''")]
    Quotes,
    #[db_enum(label = "say \"no\"")]
    Double,
    #[db_enum(label = "a\\b\\'")]
    Backslash,
    #[db_enum(label = "'); DROP TABLE canary; --")]
    Drop,
    #[db_enum(label = "/* not a comment")]
    Comment,
    #[db_enum(label = "-- nor this")]
    Line,
    #[db_enum(label = "$$; $1 :name %s {}")]
    Dollar,
    #[db_enum(label = " padded ")]
    Padded,
    #[db_enum(label = "two\nlines\tand a tab")]
    Lines,
    // Latin, then Cyrillic, and a letter in two parts.
    #[db_enum(label = "cafe")]
    Latin,
    #[db_enum(label = "c\u{430}fe")]
    Cyrillic,
    #[db_enum(label = "caf\u{e9}")]
    Composed,
    #[db_enum(label = "cafe\u{301}")]
    Decomposed,
    #[db_enum(label = "\u{202e}kcab")]
    Backwards,
    #[db_enum(label = "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn")]
    Long,
    #[db_enum(label = "éééééééééééééééééééééééééééééééx")]
    LongInBytes,
}

const ALL: [Hostile; 17] = [
    Hostile::Quote,
    Hostile::Quotes,
    Hostile::Double,
    Hostile::Backslash,
    Hostile::Drop,
    Hostile::Comment,
    Hostile::Line,
    Hostile::Dollar,
    Hostile::Padded,
    Hostile::Lines,
    Hostile::Latin,
    Hostile::Cyrillic,
    Hostile::Composed,
    Hostile::Decomposed,
    Hostile::Backwards,
    Hostile::Long,
    Hostile::LongInBytes,
];

#[derive(Model, Clone, Debug, PartialEq)]
#[model(table = "felt")]
struct Felt {
    #[model(primary_key)]
    id: i32,
    mood: Hostile,
    moods: Vec<Hostile>,
}

#[derive(Model, Clone, Debug, PartialEq)]
#[model(table = "left_out")]
struct LeftOut {
    #[model(primary_key)]
    id: i32,
    #[model(server_default = "'it''s \"'")]
    quotes: String,
    #[model(server_default = "E'a\\\\b\\''")]
    backslash: String,
    #[model(server_default = "$x$'); DROP TABLE canary; --$x$")]
    dollar: String,
    #[model(server_default = "/* why */ '/*'")]
    comment: String,
    #[model(server_default = "'--' -- why")]
    line: String,
    #[model(server_default = "'c\u{430}f\u{e9}\u{202e}'")]
    letters: String,
    #[model(server_default = "'a' || 'b'")]
    operator: Option<String>,
}

#[cormorant::test]
async fn labels_are_kept_exactly_whatever_they_hold(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let mut conn = engine.connection().await?;
    conn.script(CANARY).await?;
    engine.create_all(&[Felt::TABLE], &Options::new()).await?;
    let felt = |(id, mood)| Felt { id, mood, moods: vec![mood, Hostile::Drop, mood] };
    let rows: Vec<Felt> = (1..).zip(ALL).map(felt).collect();
    assert_eq!(conn.all(insert(Felt).rows(rows.clone()).returning(Felt)).await?, rows);
    for row in &rows {
        let same = select(Felt).filter(Felt::mood.eq(row.mood)).filter(Felt::moods.contains(vec![row.mood]));
        assert_eq!(conn.one(same).await?, *row);
    }
    let labels: Vec<String> = conn.all(select(Felt::mood.cast::<String>()).order_by(Felt::id)).await?;
    assert_eq!(labels[..4], ["it's", "''", "say \"no\"", "a\\b\\'"]);
    assert!(labels[15].len() == 63 && labels[16].len() == 63);
    let distinct = "SELECT count(DISTINCT enumlabel) FROM pg_enum";
    assert_eq!(value::<i64>(&mut conn, distinct).await?, 17);
    assert_alive(&db).await
}

#[cormorant::test]
async fn defaults_of_the_server_are_what_they_say_in_ddl_and_in_statements(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let mut conn = engine.connection().await?;
    conn.script(CANARY).await?;
    engine.create_all(&[LeftOut::TABLE], &Options::new()).await?;
    let expected = |id| LeftOut {
        id,
        quotes: "it's \"".to_owned(),
        backslash: "a\\b'".to_owned(),
        dollar: "'); DROP TABLE canary; --".to_owned(),
        comment: "/*".to_owned(),
        line: "--".to_owned(),
        letters: "c\u{430}f\u{e9}\u{202e}".to_owned(),
        operator: Some("ab".to_owned()),
    };
    let one = insert(LeftOut).values(LeftOut::create().id(1)).returning(LeftOut);
    assert_eq!(conn.one(one).await?, expected(1));
    // Rows that leave out different columns: the defaults are written into the statement.
    let some =
        LeftOut::create().id(2).quotes("q").backslash("b").dollar("d").comment("c").line("l").letters("x");
    let rows = [some.operator(None), LeftOut::create().id(3)];
    let stored = conn.all(insert(LeftOut).rows(rows).returning(LeftOut)).await?;
    assert_eq!((stored[0].line.as_str(), &stored[0].operator), ("l", &None));
    assert_eq!(stored[1], expected(3));
    assert_alive(&db).await
}

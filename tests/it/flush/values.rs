//! Values that are more than a number: arrays, documents, what the program and the server make, keys of two columns.

use cormorant::Result;
use cormorant::prelude::*;
use cormorant::testing::TestDb;
use cormorant::types::Json;
use serde_json::json;

use super::models::{Bag, Made, Row, Seat, Settings};
use super::writes;

fn settings(theme: &str) -> Json<Settings> {
    Json(Settings { theme: theme.to_owned(), sizes: vec![1] })
}

#[cormorant::test(models(Bag))]
async fn arrays_and_documents_changed_in_place_are_written_and_untouched_ones_not(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let mut session = engine.session();
    let bags = session.add_all((0..3).map(|n| {
        Bag::create()
            .words(vec![format!("word {n}"), "b".to_owned()])
            .gaps(Some(vec![Some(n), None]))
            .settings(settings("dark"))
            .other(Some(json!({"a": [n]})))
    }));
    session.commit().await?;
    let sent = engine.record();
    session[bags[0]].words.push("c".to_owned());
    session[bags[1]].settings.sizes.push(2);
    if let Some(other) = &mut session[bags[2]].other {
        other["a"][0] = json!("changed");
    }
    session[bags[1]].words.push("gone".to_owned());
    session[bags[1]].words.pop();
    session.commit().await?;
    assert_eq!(
        writes(&sent),
        [
            r#"UPDATE "bag" SET "words" = $1 WHERE "bag"."id" = $2"#,
            r#"UPDATE "bag" SET "settings" = $1 WHERE "bag"."id" = $2"#,
            r#"UPDATE "bag" SET "other" = $1 WHERE "bag"."id" = $2"#,
        ]
    );
    let mut session = engine.session();
    let bags = session.all(select(Bag).order_by(Bag::id)).await?;
    assert_eq!(session[bags[0]].words, ["word 0", "b", "c"]);
    assert_eq!(session[bags[0]].gaps, Some(vec![Some(0), None]));
    assert_eq!(session[bags[1]].settings, Json(Settings { theme: "dark".to_owned(), sizes: vec![1, 2] }));
    assert_eq!(session[bags[1]].words, ["word 1", "b"]);
    assert_eq!(session[bags[2]].other, Some(json!({"a": ["changed"]})));
    assert!(bags.iter().all(|bag| session.is_modified(*bag).is_ok_and(|modified| !modified)));

    for &bag in &bags {
        session[bag].words.clear();
        session[bag].gaps = None;
        session[bag].other = None;
    }
    session.commit().await?;
    let empty = select(count_all()).from(Bag).filter(Bag::words.eq(Vec::<String>::new()));
    let empty = empty.filter(Bag::gaps.is_null()).filter(Bag::other.is_null());
    assert_eq!(session.scalar(empty).await?, 3);
    Ok(())
}

#[cormorant::test(models(Made))]
async fn what_program_and_server_make_is_in_memory_after_the_flush(db: TestDb) -> Result<()> {
    let mut session = db.engine().session();
    let made = session.add_all(["a", "b"].map(|name| Made::create().name(name)));
    let given = session.add(Made::create().name("c").source("me").rank(1).rev(9).by(Some("me".to_owned())));
    session.commit().await?;
    for &entity in &made {
        let row = &session[entity];
        assert_eq!((row.source.as_str(), row.rank, row.rev, row.by.as_deref()), ("program", 42, 0, None));
        assert_eq!(row.loud, Some(row.name.to_uppercase()));
    }
    let row = &session[given];
    assert_eq!((row.source.as_str(), row.rank, row.rev, row.by.as_deref()), ("me", 1, 9, Some("me")));

    let sent = db.engine().record();
    session[made[0]].name = "x".to_owned();
    session[made[1]].name = "y".to_owned();
    session.flush().await?;
    assert_eq!(
        writes(&sent),
        [
            r#"UPDATE "made" SET "name" = "v"."0", "by" = "v"."1", "rev" = rev + 1 FROM unnest($1, $2, $3) WITH ORDINALITY AS "v"("0", "1", "2", "n") WHERE "made"."id" = "v"."2" RETURNING "v"."n", "made"."rank", "made"."loud", "made"."rev""#
        ]
    );
    for (&entity, loud) in made.iter().zip(["X", "Y"]) {
        let row = &session[entity];
        assert_eq!((row.loud.as_deref(), row.by.as_deref(), row.rev), (Some(loud), Some("touched"), 1));
    }
    session[given].rev = 50;
    session[given].by = None;
    session.flush().await?;
    assert_eq!((session[given].rev, session[given].by.as_deref()), (50, None), "the program's word counts");
    let before = (session[given].rank, session[given].loud.clone());
    session.refresh(given).await?;
    assert_eq!((session[given].rank, session[given].loud.clone()), before);
    Ok(())
}

#[cormorant::test(models(Row, Seat))]
async fn keys_of_two_columns_find_their_rows_and_go_to_children(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let mut session = engine.session();
    let rows = session.add_all((1..=3).map(|number| {
        Row::create().hall("A").number(number).note(None).seats([Seat::create(), Seat::create()])
    }));
    session.commit().await?;
    let seats = select((Seat::hall, Seat::row_number)).order_by(Seat::id);
    let seats = session.all(seats).await?;
    let expected: Vec<_> = [1, 1, 2, 2, 3, 3].map(|number| (Some("A".to_owned()), Some(number))).into();
    assert_eq!(seats, expected);
    session.commit().await?;

    let sent = engine.record();
    for &row in &rows {
        session[row].note = Some(format!("note {}", session[row].number));
    }
    session.flush().await?;
    assert_eq!(
        writes(&sent),
        [
            r#"UPDATE "row" SET "note" = "v"."0" FROM unnest($1, $2, $3) AS "v"("0", "1", "2") WHERE "row"."hall" = "v"."1" AND "row"."number" = "v"."2""#
        ]
    );
    assert_eq!(session.get::<Row>(("A".to_owned(), 2)).await?, Some(rows[1]));
    let notes = session.all(select(Row::note).order_by(Row::number)).await?;
    assert_eq!(notes, [1, 2, 3].map(|number| Some(format!("note {number}"))));

    session.clear_many(rows[0], Row::seats)?;
    session.delete(rows[1])?;
    session.delete(rows[2])?;
    session.commit().await?;
    let sent = writes(&sent);
    assert_eq!(
        sent.last().map(String::as_str),
        Some(
            r#"DELETE FROM "row" USING unnest($1, $2) WITH ORDINALITY AS "v"("0", "1", "n") WHERE "row"."hall" = "v"."0" AND "row"."number" = "v"."1" RETURNING "v"."n""#
        )
    );
    assert_eq!(sent.len(), 2, "one UPDATE of all seats: {sent:?}");
    let left = session.all(select((Row::hall, Row::number))).await?;
    assert_eq!(left, [("A".to_owned(), 1)]);
    assert_eq!(session.scalar(select(count_all()).from(Seat).filter(Seat::hall.is_null())).await?, 6);
    Ok(())
}

#[cormorant::test(models(Row, Seat))]
async fn a_changed_key_is_written_and_is_the_identity_from_then_on(db: TestDb) -> Result<()> {
    let mut session = db.engine().session();
    let row = session.add(Row::create().hall("A").number(1).note(None));
    session.commit().await?;
    session[row].number = 2;
    assert_eq!(session.key(row)?, ("A".to_owned(), 1), "until the flush");
    session.commit().await?;
    assert_eq!(session.key(row)?, ("A".to_owned(), 2));
    assert_eq!(session.get::<Row>(("A".to_owned(), 2)).await?, Some(row));
    assert_eq!(session.get::<Row>(("A".to_owned(), 1)).await?, None);
    Ok(())
}

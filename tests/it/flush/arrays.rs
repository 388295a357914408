//! Array columns are written as one statement, whatever the number of rows, and nothing of them is lost.

use chrono::{DateTime, TimeDelta, Utc};
use cormorant::Result;
use cormorant::prelude::*;
use cormorant::testing::TestDb;
use uuid::Uuid;

use super::writes;

/// Elements of fixed and of variable length, with and without NULLs.
#[derive(Model, Clone, Debug, PartialEq)]
struct Shelf {
    #[model(primary_key, generated)]
    id: i32,
    name: String,
    words: Vec<String>,
    gaps: Option<Vec<Option<i32>>>,
    floats: Option<Vec<f64>>,
    flags: Vec<Option<bool>>,
    times: Vec<DateTime<Utc>>,
    ids: Option<Vec<Option<Uuid>>>,
    blobs: Vec<Option<Vec<u8>>>,
}

/// All lengths from none to five, NULL, NULL elements, NaN, empty texts, in a mixture that repeats late.
fn shelf(n: i32) -> Shelf {
    let at = DateTime::UNIX_EPOCH + TimeDelta::microseconds(i64::from(n));
    let times = |modulus: i32| 0..n.rem_euclid(modulus);
    Shelf {
        id: 0,
        name: format!("shelf {n}"),
        words: times(6)
            .map(|at| ["", "{}", "NULL", "a,\"b\"", "ø"][at as usize].repeat(n as usize % 4))
            .collect(),
        gaps: (n % 5 != 0).then(|| times(4).map(|at| (at != 1).then_some(n)).collect()),
        floats: (n % 7 != 3).then(|| times(3).map(|at| [f64::NAN, -0.0][at as usize]).collect()),
        flags: times(5).map(|at| [Some(true), None, Some(false), None][at as usize]).collect(),
        times: times(2).map(|_| at).collect(),
        ids: (n % 3 != 1).then(|| times(3).map(|at| (at == 0).then(|| Uuid::from_u128(n as u128))).collect()),
        blobs: times(4).map(|at| (at != 2).then(|| vec![0; at as usize])).collect(),
    }
}

/// Debug tells NaN, which is not equal to itself, and the sign of zero.
fn texts(shelves: &[Shelf]) -> Vec<String> {
    shelves.iter().map(|shelf| format!("{:?}", Shelf { id: 0, ..shelf.clone() })).collect()
}

#[cormorant::test(models(Shelf))]
async fn any_number_of_rows_with_arrays_is_one_statement_and_comes_back_exactly(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let mut conn = engine.connection().await?;
    let sent = engine.record();
    for number in [1, 2, 100, 10_000] {
        let mut session = engine.session();
        let expected: Vec<Shelf> = (0..number).map(shelf).collect();
        sent.clear();
        let shelves = session.add_all(expected.iter().map(|shelf| {
            let Shelf { id: _, name, words, gaps, floats, flags, times, ids, blobs } = shelf.clone();
            let new = Shelf::create().name(name).words(words).gaps(gaps).floats(floats).flags(flags);
            new.times(times).ids(ids).blobs(blobs)
        }));
        session.flush().await?;
        assert_eq!(writes(&sent).len(), 1, "{number} inserted rows");
        let stored: Vec<Shelf> = session.connection().await?.all(select(Shelf).order_by(Shelf::id)).await?;
        assert_eq!(texts(&stored), texts(&expected), "{number} inserted rows");
        assert!(stored.iter().zip(&shelves).all(|(stored, shelf)| stored.id == session[*shelf].id));

        let expected: Vec<Shelf> = (0..number).map(|n| shelf(n * 31 + 7)).collect();
        sent.clear();
        for (&entity, new) in shelves.iter().zip(&expected) {
            let id = session[entity].id;
            session[entity] = Shelf { id, ..new.clone() };
        }
        session.flush().await?;
        // Rows of which all columns differ, and those that have something in common: a statement for each set.
        let statements = writes(&sent);
        assert!(statements.iter().all(|sql| sql.starts_with("UPDATE")), "{statements:?}");
        let stored: Vec<Shelf> = session.connection().await?.all(select(Shelf).order_by(Shelf::id)).await?;
        assert_eq!(texts(&stored), texts(&expected), "{number} updated rows");

        sent.clear();
        for (n, &entity) in (0..).zip(&shelves) {
            session[entity].words = vec![format!("only {n}"); n % 3 + 1];
        }
        session.flush().await?;
        assert_eq!(writes(&sent).len(), 1, "{number} updated rows");
        let words: Vec<Vec<String>> =
            session.connection().await?.all(select(Shelf::words).order_by(Shelf::id)).await?;
        assert!((0..).zip(&words).all(|(n, words)| *words == vec![format!("only {n}"); n % 3 + 1]));
        session.rollback().await?;
    }
    assert_eq!(conn.scalar(select(count_all()).from(Shelf)).await?, 0);
    Ok(())
}

#[cormorant::test(models(Shelf))]
async fn an_insert_of_any_number_of_rows_with_arrays_comes_back_exactly(db: TestDb) -> Result<()> {
    let mut conn = db.engine().connection().await?;
    for number in [1, 2, 33, 10_000] {
        let expected: Vec<Shelf> = (0..number).map(|n| Shelf { id: n, ..shelf(n) }).collect();
        let inserted = conn.all(insert(Shelf).rows(expected.clone()).returning(Shelf)).await?;
        assert_eq!(texts(&inserted), texts(&expected), "{number} rows");
        assert!(inserted.iter().zip(&expected).all(|(inserted, shelf)| inserted.id == shelf.id));
        conn.execute(delete(Shelf).all_rows()).await?;
    }
    Ok(())
}

#[cormorant::test(models(Shelf))]
async fn the_statement_for_rows_with_arrays_cuts_them_out_of_one_array_in_two_steps(
    db: TestDb,
) -> Result<()> {
    let mut session = db.engine().session();
    let shelves = session.add_all((0..2).map(|n| {
        Shelf::create()
            .name(format!("{n}"))
            .words(vec![])
            .gaps(None)
            .floats(None)
            .flags(vec![])
            .times(vec![])
            .ids(None)
            .blobs(vec![])
    }));
    session.commit().await?;
    let sent = db.engine().record();
    for &shelf in &shelves {
        session[shelf].words.push("w".to_owned());
        session[shelf].name.push('!');
    }
    session.commit().await?;
    assert_eq!(
        writes(&sent),
        [
            r#"UPDATE "shelf" SET "name" = "v"."0", "words" = "v"."1" FROM (SELECT "r"."0", "b"."1"["r"."1f":"r"."1l"], "r"."2", "b"."before" + "r"."n" FROM (SELECT ($1::text[])["s"."first":"s"."last"], ($2::text[])["s"."1f":"s"."1l"], ($3::int4[])["s"."first":"s"."last"], ($4::int4[])["s"."first":"s"."last"], ($5::int4[])["s"."first":"s"."last"], "s"."before" FROM unnest($6, $7, $8, $9, $10) AS "s"("before", "first", "last", "1f", "1l") OFFSET 0) AS "b"("0", "1", "1f", "1l", "2", "before"), LATERAL unnest("b"."0", "b"."1f", "b"."1l", "b"."2") WITH ORDINALITY AS "r"("0", "1f", "1l", "2", "n") OFFSET 0) AS "v"("0", "1", "2", "n") WHERE "shelf"."id" = "v"."2""#
        ]
    );
    Ok(())
}

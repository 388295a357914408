//! COPY in both directions.

use cormorant::ddl::Options;
use cormorant::engine::{Access, Engine, TransactionOptions};
use cormorant::prelude::*;
use cormorant::testing::TestDb;
use cormorant::{Error, Result};
use expect_test::expect;
use futures_util::{StreamExt, TryStreamExt, stream};

use crate::support::{ENDLESS, count as rows_of, cut_everywhere, engine, in_time, until, value};

const POINTS: &str = "CREATE TABLE points (x int8 CHECK (x < 1000000), y text)";
const IN: &str = "COPY points (x, y) FROM STDIN (FORMAT binary)";
const OUT: &str = "COPY (SELECT x, y FROM points ORDER BY x) TO STDOUT (FORMAT binary)";

#[cormorant::test(schema = POINTS)]
async fn what_is_copied_in_comes_out(db: TestDb) -> Result<()> {
    let engine = engine(&db, 1);
    let mut conn = engine.connection().await?;
    let mut copy = conn.copy_in_raw(IN, 2).await?;
    for x in 0..100_000_i64 {
        copy.row(|row| {
            row.value(&x)?;
            row.value(&(x % 3 != 0).then(|| format!("row {x}")))
        })
        .await?;
    }
    assert_eq!(copy.finish().await?, 100_000);

    let mut copy = conn.copy_out_raw(OUT).await?;
    let mut rows = 0_i64;
    while let Some(row) = copy.row().await? {
        assert_eq!(row.value::<i64>(0).unwrap(), rows);
        assert_eq!(row.encoded(1).is_some(), rows % 3 != 0);
        rows += 1;
    }
    assert_eq!(rows, 100_000);
    drop(copy);
    assert_eq!(value::<i64>(&mut conn, "SELECT count(*) FROM points").await?, 100_000);
    Ok(())
}

#[cormorant::test(schema = POINTS)]
async fn text_comes_out_as_it_is(db: TestDb) -> Result<()> {
    let engine = engine(&db, 1);
    let mut conn = engine.connection().await?;
    conn.script("INSERT INTO points VALUES (1, 'a'), (2, NULL)").await?;
    let mut copy = conn.copy_out_raw("COPY points TO STDOUT (FORMAT csv)").await?;
    let mut text = Vec::new();
    while let Some(piece) = copy.next().await {
        text.extend_from_slice(&piece?);
    }
    assert_eq!(text, b"1,a\n2,\n");
    Ok(())
}

#[cormorant::test(schema = POINTS)]
async fn a_copy_that_is_not_finished_writes_nothing(db: TestDb) -> Result<()> {
    let engine = engine(&db, 1);
    let mut conn = engine.connection().await?;
    let mut copy = conn.copy_in_raw(IN, 2).await?;
    for x in 0..50_000_i64 {
        copy.row(|row| {
            row.value(&x)?;
            row.value(&"something".to_owned())
        })
        .await?;
    }
    drop(copy);
    assert_eq!(value::<i64>(&mut conn, "SELECT count(*) FROM points").await?, 0);
    let copy = conn.copy_in_raw(IN, 2).await?;
    drop(copy);
    drop(conn);
    assert_eq!(rows_of(&engine, "points").await, 0);
    Ok(())
}

#[cormorant::test(schema = POINTS)]
async fn a_row_that_the_server_refuses_writes_nothing_and_is_named(db: TestDb) -> Result<()> {
    let engine = engine(&db, 1);
    let mut conn = engine.connection().await?;
    let mut copy = conn.copy_in_raw(IN, 2).await?;
    for x in [1_i64, 2, 1_000_001, 4] {
        copy.row(|row| {
            row.value(&x)?;
            row.value(&None::<String>)
        })
        .await?;
    }
    let error = copy.finish().await.unwrap_err();
    assert_eq!(error.constraint(), Some("points_x_check"));
    assert_eq!(error.database().unwrap().hint.as_deref(), Some("COPY points, line 3"));
    assert_eq!(value::<i64>(&mut conn, "SELECT count(*) FROM points").await?, 0);
    Ok(())
}

#[cormorant::test(schema = POINTS)]
async fn a_row_that_cannot_be_sent_is_left_out_and_named(db: TestDb) -> Result<()> {
    let engine = engine(&db, 1);
    let mut conn = engine.connection().await?;
    let mut copy = conn.copy_in_raw(IN, 2).await?;
    copy.row(|row| {
        row.value(&1_i64)?;
        row.value(&"one".to_owned())
    })
    .await?;
    let error = copy.row(|row| row.value(&2_i64)).await.unwrap_err();
    expect!["the value of `COPY points (x, y) FROM STDIN (FORMAT binary)` cannot be sent: row 2: 1 values for 2 columns"]
        .assert_eq(&error.to_string());
    assert_eq!(copy.finish().await?, 1);
    Ok(())
}

#[cormorant::test(schema = POINTS)]
async fn a_copy_out_dropped_early_is_stopped_on_the_server(db: TestDb) -> Result<()> {
    let engine = engine(&db, 2);
    let mut conn = engine.connection().await?;
    let mut copy = conn.copy_out_raw(&format!("COPY ({ENDLESS}) TO STDOUT")).await?;
    copy.next().await.unwrap()?;
    drop(copy);
    drop(conn);
    until(
        &engine,
        "SELECT count(*) = 0 FROM pg_stat_activity \
         WHERE datname = current_database() AND state = 'active' AND query LIKE 'COPY%'",
    )
    .await;
    Ok(())
}

#[cormorant::test(schema = POINTS)]
async fn a_copy_dropped_wherever_it_waits_writes_nothing(db: TestDb) -> Result<()> {
    cut_everywhere(&db, async |engine, cut| {
        let work = async {
            let mut conn = engine.connection().await?;
            let mut transaction = conn.begin().await?;
            let mut copy = transaction.copy_in_raw(IN, 2).await?;
            for x in 0..5000_i64 {
                copy.row(|row| {
                    row.value(&x)?;
                    row.value(&"something".to_owned())
                })
                .await?;
            }
            assert_eq!(copy.finish().await?, 5000);
            transaction.rollback().await
        };
        cut.short(work).await.transpose()?;
        assert_eq!(in_time(rows_of(engine, "points")).await, 0);
        Ok(())
    })
    .await?;
    Ok(())
}

#[cormorant::test(schema = POINTS)]
async fn no_other_command_runs_while_rows_are_copied(db: TestDb) -> Result<()> {
    let engine = engine(&db, 1);
    let mut conn = engine.connection().await?;
    #[expect(clippy::mem_forget, reason = "what a leak leaves behind is the question")]
    std::mem::forget(conn.copy_in_raw(IN, 2).await?);
    assert!(matches!(conn.execute_raw("SELECT 1", &[]).await, Err(Error::StreamOpen)));
    drop(conn);
    assert_eq!(rows_of(&engine, "points").await, 0);
    Ok(())
}

#[cormorant::test(schema = POINTS)]
async fn a_copy_that_cannot_begin_leaves_no_answer_for_another_command(db: TestDb) -> Result<()> {
    let engine = engine(&db, 1);
    engine.connection().await?.script("CREATE VIEW v AS SELECT x, y FROM points").await?;
    for number in 0..20 {
        let mut conn = engine.connection().await?;
        // Refused before and after the server says that it waits for rows.
        if number % 2 == 0 {
            let mut transaction = conn.begin_with(TransactionOptions::new().access(Access::ReadOnly)).await?;
            let error = transaction.copy_in_raw(IN, 2).await.unwrap_err();
            assert_eq!(error.sqlstate(), Some("25006"), "{error}");
            transaction.rollback().await?;
        } else {
            let copy = conn.copy_in_raw("COPY v (x, y) FROM STDIN (FORMAT binary)", 2).await?;
            let error = copy.finish().await.unwrap_err();
            assert_eq!(error.sqlstate(), Some("42809"), "{error}");
        }
        let error = conn.execute_raw("SELECT 1", &[]).await.unwrap_err();
        assert!(error.is_disconnect(), "{error:?}");
        drop(conn);
        let mut conn = engine.connection().await?;
        for number in 0..10 {
            assert_eq!(value::<i32>(&mut conn, &format!("SELECT {number}")).await?, number);
        }
    }
    Ok(())
}

/// A point.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "marks")]
struct Mark {
    #[model(primary_key, generated)]
    id: i64,
    x: i32,
    label: Option<String>,
    #[model(generated, server_default = "7")]
    weight: i32,
}

async fn marks(db: &TestDb) -> Result<Engine> {
    let engine = engine(db, 1);
    engine.create_all(&[Mark::TABLE], &Options::new()).await?;
    Ok(engine)
}

#[cormorant::test]
async fn rows_of_a_model_go_in_and_come_out(db: TestDb) -> Result<()> {
    let engine = marks(&db).await?;
    let mut conn = engine.connection().await?;
    let sent = engine.record();
    let rows = (1..=20_000).map(|x| Mark::create().x(x).label(format!("mark {x}")));
    assert_eq!(conn.copy_in(Mark, rows).await?, 20_000);
    let whole = [Mark { id: 50_000, x: -1, label: None, weight: 1 }];
    assert_eq!(conn.copy_in(Mark, whole.clone()).await?, 1);
    assert_eq!(conn.copy_columns_in((Mark::x, Mark::label), [(-2, Some("two".to_owned()))]).await?, 1);
    assert_eq!(conn.copy_columns_in(Mark::x, [-3, -4]).await?, 2);

    let mut out = conn.copy_out(select(Mark).order_by(Mark::x)).await?;
    assert_eq!(out.next().await?.unwrap().x, -4);
    let rows: Vec<Mark> = out.try_collect().await?;
    assert_eq!(rows.len(), 20_003);
    assert_eq!(rows[1], Mark { id: 20_001, x: -2, label: Some("two".to_owned()), weight: 7 });
    assert_eq!(rows[2], whole[0]);
    expect![[r#"
        BEGIN
        COPY "marks" ("x", "label") FROM STDIN (FORMAT binary)
        COMMIT
        BEGIN
        COPY "marks" ("id", "x", "label", "weight") FROM STDIN (FORMAT binary)
        COMMIT
        BEGIN
        COPY "marks" ("x", "label") FROM STDIN (FORMAT binary)
        COMMIT
        BEGIN
        COPY "marks" ("x") FROM STDIN (FORMAT binary)
        COMMIT
        COPY (SELECT "marks"."id", "marks"."x", "marks"."label", "marks"."weight" FROM "marks" ORDER BY "marks"."x") TO STDOUT (FORMAT binary)"#]]
    .assert_eq(&sent.all().join("\n"));
    Ok(())
}

#[cormorant::test]
async fn rows_with_other_columns_are_another_copy_and_all_are_written_or_none(db: TestDb) -> Result<()> {
    let engine = marks(&db).await?;
    let mut conn = engine.connection().await?;
    let rows = || vec![Mark::create().x(1), Mark::create().x(2).weight(3), Mark::create().x(4)];
    assert_eq!(conn.copy_in(Mark, rows()).await?, 3);
    let weights: Vec<(i32, i32)> = conn.all(select((Mark::x, Mark::weight)).order_by(Mark::x)).await?;
    assert_eq!(weights, [(1, 7), (2, 3), (4, 7)]);

    conn.script("CREATE UNIQUE INDEX ON marks (x)").await?;
    let twice = vec![Mark::create().x(10), Mark::create().x(11).weight(3), Mark::create().x(1)];
    let error = conn.copy_in(Mark, twice).await.unwrap_err();
    assert!(error.is_unique_violation(), "{error:?}");
    assert_eq!(conn.scalar(select(count(Mark::id))).await?, 3);
    Ok(())
}

#[cormorant::test]
async fn rows_of_a_stream_go_in_until_it_fails(db: TestDb) -> Result<()> {
    let engine = marks(&db).await?;
    let mut conn = engine.connection().await?;
    let rows = || stream::iter(1..=50_000).map(|x| Ok(Mark::create().x(x)));
    assert_eq!(conn.copy_in_stream(Mark, rows()).await?, 50_000);
    let failing = rows().chain(stream::iter([Err(Error::NoRows)]));
    assert!(matches!(conn.copy_in_stream(Mark, failing).await, Err(Error::NoRows)));
    assert_eq!(conn.scalar(select(count(Mark::id))).await?, 50_000);
    Ok(())
}

#[cormorant::test]
async fn a_row_that_cannot_be_encoded_is_named_and_nothing_is_written(db: TestDb) -> Result<()> {
    let engine = marks(&db).await?;
    let mut conn = engine.connection().await?;
    let rows = ["fine", "not\0fine"].map(|label| Mark::create().x(1).label(label.to_owned()));
    let error = conn.copy_in(Mark, rows).await.unwrap_err();
    expect!["the value of `COPY into marks` cannot be sent: row 2: column `label`: text cannot hold the character NUL"]
        .assert_eq(&error.to_string());
    let rows = [(1, "fine"), (2, "not\0fine")].map(|(x, label)| (x, Some(label.to_owned())));
    let error = conn.copy_columns_in((Mark::x, Mark::label), rows).await.unwrap_err();
    expect!["the value of `COPY into marks` cannot be sent: row 2: column `label`: text cannot hold the character NUL"]
        .assert_eq(&error.to_string());
    assert_eq!(conn.scalar(select(count(Mark::id))).await?, 0);
    Ok(())
}

#[cormorant::test]
async fn a_statement_with_values_is_not_copied_out(db: TestDb) -> Result<()> {
    let engine = marks(&db).await?;
    let mut conn = engine.connection().await?;
    let error = conn.copy_out(select(Mark::x).filter(Mark::x.gt(1))).await.unwrap_err();
    expect![[r#"the value of `COPY (SELECT "marks"."x" FROM "marks" WHERE "marks"."x" > $1) TO STDOUT (FORMAT binary)` cannot be sent: PostgreSQL takes no parameters in COPY: use `stream`"#]].assert_eq(&error.to_string());
    Ok(())
}

#[cormorant::test]
async fn what_was_made_is_dropped(db: TestDb) -> Result<()> {
    let engine = marks(&db).await?;
    let error = engine.create_all(&[Mark::TABLE], &Options::new()).await.unwrap_err();
    assert_eq!(error.sqlstate(), Some("42P07"));
    assert!(error.sql().unwrap().starts_with("CREATE TABLE \"marks\""));
    engine.create_all(&[Mark::TABLE], &Options::new().if_not_exists()).await?;
    engine.drop_all(&[Mark::TABLE], &Options::new()).await?;
    let mut conn = engine.connection().await?;
    assert!(value::<bool>(&mut conn, "SELECT to_regclass('marks') IS NULL").await?);
    Ok(())
}

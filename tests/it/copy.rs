//! COPY in both directions.

use std::time::{Duration, Instant};

use cormorant::engine::{Access, TransactionOptions};
use cormorant::testing::TestDb;
use cormorant::{Error, Result};
use expect_test::expect;
use futures_util::StreamExt;

use crate::support::{count, drop_at_every_poll, engine, until, value};

const POINTS: &str = "CREATE TABLE points (x int8 CHECK (x < 1000000), y text)";
const IN: &str = "COPY points (x, y) FROM STDIN (FORMAT binary)";
const OUT: &str = "COPY (SELECT x, y FROM points ORDER BY x) TO STDOUT (FORMAT binary)";

#[cormorant::test(schema = POINTS)]
async fn what_is_copied_in_comes_out(db: TestDb) -> Result<()> {
    let engine = engine(&db, 1);
    let mut conn = engine.connection().await?;
    let mut copy = conn.copy_in(IN, 2).await?;
    for x in 0..100_000_i64 {
        copy.row(|row| {
            row.value(&x)?;
            row.value(&(x % 3 != 0).then(|| format!("row {x}")))
        })
        .await?;
    }
    assert_eq!(copy.finish().await?, 100_000);

    let mut copy = conn.copy_out(OUT).await?;
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
    let mut copy = conn.copy_out("COPY points TO STDOUT (FORMAT csv)").await?;
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
    let mut copy = conn.copy_in(IN, 2).await?;
    for x in 0..50_000_i64 {
        copy.row(|row| {
            row.value(&x)?;
            row.value(&"something".to_owned())
        })
        .await?;
    }
    drop(copy);
    assert_eq!(value::<i64>(&mut conn, "SELECT count(*) FROM points").await?, 0);
    let copy = conn.copy_in(IN, 2).await?;
    drop(copy);
    drop(conn);
    assert_eq!(count(&engine, "points").await, 0);
    Ok(())
}

#[cormorant::test(schema = POINTS)]
async fn a_row_that_the_server_refuses_writes_nothing_and_is_named(db: TestDb) -> Result<()> {
    let engine = engine(&db, 1);
    let mut conn = engine.connection().await?;
    let mut copy = conn.copy_in(IN, 2).await?;
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
    let mut copy = conn.copy_in(IN, 2).await?;
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
    let sql = "COPY (SELECT n, repeat('x', 1000) FROM generate_series(1, 1000000) n) TO STDOUT";
    let mut copy = conn.copy_out(sql).await?;
    copy.next().await.unwrap()?;
    drop(copy);
    let start = Instant::now();
    drop(conn);
    until(&engine, "SELECT count(*) = 0 FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'COPY%'")
        .await;
    assert!(start.elapsed() < Duration::from_secs(1));
    Ok(())
}

#[cormorant::test(schema = POINTS)]
async fn a_copy_dropped_at_any_poll_writes_nothing(db: TestDb) -> Result<()> {
    let engine = engine(&db, 1);
    let (_, done) = drop_at_every_poll(|| async {
        let mut conn = engine.connection().await?;
        let mut transaction = conn.begin().await?;
        let mut copy = transaction.copy_in(IN, 2).await?;
        for x in 0..5000_i64 {
            copy.row(|row| {
                row.value(&x)?;
                row.value(&"something".to_owned())
            })
            .await?;
        }
        copy.finish().await?;
        transaction.rollback().await
    })
    .await;
    done?;
    assert_eq!(count(&engine, "points").await, 0);
    Ok(())
}

#[cormorant::test(schema = POINTS)]
async fn no_other_command_runs_while_rows_are_copied(db: TestDb) -> Result<()> {
    let engine = engine(&db, 1);
    let mut conn = engine.connection().await?;
    #[expect(clippy::mem_forget, reason = "what a leak leaves behind is the question")]
    std::mem::forget(conn.copy_in(IN, 2).await?);
    assert!(matches!(conn.execute_raw("SELECT 1", &[]).await, Err(Error::StreamOpen)));
    drop(conn);
    assert_eq!(count(&engine, "points").await, 0);
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
            let error = transaction.copy_in(IN, 2).await.unwrap_err();
            assert_eq!(error.sqlstate(), Some("25006"), "{error}");
            transaction.rollback().await?;
        } else {
            let copy = conn.copy_in("COPY v (x, y) FROM STDIN (FORMAT binary)", 2).await?;
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

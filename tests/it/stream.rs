//! Streams: constant memory, one at a time, droppable at any row.

use cormorant::engine::{Engine, Flow};
use cormorant::testing::TestDb;
use cormorant::{Error, Result};
use futures_util::StreamExt;

use crate::support::{
    Cut, ENDLESS, cut_at_every_message, cut_at_every_poll, engine, expect, in_time, until, value,
};

const MANY: &str = "SELECT n, repeat('x', 1000) FROM generate_series(1, 1000000) n";

#[cormorant::test]
async fn rows_come_in_order_and_the_connection_is_free_after_the_last(db: TestDb) -> Result<()> {
    let engine = engine(&db, 1);
    let mut conn = engine.connection().await?;
    let sql = "SELECT n::int8 FROM generate_series(1, 10000) n";
    let stream = conn.stream_raw(sql, &[], &expect::<i64>(), |row| row.value::<i64>()).await?;
    let rows: Vec<i64> = stream.map(Result::unwrap).collect().await;
    assert!(rows.iter().copied().eq(1..=10_000));
    assert_eq!(value::<i32>(&mut conn, "SELECT 1").await?, 1);
    Ok(())
}

#[cormorant::test]
async fn a_stream_reads_no_further_than_it_is_asked(db: TestDb) -> Result<()> {
    let engine = engine(&db, 2);
    let mut conn = engine.connection().await?;
    let pid = value::<i32>(&mut conn, "SELECT pg_backend_pid()").await?;
    let mut stream = conn.stream_raw(MANY, &[], &[], |row| row.value::<i32>()).await?;
    assert_eq!(stream.next().await?, Some(1));
    // The server has a gigabyte to send, and nobody takes it.
    until(
        &engine,
        &format!(
            "SELECT coalesce(wait_event = 'ClientWrite', false) FROM pg_stat_activity WHERE pid = {pid}"
        ),
    )
    .await;
    assert_eq!(stream.next().await?, Some(2));
    Ok(())
}

#[cormorant::test]
async fn a_second_command_while_a_stream_is_open_is_refused_at_once(db: TestDb) -> Result<()> {
    let engine = engine(&db, 1);
    for rows in [1, 100, 10_000, 1_000_000] {
        let mut conn = engine.connection().await?;
        let sql = format!("SELECT n FROM generate_series(1, {rows}) n");
        let stream = conn.stream_raw(&sql, &[], &[], |row| row.value::<i32>()).await?;
        // The borrow checker allows it in no other way.
        #[expect(clippy::mem_forget, reason = "what a leak leaves behind is the question")]
        std::mem::forget(stream);
        assert!(matches!(in_time(conn.execute_raw("SELECT 1", &[])).await, Err(Error::StreamOpen)));
        assert!(matches!(in_time(conn.begin()).await, Err(Error::StreamOpen)));
    }
    assert_eq!(value::<i32>(&mut *engine.connection().await?, "SELECT 1").await?, 1);
    Ok(())
}

#[cormorant::test]
async fn a_stream_dropped_early_is_stopped_on_the_server(db: TestDb) -> Result<()> {
    let engine = engine(&db, 2);
    let mut conn = engine.connection().await?;
    let mut stream = conn.stream_raw(ENDLESS, &[], &[], |row| row.value::<i64>()).await?;
    stream.next().await?;
    drop(stream);
    drop(conn);
    until(
        &engine,
        "SELECT count(*) = 0 FROM pg_stat_activity \
         WHERE datname = current_database() AND state = 'active' AND query LIKE 'SELECT generate_series%'",
    )
    .await;
    for _ in 0..2 {
        assert_eq!(value::<i32>(&mut *in_time(engine.connection()).await?, "SELECT 1").await?, 1);
    }
    Ok(())
}

#[cormorant::test]
async fn a_connection_is_usable_after_a_dropped_stream(db: TestDb) -> Result<()> {
    let engine = engine(&db, 1);
    let mut conn = engine.connection().await?;
    // Cancelled: it has no end to be read to.
    let mut stream = conn.stream_raw(ENDLESS, &[], &[], |row| row.value::<i64>()).await?;
    stream.next().await?;
    drop(stream);
    assert_eq!(in_time(value::<i32>(&mut conn, "SELECT 1")).await?, 1);
    Ok(())
}

#[cormorant::test]
async fn a_transaction_survives_a_dropped_stream(db: TestDb) -> Result<()> {
    let engine = engine(&db, 1);
    let mut conn = engine.connection().await?;
    let mut transaction = conn.begin().await?;
    transaction.script("CREATE TABLE t (a int); INSERT INTO t VALUES (1)").await?;
    let sql = "SELECT n, repeat('x', 1000) FROM generate_series(1, 20000) n";
    let mut stream = transaction.stream_raw(sql, &[], &[], |row| row.value::<i32>()).await?;
    stream.next().await?;
    drop(stream);
    assert_eq!(value::<i32>(&mut transaction, "SELECT a FROM t").await?, 1);
    transaction.commit().await?;
    assert_eq!(value::<i32>(&mut conn, "SELECT a FROM t").await?, 1);
    Ok(())
}

#[cormorant::test]
async fn an_error_in_the_midst_ends_the_stream_with_its_kind(db: TestDb) -> Result<()> {
    let engine = engine(&db, 1);
    let mut conn = engine.connection().await?;
    let sql = "SELECT 1 / (5000 - n) FROM generate_series(1, 10000) n";
    let mut stream = conn.stream_raw(sql, &[], &[], |row| row.value::<i32>()).await?;
    let mut rows = 0;
    let error = loop {
        match stream.next().await {
            Ok(Some(_)) => rows += 1,
            Ok(None) => panic!("the end came before the error"),
            Err(error) => break error,
        }
    };
    assert_eq!((rows, error.sqlstate(), error.sql()), (4999, Some("22012"), Some(sql)));
    drop(stream);
    assert_eq!(value::<i32>(&mut conn, "SELECT 1").await?, 1);
    Ok(())
}

#[cormorant::test]
async fn a_row_that_does_not_fit_leaves_the_connection_usable(db: TestDb) -> Result<()> {
    let engine = engine(&db, 1);
    let mut conn = engine.connection().await?;
    let sql = "SELECT CASE WHEN n < 500 THEN n END FROM generate_series(1, 1000) n";
    let error = conn
        .fetch_raw(sql, &[], &expect::<i32>(), &mut |row| row.value::<i32>().map(|_| Flow::More))
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Decode(_)), "{error}");
    assert_eq!(value::<i32>(&mut conn, "SELECT 1").await?, 1);
    Ok(())
}

#[cormorant::test]
async fn a_reader_that_has_enough_leaves_the_rest(db: TestDb) -> Result<()> {
    let engine = engine(&db, 1);
    let mut conn = engine.connection().await?;
    let mut seen = 0;
    conn.fetch_raw(ENDLESS, &[], &[], &mut |_| {
        seen += 1;
        Ok(if seen == 3 { Flow::Enough } else { Flow::More })
    })
    .await?;
    assert_eq!(seen, 3);
    assert_eq!(in_time(value::<i32>(&mut conn, "SELECT 1")).await?, 1);
    Ok(())
}

async fn read_in_order(engine: &Engine, cut: &Cut<'_>, rows: i32) -> Result<()> {
    let work = async {
        let mut conn = engine.connection().await?;
        let sql = format!("SELECT n FROM generate_series(1, {rows}) n");
        let mut stream = conn.stream_raw(&sql, &[], &[], |row| row.value::<i32>()).await?;
        let mut last = 0;
        while let Some(row) = stream.next().await? {
            assert_eq!(row, last + 1);
            last = row;
        }
        Ok::<_, Error>(last)
    };
    if let Some(last) = cut.short(work).await {
        assert_eq!(last?, rows);
    }
    let mut conn = in_time(engine.connection()).await?;
    assert_eq!(value::<i32>(&mut conn, "SELECT 1").await?, 1);
    Ok(())
}

#[cormorant::test]
async fn a_stream_dropped_wherever_it_waits_leaves_a_clean_pool(db: TestDb) -> Result<()> {
    cut_at_every_poll(&db, async |engine, cut| read_in_order(engine, cut, 3000).await)?;
    let answers =
        cut_at_every_message(&db, async |engine, cut| read_in_order(engine, cut, 100).await).await?;
    assert_eq!(answers, 1);
    Ok(())
}

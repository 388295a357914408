//! The engine on a real server.

use cormorant::engine::Flow;
use cormorant::testing::TestDb;
use cormorant::types::{Expect, Param};
use cormorant::{Error, Result};

use crate::support::engine;

#[cormorant::test]
async fn rows_are_read_by_position(db: TestDb) -> Result<()> {
    let engine = engine(&db, 2);
    let mut conn = engine.connection().await?;
    let mut rows = Vec::new();
    let expect = [Expect::of::<i32>(), Expect::of::<String>()];
    conn.fetch_raw(
        "SELECT n, 'row ' || n FROM generate_series(1, $1) n",
        &[Param::new(&3_i32)],
        &expect,
        &mut |row| {
            rows.push((row.value::<i32>()?, row.value::<String>()?));
            Ok(Flow::More)
        },
    )
    .await?;
    assert_eq!(rows, [(1, "row 1".to_owned()), (2, "row 2".to_owned()), (3, "row 3".to_owned())]);
    Ok(())
}

#[cormorant::test]
async fn a_column_of_another_type_is_refused_by_name_before_any_row(db: TestDb) -> Result<()> {
    let engine = engine(&db, 2);
    let mut conn = engine.connection().await?;
    let error = conn
        .fetch_raw(
            "SELECT 1 AS a, 2::int8 AS b",
            &[],
            &[Expect::of::<i32>(), Expect::of::<i32>()],
            &mut |_| unreachable!("no row is read"),
        )
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Decode(_)));
    assert_eq!(
        error.to_string(),
        "column `b`: expected i32, found a column of type int8; statement: SELECT 1 AS a, 2::int8 AS b"
    );
    Ok(())
}

#[cormorant::test]
async fn execute_tells_how_many_rows_it_affected(db: TestDb) -> Result<()> {
    let engine = engine(&db, 2);
    let mut conn = engine.connection().await?;
    conn.script("CREATE TABLE t (a int)").await?;
    assert_eq!(conn.execute_raw("INSERT INTO t SELECT generate_series(1, 7)", &[]).await?, 7);
    assert_eq!(conn.execute_raw("DELETE FROM t WHERE a > $1", &[Param::new(&5_i32)]).await?, 2);
    Ok(())
}

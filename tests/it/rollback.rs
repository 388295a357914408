//! `isolation = "rollback"`: one connection, the test's own transactions, and nothing of it stays.

use cormorant::Error;
use cormorant::engine::{Access, TransactionOptions};
use cormorant::testing::{Isolation, Setup, TestDb, run};
use futures_util::SinkExt;
use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, NoTls};

use crate::support::{ENDLESS, in_time, polled};

const NOTES: &str = "CREATE TABLE note (text text UNIQUE);
    CREATE TABLE parent (id int PRIMARY KEY);
    CREATE TABLE child (parent int REFERENCES parent DEFERRABLE INITIALLY DEFERRED)";

async fn connect(db: &TestDb) -> Client {
    let (client, connection) = tokio_postgres::connect(db.url(), NoTls).await.expect("it is the first");
    tokio::spawn(connection);
    client
}

async fn count(client: &Client, table: &str) -> i64 {
    let sql = format!("SELECT count(*) FROM {table}");
    client.query_one(&sql, &[]).await.expect("the table exists").get(0)
}

#[cormorant::test(schema = NOTES, isolation = "rollback")]
async fn a_test_sees_what_it_wrote(db: TestDb) -> Result<(), tokio_postgres::Error> {
    let client = connect(&db).await;
    client.execute("INSERT INTO note VALUES ('mine')", &[]).await?;
    assert_eq!(count(&client, "note").await, 1);
    Ok(())
}

#[cormorant::test(schema = NOTES, isolation = "rollback")]
async fn a_test_does_not_see_what_others_wrote(db: TestDb) -> Result<(), tokio_postgres::Error> {
    let client = connect(&db).await;
    client.execute("INSERT INTO note VALUES ('mine')", &[]).await?;
    assert_eq!(count(&client, "note").await, 1);
    Ok(())
}

#[test]
fn nothing_stays_of_what_a_test_committed() {
    let setup = Setup::new("commits").schema(NOTES).isolation(Isolation::Rollback);
    for _ in 0..2 {
        run(&setup, async |db: TestDb| {
            let mut client = connect(&db).await;
            assert_eq!(count(&client, "note").await, 0);
            let transaction = client.transaction().await.expect("it begins");
            transaction.execute("INSERT INTO note VALUES ('kept')", &[]).await.expect("it is the first");
            transaction.commit().await.expect("nothing failed");
            assert_eq!(count(&client, "note").await, 1);
        });
    }
}

#[cormorant::test(schema = NOTES, isolation = "rollback")]
async fn a_transaction_of_the_engine_is_kept_or_undone(db: TestDb) -> cormorant::Result<()> {
    let mut conn = db.engine().connection().await?;
    let mut kept = conn.begin().await?;
    kept.execute_raw("INSERT INTO note VALUES ('kept')", &[]).await?;
    let mut undone = kept.savepoint().await?;
    undone.execute_raw("INSERT INTO note VALUES ('undone')", &[]).await?;
    undone.rollback().await?;
    kept.commit().await?;
    let mut undone = conn.begin().await?;
    undone.execute_raw("INSERT INTO note VALUES ('undone')", &[]).await?;
    undone.rollback().await?;
    assert!(!conn.in_transaction());
    drop(conn);

    let mut again = db.engine().connection().await?;
    assert_eq!(again.execute_raw("DELETE FROM note", &[]).await?, 1);
    Ok(())
}

#[cormorant::test(schema = NOTES, isolation = "rollback")]
async fn a_statement_that_fails_undoes_itself_only(db: TestDb) -> cormorant::Result<()> {
    let mut conn = db.engine().connection().await?;
    conn.execute_raw("INSERT INTO note VALUES ('one')", &[]).await?;
    let again = conn.execute_raw("INSERT INTO note VALUES ('two'), ('one')", &[]).await;
    assert!(again.is_err_and(|error| error.is_unique_violation()));
    assert_eq!(conn.execute_raw("DELETE FROM note", &[]).await?, 1);
    Ok(())
}

#[cormorant::test(schema = NOTES, isolation = "rollback")]
async fn a_failed_transaction_cannot_be_committed(db: TestDb) -> cormorant::Result<()> {
    let mut conn = db.engine().connection().await?;
    let mut transaction = conn.begin().await?;
    transaction.execute_raw("INSERT INTO note VALUES ('one')", &[]).await?;
    transaction.execute_raw("SELECT 1 / 0", &[]).await.expect_err("it divides by zero");
    assert!(matches!(transaction.commit().await, Err(Error::CommitRolledBack)));
    assert_eq!(conn.execute_raw("DELETE FROM note", &[]).await?, 0);
    Ok(())
}

#[cormorant::test(schema = NOTES, isolation = "rollback")]
async fn a_deferred_constraint_refuses_the_commit(db: TestDb) -> cormorant::Result<()> {
    let mut conn = db.engine().connection().await?;
    let mut orphan = conn.begin().await?;
    orphan.execute_raw("INSERT INTO child VALUES (1)", &[]).await?;
    let refused = orphan.commit().await.expect_err("there is no parent");
    assert_eq!(refused.constraint(), Some("child_parent_fkey"));

    let mut family = conn.begin().await?;
    family.execute_raw("INSERT INTO child VALUES (1)", &[]).await?;
    family.execute_raw("INSERT INTO parent VALUES (1)", &[]).await?;
    family.commit().await?;
    assert_eq!(conn.execute_raw("DELETE FROM child", &[]).await?, 1);
    Ok(())
}

#[cormorant::test(schema = NOTES, isolation = "rollback")]
async fn a_transaction_that_only_reads_refuses_writes_until_it_ends(db: TestDb) -> cormorant::Result<()> {
    let mut conn = db.engine().connection().await?;
    for _ in 0..2 {
        let mut reading = conn.begin_with(TransactionOptions::new().access(Access::ReadOnly)).await?;
        let refused = reading.execute_raw("INSERT INTO note VALUES ('one')", &[]).await;
        assert_eq!(refused.expect_err("it only reads").sqlstate(), Some("25006"));
        reading.rollback().await?;
    }
    let reading = conn.begin_with(TransactionOptions::new().access(Access::ReadOnly)).await?;
    reading.commit().await?;
    assert_eq!(conn.execute_raw("INSERT INTO note VALUES ('one')", &[]).await?, 1);
    Ok(())
}

#[cormorant::test(schema = NOTES, isolation = "rollback")]
async fn a_dropped_statement_leaves_a_connection_that_works(db: TestDb) -> cormorant::Result<()> {
    let mut conn = db.engine().connection().await?;
    conn.execute_raw("INSERT INTO note VALUES ('one')", &[]).await?;
    // Dropped before it is sent, perhaps, and then certainly while it runs.
    let _ = polled(conn.execute_raw(ENDLESS, &[]), 1).await;
    let mut rows = conn.stream_raw(ENDLESS, &[], &[], |row| row.value::<i64>()).await?;
    rows.next().await?;
    drop(rows);
    assert_eq!(in_time(conn.execute_raw("DELETE FROM note", &[])).await?, 1);
    Ok(())
}

#[cormorant::test(schema = NOTES, isolation = "rollback")]
async fn rows_can_be_copied_in_and_a_copy_that_fails_is_undone(
    db: TestDb,
) -> Result<(), tokio_postgres::Error> {
    let client = connect(&db).await;
    for (rows, expected) in [("a\nb\n", true), ("c\na\n", false), ("d\n", true)] {
        let sink = client.copy_in::<_, &[u8]>("COPY note FROM STDIN").await?;
        let mut sink = std::pin::pin!(sink);
        sink.send(rows.as_bytes()).await?;
        assert_eq!(sink.finish().await.is_ok(), expected, "{rows:?}");
    }
    assert_eq!(count(&client, "note").await, 3);
    Ok(())
}

#[cormorant::test(schema = NOTES, isolation = "rollback")]
async fn many_statements_on_their_way_are_answered_in_their_order(
    db: TestDb,
) -> Result<(), tokio_postgres::Error> {
    let client = connect(&db).await;
    let one = client.query_one("SELECT $1::bigint", &[&1_i64]);
    let wrong = client.query_one("SELECT 1 / 0", &[]);
    let two = client.query_one("SELECT $1::bigint", &[&2_i64]);
    let (one, wrong, two) = tokio::join!(one, wrong, two);
    assert_eq!((one?.get::<_, i64>(0), two?.get::<_, i64>(0)), (1, 2));
    assert_eq!(wrong.expect_err("it divides by zero").code(), Some(&SqlState::DIVISION_BY_ZERO));
    Ok(())
}

#[cormorant::test(schema = NOTES, isolation = "rollback")]
async fn a_second_connection_is_refused(db: TestDb) {
    let _first = connect(&db).await;
    let refused = tokio_postgres::connect(db.url(), NoTls).await.err().expect("there is one already");
    let message = refused.as_db_error().expect("the relay refuses").message();
    assert_eq!(
        message,
        "a test with isolation = \"rollback\" has one connection, which was given already: \
         use isolation = \"database\""
    );
}

#[cormorant::test(schema = NOTES, isolation = "rollback")]
async fn a_commit_that_is_hidden_is_refused(db: TestDb) -> Result<(), tokio_postgres::Error> {
    let client = connect(&db).await;
    client.batch_execute("INSERT INTO note VALUES ('one')").await?;
    let among_others = client.batch_execute("INSERT INTO note VALUES ('two'); COMMIT").await;
    let prepared = client.execute("COMMIT", &[]).await.map(drop);
    for refused in [among_others, prepared] {
        let refused = refused.expect_err("it would end the transaction around the test");
        assert_eq!(
            refused.as_db_error().expect("the server refuses").message(),
            "BEGIN, COMMIT and ROLLBACK must come alone and unprepared in a test with isolation = \"rollback\""
        );
    }
    assert_eq!(count(&client, "note").await, 1);
    Ok(())
}

//! Transactions: begun, committed, rolled back, abandoned, interrupted.

use cormorant::engine::{Access, Engine, Isolation, TransactionOptions};
use cormorant::error::Constraint;
use cormorant::testing::TestDb;
use cormorant::{Error, Result};
use expect_test::expect;

use crate::support::{Gate, count, cut_everywhere, database, engine, in_time, param, until, value};

async fn table(engine: &Engine) -> Result<()> {
    engine.connection().await?.script("CREATE TABLE t (a int UNIQUE)").await
}

#[cormorant::test]
async fn commit_saves_and_rollback_and_drop_do_not(db: TestDb) -> Result<()> {
    let engine = engine(&db, 2);
    table(&engine).await?;
    let mut conn = engine.connection().await?;
    let mut transaction = conn.begin().await?;
    transaction.execute_raw("INSERT INTO t VALUES (1)", &[]).await?;
    assert_eq!(count(&engine, "t").await, 0);
    transaction.commit().await?;
    assert_eq!(count(&engine, "t").await, 1);

    let mut transaction = conn.begin().await?;
    transaction.execute_raw("INSERT INTO t VALUES (2)", &[]).await?;
    transaction.rollback().await?;

    let mut transaction = conn.begin().await?;
    transaction.execute_raw("INSERT INTO t VALUES (3)", &[]).await?;
    drop(transaction);
    assert_eq!(value::<i64>(&mut conn, "SELECT count(*) FROM t").await?, 1);
    assert!(!conn.in_transaction());
    Ok(())
}

#[cormorant::test]
async fn options_reach_the_server(db: TestDb) -> Result<()> {
    let engine = engine(&db, 1);
    let sent = engine.record();
    let mut conn = engine.connection().await?;
    let options =
        TransactionOptions::new().isolation(Isolation::Serializable).access(Access::ReadOnly).deferrable();
    let mut transaction = conn.begin_with(options).await?;
    assert_eq!(value::<String>(&mut transaction, "SHOW transaction_isolation").await?, "serializable");
    assert_eq!(value::<String>(&mut transaction, "SHOW transaction_read_only").await?, "on");
    assert_eq!(value::<String>(&mut transaction, "SHOW transaction_deferrable").await?, "on");
    let refused = transaction.execute_raw("CREATE TABLE no ()", &[]).await.unwrap_err();
    assert_eq!(refused.sqlstate(), Some("25006"));
    transaction.rollback().await?;
    assert_eq!(sent.all()[0], "BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY DEFERRABLE");
    Ok(())
}

#[cormorant::test]
async fn commit_after_a_swallowed_error_is_an_error_and_saves_nothing(db: TestDb) -> Result<()> {
    let engine = engine(&db, 1);
    table(&engine).await?;
    let mut conn = engine.connection().await?;
    let mut transaction = conn.begin().await?;
    transaction.execute_raw("INSERT INTO t VALUES (1)", &[]).await?;
    let error = transaction.execute_raw("INSERT INTO t VALUES (1)", &[]).await.unwrap_err();
    assert!(error.is_unique_violation());
    assert!(matches!(transaction.commit().await, Err(Error::CommitRolledBack)));
    assert_eq!(value::<i64>(&mut conn, "SELECT count(*) FROM t").await?, 0);
    Ok(())
}

#[cormorant::test]
async fn commit_after_an_error_in_a_dropped_stream_is_an_error_and_saves_nothing(db: TestDb) -> Result<()> {
    let engine = engine(&db, 1);
    table(&engine).await?;
    let mut conn = engine.connection().await?;
    let mut transaction = conn.begin().await?;
    transaction.execute_raw("INSERT INTO t VALUES (1)", &[]).await?;
    // The 200,000th row divides by zero, long after the stream is dropped.
    let sql = "SELECT 1 / (200000 - n) FROM generate_series(1, 200000) n";
    let mut stream = transaction.stream_raw(sql, &[], &[], |row| row.value::<i32>()).await?;
    assert_eq!(stream.next().await?, Some(0));
    drop(stream);
    assert!(matches!(transaction.commit().await, Err(Error::CommitRolledBack)));
    assert_eq!(value::<i64>(&mut conn, "SELECT count(*) FROM t").await?, 0);
    Ok(())
}

#[cormorant::test]
async fn a_deferred_constraint_is_reported_by_commit(db: TestDb) -> Result<()> {
    let engine = engine(&db, 1);
    let mut conn = engine.connection().await?;
    conn.script(
        "CREATE TABLE p (id int PRIMARY KEY);
         CREATE TABLE c (p int CONSTRAINT c_p_fkey REFERENCES p DEFERRABLE INITIALLY DEFERRED)",
    )
    .await?;
    let mut transaction = conn.begin().await?;
    transaction.execute_raw("INSERT INTO c VALUES (1)", &[]).await?;
    let error = transaction.commit().await.unwrap_err();
    assert_eq!((error.integrity(), error.constraint()), (Some(Constraint::ForeignKey), Some("c_p_fkey")));
    assert_eq!(value::<i64>(&mut conn, "SELECT count(*) FROM c").await?, 0);
    Ok(())
}

#[cormorant::test]
async fn a_failed_transaction_names_its_first_error_until_rollback(db: TestDb) -> Result<()> {
    let engine = engine(&db, 1);
    let mut conn = engine.connection().await?;
    let mut transaction = conn.begin().await?;
    transaction.execute_raw("SELECT 1 / 0", &[]).await.unwrap_err();
    let error = transaction.execute_raw("SELECT 1", &[]).await.unwrap_err();
    assert!(matches!(error, Error::TransactionAborted(_)));
    expect![[
        "the transaction failed before: current transaction is aborted, commands ignored until end of transaction block; it failed with: division by zero (22012) (25P02); statement: SELECT 1"
    ]]
    .assert_eq(&error.to_string());
    transaction.rollback().await?;
    assert_eq!(value::<i32>(&mut conn, "SELECT 1").await?, 1);
    Ok(())
}

#[cormorant::test]
async fn a_savepoint_undoes_its_own_part_and_revives_a_failed_transaction(db: TestDb) -> Result<()> {
    let engine = engine(&db, 1);
    table(&engine).await?;
    let sent = engine.record();
    let mut conn = engine.connection().await?;
    let mut transaction = conn.begin().await?;
    transaction.execute_raw("INSERT INTO t VALUES (1)", &[]).await?;
    let mut savepoint = transaction.savepoint().await?;
    savepoint.execute_raw("INSERT INTO t VALUES (2)", &[]).await?;
    let mut inner = savepoint.savepoint().await?;
    inner.execute_raw("INSERT INTO t VALUES (2)", &[]).await.unwrap_err();
    inner.rollback().await?;
    savepoint.execute_raw("INSERT INTO t VALUES (3)", &[]).await?;
    savepoint.commit().await?;
    let mut dropped = transaction.savepoint().await?;
    dropped.execute_raw("INSERT INTO t VALUES (4)", &[]).await?;
    drop(dropped);
    transaction.execute_raw("INSERT INTO t VALUES (5)", &[]).await?;
    transaction.commit().await?;
    assert_eq!(value::<Vec<i32>>(&mut conn, "SELECT array_agg(a ORDER BY a) FROM t").await?, [1, 2, 3, 5]);
    expect![[r#"
        BEGIN
        INSERT INTO t VALUES (1)
        SAVEPOINT cormorant_2
        INSERT INTO t VALUES (2)
        SAVEPOINT cormorant_3
        INSERT INTO t VALUES (2)
        ROLLBACK TO SAVEPOINT cormorant_3; RELEASE SAVEPOINT cormorant_3
        INSERT INTO t VALUES (3)
        RELEASE SAVEPOINT cormorant_2
        SAVEPOINT cormorant_2
        INSERT INTO t VALUES (4)
        ROLLBACK TO SAVEPOINT cormorant_2; RELEASE SAVEPOINT cormorant_2
        INSERT INTO t VALUES (5)
        COMMIT
        SELECT array_agg(a ORDER BY a) FROM t"#]]
    .assert_eq(&sent.all().join("\n"));
    Ok(())
}

#[cormorant::test]
async fn committing_a_failed_savepoint_undoes_it_and_says_so(db: TestDb) -> Result<()> {
    let engine = engine(&db, 1);
    table(&engine).await?;
    let mut conn = engine.connection().await?;
    let mut transaction = conn.begin().await?;
    let mut savepoint = transaction.savepoint().await?;
    savepoint.execute_raw("INSERT INTO t VALUES (1), (1)", &[]).await.unwrap_err();
    assert!(matches!(savepoint.commit().await, Err(Error::CommitRolledBack)));
    transaction.execute_raw("INSERT INTO t VALUES (2)", &[]).await?;
    transaction.commit().await?;
    assert_eq!(value::<i32>(&mut conn, "SELECT a FROM t").await?, 2);
    Ok(())
}

#[cormorant::test]
async fn a_second_begin_is_refused(db: TestDb) -> Result<()> {
    let engine = engine(&db, 1);
    let mut conn = engine.connection().await?;
    conn.execute_raw("BEGIN", &[]).await?;
    let error = conn.begin().await.unwrap_err();
    expect!["`begin`: a transaction is already open on this connection: end it first, or use `savepoint`"]
        .assert_eq(&error.to_string());
    Ok(())
}

#[cormorant::test]
async fn a_leaked_transaction_is_never_seen_by_the_next_user(db: TestDb) -> Result<()> {
    let engine = engine(&db, 1);
    table(&engine).await?;
    for number in 0..20 {
        let mut conn = engine.connection().await?;
        match number % 4 {
            // By a guard, by text, by a guard whose statement failed, by a guard that is never dropped.
            0 => drop(conn.begin().await?.execute_raw("INSERT INTO t VALUES (1)", &[]).await?),
            1 => conn.script("BEGIN; INSERT INTO t VALUES (1)").await?,
            2 => {
                let mut transaction = conn.begin().await?;
                transaction.execute_raw("SELECT 1 / 0", &[]).await.unwrap_err();
            }
            _ => {
                let mut transaction = conn.begin().await?;
                transaction.execute_raw("INSERT INTO t VALUES (1)", &[]).await?;
                #[expect(clippy::mem_forget, reason = "what a leak leaves behind is the question")]
                std::mem::forget(transaction);
            }
        }
        drop(conn);
        let mut next = engine.connection().await?;
        assert!(!next.in_transaction());
        assert_eq!(value::<i64>(&mut next, "SELECT count(*) FROM t").await?, 0, "leak {number}");
    }
    Ok(())
}

#[cormorant::test]
async fn settings_of_a_leaked_transaction_are_gone_for_the_next_user(db: TestDb) -> Result<()> {
    let engine = engine(&db, 1);
    let mut conn = engine.connection().await?;
    let pid = value::<i32>(&mut conn, "SELECT pg_backend_pid()").await?;
    conn.script("SET search_path = tenant; BEGIN; SET ROLE postgres; SET LOCAL statement_timeout = 1")
        .await?;
    drop(conn);
    let mut conn = engine.connection().await?;
    assert_eq!(value::<i32>(&mut conn, "SELECT pg_backend_pid()").await?, pid, "reset, not thrown away");
    assert_eq!(value::<String>(&mut conn, "SHOW search_path").await?, "\"$user\", public");
    assert_eq!(value::<String>(&mut conn, "SHOW statement_timeout").await?, "0");
    assert_eq!(value::<String>(&mut conn, "SHOW role").await?, "none");
    Ok(())
}

#[cormorant::test]
async fn an_interrupted_transaction_leaves_nothing_wherever_it_waits(db: TestDb) -> Result<()> {
    let observer = engine(&db, 1);
    table(&observer).await?;
    let answers = cut_everywhere(&db, async |engine, cut| {
        let work = async {
            let mut conn = engine.connection().await?;
            assert!(!conn.in_transaction());
            let mut transaction = conn.begin().await?;
            transaction.execute_raw("INSERT INTO t VALUES (1)", &[]).await?;
            let mut savepoint = transaction.savepoint().await?;
            savepoint.execute_raw("INSERT INTO t VALUES ($1)", &param(2_i32)).await?;
            savepoint.rollback().await?;
            transaction.rollback().await
        };
        cut.short(work).await.unwrap_or(Ok(()))
    })
    .await?;
    assert_eq!(answers, 6, "BEGIN, INSERT, SAVEPOINT, INSERT, ROLLBACK TO SAVEPOINT, ROLLBACK");
    assert_eq!(count(&observer, "t").await, 0);
    let idle = "SELECT count(*) = 0 FROM pg_stat_activity \
                WHERE datname = current_database() AND state LIKE 'idle in transaction%'";
    until(&observer, idle).await;
    Ok(())
}

#[cormorant::test]
async fn an_interrupted_commit_saves_all_or_nothing(db: TestDb) -> Result<()> {
    let observer = engine(&db, 1);
    table(&observer).await?;
    let mut attempts = 0;
    let answers = cut_everywhere(&db, async |engine, cut| {
        attempts += 1;
        let number = attempts * 2;
        let work = async {
            let mut conn = engine.connection().await?;
            let mut transaction = conn.begin().await?;
            transaction.execute_raw("INSERT INTO t VALUES ($1)", &param(number)).await?;
            transaction.execute_raw("INSERT INTO t VALUES ($1)", &param(number + 1)).await?;
            transaction.commit().await
        };
        let Some(done) = cut.short(work).await else { return Ok(()) };
        done?;
        let saved = format!("SELECT count(*) FROM t WHERE a IN ({number}, {number} + 1)");
        assert_eq!(value::<i64>(&mut *engine.connection().await?, &saved).await?, 2);
        Ok(())
    })
    .await?;
    assert_eq!(answers, 4, "BEGIN, INSERT, INSERT, COMMIT");
    let halves = "SELECT count(*) FROM (SELECT a / 2 FROM t GROUP BY 1 HAVING count(*) <> 2) halves";
    assert_eq!(value::<i64>(&mut *observer.connection().await?, halves).await?, 0);
    Ok(())
}

#[cormorant::test]
async fn an_interrupted_savepoint_leaves_the_transaction_usable(db: TestDb) -> Result<()> {
    table(&engine(&db, 1)).await?;
    let answers = cut_everywhere(&db, async |engine, cut| {
        let mut conn = engine.connection().await?;
        conn.script("TRUNCATE t").await?;
        let mut transaction = conn.begin().await?;
        transaction.execute_raw("INSERT INTO t VALUES (1)", &[]).await?;
        drop(cut.short(transaction.savepoint()).await.transpose()?);
        transaction.execute_raw("INSERT INTO t VALUES (2)", &[]).await?;
        transaction.commit().await?;
        assert_eq!(value::<Vec<i32>>(&mut conn, "SELECT array_agg(a ORDER BY a) FROM t").await?, [1, 2]);
        Ok(())
    })
    .await?;
    assert_eq!(answers, 1, "SAVEPOINT");
    Ok(())
}

#[cormorant::test]
async fn locks_of_an_abandoned_busy_transaction_are_free_at_once(db: TestDb) -> Result<()> {
    let engine = database(&db).pool_size(3).build()?;
    engine.connection().await?.script("CREATE TABLE t (a int); INSERT INTO t VALUES (1)").await?;
    let mut conn = engine.connection().await?;
    let mut transaction = conn.begin().await?;
    transaction.execute_raw("UPDATE t SET a = 2", &[]).await?;
    let mut gate = Gate::closed(&db).await?;
    gate.drop_there(transaction.execute_raw(Gate::WAIT, &[])).await?;
    drop(transaction);
    drop(conn);
    in_time(engine.connection().await?.execute_raw("UPDATE t SET a = 3", &[])).await?;
    gate.reached_by(0).await
}

#[cormorant::test]
async fn a_connection_lost_in_commit_leaves_the_outcome_unknown(db: TestDb) -> Result<()> {
    let engine = engine(&db, 2);
    engine
        .connection()
        .await?
        .script(
            "CREATE TABLE t (a int);
             CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS
                 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END';
             CREATE CONSTRAINT TRIGGER die AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED
                 FOR EACH ROW EXECUTE FUNCTION die()",
        )
        .await?;
    let mut conn = engine.connection().await?;
    let mut transaction = conn.begin().await?;
    transaction.execute_raw("INSERT INTO t VALUES (1)", &[]).await?;
    let error = transaction.commit().await.unwrap_err();
    assert!(matches!(error, Error::CommitUnknown { .. }), "{error:?}");
    assert!(error.is_disconnect() && !error.is_retryable());
    drop(conn);
    assert_eq!(count(&engine, "t").await, 0);
    Ok(())
}

#[cormorant::test]
async fn a_connection_lost_before_commit_is_lost_and_may_be_retried(db: TestDb) -> Result<()> {
    let engine = engine(&db, 2);
    let mut conn = engine.connection().await?;
    let pid = value::<i32>(&mut conn, "SELECT pg_backend_pid()").await?;
    let transaction = conn.begin().await?;
    let mut other = engine.connection().await?;
    other.execute_raw("SELECT pg_terminate_backend($1)", &param(pid)).await?;
    drop(other);
    until(&engine, &format!("SELECT count(*) = 0 FROM pg_stat_activity WHERE pid = {pid}")).await;
    let error = transaction.commit().await.unwrap_err();
    // The signal may be noticed only when COMMIT is sent.
    assert!(error.is_disconnect(), "{error:?}");
    Ok(())
}

#[cormorant::test]
async fn a_closure_commits_on_ok_and_rolls_back_on_err(db: TestDb) -> Result<()> {
    let engine = engine(&db, 2);
    table(&engine).await?;
    let local = vec![1, 2, 3];
    let sum = engine
        .transaction(async |conn| {
            for number in &local {
                conn.execute_raw("INSERT INTO t VALUES ($1)", &param(*number)).await?;
            }
            value::<i64>(conn, "SELECT sum(a) FROM t").await
        })
        .await?;
    assert_eq!(sum, 6);
    let answer: Result<()> = engine
        .transaction(async |conn| {
            conn.execute_raw("INSERT INTO t VALUES (4)", &[]).await?;
            Err(Error::NoRows)
        })
        .await;
    assert!(matches!(answer, Err(Error::NoRows)));
    assert_eq!(count(&engine, "t").await, 3);
    Ok(())
}

#[derive(Debug)]
enum Refusal {
    Engine(#[expect(dead_code, reason = "shown by a failing test")] Error),
    TooMany,
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Refusal::Engine(error)
    }
}

/// The error of a caller's choice, borrowed arguments, and a future that can be spawned.
async fn insert_few<E>(engine: &Engine, numbers: &[i32], too_many: impl Fn() -> E + Sync) -> Result<(), E>
where
    E: From<Error> + Send,
{
    engine
        .transaction(async |conn| {
            for number in numbers {
                conn.execute_raw("INSERT INTO t VALUES ($1)", &param(*number)).await?;
            }
            if numbers.len() > 2 { Err(too_many()) } else { Ok(()) }
        })
        .await
}

#[cormorant::test]
async fn a_closure_may_borrow_be_generic_in_its_error_and_be_spawned(db: TestDb) -> Result<()> {
    let engine = engine(&db, 2);
    table(&engine).await?;
    let task = tokio::spawn({
        let engine = engine.clone();
        async move {
            let numbers = vec![1, 2, 3];
            insert_few(&engine, &numbers[..2], || Refusal::TooMany).await?;
            insert_few(&engine, &numbers, || Refusal::TooMany).await
        }
    });
    // The first call has inserted 1 already.
    assert!(matches!(task.await.unwrap(), Err(Refusal::Engine(_))));
    assert!(matches!(insert_few(&engine, &[5, 6, 7], || Refusal::TooMany).await, Err(Refusal::TooMany)));
    assert_eq!(count(&engine, "t").await, 2);
    Ok(())
}

#[cormorant::test]
async fn a_panic_in_a_closure_rolls_back_and_goes_on(db: TestDb) -> Result<()> {
    let engine = engine(&db, 1);
    table(&engine).await?;
    for _ in 0..20 {
        let task = tokio::spawn({
            let engine = engine.clone();
            async move {
                engine
                    .transaction(async |conn| -> Result<()> {
                        conn.execute_raw("INSERT INTO t VALUES (1)", &[]).await?;
                        panic!("on purpose")
                    })
                    .await
            }
        });
        assert!(task.await.unwrap_err().is_panic());
    }
    assert_eq!(count(&engine, "t").await, 0);
    Ok(())
}

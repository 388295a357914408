//! The pool: what goes back to it, what does not, and who waits for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use cormorant::engine::Engine;
use cormorant::error::TimeoutKind;
use cormorant::prelude::*;
use cormorant::testing::TestDb;
use cormorant::{Error, Result};
use tokio::runtime::Handle;
use tokio::time::timeout;

use crate::support::{
    Gate, acquired, cut_everywhere, database, engine, in_time, param, polled, until, value,
};

async fn pid(engine: &Engine) -> Result<i32> {
    value(&mut *engine.connection().await?, "SELECT pg_backend_pid()").await
}

/// Ends every other connection of the engine, from outside.
async fn terminate_others(db: &TestDb) -> Result<()> {
    let admin = Engine::builder().url(db.url()).application_name("admin").build()?;
    let mut conn = admin.connection().await?;
    let sql = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
               WHERE datname = current_database() AND application_name = 'engine_test'";
    value::<i64>(&mut conn, sql).await?;
    let gone = "SELECT count(*) = 0 FROM pg_stat_activity \
               WHERE datname = current_database() AND application_name = 'engine_test'";
    while !value::<bool>(&mut conn, gone).await? {
        tokio::task::yield_now().await;
    }
    Ok(())
}

#[cormorant::test]
async fn a_clean_connection_is_used_again(db: TestDb) -> Result<()> {
    let engine = engine(&db, 3);
    let first = pid(&engine).await?;
    for _ in 0..10 {
        assert_eq!(pid(&engine).await?, first);
    }
    let status = engine.status();
    assert_eq!((status.limit, status.open, status.in_use, status.waiting), (3, 1, 0, 0));
    Ok(())
}

#[cormorant::test]
async fn a_connection_is_used_again_after_an_error_of_the_servers(db: TestDb) -> Result<()> {
    let engine = engine(&db, 1);
    let first = pid(&engine).await?;
    for _ in 0..5 {
        let mut conn = engine.connection().await?;
        conn.execute_raw("SELECT 1 / 0", &[]).await.unwrap_err();
        drop(conn);
        assert_eq!(pid(&engine).await?, first);
        let mut conn = engine.connection().await?;
        let mut transaction = conn.begin().await?;
        transaction.execute_raw("SELECT 1 / 0", &[]).await.unwrap_err();
        drop(transaction);
        drop(conn);
        assert_eq!(pid(&engine).await?, first, "rolled back, not thrown away");
    }
    Ok(())
}

#[cormorant::test]
async fn a_dropped_statement_is_stopped_and_nobody_waits_for_it(db: TestDb) -> Result<()> {
    let engine = engine(&db, 1);
    let mut conn = engine.connection().await?;
    let mut gate = Gate::closed(&db).await?;
    gate.drop_there(conn.execute_raw(Gate::WAIT, &[])).await?;
    drop(conn);
    assert_eq!(value::<i32>(&mut *in_time(engine.connection()).await?, "SELECT 1").await?, 1);
    gate.reached_by(0).await
}

#[cormorant::test]
async fn a_connection_goes_on_after_a_dropped_statement(db: TestDb) -> Result<()> {
    let engine = engine(&db, 1);
    let mut conn = engine.connection().await?;
    let mut gate = Gate::closed(&db).await?;
    for _ in 0..5 {
        gate.drop_there(conn.execute_raw(Gate::WAIT, &[])).await?;
        assert_eq!(in_time(value::<i32>(&mut conn, "SELECT 1")).await?, 1);
        gate.reached_by(0).await?;
    }
    Ok(())
}

#[cormorant::test]
async fn a_leaked_statement_is_stopped_like_a_dropped_one(db: TestDb) -> Result<()> {
    let engine = engine(&db, 1);
    let mut gate = Gate::closed(&db).await?;
    let mut conn = engine.connection().await?;
    gate.leak_there(conn.execute_raw(Gate::WAIT, &[])).await?;
    assert_eq!(in_time(value::<i32>(&mut conn, "SELECT 1")).await?, 1);
    gate.leak_there(conn.execute_raw(Gate::WAIT, &[])).await?;
    drop(conn);
    assert_eq!(value::<i32>(&mut *in_time(engine.connection()).await?, "SELECT 1").await?, 1);
    gate.reached_by(0).await
}

#[cormorant::test]
async fn a_cancel_never_hits_the_next_user(db: TestDb) -> Result<()> {
    let engine = engine(&db, 1);
    for round in 0..200 {
        let mut conn = engine.connection().await?;
        let sql = format!("SELECT count(*) FROM generate_series(1, {})", round * 100);
        // The cancel and the end of the statement race.
        let _ = polled(conn.execute_raw(&sql, &[]), 1 + round % 4).await;
        drop(conn);
        let mut next = engine.connection().await?;
        assert_eq!(
            value::<i32>(&mut next, "SELECT count(*)::int4 FROM generate_series(1, 2000)").await?,
            2000
        );
    }
    Ok(())
}

#[cormorant::test]
async fn a_statement_dropped_wherever_it_waits_leaves_a_clean_pool(db: TestDb) -> Result<()> {
    engine(&db, 1).connection().await?.script("CREATE TABLE t (a int)").await?;
    let answers = cut_everywhere(&db, async |engine, cut| {
        let left = value::<String>(&mut *in_time(engine.connection()).await?, "SHOW work_mem").await?;
        assert_eq!((left.as_str(), engine.status().open), ("4MB", 1));
        let work = async {
            let mut conn = engine.connection().await?;
            assert!(!conn.in_transaction());
            let sum = value::<i64>(&mut conn, "SELECT sum(n) FROM generate_series(1, 100) n").await?;
            conn.execute_raw("INSERT INTO t VALUES ($1)", &param(1_i32)).await?;
            conn.script("SET work_mem = '8MB'; BEGIN; INSERT INTO t VALUES (2); COMMIT").await?;
            Ok::<_, Error>(sum)
        };
        if let Some(sum) = cut.short(work).await {
            assert_eq!(sum?, 5050);
        }
        Ok(())
    })
    .await?;
    assert_eq!(answers, 3, "SELECT, INSERT and the script");
    Ok(())
}

#[cormorant::test]
async fn a_storm_of_aborted_tasks_leaks_nothing(db: TestDb) -> Result<()> {
    let engine = engine(&db, 4);
    engine.connection().await?.script("CREATE TABLE t (a int); INSERT INTO t VALUES (0)").await?;
    let acknowledged = Arc::new(AtomicU32::new(0));
    let tasks: Vec<_> = (0..400_u64)
        .map(|number| {
            let (engine, acknowledged) = (engine.clone(), Arc::clone(&acknowledged));
            tokio::spawn(async move {
                let work = engine.transaction(async |conn| {
                    conn.execute_raw("UPDATE t SET a = a + 1", &[]).await?;
                    value::<i32>(conn, "SELECT a FROM t").await
                });
                // Some in time, some too late, some never.
                if let Ok(done) = timeout(Duration::from_micros(200 * (number % 97)), work).await {
                    done.unwrap();
                    acknowledged.fetch_add(1, Ordering::Relaxed);
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let applied = value::<i32>(&mut *engine.connection().await?, "SELECT a FROM t").await?;
    let acknowledged = i32::try_from(acknowledged.load(Ordering::Relaxed)).unwrap();
    assert!(applied >= acknowledged, "{applied} applied, {acknowledged} acknowledged");
    until(
        &engine,
        "SELECT count(*) = 0 FROM pg_stat_activity \
               WHERE datname = current_database() AND state LIKE 'idle in transaction%'",
    )
    .await;
    until(
        &engine,
        "SELECT count(*) <= 4 FROM pg_stat_activity \
               WHERE datname = current_database() AND application_name = 'engine_test'",
    )
    .await;
    for number in 0..10 {
        assert_eq!(
            value::<i32>(&mut *engine.connection().await?, &format!("SELECT {number}")).await?,
            number
        );
    }
    Ok(())
}

#[cormorant::test]
async fn no_more_connections_are_open_than_the_pool_may_have(db: TestDb) -> Result<()> {
    let engine = engine(&db, 3);
    let tasks: Vec<_> = (0..60)
        .map(|_| {
            let engine = engine.clone();
            tokio::spawn(async move {
                let mut conn = engine.connection().await.unwrap();
                let sql = "SELECT count(*) FROM pg_stat_activity \
               WHERE datname = current_database() AND application_name = 'engine_test'";
                value::<i64>(&mut conn, sql).await.unwrap()
            })
        })
        .collect();
    for task in tasks {
        assert!(task.await.unwrap() <= 3);
    }
    assert!(engine.status().open <= 3);
    Ok(())
}

#[cormorant::test]
async fn those_who_wait_too_long_are_told_and_the_others_go_on(db: TestDb) -> Result<()> {
    let engine = database(&db).pool_size(2).acquire_timeout(Duration::from_millis(300)).build()?;
    // Each of two tasks has one connection and wants another.
    let tasks: Vec<_> = [acquired(&engine).await, acquired(&engine).await]
        .map(|first| {
            let engine = engine.clone();
            tokio::spawn(async move {
                let second = engine.connection().await?;
                drop((first, second));
                Ok::<_, Error>(())
            })
        })
        .into();
    for task in tasks {
        if let Err(error) = in_time(task).await.unwrap() {
            assert!(matches!(error, Error::Timeout { waited_for: TimeoutKind::Pool, .. }), "{error:?}");
        }
    }
    let status = engine.status();
    assert_eq!((status.in_use, status.waiting), (0, 0));
    Ok(())
}

#[cormorant::test]
async fn idle_connections_that_were_ended_are_never_handed_out(db: TestDb) -> Result<()> {
    let engine = engine(&db, 5);
    let conns: Vec<_> = futures_util::future::try_join_all((0..5).map(|_| engine.connection())).await?;
    drop(conns);
    assert_eq!(engine.status().open, 5);
    // The task of a connection ends when it has read that the server has ended it.
    let tasks = || Handle::current().metrics().num_alive_tasks();
    let before = tasks();
    terminate_others(&db).await?;
    in_time(async {
        while tasks() + 5 > before {
            tokio::task::yield_now().await;
        }
    })
    .await;
    for number in 0..20 {
        assert_eq!(
            value::<i32>(&mut *engine.connection().await?, &format!("SELECT {number}")).await?,
            number
        );
    }
    Ok(())
}

#[cormorant::test]
async fn after_one_connection_was_lost_the_others_are_tested(db: TestDb) -> Result<()> {
    let engine = engine(&db, 2);
    let (mut one, two) = (engine.connection().await?, engine.connection().await?);
    drop(two);
    terminate_others(&db).await?;
    assert!(one.execute_raw("SELECT 1", &[]).await.unwrap_err().is_disconnect());
    drop(one);
    assert_eq!(value::<i32>(&mut *engine.connection().await?, "SELECT 1").await?, 1);
    Ok(())
}

#[cormorant::test]
async fn a_server_that_turned_read_only_is_left(db: TestDb) -> Result<()> {
    let engine = engine(&db, 1);
    let mut conn = engine.connection().await?;
    let first = value::<i32>(&mut conn, "SELECT pg_backend_pid()").await?;
    conn.script("SET default_transaction_read_only = on").await?;
    let error = conn.execute_raw("CREATE TABLE t ()", &[]).await.unwrap_err();
    assert_eq!(error.sqlstate(), Some("25006"));
    drop(conn);
    assert_ne!(pid(&engine).await?, first);
    engine.connection().await?.script("CREATE TABLE t ()").await
}

#[cormorant::test]
async fn a_changed_table_is_planned_anew_without_an_error(db: TestDb) -> Result<()> {
    let engine = engine(&db, 1);
    let mut conn = engine.connection().await?;
    conn.script("CREATE TABLE t (a int); INSERT INTO t VALUES (1)").await?;
    let all = "SELECT * FROM t";
    assert_eq!(value::<i32>(&mut conn, all).await?, 1);
    conn.script("ALTER TABLE t ADD b int").await?;
    assert_eq!(value::<i32>(&mut conn, all).await?, 1);
    conn.script("DEALLOCATE ALL").await?;
    assert_eq!(value::<i32>(&mut conn, all).await?, 1);
    conn.script("DISCARD ALL").await?;
    assert_eq!(value::<i32>(&mut conn, all).await?, 1);
    Ok(())
}

#[cormorant::test]
async fn a_table_that_changed_within_a_transaction_fails_it_once(db: TestDb) -> Result<()> {
    let engine = engine(&db, 2);
    let mut conn = engine.connection().await?;
    conn.script("CREATE TABLE t (a int); INSERT INTO t VALUES (1)").await?;
    let all = "SELECT * FROM t";
    assert_eq!(value::<i32>(&mut conn, all).await?, 1);
    engine.connection().await?.script("ALTER TABLE t ADD b int").await?;
    let mut transaction = conn.begin().await?;
    let error = value::<i32>(&mut transaction, all).await.unwrap_err();
    assert!(error.is_retryable(), "{error:?}");
    transaction.rollback().await?;
    let mut transaction = conn.begin().await?;
    assert_eq!(value::<i32>(&mut transaction, all).await?, 1);
    transaction.commit().await
}

#[cormorant::test]
async fn an_enum_made_anew_is_read(db: TestDb) -> Result<()> {
    let engine = engine(&db, 1);
    let mut conn = engine.connection().await?;
    for labels in ["'a', 'b'", "'b', 'c'"] {
        conn.script(&format!(
            "DROP TABLE IF EXISTS t; DROP TYPE IF EXISTS mood; CREATE TYPE mood AS ENUM ({labels});
             CREATE TABLE t (m mood); INSERT INTO t VALUES ('b')"
        ))
        .await?;
        assert_eq!(value::<String>(&mut conn, "SELECT m::text FROM t").await?, "b");
        let mut raw = Vec::new();
        conn.fetch_raw("SELECT m FROM t WHERE m = $1::mood", &[], &[], &mut |_| unreachable!())
            .await
            .unwrap_err();
        conn.fetch_raw("SELECT m FROM t", &[], &[], &mut |row| {
            raw.extend_from_slice(row.raw()?.unwrap());
            Ok(cormorant::engine::Flow::More)
        })
        .await?;
        assert_eq!(raw, b"b");
    }
    Ok(())
}

#[cormorant::test]
async fn a_connection_keeps_no_more_statements_than_it_may(db: TestDb) -> Result<()> {
    let engine = database(&db).pool_size(1).statement_cache(20).build()?;
    let mut conn = engine.connection().await?;
    for number in 0..100 {
        assert_eq!(value::<i32>(&mut conn, &format!("SELECT {number}")).await?, number);
    }
    let kept = value::<i64>(&mut conn, "SELECT count(*) FROM pg_prepared_statements").await?;
    assert!((19..=22).contains(&kept), "{kept}");
    // The one used all the time stays.
    for number in 0..100 {
        value::<i32>(&mut conn, "SELECT 424242").await?;
        value::<i32>(&mut conn, &format!("SELECT {number}")).await?;
    }
    let times =
        "SELECT generic_plans + custom_plans FROM pg_prepared_statements WHERE statement = 'SELECT 424242'";
    assert_eq!(value::<i64>(&mut conn, times).await?, 100);
    Ok(())
}

#[cormorant::test]
async fn one_text_with_two_types_of_parameters_is_two_statements(db: TestDb) -> Result<()> {
    let engine = engine(&db, 1);
    let mut conn = engine.connection().await?;
    for _ in 0..2 {
        let sql = "SELECT pg_typeof($1)::text = 'integer' FROM (VALUES (1)) v";
        let mut types = Vec::new();
        for params in [param(1_i32), param(1_i64)] {
            conn.fetch_raw(sql, &params, &[], &mut |row| {
                types.push(row.value::<bool>()?);
                Ok(cormorant::engine::Flow::More)
            })
            .await?;
        }
        assert_eq!(types, [true, false]);
    }
    Ok(())
}

#[cormorant::test]
async fn a_closed_engine_hands_out_nothing_and_ends_its_connections(db: TestDb) -> Result<()> {
    let engine = engine(&db, 2);
    let (mut held, idle) = (engine.connection().await?, engine.connection().await?);
    drop(idle);
    engine.close();
    let error = engine.connection().await.unwrap_err();
    assert_eq!(error.to_string(), "connection lost while taking a connection of a closed engine");
    // What was handed out may finish.
    assert_eq!(value::<i32>(&mut held, "SELECT 1").await?, 1);
    drop(held);
    let admin = Engine::builder().url(db.url()).application_name("admin").build()?;
    until(
        &admin,
        "SELECT count(*) = 0 FROM pg_stat_activity \
               WHERE datname = current_database() AND application_name = 'engine_test'",
    )
    .await;
    Ok(())
}

#[cormorant::test]
async fn unused_and_old_connections_are_closed(db: TestDb) -> Result<()> {
    let admin = Engine::builder().url(db.url()).application_name("admin").build()?;
    let idle = database(&db).idle_timeout(Duration::from_millis(30)).build()?;
    drop(futures_util::future::try_join_all((0..3).map(|_| idle.connection())).await?);
    until(
        &admin,
        "SELECT count(*) = 0 FROM pg_stat_activity \
               WHERE datname = current_database() AND application_name = 'engine_test'",
    )
    .await;
    assert_eq!(idle.status().open, 0);

    let old = database(&db).max_lifetime(Duration::ZERO).build()?;
    let mut conn = old.connection().await?;
    let first = value::<i32>(&mut conn, "SELECT pg_backend_pid()").await?;
    drop(conn);
    assert_ne!(pid(&old).await?, first);
    Ok(())
}

#[test]
fn a_pool_outlives_the_runtime_it_was_made_in() {
    let server = cormorant::embedded::Server::throw_away_blocking().unwrap();
    let engine = Engine::builder().server(server).pool_size(2).build().unwrap();
    for number in 0..3 {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let answer = runtime.block_on(async {
            let mut conn = engine.connection().await?;
            let answer = value::<i32>(&mut conn, &format!("SELECT {number}")).await;
            // Left in a transaction.
            conn.script("BEGIN").await?;
            answer
        });
        assert_eq!(answer.unwrap(), number);
        drop(runtime);
        assert_eq!(engine.status().in_use, 0);
    }
}

#[cormorant::test]
async fn an_advisory_lock_taken_by_a_query_ends_with_its_connection(db: TestDb) -> Result<()> {
    let engine = engine(&db, 1);
    let held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()";
    let lock = || {
        select(function::<i32>("length").with((raw::<String>("pg_advisory_lock({})::text").with((1_i64,)),)))
    };
    // The second time the statement is prepared already.
    for _ in 0..2 {
        let mut conn = engine.connection().await?;
        let _: Option<i32> = conn.one(lock()).await?;
        assert_eq!(value::<i64>(&mut conn, held).await?, 1);
        drop(conn);
        assert_eq!(value::<i64>(&mut *engine.connection().await?, held).await?, 0);
    }
    let mut conn = engine.connection().await?;
    let mut batch = conn.batch();
    batch.all(lock());
    batch.run().await?;
    drop(conn);
    assert_eq!(value::<i64>(&mut *engine.connection().await?, held).await?, 0);
    Ok(())
}

#[cormorant::test]
async fn a_lock_of_a_lost_user_is_free_for_the_next(db: TestDb) -> Result<()> {
    let engine = engine(&db, 1);
    let mut conn = engine.connection().await?;
    conn.script("CREATE TABLE t (a int)").await?;
    conn.script(
        "SET lock_timeout = 0; SELECT pg_advisory_lock(1); LISTEN news; CREATE TEMP TABLE mine (a int)",
    )
    .await?;
    drop(conn);
    let mut conn = engine.connection().await?;
    assert_eq!(
        value::<i64>(
            &mut conn,
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
        )
        .await?,
        0
    );
    assert_eq!(value::<i64>(&mut conn, "SELECT count(*) FROM pg_listening_channels()").await?, 0);
    assert!(value::<bool>(&mut conn, "SELECT to_regclass('pg_temp.mine') IS NULL").await?);
    Ok(())
}

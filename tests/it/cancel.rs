//! Requests to cancel that come too early: the server has not read yet what they are to stop.
//!
//! So the connection has to ask again: the statement would run on, with its locks.

use std::pin::pin;

use cormorant::Result;
use cormorant::engine::{Engine, PooledConnection};
use cormorant::testing::TestDb;

use crate::support::{Gate, Relay, engine, in_time, on_one_thread, polled, until, value};

/// An engine whose requests can be held back. Without a deadline, so that nothing but a cancel helps.
async fn behind_a_relay(db: &TestDb) -> Result<(Relay, Engine)> {
    let relay = Relay::new(db).await.expect("a relay");
    let engine = relay.engine().pool_size(1).command_timeout(None).build()?;
    Ok((relay, engine))
}

/// Runs `next` and lets the statement that was dropped before it pass only after its cancel.
async fn too_early<F: Future>(relay: &Relay, next: F) -> F::Output {
    let mut next = pin!(next);
    tokio::select! {
        _ = &mut next => panic!("the statement before it is held back"),
        () = relay.cancelled(1) => {}
    }
    relay.let_requests_pass();
    in_time(next).await
}

#[cormorant::test]
async fn a_statement_that_starts_after_its_cancel_is_cancelled_again(db: TestDb) -> Result<()> {
    let (relay, engine) = behind_a_relay(&db).await?;
    let mut gate = Gate::closed(&db).await?;
    let mut conn = engine.connection().await?;
    relay.hold_requests();
    relay.drop_unsent(conn.script(Gate::WAIT)).await;
    assert_eq!(too_early(&relay, value::<i32>(&mut conn, "SELECT 1")).await?, 1);
    gate.reached_by(0).await
}

#[cormorant::test]
async fn a_rollback_stops_what_starts_after_its_cancel(db: TestDb) -> Result<()> {
    let (relay, engine) = behind_a_relay(&db).await?;
    let mut gate = Gate::closed(&db).await?;
    let mut conn = engine.connection().await?;
    let mut transaction = conn.begin().await?;
    relay.hold_requests();
    relay.drop_unsent(transaction.script(Gate::WAIT)).await;
    too_early(&relay, transaction.rollback()).await?;
    assert_eq!(value::<i32>(&mut conn, "SELECT 1").await?, 1);
    gate.reached_by(0).await
}

/// A transaction whose statement has not reached the server, dropped.
async fn abandon(relay: &Relay, conn: &mut PooledConnection) -> Result<()> {
    let mut transaction = conn.begin().await?;
    relay.hold_requests();
    relay.drop_unsent(transaction.script(Gate::WAIT)).await;
    drop(transaction);
    Ok(())
}

#[cormorant::test]
async fn an_abandoned_transaction_ends_though_its_cancel_came_too_early(db: TestDb) -> Result<()> {
    let (relay, engine) = behind_a_relay(&db).await?;
    let mut gate = Gate::closed(&db).await?;
    let mut conn = engine.connection().await?;
    abandon(&relay, &mut conn).await?;
    assert_eq!(too_early(&relay, value::<i32>(&mut conn, "SELECT 1")).await?, 1);
    gate.reached_by(0).await
}

#[cormorant::test]
async fn an_abandoned_transaction_ends_though_nothing_is_done_after_it(db: TestDb) -> Result<()> {
    let (relay, behind) = behind_a_relay(&db).await?;
    let mut gate = Gate::closed(&db).await?;
    let mut conn = behind.connection().await?;
    let pid = value::<i32>(&mut conn, "SELECT pg_backend_pid()").await?;
    abandon(&relay, &mut conn).await?;
    relay.cancelled(1).await;
    relay.let_requests_pass();
    let over =
        format!("SELECT query = 'ROLLBACK' AND state = 'idle' FROM pg_stat_activity WHERE pid = {pid}");
    until(&engine(&db, 1), &over).await;
    gate.reached_by(0).await
}

#[cormorant::test]
async fn a_returned_connection_stops_what_starts_after_its_cancel(db: TestDb) -> Result<()> {
    let (relay, engine) = behind_a_relay(&db).await?;
    let mut gate = Gate::closed(&db).await?;
    let mut conn = engine.connection().await?;
    relay.hold_requests();
    relay.drop_unsent(conn.script(Gate::WAIT)).await;
    drop(conn);
    // Let pass early or late: whether it starts before its cancel or after it, it does not wait at the gate for long.
    relay.cancelled(1).await;
    relay.let_requests_pass();
    assert_eq!(value::<i32>(&mut *in_time(engine.connection()).await?, "SELECT 1").await?, 1);
    gate.reached_by(0).await
}

#[cormorant::test]
async fn a_rollback_does_not_wait_for_a_statement_dropped_just_before_it(db: TestDb) -> Result<()> {
    let mut gate = Gate::closed(&db).await?;
    on_one_thread(&db, async |engine| {
        let mut conn = engine.connection().await?;
        let mut transaction = conn.begin().await?;
        assert!(polled(transaction.script(Gate::WAIT), 1).await.is_none());
        in_time(transaction.rollback()).await?;
        assert_eq!(in_time(value::<i32>(&mut conn, "SELECT 1")).await?, 1);
        Ok(())
    })?;
    gate.reached_by(0).await
}

#[cormorant::test]
async fn a_rollback_that_takes_long_is_not_cancelled_and_its_connection_is_used_again(
    db: TestDb,
) -> Result<()> {
    let (relay, engine) = behind_a_relay(&db).await?;
    let mut conn = engine.connection().await?;
    let pid = value::<i32>(&mut conn, "SELECT pg_backend_pid()").await?;
    let transaction = conn.begin().await?;
    relay.let_pass(0);
    drop(transaction);
    drop(conn);
    // Longer than the engine waits before it cancels anything else.
    let soon = std::time::Duration::from_millis(50);
    assert!(tokio::time::timeout(soon, relay.cancelled(1)).await.is_err(), "nothing is to be cancelled");
    relay.open();
    assert_eq!(value::<i32>(&mut *engine.connection().await?, "SELECT pg_backend_pid()").await?, pid);
    Ok(())
}

//! Many rows: how many statements, how many workers, how much memory.

#[allow(dead_code, unreachable_pub, reason = "it is an example")]
#[path = "../../../examples/worker.rs"]
mod example;

use std::process::Command;

use cormorant::prelude::*;
use cormorant::query::for_update;
use cormorant::testing::TestDb;
use cormorant_examples::shop::{Customer, Order};

/// How many orders do not have the points that they should.
async fn wrong(db: &TestDb) -> cormorant::Result<i64> {
    let wrong = select(count_all()).from(Order).filter(Order::points.is_distinct_from(Order::cents / 100));
    db.engine().connection().await?.scalar(wrong).await
}

#[cormorant::test(models(Customer, Order))]
async fn a_batch_is_two_statements_and_what_is_right_is_not_written(db: TestDb) -> cormorant::Result<()> {
    let engine = db.engine();
    example::fill(engine, 2_500).await?;
    assert_eq!(wrong(&db).await?, 2_250);

    let sent = engine.record();
    assert_eq!(example::through_all(engine, 1_000).await?, 2_500);
    let statements = sent.take();
    let [declare, rest @ ..] = &statements[..] else { panic!("nothing was sent") };
    let (cursor, select) = declare.split_once(" NO SCROLL CURSOR FOR ").expect("a cursor");
    assert_eq!(
        select,
        r#"SELECT "cormorant_shop"."orders"."id", "cormorant_shop"."orders"."customer_id", "cormorant_shop"."orders"."placed_on", "cormorant_shop"."orders"."cents", "cormorant_shop"."orders"."points" FROM "cormorant_shop"."orders" ORDER BY "cormorant_shop"."orders"."id""#
    );
    let fetch = format!("FETCH FORWARD 1000 FROM {}", cursor.trim_start_matches("DECLARE "));
    let fetch = fetch.as_str();
    let update = r#"UPDATE "cormorant_shop"."orders" SET "points" = "v"."0" FROM unnest($1, $2) AS "v"("0", "1") WHERE "cormorant_shop"."orders"."id" = "v"."1""#;
    assert_eq!(rest, [fetch, update, fetch, update, fetch, update]);
    assert_eq!(wrong(&db).await?, 0);

    sent.clear();
    assert_eq!(example::through_all(engine, 1_000).await?, 2_500);
    let statements = sent.take();
    assert_eq!(statements.len(), 4);
    assert!(statements.iter().all(|sql| !sql.starts_with("UPDATE")), "nothing differs any more");
    Ok(())
}

#[cormorant::test(models(Customer, Order))]
async fn workers_share_the_orders_without_waiting_for_each_other(db: TestDb) -> cormorant::Result<()> {
    let engine = db.engine();
    example::fill(engine, 2_000).await?;
    let sent = engine.record();
    let (one, other) = tokio::join!(example::in_turns(engine, 100), example::in_turns(engine, 100));
    assert_eq!(one? + other?, 1_800); // each order once
    assert_eq!(wrong(&db).await?, 0);
    assert!(sent.take()[0].ends_with(
        r#"WHERE "cormorant_shop"."orders"."points" IS NULL ORDER BY "cormorant_shop"."orders"."id" LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED"#
    ));
    Ok(())
}

#[cormorant::test(models(Customer, Order))]
async fn what_a_worker_lost_is_found_by_the_next_one(db: TestDb) -> cormorant::Result<()> {
    let engine = db.engine();
    example::fill(engine, 1_000).await?;
    let mut killed = engine.session();
    let mine =
        select(Order).filter(Order::points.is_null()).order_by(Order::id).limit(100).lock(for_update());
    for order in killed.all(mine).await? {
        killed[order].points = Some(-1);
    }
    killed.flush().await?;
    assert_eq!(example::in_turns(engine, 100).await?, 800); // not those that are taken
    drop(killed);
    // Its transaction ends when its connection is cleaned: who asks for the locks waits for that.
    let lost = select(Order::id).filter(Order::points.is_null()).lock(for_update());
    assert_eq!(engine.connection().await?.all(lost).await?.len(), 100);
    assert_eq!(example::in_turns(engine, 100).await?, 100);
    assert_eq!(wrong(&db).await?, 0);
    Ok(())
}

/// Runs the program. The most memory that it had, in KiB.
fn peak_memory(url: &str, arguments: &[&str]) -> i64 {
    let worker = Command::new(env!("CARGO_BIN_EXE_worker")).args(arguments).env("DATABASE_URL", url).output();
    let worker = worker.expect("it is built");
    assert!(worker.status.success(), "{}", String::from_utf8_lossy(&worker.stderr));
    let said = String::from_utf8(worker.stdout).expect("a text");
    let peak = said.lines().find_map(|line| line.strip_prefix("at most ")?.strip_suffix(" KiB of memory"));
    peak.and_then(|peak| peak.parse().ok()).unwrap_or_else(|| panic!("no memory in: {said}"))
}

#[cfg(target_os = "linux")]
#[cormorant::test]
async fn memory_does_not_depend_on_the_number_of_rows(db: TestDb) -> cormorant::Result<()> {
    let few = peak_memory(db.url(), &["--rows", "10000"]);
    let many = peak_memory(db.url(), &["--rows", "100000"]);
    assert!(many < 100 * 1024, "{many} KiB for 100,000 rows");
    assert!(many < few + 4 * 1024, "{few} KiB for 10,000 rows, {many} KiB for 100,000");
    let shared = peak_memory(db.url(), &["--rows", "50000", "--workers", "2"]);
    assert!(shared < few + 8 * 1024, "{few} KiB for a stream, {shared} KiB for two workers");
    Ok(())
}

//! The memory of a session full of entities against the same rows in a `Vec`.
//!
//! ```text
//! cargo bench -p cormorant-tests --bench memory
//! ```
//!
//! An allocator counts the bytes that the program has asked for. The `Vec` is as small as can be: it has place for
//! exactly these rows. Of a session everything counts that is held as long as it is: rows, states, the identity map.
//! The peak is what was held at most while reading, above what was held before.
#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

use cormorant::engine::Engine;
use cormorant::prelude::*;
use peak_alloc::PeakAlloc;
use tokio_postgres::{Client, NoTls, Statement};

mod measure;
mod rows;

use rows::{Reading, SELECT, TABLE, mapped};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const SIZES: [(i64, Option<f64>); 4] = [(1_000, None), (10_000, None), (100_000, Some(1.5)), (120_000, None)];

/// Bytes that are held, and that were held at most.
struct Held {
    live: usize,
    peak: usize,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    measure::with_database("memory", compare).await
}

async fn compare(url: &str) -> Result<(), Box<dyn std::error::Error>> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    tokio::spawn(connection);
    for statement in TABLE.replace("1000000", "200000").split(';') {
        client.batch_execute(statement).await?;
    }
    let prepared = client.prepare(SELECT).await?;
    let engine = Engine::connect(url).await?;
    // What is made once, for the first statement, is no matter of sessions.
    in_a_vec(&client, &prepared, 10).await?;
    in_a_session(&engine, 10).await?;
    println!(
        "{:>9}  {:>11}  {:>11}  {:>6}  target  {:>11}  {:>11}",
        "rows", "Vec", "session", "ratio", "peak", "peak"
    );
    println!(
        "{:>9}  {:>11}  {:>11}  {:>6}  {:>6}  {:>11}  {:>11}",
        "", "(B/row)", "(B/row)", "", "", "by hand", "session"
    );
    for (rows, target) in SIZES {
        let by_hand = in_a_vec(&client, &prepared, rows).await?;
        let ours = in_a_session(&engine, rows).await?;
        let each = |bytes: usize| bytes as f64 / rows as f64;
        let ratio = each(ours.live) / each(by_hand.live);
        let target = target.map_or_else(String::new, |target| format!("{target:.2}"));
        println!(
            "{rows:>9}  {:>11.1}  {:>11.1}  {ratio:>6.3}  {target:>6}  {:>11.1}  {:>11.1}",
            each(by_hand.live),
            each(ours.live),
            each(by_hand.peak),
            each(ours.peak),
        );
    }
    Ok(())
}

async fn in_a_vec(client: &Client, prepared: &Statement, rows: i64) -> Result<Held, tokio_postgres::Error> {
    let before = start();
    let all: Vec<Reading> = client.query(prepared, &[&rows]).await?.iter().map(mapped).collect();
    assert_eq!(i64::try_from(all.len()), Ok(rows));
    Ok(held(before))
}

async fn in_a_session(engine: &Engine, rows: i64) -> cormorant::Result<Held> {
    let before = start();
    let mut session = engine.session();
    let entities = session.all(select(Reading).filter(Reading::id.le(rows))).await?;
    assert_eq!(i64::try_from(entities.len()), Ok(rows));
    drop(entities);
    let held = held(before);
    session.close().await?;
    Ok(held)
}

fn start() -> usize {
    MEMORY.reset_peak_usage();
    MEMORY.current_usage()
}

fn held(before: usize) -> Held {
    Held {
        live: MEMORY.current_usage().saturating_sub(before),
        peak: MEMORY.peak_usage().saturating_sub(before),
    }
}

//! Loading entities through a session against `query` and mapping by hand over the bare driver.
//!
//! ```text
//! cargo bench -p cormorant-tests --bench load
//! ```
//!
//! Both ways run in turn on the same server, each on a connection of its own, with the statement prepared before.
//! A session is made anew for each read, and is rolled back and dropped within the time: the transaction around
//! the statement and the identity map belong to what is measured. The ratio is the median of the ratios of
//! neighbours in time, so that a busy machine slows both and decides nothing.
#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::time::{Duration, Instant};

use cormorant::engine::Engine;
use cormorant::prelude::*;
use tokio_postgres::{Client, NoTls, Statement};

mod measure;
mod rows;

use measure::median;
use rows::{Reading, SELECT, TABLE, mapped};

/// How much is measured.
struct Size {
    /// Rows that one read gives.
    rows: i64,
    /// Reads of a block: see the benchmark `read`.
    reads: u32,
    /// Blocks of each way on one connection.
    blocks: usize,
    /// How often both ways connect anew.
    connections: usize,
    /// The ratio that is promised.
    target: Option<f64>,
}

const SIZES: [Size; 4] = [
    Size { rows: 1, reads: 50, blocks: 10, connections: 20, target: None },
    Size { rows: 100, reads: 20, blocks: 10, connections: 20, target: None },
    Size { rows: 10_000, reads: 1, blocks: 30, connections: 6, target: Some(1.10) },
    Size { rows: 100_000, reads: 1, blocks: 10, connections: 4, target: None },
];

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    measure::with_database("load", compare).await
}

async fn compare(url: &str) -> Result<(), Box<dyn std::error::Error>> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    tokio::spawn(connection);
    for statement in TABLE.split(';').filter(|statement| !statement.trim().is_empty()) {
        client.batch_execute(statement).await?;
    }
    println!("{:>9}  {:>12}  {:>12}  {:>6}  target", "rows", "by hand", "session", "ratio");
    println!("{:>9}  {:>12}  {:>12}  (of neighbours)", "", "(medians)", "(medians)");
    for size in SIZES {
        let mut times = Vec::new();
        for _ in 0..size.connections {
            measure(url, &size, &mut times).await?;
        }
        let by_hand = median(times.iter().map(|(by_hand, _)| by_hand.as_secs_f64()));
        let ours = median(times.iter().map(|(_, ours)| ours.as_secs_f64()));
        let ratio = median(times.iter().map(|(by_hand, ours)| ours.as_secs_f64() / by_hand.as_secs_f64()));
        let shown = |seconds| format!("{:.1?}", Duration::from_secs_f64(seconds));
        let target = size.target.map_or_else(String::new, |target| format!("{target:.2}"));
        println!("{:>9}  {:>12}  {:>12}  {ratio:>6.3}  {target}", size.rows, shown(by_hand), shown(ours));
    }
    Ok(())
}

/// Adds pairs of times for one read, measured one after the other.
async fn measure(
    url: &str,
    size: &Size,
    times: &mut Vec<(Duration, Duration)>,
) -> Result<(), Box<dyn std::error::Error>> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    tokio::spawn(connection);
    let prepared = client.prepare(SELECT).await?;
    let engine = Engine::builder().url(url).pool_size(1).build()?;
    check(&client, &prepared, &engine, size.rows).await?;
    for block in 0..size.blocks {
        // Each goes first every other time.
        let pair = if block % 2 == 0 {
            let by_hand = time_by_hand(&client, &prepared, size).await?;
            (by_hand, time_ours(&engine, size).await?)
        } else {
            let ours = time_ours(&engine, size).await?;
            (time_by_hand(&client, &prepared, size).await?, ours)
        };
        times.push(pair);
    }
    Ok(())
}

/// Both ways read the same.
async fn check(
    client: &Client,
    prepared: &Statement,
    engine: &Engine,
    rows: i64,
) -> Result<(), Box<dyn std::error::Error>> {
    let expected = by_hand(client, prepared, rows).await?;
    let mut session = engine.session();
    let entities = session.all(select(Reading).filter(Reading::id.le(rows))).await?;
    let found: Vec<Reading> = entities.iter().map(|&entity| session[entity].clone()).collect();
    assert!(expected == found, "both read the same");
    Ok(session.close().await?)
}

async fn time_by_hand(
    client: &Client,
    prepared: &Statement,
    size: &Size,
) -> Result<Duration, tokio_postgres::Error> {
    let begun = Instant::now();
    for _ in 0..size.reads {
        drop(by_hand(client, prepared, size.rows).await?);
    }
    Ok(begun.elapsed() / size.reads)
}

async fn time_ours(engine: &Engine, size: &Size) -> cormorant::Result<Duration> {
    let begun = Instant::now();
    for _ in 0..size.reads {
        let mut session = engine.session();
        session.all(select(Reading).filter(Reading::id.le(size.rows))).await?;
        session.close().await?;
    }
    Ok(begun.elapsed() / size.reads)
}

async fn by_hand(
    client: &Client,
    prepared: &Statement,
    rows: i64,
) -> Result<Vec<Reading>, tokio_postgres::Error> {
    Ok(client.query(prepared, &[&rows]).await?.iter().map(mapped).collect())
}

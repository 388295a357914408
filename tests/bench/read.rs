//! Reading rows on Core against `query` and mapping by hand over the bare driver.
//!
//! ```text
//! cargo bench -p cormorant-tests --bench read
//! cargo bench -p cormorant-tests --bench read -- 1 100    # only these numbers of rows
//! cargo bench -p cormorant-tests --bench read -- --only cormorant --reads 20000 1
//! ```
//!
//! The last one does nothing but read, one way (`cormorant`, `by-hand`), so that a tool can count what that takes
//! whatever else the machine does: `perf stat -e instructions:u`, `strace -c -f`, `valgrind --tool=callgrind`, run
//! with the binary that cargo names, and once more with `--reads 0` for what comes before.
//!
//! Both ways run in turn on the same server, each on a connection of its own, with the statement prepared before.
//! The ratio is the median of the ratios of neighbours in time, so that a busy machine slows both and decides nothing.
#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::time::{Duration, Instant};

use cormorant::engine::{Connection, Engine};
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
    /// Reads of a block. Small ones come in blocks, because the first read after the other way's finds its server
    /// process asleep.
    reads: u32,
    /// Blocks of each way on one connection.
    blocks: usize,
    /// How often both ways connect anew: which cores the server processes get decides much.
    connections: usize,
}

const SIZES: [Size; 4] = [
    Size { rows: 1, reads: 50, blocks: 10, connections: 40 },
    Size { rows: 100, reads: 20, blocks: 10, connections: 20 },
    Size { rows: 10_000, reads: 1, blocks: 20, connections: 5 },
    Size { rows: 1_000_000, reads: 1, blocks: 5, connections: 2 },
];

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    measure::with_database("read", compare).await
}

async fn compare(url: &str) -> Result<(), Box<dyn std::error::Error>> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    tokio::spawn(connection);
    for statement in TABLE.split(';').filter(|statement| !statement.trim().is_empty()) {
        client.batch_execute(statement).await?;
    }
    let Arguments { only, reads, wanted } = arguments()?;
    if let Some(way) = only {
        return read_only(url, &way, reads, wanted.first().copied().unwrap_or(1)).await;
    }
    println!("{:>9}  {:>12}  {:>12}  ratio", "rows", "by hand", "cormorant");
    println!("{:>9}  {:>12}  {:>12}  (of neighbours; target: 1.05)", "", "(medians)", "(medians)");
    for size in SIZES.into_iter().filter(|size| wanted.is_empty() || wanted.contains(&size.rows)) {
        let mut times = Vec::new();
        for _ in 0..size.connections {
            measure(url, &size, &mut times).await?;
        }
        let by_hand = median(times.iter().map(|(by_hand, _)| by_hand.as_secs_f64()));
        let ours = median(times.iter().map(|(_, ours)| ours.as_secs_f64()));
        let ratio = median(times.iter().map(|(by_hand, ours)| ours.as_secs_f64() / by_hand.as_secs_f64()));
        let shown = |seconds| format!("{:.1?}", Duration::from_secs_f64(seconds));
        println!("{:>9}  {:>12}  {:>12}  {ratio:.3}", size.rows, shown(by_hand), shown(ours));
    }
    Ok(())
}

/// What the command line asks for.
#[derive(Default)]
struct Arguments {
    /// The one way that is run, unmeasured.
    only: Option<String>,
    /// How often that one reads.
    reads: u32,
    /// These numbers of rows; all if there are none.
    wanted: Vec<i64>,
}

fn arguments() -> Result<Arguments, Box<dyn std::error::Error>> {
    let mut found = Arguments { reads: 1000, ..Arguments::default() };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--only" => found.only = Some(arguments.next().ok_or("--only needs `cormorant` or `by-hand`")?),
            "--reads" => found.reads = arguments.next().ok_or("--reads needs a number")?.parse()?,
            // Cargo's own.
            "--bench" => {}
            rows => found.wanted.push(rows.parse()?),
        }
    }
    Ok(found)
}

/// Reads one way, so that something outside can count what it takes.
async fn read_only(url: &str, way: &str, reads: u32, rows: i64) -> Result<(), Box<dyn std::error::Error>> {
    if way == "cormorant" {
        let engine = Engine::connect(url).await?;
        let mut conn = engine.connection().await?;
        for _ in 0..reads {
            ours(&mut conn, rows).await?;
        }
    } else {
        let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
        tokio::spawn(connection);
        let prepared = client.prepare(SELECT).await?;
        for _ in 0..reads {
            by_hand(&client, &prepared, rows).await?;
        }
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
    let engine = Engine::connect(url).await?;
    let mut conn = engine.connection().await?;
    let expected = by_hand(&client, &prepared, size.rows).await?;
    assert_eq!(expected, ours(&mut conn, size.rows).await?, "both read the same");
    drop(expected);
    for block in 0..size.blocks {
        // Each goes first every other time.
        let pair = if block % 2 == 0 {
            let by_hand = time_by_hand(&client, &prepared, size).await?;
            (by_hand, time_ours(&mut conn, size).await?)
        } else {
            let ours = time_ours(&mut conn, size).await?;
            (time_by_hand(&client, &prepared, size).await?, ours)
        };
        times.push(pair);
    }
    Ok(())
}

async fn time_by_hand(
    client: &Client,
    prepared: &Statement,
    size: &Size,
) -> Result<Duration, tokio_postgres::Error> {
    let begun = Instant::now();
    for _ in 0..size.reads {
        by_hand(client, prepared, size.rows).await?;
    }
    Ok(begun.elapsed() / size.reads)
}

async fn time_ours(conn: &mut Connection, size: &Size) -> cormorant::Result<Duration> {
    let begun = Instant::now();
    for _ in 0..size.reads {
        ours(conn, size.rows).await?;
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

async fn ours(conn: &mut Connection, rows: i64) -> cormorant::Result<Vec<Reading>> {
    conn.all(select(Reading).filter(Reading::id.le(rows))).await
}

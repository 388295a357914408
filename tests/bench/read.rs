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
//! Both ways run in turn on the same server, each on a connection of its own, with the statement prepared before. On
//! which core a connection's server process comes to lie makes one read of a row half as long or twice as long, and
//! stays so as long as the connection. So there are many connections, each used for a short time: the ratio is that of
//! the two ways' medians on a pair of connections, in the median of all pairs. Half of the pairs lie between the two
//! numbers behind it.
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
    /// Pairs of connections.
    connections: usize,
}

const SIZES: [Size; 4] = [
    Size { rows: 1, reads: 25, blocks: 8, connections: 200 },
    Size { rows: 100, reads: 10, blocks: 8, connections: 100 },
    Size { rows: 10_000, reads: 1, blocks: 6, connections: 20 },
    Size { rows: 1_000_000, reads: 1, blocks: 3, connections: 5 },
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
    println!("{:>9}  {:>12}  {:>12}  {:>5}  half of the pairs", "rows", "by hand", "cormorant", "ratio");
    println!(
        "{:>9}  {:>12}  {:>12}  {:>5}  (of pairs of connections; target: 1.05)",
        "", "(median)", "(median)", ""
    );
    for size in SIZES.into_iter().filter(|size| wanted.is_empty() || wanted.contains(&size.rows)) {
        let mut pairs = Vec::new();
        for number in 0..size.connections {
            pairs.push(measure(url, &size, number).await?);
        }
        let by_hand = median(pairs.iter().map(|(by_hand, _)| *by_hand));
        let ours = median(pairs.iter().map(|(_, ours)| *ours));
        let mut ratios: Vec<f64> = pairs.iter().map(|(by_hand, ours)| ours / by_hand).collect();
        ratios.sort_unstable_by(f64::total_cmp);
        let [low, ratio, high] = [1, 2, 3].map(|quarter| ratios[ratios.len() * quarter / 4]);
        let shown = |seconds| format!("{:.1?}", Duration::from_secs_f64(seconds));
        let (by_hand, ours) = (shown(by_hand), shown(ours));
        println!("{:>9}  {by_hand:>12}  {ours:>12}  {ratio:.3}  {low:.3} .. {high:.3}", size.rows);
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
        let (client, prepared) = connect(url).await?;
        for _ in 0..reads {
            by_hand(&client, &prepared, rows).await?;
        }
    }
    Ok(())
}

/// A connection of the bare driver, with the statement prepared.
async fn connect(url: &str) -> Result<(Client, Statement), tokio_postgres::Error> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    tokio::spawn(connection);
    let prepared = client.prepare(SELECT).await?;
    Ok((client, prepared))
}

/// The median times of one read, in seconds, by hand and by cormorant, on two new connections.
async fn measure(url: &str, size: &Size, number: usize) -> Result<(f64, f64), Box<dyn std::error::Error>> {
    // Where the first one's server process lies has a say in where the second one's comes to lie.
    let ((client, prepared), mut conn) = if number.is_multiple_of(2) {
        let bare = connect(url).await?;
        (bare, Engine::connect(url).await?.connection().await?)
    } else {
        let conn = Engine::connect(url).await?.connection().await?;
        (connect(url).await?, conn)
    };
    let expected = by_hand(&client, &prepared, size.rows).await?;
    assert_eq!(expected, ours(&mut conn, size.rows).await?, "both read the same");
    drop(expected);
    let (mut hand_times, mut our_times) = (Vec::new(), Vec::new());
    for block in 0..size.blocks {
        // Each goes first every other time.
        if block % 2 == 0 {
            hand_times.push(time_by_hand(&client, &prepared, size).await?);
            our_times.push(time_ours(&mut conn, size).await?);
        } else {
            our_times.push(time_ours(&mut conn, size).await?);
            hand_times.push(time_by_hand(&client, &prepared, size).await?);
        }
    }
    let middle = |times: Vec<Duration>| median(times.iter().map(Duration::as_secs_f64));
    Ok((middle(hand_times), middle(our_times)))
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

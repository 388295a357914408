//! Reading rows on Core against `query` and mapping by hand over the bare driver.
//!
//! ```text
//! cargo bench -p cormorant-tests --bench read
//! ```
//!
//! Both ways run in turn on the same server, each on a connection of its own, with the statement prepared before.
//! What is compared are medians, so that a busy machine slows both and decides nothing.
#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use cormorant::embedded::Server;
use cormorant::engine::{Connection, Engine};
use cormorant::prelude::*;
use tokio_postgres::{Client, NoTls, Row, Statement};

/// A row of ten columns.
#[derive(Model, Clone, Debug, PartialEq)]
#[model(table = "reading")]
struct Reading {
    #[model(primary_key)]
    id: i64,
    sensor: i32,
    channel: i16,
    is_valid: bool,
    value: f64,
    unit: String,
    note: Option<String>,
    previous: Option<i64>,
    taken_at: DateTime<Utc>,
    place: String,
}

/// The same, as one would write it by hand.
fn mapped(row: &Row) -> Reading {
    Reading {
        id: row.get(0),
        sensor: row.get(1),
        channel: row.get(2),
        is_valid: row.get(3),
        value: row.get(4),
        unit: row.get(5),
        note: row.get(6),
        previous: row.get(7),
        taken_at: row.get(8),
        place: row.get(9),
    }
}

const TABLE: &str = "
    CREATE TABLE reading (
        id bigint PRIMARY KEY, sensor integer NOT NULL, channel smallint NOT NULL, is_valid boolean NOT NULL,
        value double precision NOT NULL, unit text NOT NULL, note text, previous bigint,
        taken_at timestamptz NOT NULL, place text NOT NULL
    );
    INSERT INTO reading
    SELECT n, n % 997, n % 16, n % 7 <> 0, n / 3.0, (ARRAY['mm', 'kg', 'kPa', 'K'])[n % 4 + 1],
        CASE WHEN n % 5 = 0 THEN 'checked by hand, ' || n END, CASE WHEN n % 3 <> 0 THEN n - 1 END,
        timestamptz '2026-01-01 00:00+00' + n * interval '1 s', 'hall ' || n % 40
    FROM generate_series(1, 1000000) AS n;
    VACUUM ANALYZE reading;";

const SELECT: &str = r#"SELECT "id", "sensor", "channel", "is_valid", "value", "unit", "note", "previous", "taken_at",
    "place" FROM "reading" WHERE "id" <= $1"#;

/// Rows, and how often each way reads them.
const SIZES: [(i64, usize); 4] = [(1, 4001), (100, 2001), (10_000, 101), (1_000_000, 9)];

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let server = Server::throw_away().await?;
    let name = format!("bench_read_{}", std::process::id());
    let (admin, connection) = tokio_postgres::connect(&server.url(), NoTls).await?;
    tokio::spawn(connection);
    admin.batch_execute(&format!("CREATE DATABASE {name}")).await?;
    let url = server.url_of(&name);
    compare(&url).await?;
    admin.batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)")).await?;
    Ok(())
}

async fn compare(url: &str) -> Result<(), Box<dyn std::error::Error>> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    tokio::spawn(connection);
    for statement in TABLE.split(';').filter(|statement| !statement.trim().is_empty()) {
        client.batch_execute(statement).await?;
    }
    let prepared = client.prepare(SELECT).await?;
    let engine = Engine::connect(url).await?;
    let mut conn = engine.connection().await?;

    println!("{:>9}  {:>12}  {:>12}  ratio  (medians; target: 1.05)", "rows", "by hand", "cormorant");
    for (rows, rounds) in SIZES {
        let (by_hand, ours) = measure(&client, &prepared, &mut conn, rows, rounds).await?;
        let ratio = ours.as_secs_f64() / by_hand.as_secs_f64();
        println!("{rows:>9}  {by_hand:>12.1?}  {ours:>12.1?}  {ratio:>5.3}");
    }
    Ok(())
}

/// Medians of both ways.
async fn measure(
    client: &Client,
    prepared: &Statement,
    conn: &mut Connection,
    rows: i64,
    rounds: usize,
) -> Result<(Duration, Duration), Box<dyn std::error::Error>> {
    assert_eq!(by_hand(client, prepared, rows).await?.1, ours(conn, rows).await?.1, "both read the same");
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for round in 0..rounds {
        // Each goes first every other time.
        if round % 2 == 0 {
            first.push(by_hand(client, prepared, rows).await?.0);
            second.push(ours(conn, rows).await?.0);
        } else {
            second.push(ours(conn, rows).await?.0);
            first.push(by_hand(client, prepared, rows).await?.0);
        }
    }
    Ok((median(first), median(second)))
}

async fn by_hand(
    client: &Client,
    prepared: &Statement,
    rows: i64,
) -> Result<(Duration, Vec<Reading>), tokio_postgres::Error> {
    let begun = Instant::now();
    let readings: Vec<Reading> = client.query(prepared, &[&rows]).await?.iter().map(mapped).collect();
    Ok((begun.elapsed(), readings))
}

async fn ours(conn: &mut Connection, rows: i64) -> cormorant::Result<(Duration, Vec<Reading>)> {
    let begun = Instant::now();
    let readings = conn.all(select(Reading).filter(Reading::id.le(rows))).await?;
    Ok((begun.elapsed(), readings))
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

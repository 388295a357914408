//! A worker that goes through a million orders in constant memory.
//!
//! ```text
//! cargo run --release --example worker                        # 1,000,000 orders
//! cargo run --release --example worker -- --rows 50000 --batch 500
//! cargo run --release --example worker -- --workers 2         # share the work, a transaction for each batch
//! ```
//!
//! Uses the server of `DATABASE_URL`, else a private one; its tables are in the schema `cormorant_shop`.

use std::error::Error;
use std::time::Instant;

use cormorant::Result;
use cormorant::engine::Engine;
use cormorant::prelude::*;
use cormorant::query::for_no_key_update;
use cormorant_examples::place::Place;
use cormorant_examples::shop::{Customer, Order, create_tables, day};
use cormorant_examples::show::say;

#[tokio::main]
pub async fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::read(std::env::args().skip(1))?;
    let engine = Place::find(None).connect().await?;
    create_tables(&engine).await?;
    fill(&engine, options.rows).await?;

    let begun = Instant::now();
    let done = match options.workers {
        None => through_all(&engine, options.batch).await?,
        Some(workers) => shared(&engine, workers, options.batch).await?,
    };
    let seconds = begun.elapsed().as_secs_f64();
    say(format_args!("{done} orders in {seconds:.1} s: {:.0} a second", done as f64 / seconds))?;
    if let Some(peak) = peak_memory() {
        say(format_args!("at most {peak} KiB of memory"))?;
    }
    Ok(())
}

/// Gives each order its points: all in one transaction. Returns how many orders there were.
///
/// The entities of a batch leave the session when the next one is asked for; what was changed in them is written
/// then. So memory holds one batch, and a batch is two statements: its rows, and one UPDATE.
pub async fn through_all(engine: &Engine, batch: usize) -> Result<usize> {
    let mut session = engine.session();
    let mut orders = session.stream(select(Order).order_by(Order::id), batch).await?;
    let mut done = 0;
    while let Some(batch) = orders.next(&mut session).await? {
        done += batch.len();
        for order in batch {
            // Setting what is there already is no change: it will not be written.
            session[order].points = Some(points(session[order].cents));
        }
    }
    session.commit().await?;
    Ok(done)
}

/// Gives points to orders that have none, a batch at a time, until none is left. Returns how many that were.
///
/// Each batch is a transaction of its own, and its rows are locked: any number of workers can do this side by side,
/// and one that is killed loses a batch, which the next one finds again.
pub async fn in_turns(engine: &Engine, batch: usize) -> Result<usize> {
    let waiting = select(Order)
        .filter(Order::points.is_null())
        .order_by(Order::id)
        .limit(i64::try_from(batch).unwrap_or(i64::MAX))
        .lock(for_no_key_update().skip_locked());
    let mut session = engine.session();
    let mut done = 0;
    loop {
        let orders = session.all(waiting.clone()).await?;
        if orders.is_empty() {
            session.close().await?;
            return Ok(done);
        }
        done += orders.len();
        for order in orders {
            session[order].points = Some(points(session[order].cents));
        }
        session.commit().await?;
        session.clear(); // what is done need not be remembered
    }
}

/// As many workers as were asked for, side by side.
async fn shared(engine: &Engine, workers: usize, batch: usize) -> Result<usize, Box<dyn Error>> {
    let workers = (0..workers).map(|_| {
        let engine = engine.clone();
        tokio::spawn(async move { in_turns(&engine, batch).await })
    });
    let mut done = 0;
    for worker in workers.collect::<Vec<_>>() {
        done += worker.await??;
    }
    Ok(done)
}

/// One for each full unit.
fn points(cents: i32) -> i32 {
    cents / 100
}

/// Makes so many orders with COPY, which takes them one by one. Every tenth has its points already.
pub async fn fill(engine: &Engine, rows: i32) -> Result<()> {
    let mut conn = engine.connection().await?;
    let customer = Customer::create().email("ann@example.com").name("Ann").country("NO");
    let customer = conn.one(insert(Customer).values(customer).returning(Customer::id)).await?;
    let orders = (0..rows).map(|number| {
        let cents = 100 + number % 10_000;
        let points = (number % 10 == 0).then(|| points(cents));
        Order::create().customer_id(customer).placed_on(day(0)).cents(cents).points(points)
    });
    conn.copy_in(Order, orders).await?;
    Ok(())
}

/// The most memory that this process ever had at a time, in KiB, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

/// What was asked for.
struct Options {
    rows: i32,
    batch: usize,
    workers: Option<usize>,
}

impl Options {
    fn read(mut arguments: impl Iterator<Item = String>) -> Result<Options, Box<dyn Error>> {
        let mut options = Options { rows: 1_000_000, batch: 1_000, workers: None };
        while let Some(option) = arguments.next() {
            let value = arguments.next().ok_or("each option takes a number")?;
            match option.as_str() {
                "--rows" => options.rows = value.parse()?,
                "--batch" => options.batch = value.parse()?,
                "--workers" => options.workers = Some(value.parse()?),
                _ => return Err(format!("`{option}`: there are --rows, --batch and --workers").into()),
            }
        }
        Ok(options)
    }
}

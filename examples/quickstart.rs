//! The main job from beginning to end: a schema made from models, rows, typed questions, a transaction.
//!
//! ```text
//! cargo run --example quickstart              # or: cargo xtask quickstart, which finds PostgreSQL first
//! cargo run --example quickstart -- --help
//! ```
#![allow(clippy::print_stderr, reason = "mistakes are told there")]

#[path = "quickstart/options.rs"]
mod options;
#[path = "quickstart/questions.rs"]
mod questions;
#[path = "quickstart/sale.rs"]
mod sale;

use std::error::Error;
use std::io;
use std::process::ExitCode;
use std::time::Instant;

use cormorant::engine::PooledConnection;
use cormorant_examples::music::{self, Music, SCHEMA, csv, sample};
use cormorant_examples::place::Place;
use cormorant_examples::show::{self, Progress};

use options::{HELP, Options};

#[tokio::main]
async fn main() -> ExitCode {
    let options = match Options::read(std::env::args_os().skip(1)) {
        Ok(Some(options)) => options,
        Ok(None) => {
            return finish(show::say(HELP).map_err(Into::into));
        }
        Err(mistake) => {
            eprintln!("error: {mistake}\n\n{HELP}");
            return ExitCode::from(2);
        }
    };
    finish(run(options).await)
}

async fn run(options: Options) -> Result<(), Box<dyn Error>> {
    // A folder that cannot be read is noticed before anything is done.
    let (music, origin) = match &options.data {
        Some(folder) => (csv::read(folder)?, format!("from {}", folder.display())),
        None => (sample::music(), "made up; `-- --data DIR` loads a folder of CSV files".to_owned()),
    };
    let place = Place::find(options.dir);
    show::say(format_args!("Server   {place}"))?;
    let engine = show::waiting("starting and connecting", place.connect()).await?;
    // Two runs at once would take each other's tables away: the second one waits. The lock of a run that is killed goes
    // with its connection.
    let mut alone = engine.connection().await?;
    let lock = alone.execute_raw("SELECT pg_advisory_lock(hashtext('cormorant quickstart'))", &[]);
    show::waiting("waiting for another quickstart to end", lock).await?;
    let mut conn = engine.connection().await?;
    prepare(&mut conn, &music, &origin).await?;
    questions::ask(&mut conn).await?;
    drop(conn);
    sale::sell(&engine).await?;
    drop(alone);
    Ok(())
}

/// Makes the tables anew and loads them: all of it, or nothing.
async fn prepare(conn: &mut PooledConnection, music: &Music, origin: &str) -> Result<(), Box<dyn Error>> {
    let begun = Instant::now();
    let mut transaction = conn.begin().await?;
    music::drop_tables(&mut transaction).await?;
    music::create_tables(&mut transaction).await?;
    show::say(format_args!(
        "Schema   \"{SCHEMA}\": {} tables, made from the models in examples/music",
        music::TABLES.len()
    ))?;
    let progress = Progress::new("loading rows", music.len());
    music.load(&mut transaction, |rows| progress.add(rows)).await?;
    drop(progress);
    transaction.commit().await?;
    let time = begun.elapsed().as_millis();
    show::say(format_args!("Rows     {} in {time} ms ({origin})\n", music.len()))?;
    Ok(())
}

/// Tells an error and what caused it, each once.
fn finish(outcome: Result<(), Box<dyn Error>>) -> ExitCode {
    let Err(error) = outcome else {
        return ExitCode::SUCCESS;
    };
    if error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe) {
        // Whoever read the output has seen enough.
        return ExitCode::SUCCESS;
    }
    eprintln!("error: {error}");
    let mut source = error.source();
    while let Some(cause) = source {
        eprintln!("  because: {cause}");
        source = cause.source();
    }
    ExitCode::FAILURE
}

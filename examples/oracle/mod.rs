//! The differential oracle: programs of unit-of-work operations whose outcome SQLAlchemy has recorded.

pub mod database;
pub mod handle;
pub mod models;
pub mod program;
pub mod run;

use std::path::PathBuf;

use cormorant::{Error, Result};

use database::{Database, Outside};
use program::File;

/// What came of all programs.
#[derive(Debug, Default)]
pub struct Report {
    /// Programs that did what they must.
    pub passed: usize,
    /// The others, with the first difference.
    pub failed: Vec<String>,
    /// Programs that need inheritance.
    pub skipped: usize,
    /// Statements that wrote: ours, SQLAlchemy's.
    pub statements: (usize, usize),
    /// Operations for which we sent more of them.
    pub more: Vec<String>,
}

/// Runs files, or folders of them. What cannot be read counts as failed.
///
/// # Errors
///
/// If the server fails, not if a program does.
pub async fn run_all(paths: &[PathBuf]) -> Result<Report> {
    let mut report = Report::default();
    let database = Database::create(&schema(paths)?).await?;
    for path in paths {
        match program::files(path) {
            Ok(files) => run_files(&database, &files, &mut report).await?,
            Err(message) => report.failed.push(message),
        }
    }
    database.remove().await?;
    Ok(report)
}

async fn run_files(database: &Database, files: &[PathBuf], report: &mut Report) -> Result<()> {
    for path in files {
        match program::read(path) {
            Ok(file) => run_file(database, &file, report).await?,
            Err(message) => report.failed.push(message),
        }
    }
    Ok(())
}

async fn run_file(database: &Database, file: &File, report: &mut Report) -> Result<()> {
    let mut outside = Outside::open(&database.engine, &file.columns).await?;
    for program in &file.programs {
        match program {
            Ok(program) if program.is_skipped() => report.skipped += 1,
            Ok(program) => {
                let outcome = run::run(&database.engine, &mut outside, program).await?;
                report.statements.0 += outcome.statements.0;
                report.statements.1 += outcome.statements.1;
                report.more.extend(outcome.more);
                match outcome.difference {
                    None => report.passed += 1,
                    Some(difference) => report.failed.push(format!("{} {difference}", program.id)),
                }
            }
            Err(message) => report.failed.push(message.clone()),
        }
    }
    Ok(())
}

/// `schema.sql` beside the programs or above them, else the one that is compiled in.
fn schema(paths: &[PathBuf]) -> Result<String> {
    let start = paths.first().and_then(|path| std::fs::canonicalize(path).ok()).unwrap_or_default();
    let file = start.ancestors().take(4).map(|folder| folder.join("schema.sql")).find(|file| file.is_file());
    let Some(file) = file else { return Ok(include_str!("schema.sql").to_owned()) };
    std::fs::read_to_string(&file)
        .map_err(|source| Error::Io { doing: format!("reading {}", file.display()), source })
}

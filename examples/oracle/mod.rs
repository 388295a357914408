//! The differential oracle: programs of unit-of-work operations whose outcome SQLAlchemy has recorded.

pub mod database;
pub mod handle;
pub mod models;
pub mod program;
pub mod run;

use std::path::{Path, PathBuf};

use cormorant::{Error, Result};

use database::{Database, Outside};

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

/// Runs files, or folders of them.
///
/// # Errors
///
/// If a file or the server fails, not if a program does.
pub async fn run_all(paths: &[PathBuf]) -> Result<Report> {
    let mut report = Report::default();
    let first = paths.first().ok_or_else(|| missing("PATH"))?;
    let database = Database::create(&schema(first)?).await?;
    let done = run_files(&database, paths, &mut report).await;
    database.remove().await?;
    done.map(|()| report)
}

async fn run_files(database: &Database, paths: &[PathBuf], report: &mut Report) -> Result<()> {
    for path in paths {
        for file in program::read(path)? {
            let mut outside = Outside::open(&database.engine, &file.columns).await?;
            for program in &file.programs {
                if program.is_skipped() {
                    report.skipped += 1;
                    continue;
                }
                let outcome = run::run(&database.engine, &mut outside, program).await?;
                report.statements.0 += outcome.statements.0;
                report.statements.1 += outcome.statements.1;
                report.more.extend(outcome.more);
                match outcome.difference {
                    None => report.passed += 1,
                    Some(difference) => report.failed.push(format!("{} {difference}", program.id)),
                }
            }
        }
    }
    Ok(())
}

/// `schema.sql` beside the programs or above them, else the one that is compiled in.
fn schema(programs: &Path) -> Result<String> {
    let start = std::fs::canonicalize(programs)
        .map_err(|source| Error::Io { doing: format!("looking for {}", programs.display()), source })?;
    let file = start.ancestors().take(4).map(|folder| folder.join("schema.sql")).find(|file| file.is_file());
    let Some(file) = file else { return Ok(include_str!("schema.sql").to_owned()) };
    std::fs::read_to_string(&file)
        .map_err(|source| Error::Io { doing: format!("reading {}", file.display()), source })
}

fn missing(what: &'static str) -> Error {
    Error::Configuration { option: what.into(), message: "not found".to_owned() }
}

//! Runs programs of the differential oracle: `cargo run --release --example oracle -- PATH..`
//!
//! A path is a file of programs or a folder of such files. Without `DATABASE_URL` a throw-away server is started.
//! `--more` lists operations for which we sent more statements than SQLAlchemy.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program that reports")]

use std::process::ExitCode;

use cormorant_examples::oracle::run_all;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let mut paths: Vec<std::path::PathBuf> = std::env::args_os().skip(1).map(Into::into).collect();
    let verbose = paths.iter().any(|path| path.as_os_str() == "--more");
    paths.retain(|path| path.as_os_str() != "--more");
    if paths.is_empty() {
        eprintln!("usage: oracle [--more] PATH..   (files of programs, or folders of them)");
        return ExitCode::from(2);
    }
    let report = match run_all(&paths).await {
        Ok(report) => report,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    report.failed.iter().for_each(|failed| println!("{failed}"));
    if verbose {
        report.more.iter().for_each(|more| println!("MORE {more}"));
    }
    let (ours, theirs) = report.statements;
    println!(
        "statements: {ours} ours, {theirs} SQLAlchemy's, more of ours in {} operations",
        report.more.len()
    );
    println!("{} passed, {} failed, {} skipped", report.passed, report.failed.len(), report.skipped);
    if report.failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

//! The unit of work does what SQLAlchemy's does: recorded programs, replayed.

use std::path::Path;

use cormorant::Result;
use cormorant_examples::oracle::run_all;

#[test]
fn every_recorded_program_ends_as_sqlalchemy_ends_it_with_no_more_statements() -> Result<()> {
    let programs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/oracle/programs");
    if !programs.is_dir() {
        eprintln!("skipped: there are no recorded programs in {}", programs.display());
        return Ok(());
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let report = runtime.block_on(run_all(&[programs]))?;
    assert!(report.failed.is_empty(), "{}", report.failed.join("\n"));
    assert!(report.more.is_empty(), "more statements than SQLAlchemy:\n{}", report.more.join("\n"));
    assert!(report.passed > report.skipped, "only programs on hierarchies are skipped");
    let (ours, theirs) = report.statements;
    assert!(ours <= theirs, "{ours} statements, SQLAlchemy sent {theirs}");
    Ok(())
}

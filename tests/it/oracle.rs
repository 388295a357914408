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

#[test]
fn programs_that_once_ended_otherwise_end_as_sqlalchemy_ends_them() -> Result<()> {
    let programs = Path::new(env!("CARGO_MANIFEST_DIR")).join("oracle/kept.json");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let report = runtime.block_on(run_all(&[programs]))?;
    assert!(report.failed.is_empty(), "{}", report.failed.join("\n"));
    assert!(report.more.is_empty(), "more statements than SQLAlchemy:\n{}", report.more.join("\n"));
    assert_eq!((report.passed, report.skipped), (19, 0));
    Ok(())
}

#[test]
fn what_is_not_a_program_counts_as_failed_and_does_not_keep_others_from_running() -> Result<()> {
    let text = r#"{"columns": {"plain": ["id", "label", "qty", "note"]}, "programs": [
{"id": "odd", "expire_on_commit": true, "ops": [{"op": "dance"}], "expect": [{}], "snapshots": {}, "final": {}},
{"id": "short", "expire_on_commit": true, "ops": [{"op": "flush"}], "expect": [], "snapshots": {}, "final": {}},
{"id": "empty"},
{"id": "good", "expire_on_commit": true, "ops": [{"op": "flush"}], "expect": [{}], "snapshots": {}, "final": {}}
]}"#;
    let folder = std::env::temp_dir().join(format!("cormorant-oracle-{}", std::process::id()));
    let written =
        std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(folder.join("some.json"), text));
    written.and_then(|()| std::fs::write(folder.join("torn.json"), "{")).expect("a folder to write in");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let report = runtime.block_on(run_all(&[folder.clone(), folder.join("none.json")]));
    std::fs::remove_dir_all(&folder).expect("it was just written");
    let report = report?;
    let failed: Vec<&str> =
        report.failed.iter().map(|line| line.rsplit('/').next().unwrap_or(line)).collect();
    assert_eq!(
        failed,
        [
            r#"odd at 0 (dance): error: expected null, found "unknown: `dance`""#,
            "short: is not a program: 1 operations, but 0 results",
            "empty: is not a program: missing field `expire_on_commit`",
            "torn.json: is not a file of programs: EOF while parsing an object at line 1 column 1",
            "none.json: cannot be read: No such file or directory (os error 2)",
        ]
    );
    assert_eq!((report.passed, report.skipped), (1, 0));
    Ok(())
}

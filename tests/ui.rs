//! Every mistake a user can make has a recorded message, and what must compile does.
//!
//! `TRYBUILD=overwrite cargo test -p cormorant-tests --test ui` records; then read the difference.

use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn every_mistake_has_its_message() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/*/*.rs");
    cases.pass("ui_pass/*.rs");
}

/// The recorded messages.
fn recorded() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui");
    let folders = fs::read_dir(root).expect("the folder of mistakes").flatten();
    let files = folders.flat_map(|folder| fs::read_dir(folder.path()).into_iter().flatten().flatten());
    let texts =
        files.map(|file| file.path()).filter(|path| path.extension().is_some_and(|end| end == "stderr"));
    texts.map(|path| (path.clone(), fs::read_to_string(path).expect("a text"))).collect()
}

fn lines(text: &str) -> usize {
    text.trim_end().lines().count()
}

#[test]
fn one_mistake_is_one_error() {
    let begins = |line: &&str| line.starts_with("error");
    let ends = |line: &&str| line.starts_with("error: aborting") || line.starts_with("error: could not");
    for (path, text) in recorded() {
        let errors = text.lines().filter(begins).filter(|line| !ends(line)).count();
        assert_eq!(errors, 1, "{}:\n{text}", path.display());
    }
}

#[test]
fn messages_are_short() {
    let recorded = recorded();
    for (path, text) in &recorded {
        assert!(lines(text) <= 30, "{} lines in {}:\n{text}", lines(text), path.display());
    }
    let mut all: Vec<usize> = recorded.iter().map(|(_, text)| lines(text)).collect();
    all.sort_unstable();
    let median = all.get(all.len() / 2).copied().unwrap_or_default();
    assert!(median < 20, "the median message has {median} lines");
}

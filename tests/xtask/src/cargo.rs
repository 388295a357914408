//! Which cargo commands are run, and how.

use std::env;
use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, ExitCode};

use crate::postgres::Postgres;

/// `cargo run --example quickstart -- ARGS`. Cargo takes no `--` out of what follows the name of an alias.
pub(crate) fn quickstart(arguments: Vec<OsString>) -> Vec<OsString> {
    let mut line = words(&["run", "--manifest-path", &manifest(), "--example", "quickstart", "--"]);
    let own_dashes = usize::from(arguments.first().is_some_and(|word| word == "--"));
    line.extend(arguments.into_iter().skip(own_dashes));
    line
}

/// `cargo test --workspace`, or with words only what may contain tests of these names.
pub(crate) fn test(filter: Vec<OsString>) -> Vec<OsString> {
    let mut line = words(&["test", "--manifest-path", &manifest(), "--workspace"]);
    if !filter.is_empty() {
        // Libraries, programs and integration tests. Without this, all examples and doctests are built as well,
        // only to be filtered out.
        line.extend(words(&["--tests", "--"]));
        line.extend(filter.into_iter().filter(|word| word != "--"));
    }
    line
}

/// Runs cargo in the place of this program, so that its exit code and its signals are ours.
pub(crate) fn run(line: &[OsString], postgres: &Postgres) -> Result<ExitCode, String> {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(line);
    if let Some(bin) = postgres.to_tell() {
        cargo.env("PG_BIN", bin);
    }
    replace_with(cargo)
}

#[cfg(unix)]
fn replace_with(mut cargo: Command) -> Result<ExitCode, String> {
    use std::os::unix::process::CommandExt;

    // Returns only if it fails.
    Err(format!("cargo cannot be run: {}", cargo.exec()))
}

#[cfg(not(unix))]
fn replace_with(mut cargo: Command) -> Result<ExitCode, String> {
    let status = cargo.status().map_err(|error| format!("cargo cannot be run: {error}"))?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(ExitCode::from(code.unwrap_or(1)))
}

/// The manifest of the workspace: the commands work in every folder.
fn manifest() -> String {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = here.ancestors().nth(2).unwrap_or(here);
    root.join("Cargo.toml").display().to_string()
}

fn words(words: &[&str]) -> Vec<OsString> {
    words.iter().map(OsString::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: Vec<OsString>) -> String {
        let line: Vec<String> = line.into_iter().map(|word| word.to_string_lossy().into_owned()).collect();
        line.join(" ").replace(&manifest(), "Cargo.toml")
    }

    #[test]
    fn without_words_everything_is_tested() {
        assert_eq!(shown(test(Vec::new())), "test --manifest-path Cargo.toml --workspace");
    }

    #[test]
    fn with_words_only_what_may_match_is_built() {
        let expected = "test --manifest-path Cargo.toml --workspace --tests -- chinook --nocapture";
        assert_eq!(shown(test(words(&["chinook", "--nocapture"]))), expected);
        assert_eq!(shown(test(words(&["--", "chinook", "--nocapture"]))), expected);
    }

    #[test]
    fn the_quickstart_gets_its_options_with_and_without_dashes_before_them() {
        let expected = "run --manifest-path Cargo.toml --example quickstart -- --data folder";
        assert_eq!(shown(quickstart(words(&["--data", "folder"]))), expected);
        assert_eq!(shown(quickstart(words(&["--", "--data", "folder"]))), expected);
    }

    #[test]
    fn the_manifest_is_that_of_the_workspace() {
        let text = std::fs::read_to_string(manifest()).expect("it exists");
        assert!(text.starts_with("[workspace]"), "{text}");
    }
}

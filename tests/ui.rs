//! Every mistake a user can make has a recorded message, which docs/errors.md explains, and what must compile does.
//!
//! `TRYBUILD=overwrite cargo test -p cormorant-tests --test ui mistake` records; then read the difference as a user
//! would, and say in `docs/errors.md` what the message means. One case, or one folder:
//! `cargo test -p cormorant-tests --test ui mistake -- mistake trybuild=joined_twice`.

use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn every_mistake_has_its_message() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/*/*.rs");
}

// On their own: trybuild checks all mistakes at once as long as nothing has to run.
#[test]
fn what_must_compile_does() {
    let cases = trybuild::TestCases::new();
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

/// Words of the library's inner life, which tell a user nothing.
const INNER: &[&str] = &[
    "Alternatives<",
    "ByOperand",
    "ByOption",
    "Fills<",
    "Filled<",
    "FirstTime",
    "Found<",
    "FromTarget<",
    "Here",
    "Item<",
    "IntoRow<",
    "JoinTarget<",
    "Kind<",
    "MayBeNull",
    "Mixed",
    "NullFits",
    "NullIn<",
    "NullOf<",
    "Operand<",
    "OrderedIn<",
    "Quiet",
    "Reads<",
    "RowFor<",
    "Settles<",
    "Single",
    "There<",
    "Tuple<",
    "Within<",
    "__",
    "the trait bound",
    "type annotations needed",
    "type mismatch resolving",
];

#[test]
fn the_first_line_is_in_the_words_of_the_user() {
    for (path, text) in recorded() {
        let first = text.lines().next().unwrap_or_default();
        for word in INNER {
            // Of Rust's own traits the compiler speaks as everywhere.
            let of_rust = *word == "the trait bound"
                && ["Clone", "Default", "Hash"].iter().any(|name| first.contains(name));
            assert!(
                of_rust || !first.contains(word),
                "`{word}` in the first line of {}:\n{text}",
                path.display()
            );
        }
    }
}

/// The messages that are explained, as their fixed parts.
fn explained() -> Vec<(String, Vec<String>)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/errors.md");
    let text = fs::read_to_string(path).expect("a text");
    let mut is_message = false;
    let mut messages = Vec::new();
    for line in text.lines() {
        if line.starts_with("```") {
            is_message = line == "```text";
        } else if is_message {
            messages.push((line.to_owned(), line.split('…').map(str::to_owned).collect()));
        }
    }
    messages
}

/// Whether the fixed parts of a message stand in a text one after the other, and nothing before or behind them.
fn fits(text: &str, parts: &[String]) -> bool {
    let Some((first, rest)) = parts.split_first() else { return false };
    let Some(text) = text.strip_prefix(first.as_str()) else { return false };
    let Some((last, middle)) = rest.split_last() else { return text.is_empty() };
    let Some(mut text) = text.strip_suffix(last.as_str()) else { return false };
    for part in middle {
        let Some((_, behind)) = text.split_once(part.as_str()) else { return false };
        text = behind;
    }
    !text.is_empty()
}

#[test]
fn every_message_is_explained_and_no_other() {
    let explained = explained();
    let mut in_use = vec![false; explained.len()];
    for (path, text) in recorded() {
        let first = text.lines().next().unwrap_or_default();
        let (_, message) = first.split_once(": ").expect("a message");
        let message = message.strip_prefix("evaluation panicked: ").unwrap_or(message);
        let mut fitting =
            explained.iter().enumerate().filter(|(_, (_, parts))| fits(message, parts)).peekable();
        assert!(
            fitting.peek().is_some(),
            "docs/errors.md does not explain `{message}` of {}",
            path.display()
        );
        fitting.for_each(|(at, _)| in_use[at] = true);
    }
    for ((message, _), in_use) in explained.iter().zip(in_use) {
        assert!(in_use, "docs/errors.md explains `{message}`, which no case of tests/ui gives");
    }
}

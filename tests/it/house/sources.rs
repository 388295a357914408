//! What must not stand in any file of ours.

use super::{Source, sources};

/// Text that no file may contain, and why. Written in two halves, so that this file has none of them either.
const FORBIDDEN: &[(&str, &str)] = &[
    (concat!("/wo", "rk/"), "a path of one machine"),
    (concat!("/ho", "me/"), "a path of one machine"),
    (concat!("/ro", "ot/"), "a path of one machine"),
    (concat!("/Us", "ers/"), "a path of one machine"),
    (concat!("tod", "o!("), "unfinished is not merged"),
    (concat!("unimple", "mented!("), "unfinished is not merged"),
    (concat!("<<<<", "<<< "), "an unresolved conflict"),
];

/// Paths that are the same on every machine.
const ALLOWED: &[&str] = &[concat!("/ho", "me/linuxbrew/")];

/// Every text of ours: sources, scripts, settings, documents.
fn all() -> Vec<Source> {
    sources("", &[".rs", ".md", ".toml", ".sh", ".yml", ".stderr", "run"])
}

#[test]
fn no_file_names_a_machine_or_is_unfinished() {
    let mut offences = Vec::new();
    for source in all() {
        for (number, line) in source.text.lines().enumerate() {
            let line = ALLOWED.iter().fold(line.to_owned(), |line, allowed| line.replace(allowed, ""));
            for (text, why) in FORBIDDEN.iter().filter(|(text, _)| line.contains(text)) {
                offences.push(format!("{}:{}: `{text}`: {why}", source.path, number + 1));
            }
        }
    }
    assert!(offences.is_empty(), "{}", offences.join("\n"));
}

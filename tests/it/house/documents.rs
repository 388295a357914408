//! Documents that name files, name files that exist.

use super::{root, sources};

/// Beginnings of paths of ours.
const OURS: &[&str] =
    &["runtime/", "macros/", "examples/", "tests/", "docs/", ".ci/", "clippy.toml", "deny.toml"];

#[test]
fn files_that_documents_name_exist() {
    let mut missing = Vec::new();
    let mut found = 0;
    for source in sources("", &[".md"]) {
        for path in code_spans(&source.text).filter(|span| OURS.iter().any(|ours| span.starts_with(ours))) {
            // A command is more than a path.
            let path = path.split_whitespace().next().unwrap_or(path);
            found += 1;
            if !root().join(path).exists() {
                missing.push(format!("{}: {path}", source.path));
            }
        }
    }
    assert!(found > 20, "only {found} paths were found");
    assert!(missing.is_empty(), "these do not exist:\n{}", missing.join("\n"));
}

/// Texts between backticks in one line. Blocks of code have three of them, and nothing between two.
fn code_spans(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| line.split('`').skip(1).step_by(2)).filter(|span| !span.is_empty())
}

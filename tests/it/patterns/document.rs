//! What docs/guide/patterns.md shows is what the examples are, and what they send.

use std::fs;

use super::super::house::{Source, root, sources};

/// Text without line breaks and indentation.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The blocks of code in this language.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line == format!("```{language}") {
            found.push(lines.by_ref().take_while(|line| *line != "```").collect::<Vec<_>>().join("\n"));
        }
    }
    found
}

fn document() -> String {
    fs::read_to_string(root().join("docs/guide/patterns.md")).expect("the chapter exists")
}

fn squeezed_sources(folder: &str) -> Vec<String> {
    sources(folder, &[".rs"]).iter().map(|Source { text, .. }| squeezed(text)).collect()
}

#[test]
fn the_code_of_the_chapter_stands_in_the_examples() {
    let examples = squeezed_sources("examples");
    let blocks = blocks(&document(), "rust,ignore");
    assert!(blocks.len() >= 5, "only {} blocks were found", blocks.len());
    for block in blocks {
        // Parts that are left out are told by a line of dots.
        for part in block.split("// ..\n").map(squeezed) {
            assert!(examples.iter().any(|text| text.contains(&part)), "not in examples/:\n{part}");
        }
    }
}

#[test]
fn the_sql_of_the_chapter_is_asserted_by_tests() {
    let mut tests = squeezed_sources("tests/it/patterns");
    tests.extend(squeezed_sources("examples/service/tests"));
    let blocks = blocks(&document(), "sql");
    assert!(blocks.len() >= 5, "only {} blocks were found", blocks.len());
    for statement in blocks.iter().flat_map(|block| block.split(";\n")).map(squeezed) {
        // The schema of the examples says nothing about the pattern.
        let shown = |text: &String| {
            text.replace(r#""cormorant_shop"."#, "").replace(r#""tracker"."#, "").contains(&statement)
        };
        assert!(tests.iter().any(shown), "no test asserts:\n{statement}");
    }
}

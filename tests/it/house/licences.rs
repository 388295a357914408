//! What we build on is free to use, and none of it is what we measure ourselves against.

use std::process::Command;

use serde_json::Value;

use super::root;

const ALLOWED: &[&str] =
    &["Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "PostgreSQL", "Unicode-3.0", "Zlib"];

/// Beginnings of names that must not be among our dependencies.
const BANNED: &[&str] = &["sqlmodel", "asupersync"];

/// Name and licence of every crate that is compiled here.
fn packages() -> Vec<(String, Option<String>)> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--locked", "--offline", "--filter-platform"])
        .arg(host())
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo prints JSON");
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let packages = metadata["packages"].as_array().expect("packages are a list").iter();
    packages.map(|package| (text(&package["name"]).expect("a name"), text(&package["license"]))).collect()
}

fn host() -> String {
    let output = Command::new(env!("CARGO")).arg("-vV").output().expect("cargo runs");
    let text = String::from_utf8(output.stdout).expect("cargo prints UTF-8");
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    host.expect("cargo knows its host").to_owned()
}

#[test]
fn every_dependency_has_a_licence_we_allow() {
    let packages = packages();
    assert!(packages.len() > 50, "only {} packages were found", packages.len());
    let refused: Vec<_> =
        packages.into_iter().filter(|(_, licence)| !licence.as_deref().is_some_and(is_allowed)).collect();
    assert!(refused.is_empty(), "not allowed: {refused:?}");
}

#[test]
fn no_banned_crate_is_a_dependency() {
    let names = packages().into_iter().map(|(name, _)| name);
    let banned: Vec<_> = names.filter(|name| BANNED.iter().any(|banned| name.starts_with(banned))).collect();
    assert!(banned.is_empty(), "banned: {banned:?}");
}

/// Reads an SPDX expression: one licence of each OR, all of each AND.
fn is_allowed(expression: &str) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let (allowed, rest) = either(&words);
    allowed && rest.is_empty()
}

fn either<'a>(words: &'a [&'a str]) -> (bool, &'a [&'a str]) {
    let (mut allowed, mut rest) = both(words);
    while let ["OR", after @ ..] = rest {
        let (next, after) = both(after);
        allowed |= next;
        rest = after;
    }
    (allowed, rest)
}

fn both<'a>(words: &'a [&'a str]) -> (bool, &'a [&'a str]) {
    let (mut allowed, mut rest) = one(words);
    while let ["AND", after @ ..] = rest {
        let (next, after) = one(after);
        allowed &= next;
        rest = after;
    }
    (allowed, rest)
}

fn one<'a>(words: &'a [&'a str]) -> (bool, &'a [&'a str]) {
    match words {
        ["(", inside @ ..] => match either(inside) {
            (allowed, [")", rest @ ..]) => (allowed, rest),
            (_, rest) => (false, rest),
        },
        // An exception only adds to what a licence permits.
        [licence, "WITH", _, rest @ ..] | [licence, rest @ ..] => (ALLOWED.contains(licence), rest),
        [] => (false, words),
    }
}

#[test]
fn licences_are_read_as_expressions() {
    for allowed in ["MIT", "MIT OR GPL-3.0", "MIT/Apache-2.0", "(MIT OR Apache-2.0) AND Unicode-3.0"] {
        assert!(is_allowed(allowed), "{allowed}");
    }
    for refused in ["GPL-3.0", "MIT AND GPL-3.0", "(MIT OR Apache-2.0) AND GPL-3.0", ""] {
        assert!(!is_allowed(refused), "{refused}");
    }
    assert!(is_allowed("Apache-2.0 WITH LLVM-exception"));
}

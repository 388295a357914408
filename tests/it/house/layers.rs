//! The layers of the runtime crate: a module imports from its own layer and from lower ones only.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::{Source, root, sources};

/// Lowest first. Modules of one line do not know each other.
const LAYERS: &[&[&str]] = &[
    &["error"],
    &["types"],
    &["sql"],
    &["schema"],
    &["query", "ddl"],
    &["engine"],
    &["session"],
    &["loading"],
    &["testing", "functions", "prelude"],
];

/// Beside the layers: what it may use; engine and all above may use it.
const EMBEDDED: (&str, &[&str]) = ("embedded", &["error"]);

/// Files of the crate root itself, above all layers.
const ROOT: &[&str] = &["__private", "macros"];

/// What the modules of a layer may name after `crate::`.
fn allowed(layer: &str) -> BTreeSet<&'static str> {
    if layer == EMBEDDED.0 {
        return EMBEDDED.1.iter().copied().chain([EMBEDDED.0]).collect();
    }
    let depth = depth(layer).unwrap_or_else(|| panic!("`{layer}` is not a layer"));
    let below = LAYERS[..depth].iter().copied().flatten().copied();
    let beside = (depth >= self::depth("engine").expect("it is a layer")).then_some(EMBEDDED.0);
    let own = LAYERS[depth].iter().copied().filter(|name| *name == layer);
    below.chain(own).chain(beside).collect()
}

fn depth(layer: &str) -> Option<usize> {
    LAYERS.iter().position(|names| names.contains(&layer))
}

fn layers() -> impl Iterator<Item = &'static str> {
    LAYERS.iter().copied().flatten().copied().chain([EMBEDDED.0])
}

/// The files of a layer: a folder, or one file.
fn files(layer: &str) -> Vec<Source> {
    let folder = format!("runtime/src/{layer}");
    if root().join(&folder).is_dir() {
        return sources(&folder, &[".rs"]);
    }
    let path = format!("{folder}.rs");
    fs::read_to_string(root().join(&path)).map(|text| Source { path, text }).into_iter().collect()
}

#[test]
fn lower_layers_never_import_upper_ones() {
    let mut offences = Vec::new();
    let macros = exported_macros();
    for layer in layers() {
        let allowed = allowed(layer);
        for source in files(layer) {
            for import in crate_paths(&source) {
                let from = macros.get(&import).map_or(import.as_str(), String::as_str);
                if !allowed.contains(from) {
                    offences.push(format!("{} (layer `{layer}`) names crate::{import}", source.path));
                }
            }
        }
    }
    assert!(offences.is_empty(), "imports from above, or past the layers:\n{}", offences.join("\n"));
}

/// Macros for users are named in the root of the crate, wherever they are written: their names, and the layers
/// they are written in.
fn exported_macros() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for source in sources("runtime/src", &[".rs"]) {
        let path = source.path.trim_start_matches("runtime/src/").trim_end_matches(".rs");
        let layer = path.split('/').next().unwrap_or(path);
        // What the root writes stands above all layers, but leads nowhere: it may be named at the top.
        let layer = if ROOT.contains(&layer) { "prelude" } else { layer };
        let exported = source.text.split("#[macro_export]").skip(1);
        let names = exported.filter_map(|rest| rest.trim_start().strip_prefix("macro_rules! "));
        found.extend(names.map(|rest| (word(rest).to_owned(), layer.to_owned())));
    }
    found
}

fn word(text: &str) -> &str {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or(text)
}

#[test]
fn no_layer_disappears() {
    for layer in layers() {
        assert!(!files(layer).is_empty(), "the layer `{layer}` has no files");
    }
}

#[test]
fn every_module_of_the_crate_is_a_layer() {
    let text = fs::read_to_string(root().join("runtime/src/lib.rs")).expect("the crate has a root");
    let tokens: Vec<TokenTree> = text.parse::<TokenStream>().expect("it is Rust").into_iter().collect();
    for pair in tokens.windows(2) {
        if let [TokenTree::Ident(word), TokenTree::Ident(module)] = pair
            && word == "mod"
            && !ROOT.iter().any(|root| module == root)
        {
            assert!(layers().any(|layer| module == layer), "`{module}` has no place among the layers");
        }
    }
}

/// The word after `crate::` of each path in a file, groups taken apart. Paths out of the layer by `super::`
/// count as well. Comments and documentation do not.
fn crate_paths(source: &Source) -> Vec<String> {
    let tokens = source.text.parse().unwrap_or_else(|error| panic!("{}: {error}", source.path));
    let mut found = Vec::new();
    walk(tokens, module_depth(&source.path), &mut found);
    found
}

/// How many `super` lead from the module of a file to the root of the crate.
fn module_depth(path: &str) -> usize {
    let module = path.trim_start_matches("runtime/src/").trim_end_matches(".rs").trim_end_matches("/mod");
    module.split('/').count()
}

fn walk(tokens: TokenStream, depth: usize, found: &mut Vec<String>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            // The code of a macro for users is theirs: it may call what only generated code calls.
            TokenTree::Ident(word) if word == "crate" && is_private_of_a_macro(&tokens, at) => at += 1,
            TokenTree::Ident(word) if word == "crate" => at = path(&tokens, at + 1, found),
            TokenTree::Ident(word) if word == "super" => at = supers(&tokens, at, depth, found),
            TokenTree::Group(group) => {
                let is_module = at >= 2
                    && matches!(&tokens[at - 2], TokenTree::Ident(word) if word == "mod")
                    && group.delimiter() == Delimiter::Brace;
                walk(group.stream(), depth + usize::from(is_module), found);
                at += 1;
            }
            _ => at += 1,
        }
    }
}

/// `$crate::__private`
fn is_private_of_a_macro(tokens: &[TokenTree], at: usize) -> bool {
    let is_in_macro = at > 0 && matches!(&tokens[at - 1], TokenTree::Punct(punct) if punct.as_char() == '$');
    is_in_macro && matches!(tokens.get(at + 3), Some(TokenTree::Ident(word)) if word == "__private")
}

/// Notes what follows `crate`; gives back where to go on.
fn path(tokens: &[TokenTree], at: usize, found: &mut Vec<String>) -> usize {
    if !is_path_separator(tokens, at) {
        return at;
    }
    match tokens.get(at + 2) {
        Some(TokenTree::Ident(word)) => found.push(word.to_string()),
        Some(TokenTree::Group(group)) => found.extend(heads(group.stream())),
        _ => found.push("*".to_owned()),
    }
    at + 3
}

/// Counts `super::super::`; as many as the module is deep lead to the root.
fn supers(tokens: &[TokenTree], at: usize, depth: usize, found: &mut Vec<String>) -> usize {
    let is_super = |at: usize| matches!(tokens.get(at), Some(TokenTree::Ident(word)) if word == "super");
    let count =
        (0..).take_while(|n| is_super(at + 3 * n) && is_path_separator(tokens, at + 3 * n + 1)).count();
    let after = at + 3 * count;
    if count >= depth { path(tokens, after - 2, found) } else { after.max(at + 1) }
}

fn is_path_separator(tokens: &[TokenTree], at: usize) -> bool {
    [at, at + 1].iter().all(|at| matches!(tokens.get(*at), Some(TokenTree::Punct(p)) if p.as_char() == ':'))
}

/// The first word of each part of a group: `{a::b, c}` has `a` and `c`.
fn heads(group: TokenStream) -> Vec<String> {
    let tokens: Vec<TokenTree> = group.into_iter().collect();
    let parts = tokens.split(|token| matches!(token, TokenTree::Punct(p) if p.as_char() == ','));
    parts.filter_map(|part| part.first()).map(ToString::to_string).collect()
}

#[test]
fn a_path_is_found_however_it_is_written() {
    let text = r#"
        //! Not this: crate::comment, nor [`x`](crate::link).
        use crate::{error::{Error, Result}, engine};
        pub(crate) fn f() -> crate::types::Row { "crate::text"; g!(crate::in_a_macro::x) }
        use super::sibling;
        use super::super::outside;
        mod tests { use super::super::sibling; use super::super::super::{further}; }
    "#;
    let source = Source { path: "runtime/src/query/select.rs".to_owned(), text: text.to_owned() };
    assert_eq!(crate_paths(&source), ["error", "engine", "types", "in_a_macro", "outside", "further"]);
}

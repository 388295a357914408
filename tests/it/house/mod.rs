//! The rules of the house: layers, sizes, clean sources, licences.

mod documents;
mod layers;
mod licences;
mod sizes;
mod sources;

use std::fs;
use std::path::{Path, PathBuf};

/// The folder of the workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A file of ours.
pub(crate) struct Source {
    /// Its path from the folder of the workspace, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
}

/// All files under `folder` whose names end in one of these, in the order of their paths.
pub(crate) fn sources(folder: &str, endings: &[&str]) -> Vec<Source> {
    let mut found = Vec::new();
    collect(&root(), folder, endings, &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn collect(root: &Path, folder: &str, endings: &[&str], found: &mut Vec<Source>) {
    let entries = fs::read_dir(root.join(folder)).unwrap_or_else(|error| panic!("{folder}: {error}"));
    for entry in entries {
        let entry = entry.expect("the folder can be read");
        let name = entry.file_name().into_string().expect("our names are plain");
        let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
        if entry.file_type().expect("its kind is known").is_dir() {
            // What programs made there: builds, and the working copies of trybuild.
            if !matches!(name.as_str(), "target" | "wip" | ".git") {
                collect(root, &path, endings, found);
            }
        } else if endings.iter().any(|ending| name.ends_with(ending)) {
            let text = fs::read_to_string(root.join(&path)).expect("our files are UTF-8");
            found.push(Source { path, text });
        }
    }
}

//! Files stay small enough to be read at once. The lengths of functions are clippy's business (`clippy.toml`).

use super::sources;

/// Lines of the longest file that is let through.
const REFUSED: usize = 500;

/// Nine of ten files have at most so many lines.
const NINE_OF_TEN: usize = 400;

/// Name and lines of each file somebody wrote. Recorded expansions are the macro's, not ours.
fn sizes() -> Vec<(String, usize)> {
    ["macros", "runtime", "examples", "tests"]
        .into_iter()
        .flat_map(|folder| sources(folder, &[".rs"]))
        .filter(|source| !source.path.ends_with(".out.rs"))
        .map(|source| (source.path, source.text.lines().count()))
        .collect()
}

#[test]
fn no_file_is_longer_than_500_lines() {
    let long: Vec<_> = sizes().into_iter().filter(|(_, lines)| *lines > REFUSED).collect();
    assert!(long.is_empty(), "split these: {long:?}");
}

#[test]
fn nine_of_ten_files_have_at_most_400_lines() {
    let mut lines: Vec<usize> = sizes().into_iter().map(|(_, lines)| lines).collect();
    lines.sort_unstable();
    assert!(lines.len() > 100, "only {} files were found", lines.len());
    let p90 = lines[lines.len() * 9 / 10];
    assert!(p90 <= NINE_OF_TEN, "the 90th percentile is {p90} lines");
}

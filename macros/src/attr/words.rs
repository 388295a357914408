//! Messages for words that are not known.

use syn::Ident;

/// The word is not among those that are known here.
pub(crate) fn unknown<'k>(
    word: &Ident,
    place: &str,
    known: impl Iterator<Item = &'k str> + Clone,
) -> syn::Error {
    let written = word.to_string();
    let list = known.clone().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let message = match closest(&written, known) {
        Some(close) => format!("unknown option `{written}`: did you mean `{close}`? {place} knows {list}"),
        None => format!("unknown option `{written}`: {place} knows {list}"),
    };
    syn::Error::new_spanned(word, message)
}

/// The word that was probably meant.
fn closest<'k>(written: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    known.filter(|name| is_close(written, name)).min_by_key(|name| distance(written, name))
}

/// Whether one was probably meant as the other: few letters differ, or one begins like the other.
fn is_close(written: &str, known: &str) -> bool {
    let begins = written.len() >= 3 && (known.starts_with(written) || written.starts_with(known));
    begins || distance(written, known) <= if known.len() > 5 { 2 } else { 1 }
}

/// How many letters to add, drop, change or swap with their neighbour.
fn distance(left: &str, right: &str) -> usize {
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let mut rows = vec![(0..=right.len()).collect::<Vec<usize>>()];
    for (row, a) in left.iter().enumerate() {
        let mut next = vec![row + 1];
        for (column, b) in right.iter().enumerate() {
            let change = rows[row][column] + usize::from(a != b);
            let mut best = change.min(next[column] + 1).min(rows[row][column + 1] + 1);
            if row > 0 && column > 0 && *a == right[column - 1] && left[row - 1] == *b {
                best = best.min(rows[row - 1][column - 1] + 1);
            }
            next.push(best);
        }
        rows.push(next);
    }
    rows[left.len()][right.len()]
}

#[cfg(test)]
mod tests {
    use super::is_close;

    #[test]
    fn a_slip_of_the_finger_is_recognised_and_another_word_is_not() {
        assert!(is_close("uniq", "unique"));
        assert!(is_close("primarykey", "primary_key"));
        assert!(is_close("tabel", "table"));
        assert!(!is_close("size", "skip"));
        assert!(!is_close("hidden", "index"));
    }
}

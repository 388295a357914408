//! Names of constraints and indexes that the model does not give: those that PostgreSQL itself would choose.

use crate::schema::ColumnDef;
use crate::sql::MAX_NAME;

/// `users_pkey`
pub(super) fn primary_key(table: &str) -> String {
    object(&[table], "pkey")
}

/// `users_email_key`
pub(super) fn unique(table: &str, columns: &[&ColumnDef]) -> String {
    over_columns(table, columns, "key")
}

/// `posts_author_id_fkey`
pub(super) fn foreign_key(table: &str, columns: &[&str]) -> String {
    let mut parts = vec![table];
    parts.extend(columns);
    object(&parts, "fkey")
}

/// `users_age_check` for a condition over one column, else `users_check`; with a number if the name is taken.
pub(super) fn check(
    table: &str,
    sql: &str,
    columns: &[ColumnDef],
    is_taken: impl Fn(&str) -> bool,
) -> String {
    let mentioned = mentioned(sql, columns);
    let parts = if let [only] = mentioned[..] { vec![table, only] } else { vec![table] };
    let first = object(&parts, "check");
    if !is_taken(&first) {
        return first;
    }
    let numbered = |number: usize| object(&parts, &format!("check{number}"));
    (1..).map(numbered).find(|name| !is_taken(name)).unwrap_or(first)
}

/// `users_email_idx`, `users_lower_idx`; included columns count, too.
pub(super) fn index(table: &str, terms: &[String]) -> String {
    let mut parts = vec![table.to_owned()];
    for term in terms {
        let numbered = |number: usize| if number == 0 { term.clone() } else { format!("{term}{number}") };
        parts.extend((0..).map(numbered).find(|name| !parts[1..].contains(name)));
    }
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    object(&parts, "idx")
}

/// What an expression is called in an index's name: the function, or `expr`.
pub(super) fn expression(sql: &str) -> String {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    match sql.trim().split_once('(') {
        Some((function, rest)) if !function.is_empty() && function.chars().all(is_word) && closes(rest) => {
            function.to_ascii_lowercase()
        }
        _ => "expr".to_owned(),
    }
}

/// Whether the parenthesis before this text is closed by its last character.
fn closes(rest: &str) -> bool {
    let mut depth = 1_usize;
    let mut characters = rest.chars();
    for character in characters.by_ref() {
        match character {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    depth == 0 && characters.next().is_none()
}

fn over_columns(table: &str, columns: &[&ColumnDef], label: &str) -> String {
    let mut parts = vec![table];
    parts.extend(columns.iter().map(|column| column.name));
    object(&parts, label)
}

/// `a_b_label`. A name that PostgreSQL would cut keeps its beginning, its label, and a hash of the whole.
fn object(parts: &[&str], label: &str) -> String {
    let stem = parts.join("_");
    let name = format!("{stem}_{label}");
    if name.len() <= MAX_NAME {
        return name;
    }
    let hash = format!("_{:08x}_{label}", hash(&name));
    let mut keep = MAX_NAME.saturating_sub(hash.len());
    while !stem.is_char_boundary(keep) {
        keep -= 1;
    }
    format!("{}{hash}", &stem[..keep])
}

/// FNV-1a. It must never change: names in databases are made of it.
fn hash(name: &str) -> u32 {
    name.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// The columns that a condition names, each once.
fn mentioned<'c>(sql: &str, columns: &'c [ColumnDef]) -> Vec<&'c str> {
    let mut found: Vec<&str> = Vec::new();
    for word in words(sql) {
        if let Some(column) = columns.iter().find(|column| column.name == word)
            && !found.contains(&column.name)
        {
            found.push(column.name);
        }
    }
    found
}

/// The identifiers in an expression: bare words in small letters, quoted ones as they are; no texts, no functions.
fn words(sql: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let end = match first {
            '\'' | '"' => rest[1..].find(first).map_or(rest.len(), |at| at + 2),
            c if is_word(c) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
            c => c.len_utf8(),
        };
        let word = &rest[..end];
        rest = &rest[end..];
        if first == '"' {
            words.push(word.trim_matches('"').to_owned());
        } else if is_word(first) && !rest.trim_start().starts_with('(') {
            words.push(word.to_lowercase());
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::{expression, index, object, words};

    #[test]
    fn a_long_name_keeps_its_label_and_is_told_apart_by_a_hash() {
        let long = "a".repeat(60);
        let name = object(&[&long, "one"], "fkey");
        assert_eq!(name, format!("{}_52f3f8ba_fkey", "a".repeat(49)));
        assert_eq!(name.len(), 63);
        assert_ne!(name, object(&[&long, "two"], "fkey"));
        assert_eq!(object(&[&format!("x{}", "é".repeat(40))], "key").len(), 62);
        assert_eq!(object(&["users", "email"], "key"), "users_email_key");
    }

    #[test]
    fn index_terms_are_numbered_when_they_repeat() {
        let terms = ["lower", "expr", "expr", "id"].map(str::to_owned);
        assert_eq!(index("users", &terms), "users_lower_expr_expr1_id_idx");
    }

    #[test]
    fn an_expression_is_called_after_its_function() {
        assert_eq!(expression("lower(email)"), "lower");
        assert_eq!(expression("coalesce(a, lower(b))"), "coalesce");
        assert_eq!(expression("lower(a) || lower(b)"), "expr");
        assert_eq!(expression("(a + b)"), "expr");
    }

    #[test]
    fn words_are_neither_texts_nor_functions() {
        assert_eq!(words("Length(name) > 3 AND \"Age\" <> 'age'"), ["name", "3", "and", "Age"]);
    }
}

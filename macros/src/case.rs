//! Names of tables and labels from Rust names.

/// `BlogPost` becomes `blog_post`, `HTTPServer` becomes `http_server`.
pub(crate) fn snake(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let mut out = String::with_capacity(name.len() + 4);
    for (position, &char) in chars.iter().enumerate() {
        if char.is_uppercase() && starts_word(&chars, position) {
            out.push('_');
        }
        out.extend(char.to_lowercase());
    }
    out
}

/// Whether the capital at this position begins a word: after a small letter or digit, or before a small letter.
fn starts_word(chars: &[char], position: usize) -> bool {
    let Some(&before) = position.checked_sub(1).and_then(|before| chars.get(before)) else { return false };
    let ends_capitals =
        before.is_uppercase() && chars.get(position + 1).is_some_and(|next| next.is_lowercase());
    before != '_' && (!before.is_uppercase() || ends_capitals)
}

/// `author_id` becomes `AuthorId`.
pub(crate) fn camel(name: &str) -> String {
    let word = |word: &str| {
        let mut chars = word.chars();
        chars.next().map(|first| first.to_uppercase().chain(chars).collect::<String>())
    };
    name.split('_').filter_map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::{camel, snake};

    #[test]
    fn capitals_begin_words() {
        let cases = [
            ("User", "user"),
            ("BlogPost", "blog_post"),
            ("HTTPServer", "http_server"),
            ("OAuthToken", "o_auth_token"),
            ("Address2", "address2"),
            ("Line2D", "line2_d"),
            ("Snake_Case", "snake_case"),
            ("users", "users"),
            ("Ärger", "ärger"),
        ];
        for (rust, table) in cases {
            assert_eq!(snake(rust), table);
        }
    }

    #[test]
    fn words_begin_with_capitals() {
        let cases = [("author_id", "AuthorId"), ("_x__y", "XY"), ("type", "Type")];
        for (field, parameter) in cases {
            assert_eq!(camel(field), parameter);
        }
    }
}

//! Names of tables and labels from Rust names.

/// How labels are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
    Kebab,
    ScreamingKebab,
}

/// Styles and their names, which look like what they do; the same as serde's.
const STYLES: [(&str, Style); 8] = [
    ("lowercase", Style::Lower),
    ("UPPERCASE", Style::Upper),
    ("PascalCase", Style::Pascal),
    ("camelCase", Style::Camel),
    ("snake_case", Style::Snake),
    ("SCREAMING_SNAKE_CASE", Style::ScreamingSnake),
    ("kebab-case", Style::Kebab),
    ("SCREAMING-KEBAB-CASE", Style::ScreamingKebab),
];

impl Style {
    pub(crate) fn named(name: &str) -> Option<Self> {
        STYLES.iter().find(|(known, _)| *known == name).map(|(_, style)| *style)
    }

    pub(crate) fn names() -> impl Iterator<Item = &'static str> {
        STYLES.iter().map(|(name, _)| *name)
    }

    /// The name of a variant in this style.
    pub(crate) fn apply(self, name: &str) -> String {
        match self {
            Style::Lower => name.to_lowercase(),
            Style::Upper => name.to_uppercase(),
            Style::Pascal => name.to_owned(),
            Style::Camel => {
                let mut chars = name.chars();
                chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
            }
            Style::Snake => snake(name),
            Style::ScreamingSnake => snake(name).to_uppercase(),
            Style::Kebab => snake(name).replace('_', "-"),
            Style::ScreamingKebab => snake(name).to_uppercase().replace('_', "-"),
        }
    }
}

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
    use super::{Style, camel, snake};

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

    #[test]
    fn a_style_is_written_as_its_name() {
        let written = Style::names().map(|name| Style::named(name).expect("it is known").apply("VerySad"));
        let expected =
            ["verysad", "VERYSAD", "VerySad", "verySad", "very_sad", "VERY_SAD", "very-sad", "VERY-SAD"];
        assert_eq!(written.collect::<Vec<_>>(), expected);
    }
}

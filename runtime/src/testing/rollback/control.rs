//! Finds the statements that begin and end transactions.

/// What a text of SQL does to the transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Control {
    /// Nothing: it may be passed on.
    None,
    /// It is a single BEGIN.
    Begin { read_only: bool },
    /// It is a single COMMIT.
    Commit,
    /// It is a single ROLLBACK.
    Rollback,
    /// It ends the transaction in some other way, or among other statements.
    Other,
}

impl Control {
    /// What a text does, which may hold several statements.
    pub(super) fn of(sql: &str) -> Control {
        let statements: Vec<Control> =
            statements(sql).iter().filter(|words| !words.is_empty()).map(|words| of_words(words)).collect();
        match statements.as_slice() {
            [single] => *single,
            several if several.iter().all(|control| *control == Control::None) => Control::None,
            _ => Control::Other,
        }
    }
}

fn of_words(words: &[String]) -> Control {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["BEGIN", modes @ ..] | ["START", "TRANSACTION", modes @ ..] => {
            Control::Begin { read_only: modes.windows(2).any(|pair| pair == ["READ", "ONLY"]) }
        }
        ["COMMIT" | "END"] | ["COMMIT" | "END", "WORK" | "TRANSACTION"] => Control::Commit,
        ["ROLLBACK" | "ABORT"] | ["ROLLBACK" | "ABORT", "WORK" | "TRANSACTION"] => Control::Rollback,
        ["ROLLBACK", "TO", ..] | ["ROLLBACK", "WORK" | "TRANSACTION", "TO", ..] => Control::None,
        ["COMMIT" | "END" | "ROLLBACK" | "ABORT", ..] | ["PREPARE", "TRANSACTION", ..] => Control::Other,
        _ => Control::None,
    }
}

/// The first words of each statement, in capitals. More than these nobody asks for.
const WORDS: usize = 16;

/// Takes a text apart at its semicolons. Quoted texts and comments count as no words.
fn statements(sql: &str) -> Vec<Vec<String>> {
    let mut statements = vec![Vec::new()];
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let length = if first.is_alphabetic() || first == '_' {
            let word = word(rest);
            let escapes = word.eq_ignore_ascii_case("E") && rest[word.len()..].starts_with('\'');
            if escapes {
                word.len() + quoted(&rest[word.len()..], '\'', true)
            } else {
                push_word(&mut statements, word);
                word.len()
            }
        } else if first == ';' {
            statements.push(Vec::new());
            1
        } else {
            skipped(rest, first)
        };
        rest = &rest[length..];
    }
    statements
}

fn push_word(statements: &mut [Vec<String>], word: &str) {
    if let Some(words) = statements.last_mut().filter(|words| words.len() < WORDS) {
        words.push(word.to_uppercase());
    }
}

/// Length of what begins here and is no word.
fn skipped(rest: &str, first: char) -> usize {
    match first {
        '\'' | '"' => quoted(rest, first, false),
        '$' => dollar_quoted(rest).unwrap_or(1),
        '-' if rest.starts_with("--") => rest.find('\n').unwrap_or(rest.len()),
        '/' if rest.starts_with("/*") => comment(rest),
        _ => first.len_utf8(),
    }
}

fn word(rest: &str) -> &str {
    let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$')).unwrap_or(rest.len());
    &rest[..end]
}

/// Length of a quoted text. Two quotes within it are one of its own.
fn quoted(rest: &str, quote: char, escapes: bool) -> usize {
    let mut characters = rest.char_indices().skip(1).peekable();
    while let Some((at, c)) = characters.next() {
        if escapes && c == '\\' {
            characters.next();
        } else if c == quote && characters.next_if(|(_, next)| *next == quote).is_none() {
            return at + 1;
        }
    }
    rest.len()
}

/// Length of `$tag$..$tag$`.
fn dollar_quoted(rest: &str) -> Option<usize> {
    let name = word(&rest[1..]).split('$').next()?;
    let tag = rest.get(..name.len() + 2).filter(|tag| tag.ends_with('$'))?;
    let body = &rest[tag.len()..];
    Some(body.find(tag).map_or(rest.len(), |end| end + 2 * tag.len()))
}

/// Length of a comment, which may hold others.
fn comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        let here = &rest.as_bytes()[at..];
        if here.starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if here.starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_commands_are_known_in_all_their_forms() {
        for sql in ["BEGIN", "begin work;", "/* a */ Start Transaction", "BEGIN ISOLATION LEVEL SERIALIZABLE"]
        {
            assert_eq!(Control::of(sql), Control::Begin { read_only: false }, "{sql}");
        }
        let read_only = "BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY DEFERRABLE";
        assert_eq!(Control::of(read_only), Control::Begin { read_only: true });
        for sql in ["COMMIT", "commit transaction", "END", "-- done\nEND WORK ;"] {
            assert_eq!(Control::of(sql), Control::Commit, "{sql}");
        }
        for sql in ["ROLLBACK", "abort", "Rollback Work"] {
            assert_eq!(Control::of(sql), Control::Rollback, "{sql}");
        }
    }

    #[test]
    fn what_only_looks_like_a_command_is_passed_on() {
        for sql in [
            "",
            ";",
            "SELECT 1",
            "SELECT 'a; COMMIT'",
            "SELECT E'\\'; COMMIT; --'",
            "SELECT \"a\"\"; COMMIT\"; SELECT 2",
            "DO $$ BEGIN COMMIT; END $$",
            "DO $body$ BEGIN; $$; COMMIT; END $body$",
            "SELECT $1; SELECT 1 -- ; COMMIT",
            "/* /* ; */ COMMIT; */ SELECT 1",
            "ROLLBACK TO SAVEPOINT a; RELEASE SAVEPOINT a",
            "SAVEPOINT commit",
            "PREPARE a AS SELECT 1",
        ] {
            assert_eq!(Control::of(sql), Control::None, "{sql}");
        }
    }

    #[test]
    fn a_command_among_others_is_not_overlooked() {
        for sql in [
            "INSERT INTO a VALUES (1); COMMIT",
            "SELECT 'it''s'; ROLLBACK; SELECT 1",
            "SELECT 'C:\\'; COMMIT",
            "COMMIT AND CHAIN",
            "COMMIT PREPARED 'a'",
            "PREPARE TRANSACTION 'a'",
            "BEGIN; SELECT 1",
        ] {
            assert_eq!(Control::of(sql), Control::Other, "{sql}");
        }
    }
}

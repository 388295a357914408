//! The server's DETAIL of a constraint, which names columns and quotes values.

/// The columns in `Key (a, "b")=(..) already exists.`, in whatever language the server speaks.
pub(super) fn columns(detail: &str) -> Vec<String> {
    let Some((_, list)) = detail.split_once('(') else { return Vec::new() };
    let mut columns = vec![String::new()];
    let (mut depth, mut is_quoted) = (0_usize, false);
    let mut rest = list.chars().peekable();
    while let Some(c) = rest.next() {
        let column = columns.last_mut().expect("there is one from the start");
        match c {
            // A name alone is shown without its quotes.
            '"' if is_quoted && rest.peek() == Some(&'"') => column.extend(rest.next()),
            '"' => {
                is_quoted = !is_quoted;
                if depth > 0 {
                    column.push(c);
                }
            }
            ')' if !is_quoted && depth == 0 => {
                let is_key = rest.next() == Some('=') && rest.next() == Some('(');
                return if is_key { columns } else { Vec::new() };
            }
            ',' if !is_quoted && depth == 0 => {
                rest.next_if_eq(&' ');
                columns.push(String::new());
            }
            _ => {
                match c {
                    '(' if !is_quoted => depth += 1,
                    ')' if !is_quoted => depth -= 1,
                    _ => {}
                }
                column.push(c);
            }
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::columns;

    #[test]
    fn are_told_by_the_key_and_not_by_its_values() {
        assert_eq!(columns("Key (email)=(a)=(b) already exists."), ["email"]);
        assert_eq!(columns("Key (room, \"from, to\")=(1, 2) already exists."), ["room", "from, to"]);
        assert_eq!(columns("Schlüssel »(a)=(1)« existiert bereits."), ["a"]);
        assert_eq!(columns("Key (lower(email), \"a\"\"b)\")=(x, y) exists"), ["lower(email)", "a\"b)"]);
        assert!(columns("Failing row contains (1, 2).").is_empty());
        assert!(columns("").is_empty());
    }
}

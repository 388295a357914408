//! Takes the text of a CSV file apart.

/// A record as it stands in the file: where it begins, and its fields.
#[derive(Debug, PartialEq)]
pub(super) struct Raw {
    pub(super) line: usize,
    pub(super) fields: Vec<Option<String>>,
}

/// Takes a text apart as RFC 4180 says. Empty lines are no records.
pub(super) struct Records<'a> {
    rest: &'a str,
    line: usize,
}

impl<'a> Records<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Records { rest: text.strip_prefix('\u{feff}').unwrap_or(text), line: 1 }
    }

    /// A field between quotes; two quotes are one of the text.
    fn quoted(&mut self) -> Result<String, (usize, String)> {
        let begin = self.line;
        let mut field = String::new();
        loop {
            let Some(end) = self.rest.find('"') else {
                return Err((begin, "a quote is not closed".to_owned()));
            };
            field.push_str(&self.rest[..end]);
            self.rest = &self.rest[end + 1..];
            match self.rest.strip_prefix('"') {
                Some(rest) => {
                    field.push('"');
                    self.rest = rest;
                }
                None => break,
            }
        }
        self.line += field.matches('\n').count();
        Ok(field)
    }

    fn field(&mut self) -> Result<Option<String>, (usize, String)> {
        if let Some(rest) = self.rest.strip_prefix('"') {
            self.rest = rest;
            return self.quoted().map(Some);
        }
        let end = self.rest.find([',', '\n', '\r']).unwrap_or(self.rest.len());
        let (field, rest) = self.rest.split_at(end);
        self.rest = rest;
        Ok((!field.is_empty()).then(|| field.to_owned()))
    }

    fn record(&mut self) -> Result<Raw, (usize, String)> {
        let line = self.line;
        let mut fields = Vec::new();
        loop {
            fields.push(self.field()?);
            if let Some(rest) = self.rest.strip_prefix(',') {
                self.rest = rest;
            } else if self.rest.is_empty() || self.end_of_line() {
                return Ok(Raw { line, fields });
            } else {
                return Err((self.line, "a comma or the end of the line is expected here".to_owned()));
            }
        }
    }

    /// Goes past the end of a line, if here is one.
    fn end_of_line(&mut self) -> bool {
        let rest = self.rest.strip_prefix("\r\n").or_else(|| self.rest.strip_prefix('\n'));
        self.line += usize::from(rest.is_some());
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }
}

impl Iterator for Records<'_> {
    type Item = Result<Raw, (usize, String)>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.end_of_line() {}
        if self.rest.is_empty() {
            return None;
        }
        let record = self.record();
        if record.is_err() {
            self.rest = "";
        }
        Some(record)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str) -> Vec<Vec<Option<String>>> {
        Records::new(text).map(|record| record.expect("it is well formed").fields).collect()
    }

    fn text(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn only_an_empty_field_without_quotes_is_null() {
        assert_eq!(fields("a,,\"\"\n"), [[text("a"), None, text("")]]);
        assert_eq!(fields(",\n"), [[None, None]]);
    }

    #[test]
    fn quotes_hold_commas_line_ends_and_quotes() {
        assert_eq!(fields("\"a,\"\"b\"\"\nc\",d"), [[text("a,\"b\"\nc"), text("d")]]);
    }

    #[test]
    fn line_ends_of_windows_and_empty_lines_do_no_harm() {
        assert_eq!(fields("\u{feff}a\r\n\r\n\nb\r\n"), [[text("a")], [text("b")]]);
    }

    #[test]
    fn a_mistake_names_its_line() {
        let last = |text| Records::new(text).last().expect("there is a record").expect_err("it is malformed");
        assert_eq!(last("a\n\"b\nc"), (2, "a quote is not closed".to_owned()));
        assert_eq!(
            last("\"a\nb\"\n\"c\"d"),
            (3, "a comma or the end of the line is expected here".to_owned())
        );
    }
}

//! SQL text of the user's.

use super::Renderer;
use crate::sql::{RawPart, Syntax};

impl Renderer {
    /// The user's text as it is, with expressions in between.
    pub(super) fn raw(&mut self, parts: &[RawPart]) {
        let start = self.sql.len();
        for part in parts {
            match part {
                RawPart::Sql(sql) => {
                    self.space_between_words(start, sql.chars().next());
                    self.fragment(sql);
                    // A comment at its end would take what follows with it.
                    self.push(if sql.contains("--") { "\n" } else { "" });
                }
                RawPart::Expr(expr) => {
                    self.space_between_words(start, Some('$'));
                    self.expr(expr, Syntax::Primary.precedence());
                }
            }
        }
        if self.sql.len() == start {
            self.fault(|| "a raw SQL fragment is empty".to_owned());
        }
    }

    /// SQL text of the user's.
    pub(super) fn fragment(&mut self, sql: &str) {
        if sql.contains('\0') {
            self.fault(|| "raw SQL holds a NUL character".to_owned());
        }
        self.push(sql);
    }

    /// Keeps `$1` from growing into `$10`, and `LIMIT` from growing into `LIMIT$1`.
    fn space_between_words(&mut self, start: usize, next: Option<char>) {
        let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
        if next.is_some_and(is_word) && self.sql[start..].ends_with(is_word) {
            self.push(" ");
        }
    }
}

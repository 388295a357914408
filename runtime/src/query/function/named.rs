//! What has no type in this crate: functions by name, and SQL text of the user's own.

use std::fmt;
use std::marker::PhantomData;

use crate::query::argument::list;
use crate::query::{Agg, Aggregate, Arguments, Expr};
use crate::sql::{self, RawPart};
use crate::types::{ColumnType, MaybeNull};

/// A function of the database by its name, that gives a `T`; see [`function`].
#[must_use = "say the arguments: `.with((a, b))`"]
pub struct Function<T> {
    schema: Option<&'static str>,
    name: &'static str,
    marker: PhantomData<fn() -> T>,
}

/// Any function by name: `function::<f32>("similarity").with((User::name, "ann"))`.
///
/// The arguments are a tuple of values, columns and expressions; values are bound with their types. The server
/// checks that the function exists and takes them: [`sql_function!`](crate::sql_function) declares it so that the
/// compiler does. The result counts as one that may be NULL; where the function never gives NULL, add
/// [`assume_not_null`](Expr::assume_not_null).
pub const fn function<T: ColumnType>(name: &'static str) -> Function<T> {
    Function { schema: None, name, marker: PhantomData }
}

impl<T: ColumnType> Function<T> {
    /// The function of this schema.
    pub const fn schema(self, schema: &'static str) -> Self {
        Function { schema: Some(schema), ..self }
    }

    /// `name(a, b)`
    pub fn with<A: Arguments<Uses = U>, U>(self, args: A) -> Expr<T, (U, MaybeNull)> {
        Expr::new(sql::Expr::Call(Box::new(self.call(args))))
    }

    /// `name(a, b)`, an aggregate: it takes `.distinct()`, `.filter(..)`, `.order_by(..)` and `.over(..)`.
    pub fn aggregate<A: Arguments<Uses = U>, U>(self, args: A) -> Aggregate<T, (Agg<U>, MaybeNull)> {
        Aggregate::new(self.call(args))
    }

    fn call<A: Arguments>(self, args: A) -> sql::Call {
        let mut call = sql::Call::new(self.name, list(args));
        call.schema = self.schema.map(Into::into);
        call
    }
}

impl<T> Clone for Function<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Function<T> {}

impl<T> fmt::Debug for Function<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Function({})", self.name)
    }
}

/// SQL text of the user's own that gives a `T`; see [`raw`].
#[must_use = "say what stands for the placeholders: `.with((a, b))`, or `.with(())`"]
pub struct Raw<T> {
    sql: &'static str,
    marker: PhantomData<fn() -> T>,
}

/// A piece of SQL text, for what the typed language cannot say: `raw::<bool>("{} % {}").with((User::name, "ann"))`.
///
/// Each `{}` stands for one of the arguments: columns are written with their table, values are bound, never
/// written into the text. `{{` and `}}` are braces. The text is fixed when the program is compiled, so that no
/// data of a user can become SQL. It is trusted as it is: the server alone checks it. The result counts as one
/// that may be NULL; add [`assume_not_null`](Expr::assume_not_null) where it never is.
///
/// If the placeholders are not as many as the arguments, running the statement is an error that says so.
pub const fn raw<T: ColumnType>(sql: &'static str) -> Raw<T> {
    Raw { sql, marker: PhantomData }
}

impl<T: ColumnType> Raw<T> {
    /// The fragment with these in place of its `{}`.
    pub fn with<A: Arguments<Uses = U>, U>(self, args: A) -> Expr<T, (U, MaybeNull)> {
        Expr::new(fill(self.sql, list(args)))
    }
}

impl<T> Clone for Raw<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Raw<T> {}

impl<T> fmt::Debug for Raw<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Raw({:?})", self.sql)
    }
}

/// The text with its arguments, for a place where SQL text stands that is no expression.
pub(crate) fn raw_parts(text: &'static str, args: Vec<sql::Expr>) -> Vec<RawPart> {
    match fill(text, args) {
        sql::Expr::Raw(parts) => parts,
        invalid => vec![RawPart::Expr(invalid)],
    }
}

/// Puts the arguments into the text.
fn fill(text: &'static str, args: Vec<sql::Expr>) -> sql::Expr {
    match parts(text) {
        Ok(pieces) if pieces.len() == args.len() + 1 => sql::Expr::Raw(interleave(pieces, args)),
        Ok(pieces) => {
            let (placeholders, given) = (pieces.len() - 1, args.len());
            let reason = format!(
                "the fragment `{text}` has {placeholders} `{{}}`, and {given} arguments are given for them"
            );
            sql::Expr::Invalid(reason.into())
        }
        Err(reason) => sql::Expr::Invalid(format!("the fragment `{text}` {reason}").into()),
    }
}

fn interleave(pieces: Vec<String>, args: Vec<sql::Expr>) -> Vec<RawPart> {
    let mut args = args.into_iter();
    let mut out = Vec::new();
    for piece in pieces {
        if !piece.is_empty() {
            out.push(RawPart::Sql(piece.into()));
        }
        out.extend(args.next().map(RawPart::Expr));
    }
    out
}

/// The text between the placeholders: one piece more than there are placeholders.
fn parts(text: &str) -> Result<Vec<String>, &'static str> {
    let mut pieces = vec![];
    let mut piece = String::new();
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        match (char, chars.peek()) {
            ('{', Some('{')) | ('}', Some('}')) => {
                piece.push(char);
                chars.next();
            }
            ('{', Some('}')) => {
                pieces.push(std::mem::take(&mut piece));
                chars.next();
            }
            ('{', _) => return Err("has a `{` without `}`: a placeholder is `{}`, a brace `{{`"),
            ('}', _) => return Err("has a `}` without `{`: a placeholder is `{}`, a brace `}}`"),
            (char, _) => piece.push(char),
        }
    }
    pieces.push(piece);
    Ok(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_split_a_fragment_and_doubled_braces_are_braces() {
        assert_eq!(parts("lower({}) || {}").unwrap(), ["lower(", ") || ", ""]);
        assert_eq!(parts("'{{}}'::jsonb").unwrap(), ["'{}'::jsonb"]);
        assert_eq!(parts("{{{}}}").unwrap(), ["{", "}"]);
        assert!(parts("{0}").is_err() && parts("a}").is_err());
    }

    #[test]
    fn a_wrong_number_of_arguments_is_an_error_of_the_statement() {
        let invalid = |expr: sql::Expr| expr.render().check().unwrap_err().to_string();
        let expr = raw::<bool>("{} = {}").with((1,)).into_node();
        assert_eq!(invalid(expr), "the fragment `{} = {}` has 2 `{}`, and 1 arguments are given for them");
        let expr = raw::<bool>("{x}").with(()).into_node();
        assert_eq!(
            invalid(expr),
            "the fragment `{x}` has a `{` without `}`: a placeholder is `{}`, a brace `{{`"
        );
    }
}

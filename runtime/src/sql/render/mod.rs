//! The one place that turns statements into text.
//!
//! Values never get into the text: they are numbered (`$1`) in the order in which they are written. Names are
//! always quoted. Enums are matched without `_` and structs taken apart without `..`, so that the compiler asks
//! for the text of a new clause.

mod call;
mod copy;
mod ddl;
mod expr;
mod from;
mod names;
mod query;
mod raw;
mod select;
mod words;
mod write;

#[cfg(test)]
mod tests;

pub use names::MAX_NAME;
pub(crate) use names::quoted;

use crate::error::{Error, Result};
use crate::sql::{Delete, Expr, Insert, Item, Merge, Select, Statement, Update};
use crate::types::{Param, ParamValue};

/// The most parameters that PostgreSQL's protocol can carry.
const MAX_PARAMS: usize = 65_535;

/// A statement as text, and its parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Rendered {
    /// The text, on one line.
    pub sql: String,
    /// The parameters: `$1` is the first.
    pub params: Vec<Param>,
    /// Why the text must not be sent.
    fault: Option<String>,
}

impl Rendered {
    /// Whether the statement may be sent.
    ///
    /// # Errors
    ///
    /// [`Error::Schema`] for a name that PostgreSQL cannot store (empty, with a NUL, longer than 63 bytes: it
    /// would be cut), for a table that stands twice in one FROM, and for a part of a statement that has no text,
    /// such as an UPDATE that sets nothing. [`Error::Encode`] for a value that could not be encoded, and for more
    /// parameters than PostgreSQL takes.
    pub fn check(&self) -> Result<()> {
        if let Some(fault) = &self.fault {
            return Err(Error::Schema { message: fault.clone() });
        }
        if self.params.len() > MAX_PARAMS {
            let message = format!(
                "the statement has {} parameters and PostgreSQL takes {MAX_PARAMS}: give lists as one array",
                self.params.len()
            );
            return Err(Error::Encode { column: format!("${}", MAX_PARAMS + 1).into(), message });
        }
        for (index, param) in self.params.iter().enumerate() {
            if let ParamValue::Invalid(reason) = &param.value {
                let column = format!("${}", index + 1).into();
                return Err(Error::Encode { column, message: reason.to_string() });
            }
        }
        Ok(())
    }
}

impl Statement {
    /// The statement as text, with its parameters.
    #[must_use]
    pub fn render(&self) -> Rendered {
        render(|renderer| renderer.statement(self))
    }

    /// As [`render`](Statement::render), after `text` and in its memory.
    pub(crate) fn render_after(&self, text: String) -> Rendered {
        render_into(text, |renderer| renderer.statement(self))
    }
}

impl Select {
    /// The query as text, with its parameters.
    #[must_use]
    pub fn render(&self) -> Rendered {
        render(|renderer| renderer.select(self))
    }
}

impl Insert {
    /// The statement as text, with its parameters.
    #[must_use]
    pub fn render(&self) -> Rendered {
        render(|renderer| renderer.insert(self))
    }
}

impl Update {
    /// The statement as text, with its parameters.
    #[must_use]
    pub fn render(&self) -> Rendered {
        render(|renderer| renderer.update(self))
    }
}

impl Delete {
    /// The statement as text, with its parameters.
    #[must_use]
    pub fn render(&self) -> Rendered {
        render(|renderer| renderer.delete(self))
    }
}

impl Merge {
    /// The statement as text, with its parameters.
    #[must_use]
    pub fn render(&self) -> Rendered {
        render(|renderer| renderer.merge(self))
    }
}

impl Expr {
    /// The expression as text, with its parameters: for messages and tests.
    #[must_use]
    pub fn render(&self) -> Rendered {
        render(|renderer| renderer.any_expr(self))
    }
}

fn render(write: impl FnOnce(&mut Renderer)) -> Rendered {
    render_into(String::with_capacity(512), write)
}

fn render_into(sql: String, write: impl FnOnce(&mut Renderer)) -> Rendered {
    let mut renderer = Renderer { sql, params: Vec::new(), fault: None, query: None };
    write(&mut renderer);
    let Renderer { sql, params, fault, query: _ } = renderer;
    Rendered { sql, params, fault }
}

/// Columns as text, as they stand in a select list; none if something is wrong with a name.
pub(super) fn columns(items: &[Item]) -> Option<String> {
    let rendered = render(|renderer| renderer.items(items));
    rendered.fault.is_none().then_some(rendered.sql)
}

/// Text in the making.
struct Renderer {
    sql: String,
    params: Vec<Param>,
    /// The first thing that is wrong with the statement.
    fault: Option<String>,
    /// The innermost query that is being written.
    query: Option<query::Query>,
}

impl Renderer {
    fn statement(&mut self, statement: &Statement) {
        match statement {
            Statement::Select(select) => self.select(select),
            Statement::Insert(insert) => self.insert(insert),
            Statement::Update(update) => self.update(update),
            Statement::Delete(delete) => self.delete(delete),
            Statement::Merge(merge) => self.merge(merge),
            Statement::Raw(parts) => self.raw(parts),
        }
    }

    fn push(&mut self, sql: &str) {
        self.sql.push_str(sql);
    }

    /// Notes what is wrong; the first fault is the one that is told.
    fn fault(&mut self, message: impl FnOnce() -> String) {
        if self.fault.is_none() {
            self.fault = Some(message());
        }
    }

    /// `a, b, c`
    fn list<T>(&mut self, items: &[T], mut item: impl FnMut(&mut Self, &T)) {
        for (index, value) in items.iter().enumerate() {
            if index > 0 {
                self.push(", ");
            }
            item(self, value);
        }
    }

    /// `(a, b, c)`
    fn group<T>(&mut self, items: &[T], item: impl FnMut(&mut Self, &T)) {
        self.push("(");
        self.list(items, item);
        self.push(")");
    }

    /// ` WHERE condition` and other clauses of one optional expression.
    fn clause(&mut self, keyword: &str, expr: Option<&Expr>) {
        if let Some(expr) = expr {
            self.push(keyword);
            self.any_expr(expr);
        }
    }
}

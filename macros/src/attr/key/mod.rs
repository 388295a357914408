//! Constraints and indexes: `unique`, `check`, `references`, `foreign_key`.

mod foreign;
mod index;

use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Ident, LitStr, Token};

pub(crate) use self::foreign::{
    ActionsAttr, ForeignKeyAttr, Reference, action, action_name, column_references, foreign_key,
};
pub(crate) use self::index::{IndexAttr, OrderAttr, Term, TermAttr, column_index, index, term};
use crate::attr::once::Once;
use crate::attr::read::{self, Known};
use crate::errors::Errors;

/// `unique` on a column, or `unique(a, b, ..)` on the struct.
pub(crate) struct UniqueAttr {
    pub(crate) word: Ident,
    /// Fields; none on a column.
    pub(crate) columns: Vec<Ident>,
    /// Whether something was written where fields are expected.
    pub(crate) names_columns: bool,
    pub(crate) name: Once<LitStr>,
    pub(crate) nulls_not_distinct: Once<()>,
}

/// `check = "sql"` or `check(name = "..", "sql")`.
pub(crate) struct CheckAttr {
    pub(crate) name: Once<LitStr>,
    pub(crate) sql: LitStr,
}

const UNIQUE: &[Known<UniqueAttr>] = &[
    ("name", |attr, word, input, _| attr.name.set(word, read::text(word, input))),
    ("nulls_not_distinct", |attr, word, input, _| attr.nulls_not_distinct.set(word, read::flag(word, input))),
];

impl UniqueAttr {
    fn new(word: &Ident) -> Self {
        UniqueAttr {
            word: word.clone(),
            columns: Vec::new(),
            names_columns: false,
            name: Once::default(),
            nulls_not_distinct: Once::default(),
        }
    }
}

/// `unique` or `unique(name = "..")` on a column.
pub(crate) fn column_unique(
    word: &Ident,
    input: ParseStream<'_>,
    errors: &mut Errors,
) -> syn::Result<UniqueAttr> {
    let mut attr = UniqueAttr::new(word);
    if !read::is_bare(input) {
        read::list(word, input, errors, |input, errors| {
            read::option(input, UNIQUE, "`unique(..)` on a field", &mut attr, errors)
        })?;
    }
    Ok(attr)
}

/// `unique(a, b, name = "..")` on the struct.
pub(crate) fn unique(word: &Ident, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<UniqueAttr> {
    let mut attr = UniqueAttr::new(word);
    read::list(word, input, errors, |input, errors| {
        if is_option(input, "nulls_not_distinct") {
            return read::option(input, UNIQUE, "`unique(..)`", &mut attr, errors);
        }
        attr.names_columns = true;
        attr.columns.push(input.call(Ident::parse_any)?);
        Ok(())
    })?;
    Ok(attr)
}

/// `check = "sql"`, `check("sql")` or `check(name = "..", "sql")`.
pub(crate) fn check(word: &Ident, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<CheckAttr> {
    if !input.peek(syn::token::Paren) {
        return Ok(CheckAttr { name: Once::default(), sql: read::text(word, input)? });
    }
    let mut name = Once::default();
    let mut sql = None;
    read::list(word, input, errors, |input, errors| {
        if input.peek(LitStr) && sql.is_none() {
            sql = Some(input.parse()?);
            return Ok(());
        }
        let known: &[Known<Once<LitStr>>] =
            &[("name", |name, word, input, _| name.set(word, read::text(word, input)))];
        read::option(input, known, "`check(..)`", &mut name, errors)
    })?;
    let missing = || syn::Error::new_spanned(word, "`check` needs a condition: `check(\"price > 0\")`");
    Ok(CheckAttr { name, sql: sql.ok_or_else(missing)? })
}

/// Whether an option comes next, and not a column's name. A column that is named like a flag is written `r#flag`.
fn is_option(input: ParseStream<'_>, flag: &str) -> bool {
    let is_flag = input.fork().call(Ident::parse_any).is_ok_and(|word| word == flag);
    is_flag || input.peek2(Token![=]) || input.peek2(syn::token::Paren)
}

//! Names in the database, and comments.

use quote::ToTokens;
use syn::{Attribute, Ident, LitStr};

use crate::attr;
use crate::errors::Errors;

/// PostgreSQL cuts longer names off without a word.
const MAX_NAME: usize = 63;

/// Columns that every table has.
const SYSTEM_COLUMNS: [&str; 6] = ["tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"];

/// A name as written, checked.
pub(crate) fn checked(name: &LitStr, what: &str, errors: &mut Errors) -> String {
    check(&name.value(), name, what, errors);
    name.value()
}

/// A name must be one that PostgreSQL keeps as it is.
pub(crate) fn check(name: &str, place: impl ToTokens, what: &str, errors: &mut Errors) {
    if name.is_empty() {
        errors.at(place, format!("{what} needs a name"));
    } else if name.contains('\0') {
        errors.at(place, format!("the name of {what} cannot contain NUL"));
    } else if name.len() > MAX_NAME {
        let message = format!("{} bytes are too long for a name: PostgreSQL keeps {MAX_NAME}", name.len());
        errors.at(place, message);
    }
}

/// A column's name must not be one that every table has already.
pub(crate) fn check_column(name: &str, place: impl ToTokens, errors: &mut Errors) {
    if SYSTEM_COLUMNS.contains(&name) {
        let message =
            format!("every table of PostgreSQL has a system column `{name}` already: `rename` this one");
        errors.at(place, message);
    } else {
        check(name, place, "a column", errors);
    }
}

/// The documentation comment as COMMENT; the word that asks for it must find one.
pub(crate) fn comment_of_docs(
    docs: &[Attribute],
    word: Option<&Ident>,
    errors: &mut Errors,
) -> Option<String> {
    let text = attr::doc_text(docs);
    if text.is_none() {
        errors.at(word, "there is no documentation comment: write one (`/// ..`), or `comment = \"..\"`");
    }
    text
}

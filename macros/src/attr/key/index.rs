//! `index` on a column, `index(..)` on the struct.

use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Ident, LitStr};

use crate::attr::key::is_option;
use crate::attr::once::Once;
use crate::attr::read::{self, Known};
use crate::attr::words;
use crate::errors::Errors;

/// `index` on a column, or `index(a, b desc, ..)` on the struct.
pub(crate) struct IndexAttr {
    pub(crate) word: Ident,
    /// What is indexed; empty on a column.
    pub(crate) terms: Vec<TermAttr>,
    /// Whether something was written where terms are expected.
    pub(crate) names_columns: bool,
    /// Direction and operator class of the column itself.
    pub(crate) own: OrderAttr,
    pub(crate) name: Once<LitStr>,
    pub(crate) method: Once<LitStr>,
    pub(crate) predicate: Once<LitStr>,
    pub(crate) unique: Once<()>,
    pub(crate) include: Once<Vec<Ident>>,
}

/// One term of an index.
pub(crate) struct TermAttr {
    pub(crate) term: Term,
    pub(crate) order: OrderAttr,
}

/// What a term is.
pub(crate) enum Term {
    /// A field.
    Column(Ident),
    /// `expr = ".."`
    Expression(LitStr),
}

/// Direction and operator class of a term.
#[derive(Default)]
pub(crate) struct OrderAttr {
    pub(crate) descending: Once<bool>,
    pub(crate) nulls_first: Once<bool>,
    pub(crate) operator_class: Once<LitStr>,
}

const ORDER: [&str; 5] = ["asc", "desc", "nulls_first", "nulls_last", "ops"];

const INDEX: &[Known<IndexAttr>] = &[
    ("name", |attr, word, input, _| attr.name.set(word, read::text(word, input))),
    ("unique", |attr, word, input, _| attr.unique.set(word, read::flag(word, input))),
    ("method", |attr, word, input, _| attr.method.set(word, read::text(word, input))),
    ("where", |attr, word, input, _| attr.predicate.set(word, read::text(word, input))),
    ("include", |attr, word, input, errors| attr.include.set(word, read::names(word, input, errors))),
    ("expr", |attr, word, input, _| {
        attr.names_columns = true;
        let term = Term::Expression(read::text(word, input)?);
        attr.terms.push(TermAttr { term, order: OrderAttr::read(input)? });
        Ok(())
    }),
];

/// On a column, `expr` is replaced by the direction of the column itself.
const COLUMN_INDEX: &[Known<IndexAttr>] = &[
    INDEX[0],
    INDEX[1],
    INDEX[2],
    INDEX[3],
    INDEX[4],
    ("asc", |attr, word, input, _| attr.own.set(word, input)),
    ("desc", |attr, word, input, _| attr.own.set(word, input)),
    ("nulls_first", |attr, word, input, _| attr.own.set(word, input)),
    ("nulls_last", |attr, word, input, _| attr.own.set(word, input)),
    ("ops", |attr, word, input, _| attr.own.set(word, input)),
];

impl IndexAttr {
    fn new(word: &Ident) -> Self {
        IndexAttr {
            word: word.clone(),
            terms: Vec::new(),
            names_columns: false,
            own: OrderAttr::default(),
            name: Once::default(),
            method: Once::default(),
            predicate: Once::default(),
            unique: Once::default(),
            include: Once::default(),
        }
    }
}

impl OrderAttr {
    /// The words behind a term: `desc nulls_last ops("text_pattern_ops")`.
    fn read(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut order = OrderAttr::default();
        while !read::is_bare(input) {
            let word = input.call(Ident::parse_any)?;
            if !ORDER.iter().any(|known| word == known) {
                return Err(words::unknown(&word, "a column of an index", ORDER.into_iter()));
            }
            order.set(&word, input)?;
        }
        Ok(order)
    }

    fn set(&mut self, word: &Ident, input: ParseStream<'_>) -> syn::Result<()> {
        match word.to_string().as_str() {
            "asc" => self.descending.set(word, Ok(false)),
            "desc" => self.descending.set(word, Ok(true)),
            "nulls_first" => self.nulls_first.set(word, Ok(true)),
            "nulls_last" => self.nulls_first.set(word, Ok(false)),
            _ => self.operator_class.set(word, operator_class(word, input)),
        }
    }
}

/// `index` or `index(name = "..", desc)` on a column.
pub(crate) fn column_index(
    word: &Ident,
    input: ParseStream<'_>,
    errors: &mut Errors,
) -> syn::Result<IndexAttr> {
    let mut attr = IndexAttr::new(word);
    if !read::is_bare(input) {
        read::list(word, input, errors, |input, errors| {
            read::option(input, COLUMN_INDEX, "`index(..)` on a field", &mut attr, errors)
        })?;
    }
    Ok(attr)
}

/// `index(a, b desc, name = "..")` on the struct.
pub(crate) fn index(word: &Ident, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<IndexAttr> {
    let mut attr = IndexAttr::new(word);
    read::list(word, input, errors, |input, errors| {
        if is_option(input, "unique") {
            return read::option(input, INDEX, "`index(..)`", &mut attr, errors);
        }
        attr.names_columns = true;
        attr.terms.push(term(input)?);
        Ok(())
    })?;
    Ok(attr)
}

/// `column desc nulls_last`
pub(crate) fn term(input: ParseStream<'_>) -> syn::Result<TermAttr> {
    let term = Term::Column(input.call(Ident::parse_any)?);
    Ok(TermAttr { term, order: OrderAttr::read(input)? })
}

/// `ops("text_pattern_ops")`
fn operator_class(word: &Ident, input: ParseStream<'_>) -> syn::Result<LitStr> {
    if !input.peek(syn::token::Paren) {
        return Err(syn::Error::new_spanned(
            word,
            "`ops` names an operator class: `ops(\"text_pattern_ops\")`",
        ));
    }
    let content;
    syn::parenthesized!(content in input);
    content.parse()
}

//! `#[cormorant::test(..)]`, as written.

use proc_macro2::TokenStream;
use syn::parse::{ParseStream, Parser};
use syn::{Expr, Ident, Path, Type};

use crate::attr::once::Once;
use crate::attr::read::{self, Known};
use crate::errors::Errors;

/// The most connections that a test's engine may be given: PostgreSQL allows 100 to all.
const MOST_CONNECTIONS: i32 = 50;

/// What stands in the brackets of `#[cormorant::test(..)]`.
#[derive(Default)]
pub(crate) struct TestAttr {
    pub(crate) schema: Once<Expr>,
    pub(crate) models: Once<Vec<Type>>,
    pub(crate) fixture: Once<Path>,
    pub(crate) isolation: Once<Isolation>,
    pub(crate) pool: Once<i32>,
    pub(crate) krate: Once<Path>,
}

/// How tests are kept apart.
pub(crate) enum Isolation {
    Database,
    Rollback,
}

/// The options, in the order of documentation and messages.
const OPTIONS: &[Known<TestAttr>] = &[
    ("schema", |attr, word, input, _| attr.schema.set(word, read::expression(word, input))),
    ("models", |attr, word, input, errors| attr.models.set(word, models(word, input, errors))),
    ("fixture", |attr, word, input, _| attr.fixture.set(word, read::path(word, input))),
    ("isolation", |attr, word, input, _| attr.isolation.set(word, isolation(word, input))),
    ("pool", |attr, word, input, _| attr.pool.set(word, read::integer(word, input, (1, MOST_CONNECTIONS)))),
    ("crate", |attr, word, input, _| attr.krate.set(word, read::path(word, input))),
];

impl TestAttr {
    pub(crate) fn read(arguments: TokenStream, errors: &mut Errors) -> Self {
        let mut attr = TestAttr::default();
        let parse = |input: ParseStream<'_>| {
            read::items(input, errors, |input, errors| {
                read::option(input, OPTIONS, "`#[cormorant::test(..)]`", &mut attr, errors)
            });
            Ok(())
        };
        let parsed = parse.parse2(arguments);
        errors.ok(parsed);
        if let (Some(Isolation::Rollback), Some(word)) = (attr.isolation.get(), attr.pool.word()) {
            errors.at(word, "with `isolation = \"rollback\"` a test has one connection: take `pool` away");
        }
        attr
    }
}

/// `models(A, b::B)`
fn models(word: &Ident, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Vec<Type>> {
    let mut models = Vec::new();
    read::list(word, input, errors, |input, _| {
        models.push(input.parse()?);
        Ok(())
    })?;
    if models.is_empty() {
        return Err(syn::Error::new_spanned(word, "`models` names at least one model: `models(User)`"));
    }
    Ok(models)
}

fn isolation(word: &Ident, input: ParseStream<'_>) -> syn::Result<Isolation> {
    let text = read::text(word, input)?;
    match text.value().as_str() {
        "database" => Ok(Isolation::Database),
        "rollback" => Ok(Isolation::Rollback),
        _ => Err(syn::Error::new_spanned(&text, "`isolation` is `\"database\"` or `\"rollback\"`")),
    }
}

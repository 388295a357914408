//! Relationships: `belongs_to`, `has_many`, `has_one`, `many_to_many`.

use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Attribute, Ident, LitStr, Path, Token, parenthesized};

use crate::attr::key::{self, ActionsAttr, TermAttr};
use crate::attr::once::Once;
use crate::attr::read::{self, Known};
use crate::attr::through::{self, Through};
use crate::attr::words;
use crate::errors::Errors;

/// Which relationship, and where it is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `belongs_to` on the column that carries it.
    BelongsToHere,
    /// `belongs_to(.., columns(a, b))` on the struct.
    BelongsTo,
    /// `has_many`
    HasMany,
    /// `has_one`
    HasOne,
    /// `many_to_many`
    ManyToMany,
}

/// A relationship as written.
pub(crate) struct RelationAttr {
    pub(crate) kind: Kind,
    pub(crate) docs: Vec<Attribute>,
    pub(crate) word: Ident,
    pub(crate) name: Ident,
    pub(crate) target: Path,
    pub(crate) inverse: Once<Ident>,
    pub(crate) cascade: Once<Vec<Ident>>,
    pub(crate) order_by: Once<Vec<TermAttr>>,
    pub(crate) passive_deletes: Once<()>,
    pub(crate) post_update: Once<()>,
    pub(crate) columns: Once<Vec<Ident>>,
    pub(crate) foreign_key: Once<Vec<Ident>>,
    pub(crate) references: Once<Vec<Ident>>,
    pub(crate) condition: Once<LitStr>,
    pub(crate) through: Once<Through>,
    pub(crate) actions: ActionsAttr,
}

/// Words of `cascade(..)`.
const CASCADES: [&str; 8] =
    ["save_update", "merge", "delete", "delete_orphan", "refresh_expire", "expunge", "all", "none"];

const BELONGS: &[Kind] = &[Kind::BelongsToHere, Kind::BelongsTo];
const HAS: &[Kind] = &[Kind::HasMany, Kind::HasOne];
const COLLECTIONS: &[Kind] = &[Kind::HasMany, Kind::ManyToMany];
const ALL: &[Kind] = &[Kind::BelongsToHere, Kind::BelongsTo, Kind::HasMany, Kind::HasOne, Kind::ManyToMany];

/// The options and the relationships that know them.
const OPTIONS: &[(&[Kind], Known<RelationAttr>)] = &[
    (ALL, ("inverse", |attr, word, input, _| attr.inverse.set(word, read::ident(word, input)))),
    (ALL, ("cascade", |attr, word, input, errors| attr.cascade.set(word, cascade(word, input, errors)))),
    (
        COLLECTIONS,
        ("order_by", |attr, word, input, errors| attr.order_by.set(word, order_by(word, input, errors))),
    ),
    (
        HAS,
        ("passive_deletes", |attr, word, input, _| attr.passive_deletes.set(word, read::flag(word, input))),
    ),
    (
        HAS,
        ("foreign_key", |attr, word, input, errors| {
            attr.foreign_key.set(word, read::names(word, input, errors))
        }),
    ),
    (
        &[Kind::BelongsTo],
        ("columns", |attr, word, input, errors| attr.columns.set(word, read::names(word, input, errors))),
    ),
    (
        &[Kind::BelongsToHere, Kind::BelongsTo, Kind::HasMany, Kind::HasOne],
        ("references", |attr, word, input, errors| {
            attr.references.set(word, read::names(word, input, errors))
        }),
    ),
    (
        &[Kind::ManyToMany],
        ("through", |attr, word, input, errors| attr.through.set(word, through::read(word, input, errors))),
    ),
    (
        &[Kind::HasMany, Kind::HasOne, Kind::ManyToMany],
        ("where", |attr, word, input, _| attr.condition.set(word, read::text(word, input))),
    ),
    (BELONGS, ("post_update", |attr, word, input, _| attr.post_update.set(word, read::flag(word, input)))),
    (
        BELONGS,
        ("on_delete", |attr, word, input, _| attr.actions.on_delete.set(word, key::action(word, input))),
    ),
    (
        BELONGS,
        ("on_update", |attr, word, input, _| attr.actions.on_update.set(word, key::action(word, input))),
    ),
    (
        BELONGS,
        ("deferrable", |attr, word, input, _| attr.actions.deferrable.set(word, read::flag(word, input))),
    ),
    (
        BELONGS,
        ("initially_deferred", |attr, word, input, _| {
            attr.actions.initially_deferred.set(word, read::flag(word, input))
        }),
    ),
    (BELONGS, ("name", |attr, word, input, _| attr.actions.name.set(word, read::text(word, input)))),
];

impl RelationAttr {
    /// `word(name: Target, option, ..)`
    pub(crate) fn read(
        kind: Kind,
        word: &Ident,
        input: ParseStream<'_>,
        errors: &mut Errors,
    ) -> syn::Result<Self> {
        if !input.peek(syn::token::Paren) {
            return Err(head_missing(word));
        }
        let content;
        parenthesized!(content in input);
        let mut attr = Self::head(kind, word, &content).inspect_err(|_| read::drain(&content))?;
        let known: Vec<Known<Self>> =
            OPTIONS.iter().filter(|(kinds, _)| kinds.contains(&kind)).map(|(_, known)| *known).collect();
        let place = format!("`{word}(..)`");
        read::items(&content, errors, |input, errors| read::option(input, &known, &place, &mut attr, errors));
        Ok(attr)
    }

    /// `name: Target`
    fn head(kind: Kind, word: &Ident, input: ParseStream<'_>) -> syn::Result<Self> {
        let docs = input.call(Attribute::parse_outer)?;
        if !input.peek2(Token![:]) || input.peek2(Token![::]) {
            return Err(head_missing(word));
        }
        let name = input.call(Ident::parse_any)?;
        input.parse::<Token![:]>()?;
        let target = input.call(Path::parse_mod_style)?;
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
        Ok(RelationAttr {
            kind,
            docs,
            word: word.clone(),
            name,
            target,
            inverse: Once::default(),
            cascade: Once::default(),
            order_by: Once::default(),
            passive_deletes: Once::default(),
            post_update: Once::default(),
            columns: Once::default(),
            foreign_key: Once::default(),
            references: Once::default(),
            condition: Once::default(),
            through: Once::default(),
            actions: ActionsAttr::default(),
        })
    }
}

fn head_missing(word: &Ident) -> syn::Error {
    let message = format!("`{word}` begins with its name and the other model: `{word}(name: Model, ..)`");
    syn::Error::new_spanned(word, message)
}

/// `cascade(delete, delete_orphan)`
fn cascade(word: &Ident, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Vec<Ident>> {
    let names = read::names(word, input, errors)?;
    for name in &names {
        if !CASCADES.iter().any(|known| name == known) {
            errors.push(words::unknown(name, "`cascade(..)`", CASCADES.into_iter()));
        }
    }
    Ok(names)
}

/// `order_by(created_at desc, id)`; the names are columns of the other model.
fn order_by(word: &Ident, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Vec<TermAttr>> {
    let mut terms = Vec::new();
    read::list(word, input, errors, |input, _| {
        terms.push(key::term(input)?);
        Ok(())
    })?;
    Ok(terms)
}

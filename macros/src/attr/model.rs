//! `#[model(..)]` on the struct.

use syn::{Attribute, Ident, LitStr, Path};

use crate::attr::column;
use crate::attr::docs::Comment;
use crate::attr::key::{self, CheckAttr, ForeignKeyAttr, IndexAttr, UniqueAttr};
use crate::attr::once::Once;
use crate::attr::read::{self, Known};
use crate::attr::relation::{Kind, RelationAttr};
use crate::errors::Errors;

/// `#[model(..)]` on the struct, as written.
#[derive(Default)]
pub(crate) struct ModelAttr {
    pub(crate) krate: Once<Path>,
    pub(crate) table: Once<LitStr>,
    pub(crate) schema: Once<LitStr>,
    pub(crate) comment: Once<Comment>,
    pub(crate) comments: Once<()>,
    pub(crate) serialize: Once<()>,
    pub(crate) primary_key: Once<Vec<Ident>>,
    pub(crate) uniques: Vec<UniqueAttr>,
    pub(crate) indexes: Vec<IndexAttr>,
    pub(crate) checks: Vec<CheckAttr>,
    pub(crate) foreign_keys: Vec<ForeignKeyAttr>,
    pub(crate) relations: Vec<RelationAttr>,
}

/// The options, in the order of documentation and messages.
const OPTIONS: &[Known<ModelAttr>] = &[
    ("table", |attr, word, input, _| attr.table.set(word, read::text(word, input))),
    ("schema", |attr, word, input, _| attr.schema.set(word, read::text(word, input))),
    ("primary_key", |attr, word, input, errors| attr.primary_key.set(word, read::names(word, input, errors))),
    ("unique", |attr, word, input, errors| push(&mut attr.uniques, key::unique(word, input, errors))),
    ("index", |attr, word, input, errors| push(&mut attr.indexes, key::index(word, input, errors))),
    ("check", |attr, word, input, errors| push(&mut attr.checks, key::check(word, input, errors))),
    ("foreign_key", |attr, word, input, errors| {
        push(&mut attr.foreign_keys, key::foreign_key(word, input, errors))
    }),
    ("belongs_to", |attr, word, input, errors| {
        push(&mut attr.relations, RelationAttr::read(Kind::BelongsTo, word, input, errors))
    }),
    ("has_many", |attr, word, input, errors| {
        push(&mut attr.relations, RelationAttr::read(Kind::HasMany, word, input, errors))
    }),
    ("has_one", |attr, word, input, errors| {
        push(&mut attr.relations, RelationAttr::read(Kind::HasOne, word, input, errors))
    }),
    ("many_to_many", |attr, word, input, errors| {
        push(&mut attr.relations, RelationAttr::read(Kind::ManyToMany, word, input, errors))
    }),
    ("comment", |attr, word, input, _| attr.comment.set(word, column::comment(word, input))),
    ("comments", |attr, word, input, _| attr.comments.set(word, read::flag(word, input))),
    ("serialize", |attr, word, input, _| attr.serialize.set(word, read::flag(word, input))),
    ("crate", |attr, word, input, _| attr.krate.set(word, read::path(word, input))),
];

impl ModelAttr {
    pub(crate) fn read(attrs: &[Attribute], errors: &mut Errors) -> Self {
        let mut attr = ModelAttr::default();
        read::attributes(("model", "`#[model(..)]` on a struct"), attrs, OPTIONS, &mut attr, errors);
        attr
    }
}

fn push<T>(list: &mut Vec<T>, item: syn::Result<T>) -> syn::Result<()> {
    list.push(item?);
    Ok(())
}

//! The checked model: the only input of [`expand`](crate::expand). Past its constructor nothing can be wrong.

mod check;
mod column;
mod foreign;
mod key;
pub(crate) mod names;
mod relation;
mod shape;
mod stand_in;

use proc_macro2::Span;
use quote::format_ident;
use syn::ext::IdentExt;
use syn::{Attribute, DeriveInput, Ident, Path, Visibility};

pub(crate) use self::column::{Column, Generated, Skipped};
use self::column::{Field, Fields};
pub(crate) use self::foreign::ForeignKey;
pub(crate) use self::key::{Check, Index, IndexColumn, IndexTerm, Unique};
pub(crate) use self::relation::{Cascade, Link, Relation, RelationKind};
pub(crate) use self::shape::named_fields;
use crate::attr::{self, Comment, ModelAttr};
use crate::case;
use crate::crate_path;
use crate::errors::Errors;

/// A model without mistakes.
pub(crate) struct Model {
    /// Path of the runtime, for items with names.
    pub(crate) outer: Path,
    /// Path of the runtime, inside of the block.
    pub(crate) krate: Path,
    pub(crate) vis: Visibility,
    pub(crate) ident: Ident,
    pub(crate) schema: Option<String>,
    pub(crate) table: String,
    pub(crate) comment: Option<String>,
    pub(crate) columns: Vec<Column>,
    pub(crate) skipped: Vec<Skipped>,
    /// Positions in `columns`.
    pub(crate) primary_key: Vec<usize>,
    pub(crate) uniques: Vec<Unique>,
    pub(crate) indexes: Vec<Index>,
    pub(crate) checks: Vec<Check>,
    pub(crate) foreign_keys: Vec<ForeignKey>,
    pub(crate) relations: Vec<Relation>,
    /// Whether views are serialized with their relationships.
    pub(crate) serialize: bool,
    /// Whether there are mistakes: the code must compile and will not run.
    pub(crate) is_stand_in: bool,
}

impl Model {
    /// Reads and checks a struct: the model, if the struct has the shape of one, and every mistake in it.
    ///
    /// With a mistake the model is a stand-in: it looks like the model that was meant, so that code that uses it
    /// stays quiet, but its code does nothing.
    pub(crate) fn from_syn(input: &DeriveInput) -> (Option<Self>, Option<syn::Error>) {
        let fields = match named_fields(input, "a model") {
            Ok(fields) => fields,
            Err(error) => return (None, Some(error)),
        };
        let mut errors = Errors::default();
        let attr = ModelAttr::read(&input.attrs, &mut errors);
        let fields = Fields::read(fields, attr.comments.is_set(), &mut errors);
        let model = Self::build(input, &attr, &fields, &mut errors);
        check::columns(&fields, &mut errors);
        check::model(&model, &mut errors);
        match errors.finish() {
            Ok(()) => (Some(model), None),
            Err(error) => (Some(stand_in::of(model)), Some(error)),
        }
    }

    fn build(input: &DeriveInput, attr: &ModelAttr, fields: &Fields, errors: &mut Errors) -> Self {
        let ident = &input.ident;
        let docs = attr::doc_attributes(&input.attrs);
        let relations = relation::all(ident, attr, fields, errors);
        Model {
            outer: crate_path::private(attr.krate.get()),
            krate: crate_path::inner(),
            vis: input.vis.clone(),
            ident: ident.clone(),
            schema: attr.schema.get().map(|schema| names::checked(schema, "a schema", errors)),
            table: table_name(ident, attr, errors),
            comment: comment(attr, &docs, errors),
            primary_key: key::primary_key(ident, attr, fields, errors),
            uniques: key::uniques(attr, fields, errors),
            indexes: key::indexes(attr, fields, errors),
            checks: key::checks(attr, fields, errors),
            foreign_keys: foreign::all(ident, attr, fields, errors),
            relations,
            columns: fields.columns().cloned().collect(),
            skipped: fields.skipped.clone(),
            serialize: attr.serialize.is_set(),
            is_stand_in: false,
        }
    }

    /// The columns of the primary key.
    pub(crate) fn key_columns(&self) -> impl Iterator<Item = &Column> {
        self.primary_key.iter().map(|&position| &self.columns[position])
    }
}

/// `table = ".."`, or the struct's name in small letters with underscores.
fn table_name(ident: &Ident, attr: &ModelAttr, errors: &mut Errors) -> String {
    match attr.table.get() {
        Some(table) => names::checked(table, "a table", errors),
        None => {
            let name = case::snake(&ident.unraw().to_string());
            names::check(&name, ident, "a table", errors);
            name
        }
    }
}

fn comment(attr: &ModelAttr, docs: &[Attribute], errors: &mut Errors) -> Option<String> {
    match (attr.comment.get(), attr.comment.word()) {
        (Some(Comment::Text(text)), _) => Some(text.value()),
        (Some(Comment::Docs), word) => names::comment_of_docs(docs, word, errors),
        (None, _) => attr.comments.get().and_then(|()| attr::doc_text(docs)),
    }
}

/// `Self` names the model.
fn resolve_self(path: &Path, ident: &Ident) -> Path {
    if path.is_ident("Self") {
        let span: Span = path.get_ident().map_or_else(Span::call_site, Ident::span);
        let mut ident = format_ident!("{ident}");
        ident.set_span(span);
        return ident.into();
    }
    path.clone()
}

//! `#[projection(..)]`, read and checked.

use std::collections::HashSet;

use syn::ext::IdentExt;
use syn::{DeriveInput, Ident, LitStr, Path};

use crate::attr::read::{self, Known};
use crate::attr::{Once, doc_attributes};
use crate::crate_path;
use crate::errors::Errors;
use crate::model::{named_fields, names};
use crate::projection::{Field, Projection};

/// `#[projection(..)]` on the struct, as written.
#[derive(Default)]
struct StructAttr {
    model: Once<Path>,
    krate: Once<Path>,
}

/// `#[projection(..)]` on a field, as written.
#[derive(Default)]
struct FieldAttr {
    column: Once<Ident>,
    rename: Once<LitStr>,
}

const STRUCT: &[Known<StructAttr>] = &[
    ("model", |attr, word, input, _| attr.model.set(word, read::path(word, input))),
    ("crate", |attr, word, input, _| attr.krate.set(word, read::path(word, input))),
];

const FIELD: &[Known<FieldAttr>] = &[
    ("column", |attr, word, input, _| attr.column.set(word, read::ident(word, input))),
    ("rename", |attr, word, input, _| attr.rename.set(word, read::text(word, input))),
];

/// The projection, as far as it could be read, and the mistakes.
pub(super) fn read(input: &DeriveInput) -> (Option<Projection>, Option<syn::Error>) {
    let mut errors = Errors::default();
    let projection = errors.ok(named_fields(input, "a projection")).map(|fields| {
        let mut attr = StructAttr::default();
        let place = ("projection", "`#[projection(..)]` on a struct");
        read::attributes(place, &input.attrs, STRUCT, &mut attr, &mut errors);
        if fields.is_empty() {
            errors.at(&input.ident, "a projection needs fields: they are the values of a row");
        }
        let fields: Vec<Field> = fields.iter().map(|field| Field::read(field, &attr, &mut errors)).collect();
        names_differ(&fields, &mut errors);
        Projection {
            krate: crate_path::private(attr.krate.get()),
            vis: input.vis.clone(),
            ident: input.ident.clone(),
            model: attr.model.get().cloned(),
            fields,
        }
    });
    (projection, errors.finish().err())
}

impl Field {
    fn read(field: &syn::Field, of: &StructAttr, errors: &mut Errors) -> Self {
        let mut attr = FieldAttr::default();
        let place = ("projection", "`#[projection(..)]` on a field");
        read::attributes(place, &field.attrs, FIELD, &mut attr, errors);
        if let (false, Some(word)) = (of.model.is_set(), attr.column.word()) {
            let message =
                "`column` names a column of the model: `#[projection(model = ..)]` on the struct is missing";
            errors.at(word, message);
        }
        let ident = field.ident.clone().expect("named fields have names");
        let name = match attr.rename.get() {
            Some(rename) => names::checked(rename, "a column", errors),
            None => ident.unraw().to_string(),
        };
        Field {
            vis: field.vis.clone(),
            ty: field.ty.clone(),
            docs: doc_attributes(&field.attrs),
            column: attr.column.get().cloned(),
            ident,
            name,
        }
    }
}

/// Two columns of a table cannot have one name.
fn names_differ(fields: &[Field], errors: &mut Errors) {
    let mut seen = HashSet::new();
    for field in fields {
        if !seen.insert(&field.name) {
            errors.at(&field.ident, format!("there is a column \"{}\" already", field.name));
        }
    }
}

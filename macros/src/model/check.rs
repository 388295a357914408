//! Rules across attributes: one small function per rule, the rule stated above it.

use std::collections::HashMap;

use syn::Ident;
use syn::ext::IdentExt;

use crate::attr::{ColumnAttr, Generated as Written};
use crate::errors::Errors;
use crate::model::{Column, Field, Fields, Generated, Model};
use crate::types;

/// Names of generated functions: no constant may have them.
pub(super) const RESERVED: [&str; 1] = ["create"];

/// Rules of single columns.
pub(crate) fn columns(fields: &Fields, errors: &mut Errors) {
    for field in &fields.mapped {
        is_no_missing_integer(field, errors);
        identity_makes_the_value(field, errors);
        stored_makes_the_value(field, errors);
        version_belongs_to_the_session(field, errors);
        one_source_on_update(&field.attr, errors);
        one_kind_of_modifier(&field.attr, errors);
        never_null(field, errors);
        one_foreign_key(&field.attr, errors);
    }
}

/// Rules of the whole model.
pub(crate) fn model(model: &Model, errors: &mut Errors) {
    column_names_differ(model, errors);
    constants_differ(model, errors);
    one_version(model, errors);
    for column in model.key_columns() {
        no_option(column, "a primary key column", errors);
        no_float(column, errors);
    }
}

/// PostgreSQL has no unsigned integers, none of one byte and none that depend on the machine.
fn is_no_missing_integer(field: &Field, errors: &mut Errors) {
    if let Some((name, instead)) = types::missing_integer(&field.column.ty) {
        errors.at(&field.column.ty, format!("PostgreSQL has no type for `{name}`: use `{instead}`"));
    }
}

/// An identity column gets its value from its sequence and from nowhere else.
fn identity_makes_the_value(field: &Field, errors: &mut Errors) {
    if !matches!(field.column.generated, Some(Generated::ByDefault | Generated::Always)) {
        return;
    }
    let attr = &field.attr;
    let others =
        [attr.default.word(), attr.on_update.word(), attr.on_update_sql.word(), attr.server_default.word()];
    for word in others.into_iter().flatten() {
        errors
            .at(word, format!("an identity column makes its own values: take `{word}` or `generated` away"));
    }
}

/// A stored column is computed from others and cannot be written.
fn stored_makes_the_value(field: &Field, errors: &mut Errors) {
    if !matches!(field.attr.generated.get(), Some(Written::Stored(_))) {
        return;
    }
    let attr = &field.attr;
    let others =
        [attr.default.word(), attr.on_update.word(), attr.on_update_sql.word(), attr.server_default.word()];
    for word in others.into_iter().flatten() {
        errors.at(word, format!("a stored column is computed by the database: take `{word}` away"));
    }
}

/// The session writes versions, first and next.
fn version_belongs_to_the_session(field: &Field, errors: &mut Errors) {
    let attr = &field.attr;
    if !attr.version.is_set() {
        return;
    }
    let others = [
        attr.primary_key.word(),
        attr.generated.word(),
        attr.default.word(),
        attr.server_default.word(),
        attr.on_update.word(),
        attr.on_update_sql.word(),
    ];
    for word in others.into_iter().flatten() {
        errors.at(word, format!("the session writes a version column: take `{word}` away"));
    }
}

/// An UPDATE writes one value.
fn one_source_on_update(attr: &ColumnAttr, errors: &mut Errors) {
    if let (true, Some(word)) = (attr.on_update.is_set(), attr.on_update_sql.word()) {
        errors.at(word, "`on_update` and `on_update_sql` contradict each other: take one of them away");
    }
}

/// Texts have a length, numbers precision and scale.
fn one_kind_of_modifier(attr: &ColumnAttr, errors: &mut Errors) {
    let number = attr.precision.word().or(attr.scale.word());
    if let (true, Some(word)) = (attr.length.is_set(), number) {
        errors.at(word, format!("`length` is for texts and `{word}` for numbers: take one of them away"));
    } else if let (false, Some(word)) = (attr.precision.is_set(), attr.scale.word()) {
        errors.at(word, "`scale` needs a `precision`: `precision = 10, scale = 2`");
    }
}

/// Identities and versions are never NULL.
fn never_null(field: &Field, errors: &mut Errors) {
    let is_identity = matches!(field.column.generated, Some(Generated::ByDefault | Generated::Always));
    if field.attr.version.is_set() {
        no_option(&field.column, "a version column", errors);
    } else if is_identity && !field.attr.primary_key.is_set() {
        no_option(&field.column, "an identity column", errors);
    }
}

fn no_option(column: &Column, what: &str, errors: &mut Errors) {
    if let Some(inner) = types::option_argument(&column.ty) {
        let inner = quote::quote!(#inner).to_string().replace(' ', "");
        errors.at(&column.ty, format!("{what} is never NULL: use `{inner}` without `Option`"));
    }
}

/// Keys are compared and hashed.
fn no_float(column: &Column, errors: &mut Errors) {
    if types::is_float(&column.ty) {
        errors.at(
            &column.ty,
            "a primary key cannot be a float: equal keys must be the same; use an integer or `Decimal`",
        );
    }
}

/// `belongs_to` brings the foreign key.
fn one_foreign_key(attr: &ColumnAttr, errors: &mut Errors) {
    if let (true, Some(word)) = (attr.belongs_to.is_set(), attr.references.word()) {
        errors.at(
            word,
            "`belongs_to` makes the foreign key already: move the options into it, `belongs_to(.., on_delete = ..)`",
        );
    }
}

/// Two columns cannot have one name.
fn column_names_differ(model: &Model, errors: &mut Errors) {
    let mut seen: HashMap<&str, &Ident> = HashMap::new();
    for column in &model.columns {
        if let Some(first) = seen.insert(&column.name, &column.ident) {
            let message = format!("the field `{first}` has the column \"{}\" already", column.name);
            errors.at(&column.ident, message);
        }
    }
}

/// Columns and relationships become constants of the model, and so they share one set of names.
fn constants_differ(model: &Model, errors: &mut Errors) {
    let mut seen: HashMap<String, &str> = HashMap::new();
    let columns = model.columns.iter().map(|column| (&column.ident, "column"));
    let relations = model.relations.iter().map(|relation| (&relation.name, "relationship"));
    for (ident, what) in columns.chain(relations) {
        let name = ident.unraw().to_string();
        if RESERVED.contains(&name.as_str()) {
            let remedy = match what {
                "column" => format!("name the field otherwise, with `#[model(rename = \"{name}\")]`"),
                _ => "name the relationship otherwise".to_owned(),
            };
            let model = &model.ident;
            errors.at(ident, format!("`{model}::{name}` is the function that creates a `{model}`: {remedy}"));
        } else if let Some(first) = seen.insert(name, what) {
            let model = &model.ident;
            errors.at(ident, format!("`{model}` has a {first} `{ident}` already: name the {what} otherwise"));
        }
    }
}

/// A row has one version.
fn one_version(model: &Model, errors: &mut Errors) {
    let mut versions = model.columns.iter().filter(|column| column.version.is_some());
    if let Some(first) = versions.next() {
        for second in versions {
            errors.at(
                &second.ident,
                format!("`{}` is the version column already: a model has one", first.ident),
            );
        }
    }
}

//! A model with mistakes, made good enough to be expanded beside the errors.

use std::collections::HashSet;

use syn::ext::IdentExt;
use syn::parse_quote;

use crate::model::{Model, check};
use crate::types;

/// What looks like the model that was meant.
pub(super) fn of(mut model: Model) -> Model {
    leave_out_doubles(&mut model);
    guess_the_key(&mut model);
    take_other_types(&mut model);
    model.uniques.clear();
    model.indexes.clear();
    model.checks.clear();
    model.foreign_keys.clear();
    model.is_stand_in = true;
    model
}

/// A type that was refused must not be refused a second time.
fn take_other_types(model: &mut Model) {
    for (at, column) in model.columns.iter_mut().enumerate() {
        let is_key = model.primary_key.contains(&at);
        if is_key && (types::is_option(&column.ty) || types::is_float(&column.ty)) {
            column.ty = parse_quote!(i64);
        } else if types::missing_integer(&column.ty).is_some() {
            let is_option = types::is_option(&column.ty);
            column.ty = if is_option { parse_quote!(::core::option::Option<i64>) } else { parse_quote!(i64) };
        }
    }
}

/// Two constants of one name would be a second mistake.
fn leave_out_doubles(model: &mut Model) {
    let mut seen: HashSet<String> = check::RESERVED.iter().map(|&name| name.to_owned()).collect();
    let count = model.columns.len();
    model.columns.retain(|column| seen.insert(column.field()));
    model.relations.retain(|relation| seen.insert(relation.name.unraw().to_string()));
    if model.columns.len() < count {
        // Positions are no longer those that were written down.
        model.primary_key.clear();
        model.relations.iter_mut().for_each(|relation| relation.local.clear());
    }
}

/// Others refer to the key.
fn guess_the_key(model: &mut Model) {
    if model.primary_key.is_empty() && !model.columns.is_empty() {
        let id = model.columns.iter().position(|column| column.ident == "id");
        model.primary_key = vec![id.unwrap_or(0)];
    }
}

//! The table as a constant.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;

use crate::expand::names::option;
use crate::expand::{column, key, relation};
use crate::model::Model;

pub(super) fn expand(model: &Model) -> TokenStream {
    let krate = &model.krate;
    let name = model.ident.unraw().to_string();
    let (schema, comment) = (option(model.schema.as_ref()), option(model.comment.as_ref()));
    let table = &model.table;
    let primary_key = &model.primary_key;
    let columns = model.columns.iter().map(|column| column::expand(krate, column));
    let uniques = model.uniques.iter().map(|unique| key::unique(krate, unique));
    let indexes = model.indexes.iter().map(|index| key::index(krate, index));
    let checks = model.checks.iter().map(|check| key::check(krate, check));
    let foreign_keys = model.foreign_keys.iter().map(|foreign| key::foreign(krate, foreign));
    let relations = model.relations.iter().map(|relation| relation::expand(model, relation));
    quote! {
        #krate::__private::TableDef {
            model: #name,
            schema: #schema,
            name: #table,
            comment: #comment,
            columns: &[#(#columns),*],
            primary_key: &[#(#primary_key),*],
            uniques: &[#(#uniques),*],
            indexes: &[#(#indexes),*],
            checks: &[#(#checks),*],
            foreign_keys: &[#(#foreign_keys),*],
            relations: &[#(#relations),*],
        }
    }
}

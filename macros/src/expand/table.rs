//! The table as a constant.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;

use crate::expand::names::different;
use crate::expand::{column, key, relation};
use crate::model::Model;

pub(super) fn expand(model: &Model) -> TokenStream {
    let (krate, table) = (&model.krate, &model.table);
    let name = model.ident.unraw().to_string();
    let (columns, primary_key) =
        (model.columns.iter().map(|column| column::expand(krate, column)), &model.primary_key);
    let mut facts = vec![quote!(columns: &[#(#columns),*]), quote!(primary_key: &[#(#primary_key),*])];
    for (name, value) in [(quote!(schema), &model.schema), (quote!(comment), &model.comment)] {
        if let Some(value) = value {
            facts.push(quote!(#name: #krate::Some(#value)));
        }
    }
    let mut list = |name: TokenStream, list: Vec<TokenStream>| {
        if !list.is_empty() {
            facts.push(quote!(#name: &[#(#list),*]));
        }
    };
    list(quote!(uniques), model.uniques.iter().map(|unique| key::unique(krate, unique)).collect());
    list(quote!(indexes), model.indexes.iter().map(|index| key::index(krate, index)).collect());
    list(quote!(checks), model.checks.iter().map(|check| key::check(krate, check)).collect());
    list(
        quote!(foreign_keys),
        model.foreign_keys.iter().map(|foreign| key::foreign(krate, foreign)).collect(),
    );
    list(
        quote!(relations),
        model.relations.iter().map(|relation| relation::expand(model, relation)).collect(),
    );
    different(&quote!(#krate::TableDef), &facts, quote!(#krate::table_def(#name, #table)))
}

//! A column as a constant: what differs from a column of that type with nothing special.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Path;

use crate::expand::names::{of_field, option};
use crate::model::{Column, Generated};

pub(super) fn expand(krate: &Path, column: &Column) -> TokenStream {
    let (field, plain) = (column.field(), of_field(krate, column, "COLUMN"));
    let plain = quote!(#krate::column(#field, #plain));
    let facts = facts(krate, column);
    if facts.is_empty() {
        return plain;
    }
    quote!(#krate::ColumnDef { #(#facts,)* ..#plain })
}

/// What differs from a plain column.
fn facts(krate: &Path, column: &Column) -> Vec<TokenStream> {
    let mut facts = Vec::new();
    if column.name != column.field() {
        let name = &column.name;
        facts.push(quote!(name: #name));
    }
    if !column.modifiers.is_empty() {
        let modifiers = &column.modifiers;
        facts.push(quote!(modifiers: &[#(#modifiers),*]));
    }
    if let Some(generated) = &column.generated {
        let generated = option(krate, Some(self::generated(krate, generated)));
        facts.push(quote!(generated: #generated));
    }
    for (name, value) in [
        (quote!(server_default), &column.server_default),
        (quote!(collation), &column.collation),
        (quote!(comment), &column.comment),
    ] {
        if value.is_some() {
            let value = option(krate, value.as_ref());
            facts.push(quote!(#name: #value));
        }
    }
    facts.extend(default(krate, column));
    if column.version.is_some() {
        facts.push(quote!(version: true));
    }
    facts
}

fn generated(krate: &Path, generated: &Generated) -> TokenStream {
    match generated {
        Generated::ByDefault => quote!(#krate::Generated::ByDefault),
        Generated::Always => quote!(#krate::Generated::Always),
        Generated::Stored(sql) => quote!(#krate::Generated::Stored(#sql)),
        Generated::Server => quote!(#krate::Generated::Server),
    }
}

fn default(krate: &Path, column: &Column) -> Option<TokenStream> {
    let (on_insert, on_update) = (column.default.is_some(), column.on_update.is_some());
    if !on_insert && !on_update && column.on_update_sql.is_none() {
        return None;
    }
    let sql = option(krate, column.on_update_sql.as_ref());
    Some(quote! {
        default: #krate::DefaultKind { on_insert: #on_insert, on_update: #on_update, on_update_sql: #sql }
    })
}

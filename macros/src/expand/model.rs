//! `impl Model`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use crate::expand::table;
use crate::model::Model;

pub(super) fn expand(model: &Model) -> TokenStream {
    let (krate, ident) = (&model.krate, &model.ident);
    let table = table::expand(model);
    let (key_type, mut key) = key(model);
    if model.is_stand_in {
        key = quote!(::core::unreachable!());
    }
    // The one place that asks for `Clone`, at the struct's name.
    let copied = quote_spanned!(ident.span()=> <#ident as ::core::clone::Clone>::clone(self));
    quote! {
        #[automatically_derived]
        impl #krate::Model for #ident {
            const TABLE: &'static #krate::TableDef = {
                static TABLE: #krate::TableDef = #table;
                &TABLE
            };
            type Key = #key_type;
            fn key(&self) -> Self::Key {
                #key
            }
            fn copied(&self) -> Self {
                #copied
            }
        }
    }
}

/// Type and value of the primary key: those of the column, or a tuple.
fn key(model: &Model) -> (TokenStream, TokenStream) {
    let types = model.key_columns().map(|column| &column.ty);
    let values = model.key_columns().map(|column| {
        let ident = &column.ident;
        quote!(::core::clone::Clone::clone(&self.#ident))
    });
    if model.primary_key.len() == 1 {
        return (quote!(#(#types)*), quote!(#(#values)*));
    }
    (quote!((#(#types),*)), quote!((#(#values),*)))
}

//! A row becomes a struct.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use crate::expand::names::of_field;
use crate::model::Model;

pub(super) fn expand(model: &Model) -> TokenStream {
    let (krate, ident) = (&model.krate, &model.ident);
    let width = model.columns.len();
    let expect = model.columns.iter().map(|column| of_field(krate, column, "expect"));
    let read = read(model);
    quote! {
        #[automatically_derived]
        impl #krate::Row for #ident {
            const WIDTH: usize = #width;
            fn expect(__out: &mut #krate::Vec<#krate::Expect>) {
                #(#expect(__out);)*
            }
            fn read(__reader: &mut #krate::Reader<'_>) -> #krate::Result<Self> {
                #read
            }
        }
    }
}

fn read(model: &Model) -> TokenStream {
    if model.is_stand_in {
        return quote!(::core::unreachable!());
    }
    let (krate, ident) = (&model.krate, &model.ident);
    let columns = model.columns.iter().map(|column| {
        let (ident, value) = (&column.ident, of_field(krate, column, "read"));
        quote!(#ident: #value(__reader)?,)
    });
    let skipped = skipped(model);
    quote!(#krate::Ok(#ident { #(#columns)* #(#skipped)* }))
}

/// Fields that are no columns.
pub(super) fn skipped(model: &Model) -> impl Iterator<Item = TokenStream> {
    model.skipped.iter().map(|skipped| {
        let (ident, ty) = (&skipped.ident, &skipped.ty);
        let value = quote_spanned!(ty.span()=> <#ty as ::core::default::Default>::default());
        quote!(#ident: #value,)
    })
}

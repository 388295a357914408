//! A row becomes a struct.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use crate::expand::names::of_field;
use crate::model::Model;

pub(super) fn expand(model: &Model) -> TokenStream {
    let (krate, ident) = (&model.krate, &model.ident);
    let width = model.columns.len();
    let expect = model.columns.iter().map(|column| of_field(krate, column, quote!(expect(out))));
    let fields = fields(model);
    quote! {
        #[automatically_derived]
        impl #krate::__private::Row for #ident {
            const WIDTH: usize = #width;
            fn expect(out: &mut #krate::__private::Vec<#krate::__private::Expect>) {
                #(#expect;)*
            }
            fn read(reader: &mut #krate::__private::Reader<'_>) -> #krate::__private::Result<Self> {
                ::core::result::Result::Ok(#ident { #(#fields)* })
            }
        }
    }
}

fn fields(model: &Model) -> impl Iterator<Item = TokenStream> {
    let krate = &model.krate;
    let columns = model.columns.iter().map(move |column| {
        let (ident, value) = (&column.ident, of_field(krate, column, quote!(read(reader))));
        quote!(#ident: #value?,)
    });
    let skipped = model.skipped.iter().map(|skipped| {
        let (ident, ty) = (&skipped.ident, &skipped.ty);
        let value = quote_spanned!(ty.span()=> <#ty as ::core::default::Default>::default());
        quote!(#ident: #value,)
    });
    columns.chain(skipped)
}

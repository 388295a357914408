//! What is emitted beside an error: something that still looks like a model, so that one mistake stays one.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;
use syn::{DeriveInput, Path};

use crate::attr::ModelAttr;
use crate::errors::Errors;
use crate::model::named_fields;

/// The error, and a stand-in for the model.
pub(crate) fn fallback(input: &DeriveInput, error: &syn::Error) -> TokenStream {
    let error = error.to_compile_error();
    let stand_in = named_fields(input, "a model").is_ok().then(|| stand_in(input));
    quote!(#error #stand_in)
}

fn stand_in(input: &DeriveInput) -> TokenStream {
    let ident = &input.ident;
    let name = ident.unraw().to_string();
    let krate = krate(input);
    quote! {
        #[automatically_derived]
        impl #krate::__private::Model for #ident {
            const TABLE: &'static #krate::__private::TableDef = {
                static TABLE: #krate::__private::TableDef = #krate::__private::TableDef {
                    model: #name,
                    schema: ::core::option::Option::None,
                    name: #name,
                    comment: ::core::option::Option::None,
                    columns: &[],
                    primary_key: &[],
                    uniques: &[],
                    indexes: &[],
                    checks: &[],
                    foreign_keys: &[],
                    relations: &[],
                };
                &TABLE
            };
            type Key = ();
            fn key(&self) -> Self::Key {}
        }
    }
}

/// The runtime crate, if at least that could be read.
fn krate(input: &DeriveInput) -> Path {
    let attr = ModelAttr::read(&input.attrs, &mut Errors::default());
    attr.krate.get().cloned().unwrap_or_else(|| syn::parse_quote!(::cormorant))
}

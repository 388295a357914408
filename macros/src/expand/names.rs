//! Small pieces of generated code.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::Path;
use syn::ext::IdentExt;

/// `Some(..)` or `None`, whatever the user's scope calls so.
pub(super) fn option(value: Option<impl ToTokens>) -> TokenStream {
    match value {
        Some(value) => quote!(::core::option::Option::Some(#value)),
        None => quote!(::core::option::Option::None),
    }
}

/// A function that gives the table of a model.
pub(super) fn table_of(krate: &Path, model: &Path) -> TokenStream {
    quote!(|| <#model as #krate::__private::Model>::TABLE)
}

/// Names of columns of another model.
pub(super) fn columns_of(columns: &[syn::Ident]) -> TokenStream {
    let names = columns.iter().map(|column| column.unraw().to_string());
    quote!(&[#(#names),*])
}

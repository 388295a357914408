//! `ArtistCard` in `select(ArtistCard)`: the columns of a model that fill a projection.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;

use crate::projection::{Field, Projection};
use crate::spans::moved_to;

/// The constant, if there is a model. Its type is written from the struct, so that a field of another type than its
/// column is an error at the field.
pub(super) fn expand(projection: &Projection) -> Option<TokenStream> {
    let (krate, vis, ident) = (&projection.krate, &projection.vis, &projection.ident);
    let model = projection.model.as_ref()?;
    let items = projection.items_ident();
    let types = projection.fields.iter().map(|field| &field.ty);
    let values = projection.fields.iter().map(|field| {
        let (ident, value) = (&field.ident, column(model, field));
        quote!(#ident: #value,)
    });
    let of = quote!(#model).to_string().replace(' ', "");
    let text = format!("The columns of [`{of}`](struct@{of}) that fill [`{0}`](struct@{0}).", ident.unraw());
    Some(quote! {
        #[doc = #text]
        #[allow(non_upper_case_globals, dead_code)]
        #vis const #ident: #items<#(#krate::Column<#model, #types>),*> = #items { #(#values)* };
    })
}

/// `Artist::name`, wholly at the field's place.
fn column(model: &syn::Path, field: &Field) -> TokenStream {
    let column = field.column.as_ref().unwrap_or(&field.ident);
    moved_to(column.span(), quote!(#model::#column))
}

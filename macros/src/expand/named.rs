//! `UserColumns<__K>`: the columns and relationships under another name.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::ext::IdentExt;

use crate::expand::constants::{column_value, relation_type, relation_value};
use crate::model::Model;

/// The struct of columns and its one value.
pub(super) fn expand(model: &Model) -> TokenStream {
    let (krate, ident) = (&model.krate, &model.ident);
    let columns = format_ident!("{}Columns", ident.unraw());
    let fields = fields(model);
    let values = values(model);
    quote! {
        #[doc(hidden)]
        pub struct #columns<__K> {
            #(#fields)*
        }
        #[automatically_derived]
        impl<__K: 'static> #krate::NamedColumns<__K> for #ident {
            type Row = #ident;
            type Columns = #columns<__K>;
            const COLUMNS: &'static #columns<__K> = &#columns { #(#values)* };
        }
        #[automatically_derived]
        impl<__K: 'static> #krate::Aliased<__K> for #ident {
            type Model = #ident;
        }
    }
}

fn fields(model: &Model) -> impl Iterator<Item = TokenStream> {
    let krate = &model.krate;
    let columns = model.columns.iter().map(move |column| {
        let (vis, ident, ty) = (&column.vis, &column.ident, &column.ty);
        quote!(#vis #ident: #krate::Column<__K, #ty>,)
    });
    let relations = model.relations.iter().map(move |relation| {
        let (vis, ident) = (&model.vis, &relation.name);
        let ty = relation_type(krate, &format_ident!("__K"), relation);
        quote!(#vis #ident: #ty,)
    });
    columns.chain(relations)
}

fn values(model: &Model) -> impl Iterator<Item = TokenStream> {
    let krate = &model.krate;
    let columns = model.columns.iter().enumerate().map(move |(index, column)| {
        let (ident, value) = (&column.ident, column_value(krate, index, column));
        quote!(#ident: #value,)
    });
    let relations = model.relations.iter().enumerate().map(move |(index, relation)| {
        let (ident, value) = (&relation.name, relation_value(krate, index, relation));
        quote!(#ident: #value,)
    });
    columns.chain(relations)
}

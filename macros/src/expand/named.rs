//! `UserColumns<__K>`: the columns and relationships under another name.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::ext::IdentExt;
use syn::{Ident, Path};

use crate::expand::constants::{column_value, relation_type, relation_value};
use crate::model::Model;

/// The struct of columns and its one value.
pub(super) fn expand(model: &Model) -> TokenStream {
    let (krate, vis, ident) = (&model.krate, &model.vis, &model.ident);
    let columns = format_ident!("{}Columns", ident.unraw());
    let fields = fields(model);
    let values = values(model);
    let aliased = under_a_name(krate, ident, "Aliased", "Model");
    let listed = under_a_name(krate, ident, "Listed", "Row");
    quote! {
        #[doc(hidden)]
        #[allow(dead_code, private_interfaces, missing_debug_implementations)]
        #vis struct #columns<__K> {
            #(#fields)*
        }
        #[automatically_derived]
        impl<__K: 'static> #krate::__private::NamedColumns<__K> for #ident {
            type Columns = #columns<__K>;
            const COLUMNS: &'static #columns<__K> = &#columns { #(#values)* };
        }
        #aliased
        #listed
    }
}

/// What aliases and tables ask for: one of two traits, which name the struct by one of two words.
pub(crate) fn under_a_name(krate: &Path, ident: &Ident, which: &str, word: &str) -> TokenStream {
    let (which, word) = (format_ident!("{which}"), format_ident!("{word}"));
    let columns = format_ident!("{}Columns", ident.unraw());
    quote! {
        #[automatically_derived]
        impl<__K: 'static> #krate::__private::#which<__K> for #ident {
            type #word = #ident;
            type Columns = #columns<__K>;
            const COLUMNS: &'static #columns<__K> = <#ident as #krate::__private::NamedColumns<__K>>::COLUMNS;
        }
    }
}

fn fields(model: &Model) -> impl Iterator<Item = TokenStream> {
    let krate = &model.krate;
    let columns = model.columns.iter().map(move |column| {
        let (vis, ident, ty) = (&column.vis, &column.ident, &column.ty);
        quote!(#vis #ident: #krate::__private::Column<__K, #ty>,)
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

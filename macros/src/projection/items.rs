//! `ChainOf { id: .., name: .. }`: the expressions that fill a projection.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Ident;
use syn::ext::IdentExt;

use crate::projection::{Field, Projection};

pub(super) fn expand(projection: &Projection) -> TokenStream {
    let parameters: Vec<_> = (0..projection.fields.len()).map(|index| format_ident!("__T{index}")).collect();
    let (literal, selectable) = (literal(projection, &parameters), selectable(projection, &parameters));
    quote!(#literal #selectable)
}

fn literal(projection: &Projection, parameters: &[Ident]) -> TokenStream {
    let (vis, items) = (&projection.vis, projection.items_ident());
    let text =
        format!("What fills [`{0}`](struct@{0}), item by item, in `select`.", projection.ident.unraw());
    let fields = projection.fields.iter().zip(parameters).map(|(field, parameter)| {
        let Field { ident, vis, docs, .. } = field;
        let otherwise = format!("The item `{}`.", ident.unraw());
        let docs = if docs.is_empty() { quote!(#[doc = #otherwise]) } else { quote!(#(#docs)*) };
        quote!(#docs #vis #ident: #parameter,)
    });
    quote! {
        #[doc = #text]
        #[derive(Clone, Copy, Debug)]
        #[allow(non_camel_case_types)]
        #vis struct #items<#(#parameters),*> {
            #(#fields)*
        }
    }
}

/// The items of the literal are a tree of pairs beside a tree of the fields' types: the runtime crate compares them, so
/// that its errors do not quote this code.
fn selectable(projection: &Projection, parameters: &[Ident]) -> TokenStream {
    let (krate, ident, items) = (&projection.krate, &projection.ident, projection.items_ident());
    let parts = |each: &dyn Fn(&Ident, &Field) -> TokenStream| -> Vec<TokenStream> {
        parameters.iter().zip(&projection.fields).map(|(parameter, field)| each(parameter, field)).collect()
    };
    let filled = tree(&parts(&|parameter, _| quote!(#parameter::Items)));
    let types = tree(&parts(&|_, Field { ty, .. }| quote!(#krate::FieldOf<#ty>)));
    let first = parts(&|parameter, _| quote!(#parameter::First))
        .into_iter()
        .rev()
        .reduce(|rest, first| quote!(<#first as #krate::OrElse>::Or<#rest>));
    let fields = projection.fields.iter().map(|field| &field.ident);
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        #[allow(non_camel_case_types)]
        impl<#(#parameters: #krate::Selectable),*> #krate::Selectable for #items<#(#parameters),*> {
            type Items = #krate::Filled<#ident, #filled, #types>;
            type First = #first;
            fn push_items(self, __out: &mut #krate::Vec<#krate::SqlItem>) {
                #(#krate::Selectable::push_items(self.#fields, __out);)*
            }
        }
    }
}

/// Halves a list until there are pairs: a tree is not as deep as a list, whatever the number of fields.
fn tree(parts: &[TokenStream]) -> TokenStream {
    match parts {
        [] => quote!(()),
        [one] => one.clone(),
        parts => {
            let (left, right) = parts.split_at(parts.len() / 2);
            let (left, right) = (tree(left), tree(right));
            quote!((#left, #right))
        }
    }
}

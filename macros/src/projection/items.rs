//! `ChainOf { id: .., name: .. }`: the expressions that fill a projection.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::Ident;
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use crate::expand::at;
use crate::projection::{Field, Projection};

pub(super) fn expand(projection: &Projection) -> TokenStream {
    let parameters: Vec<_> = (0..projection.fields.len()).map(|index| format_ident!("__T{index}")).collect();
    let (literal, selectable) = (literal(projection, &parameters), selectable(projection, &parameters));
    let item = item(projection, &parameters);
    quote!(#literal #selectable #item)
}

fn literal(projection: &Projection, parameters: &[Ident]) -> TokenStream {
    let (krate, vis, items) = (&projection.krate, &projection.vis, projection.items_ident());
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
        #[automatically_derived]
        #[allow(non_camel_case_types)]
        impl<#(#parameters),*> #krate::__private::Shape for #items<#(#parameters),*> {
            type Scope = #krate::__private::Closed;
        }
    }
}

fn selectable(projection: &Projection, parameters: &[Ident]) -> TokenStream {
    let (krate, items) = (&projection.krate, projection.items_ident());
    let first = nested(
        parameters,
        &|parameter| quote!(#parameter::First),
        &|first, rest| quote!(<#first as #krate::__private::OrElse>::Or<#rest>),
    );
    let fields = projection.fields.iter().map(|field| &field.ident);
    quote! {
        #[automatically_derived]
        #[allow(non_camel_case_types)]
        impl<#(#parameters: #krate::__private::Selectable),*> #krate::__private::Selectable for #items<#(#parameters),*> {
            type Items = #items<#(#parameters::Items),*>;
            type First = #first;
            fn push_items(self, __out: &mut #krate::__private::Vec<#krate::__private::SqlItem>) {
                #(#krate::__private::Selectable::push_items(self.#fields, __out);)*
            }
        }
    }
}

/// Each item's row must fit the field's type: the bound stands at the type, so that errors show the field.
fn item(projection: &Projection, parameters: &[Ident]) -> TokenStream {
    let (ident, items) = (&projection.ident, projection.items_ident());
    let krate = at(ident.span(), &projection.krate);
    let positions: Vec<_> = (0..parameters.len()).map(|index| format_ident!("__At{index}")).collect();
    let kind =
        nested(parameters, &|parameter| quote!(#parameter::Kind), &|first, rest| quote!((#first, #rest)));
    let bounds =
        projection.fields.iter().zip(parameters).zip(&positions).map(|((field, parameter), position)| {
            let ty = &field.ty;
            quote_spanned! {ty.span()=>
                #parameter: #krate::__private::Item<__F, #position>,
                #parameter::Row: #krate::__private::Fits<#ty>,
            }
        });
    quote_spanned! {ident.span()=>
        #[allow(non_camel_case_types)]
        impl<__F, #(#parameters,)* #(#positions),*> #krate::__private::Item<__F, (#(#positions,)*)>
            for #items<#(#parameters),*>
        where
            #(#bounds)*
        {
            type Row = #ident;
            type Kind = #kind;
        }
    }
}

/// Folds a list of types from the right: `a` beside the rest.
fn nested(
    parameters: &[Ident],
    one: &dyn Fn(&Ident) -> TokenStream,
    beside: &dyn Fn(TokenStream, TokenStream) -> TokenStream,
) -> TokenStream {
    match parameters {
        [] => quote!(()),
        [last] => one(last),
        [first, rest @ ..] => beside(one(first), nested(rest, one, beside)),
    }
}

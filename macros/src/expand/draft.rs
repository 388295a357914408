//! `UserDraft`: a row of which some columns are not known.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Ident;
use syn::ext::IdentExt;

use crate::expand::names::places;
use crate::model::Model;

/// `UserDraft`
pub(super) fn ident(model: &Model) -> Ident {
    format_ident!("{}Draft", model.ident.unraw())
}

pub(super) fn expand(model: &Model) -> TokenStream {
    let (krate, draft) = (&model.krate, ident(model));
    let idents: Vec<_> = model.columns.iter().map(|column| &column.ident).collect();
    let fields = model.columns.iter().map(|column| {
        let (vis, ident, ty) = (&column.vis, &column.ident, &column.ty);
        quote!(#vis #ident: #krate::Option<#ty>,)
    });
    let (slot, slot_mut) = (places(model, "slot", &quote!(&)), places(model, "slot_mut", &quote!(&mut)));
    quote! {
        #[doc(hidden)]
        #[derive(Clone)]
        pub struct #draft {
            #(#fields)*
        }
        #[automatically_derived]
        impl ::core::default::Default for #draft {
            fn default() -> Self {
                #draft { #(#idents: #krate::None,)* }
            }
        }
        #[automatically_derived]
        impl #krate::Draft for #draft {
            fn slot(&self, __column: usize) -> &dyn #krate::Slot {
                #slot
            }
            fn slot_mut(&mut self, __column: usize) -> &mut dyn #krate::Slot {
                #slot_mut
            }
        }
    }
}

//! `UserDraft`: a row of which some columns are not known.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Ident;
use syn::ext::IdentExt;

use crate::expand::names::{by_position, of_field};
use crate::model::Model;

/// `UserDraft`
pub(super) fn ident(model: &Model) -> Ident {
    format_ident!("{}Draft", model.ident.unraw())
}

pub(super) fn expand(model: &Model) -> TokenStream {
    let (krate, vis, draft) = (&model.krate, &model.vis, ident(model));
    let fields = model.columns.iter().map(|column| {
        let (vis, ident, ty) = (&column.vis, &column.ident, &column.ty);
        quote!(#vis #ident: ::core::option::Option<#ty>,)
    });
    let place = |method: TokenStream, reference: TokenStream| {
        by_position(model.columns.iter().map(|column| {
            let ident = &column.ident;
            of_field(krate, column, quote!(#method(#reference self.#ident)))
        }))
    };
    let (slot, slot_mut) = (place(quote!(slot), quote!(&)), place(quote!(slot_mut), quote!(&mut)));
    quote! {
        #[doc(hidden)]
        #[derive(Clone, Default)]
        #[allow(dead_code, private_interfaces, missing_debug_implementations)]
        #vis struct #draft {
            #(#fields)*
        }
        #[automatically_derived]
        impl #krate::__private::Draft for #draft {
            fn slot(&self, __column: usize) -> &dyn #krate::__private::Slot {
                #slot
            }
            fn slot_mut(&mut self, __column: usize) -> &mut dyn #krate::__private::Slot {
                #slot_mut
            }
        }
    }
}

//! `User::create()`: a builder with one type parameter per required column, so that a forgotten one is an error of
//! the compiler.

mod complete;
mod required;
mod setters;

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::Ident;
use syn::ext::IdentExt;

use self::required::Required;
use crate::expand::at;
use crate::model::Model;

/// The builder of a model.
pub(super) struct Builder<'m> {
    model: &'m Model,
    /// `UserCreate`
    ident: Ident,
    /// `user_create`, the module of markers.
    markers: Ident,
    required: Vec<Required<'m>>,
}

impl<'m> Builder<'m> {
    pub(super) fn new(model: &'m Model) -> Self {
        let name = model.ident.unraw();
        Builder {
            model,
            ident: format_ident!("{name}Create"),
            markers: format_ident!("{}_create", crate::case::snake(&name.to_string())),
            required: required::all(model),
        }
    }

    /// What begins with it, and what it becomes.
    pub(super) fn expand(&self) -> TokenStream {
        let (entry, complete) = (self.entry(), complete::expand(self));
        quote!(#entry #complete)
    }

    /// The type parameters.
    fn parameters(&self) -> impl Iterator<Item = &Ident> {
        self.required.iter().map(|required| &required.parameter)
    }

    /// The struct, the markers of its parameters and its methods.
    pub(super) fn declaration(&self) -> TokenStream {
        let Builder { model, ident, markers, required } = self;
        let (krate, vis, model) = (at(model.ident.span(), &model.outer), &model.vis, &model.ident);
        let parameters: Vec<_> = self.parameters().collect();
        let names: Vec<_> = required.iter().map(|required| &required.marker).collect();
        let setters = setters::expand(self);
        let text = format!("A new [`{0}`](struct@{0}), column by column.", model.unraw());
        quote_spanned! {model.span()=>
            #[doc(hidden)]
            #[allow(non_camel_case_types, unreachable_pub, missing_debug_implementations)]
            #vis mod #markers {
                #(pub struct #names;)*
            }
            #[doc = #text]
            #[must_use = "a new row does nothing until it is added to a session or inserted"]
            #[allow(private_interfaces, missing_debug_implementations)]
            #vis struct #ident<#(#parameters = #krate::Missing<#markers::#names>),*> {
                new: #krate::New<#model>,
                given: #krate::PhantomData<fn() -> (#(#parameters,)*)>,
            }
            #setters
        }
    }

    /// `User::create()`
    fn entry(&self) -> TokenStream {
        let Builder { model, ident, .. } = self;
        let (krate, vis, model) = (&model.krate, &model.vis, &model.ident);
        let text = format!("Begins a new [`{0}`](struct@{0}).", model.unraw());
        quote! {
            impl #model {
                #[doc = #text]
                #vis fn create() -> #ident {
                    #ident { new: #krate::New::new(), given: #krate::PhantomData }
                }
            }
        }
    }
}

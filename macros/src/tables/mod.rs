//! `alias!` and `table!`: unit structs that are a table's type, its entry in FROM and the namespace of its
//! columns at once.

mod alias;
mod key;

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Ident, Path, Token, Visibility, bracketed};

pub(crate) use self::alias::alias;
pub(crate) use self::key::key;
use crate::spans::moved_to;

/// `[$crate] name: Target, pub other: Target`
pub(crate) struct Names {
    krate: TokenStream,
    names: Punctuated<Name, Token![,]>,
}

/// `pub name: Target`
struct Name {
    docs: Vec<Attribute>,
    vis: Visibility,
    ident: Ident,
    target: Path,
}

impl Parse for Names {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let krate;
        bracketed!(krate in input);
        let krate: TokenStream = krate.parse()?;
        Ok(Names { krate: quote!(#krate::__private), names: Punctuated::parse_terminated(input)? })
    }
}

impl Parse for Name {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let docs = input.call(Attribute::parse_outer)?;
        let vis = input.parse()?;
        let ident: Ident = input.parse()?;
        if !input.peek(Token![:]) {
            return Err(syn::Error::new(ident.span(), "expected a name and its model or row: `name: Model`"));
        }
        input.parse::<Token![:]>()?;
        Ok(Name { docs, vis, ident, target: input.call(Path::parse_mod_style)? })
    }
}

impl Names {
    /// The code of each name, by a function of the runtime crate's path and the name.
    fn each(&self, expand: impl Fn(&TokenStream, &Name) -> TokenStream) -> TokenStream {
        self.names.iter().map(|name| expand(&self.krate, name)).collect()
    }
}

/// The unit struct, which derefs to columns: their type and their value.
fn unit_struct(name: &Name, (ty, value): &(TokenStream, TokenStream), otherwise: &str) -> TokenStream {
    let Name { docs, vis, ident, target } = name;
    // At the target's place, so that what is wrong with it is reported once, and there.
    let deref = moved_to(
        target.span(),
        quote! {
            #[automatically_derived]
            impl ::core::ops::Deref for #ident {
                type Target = #ty;
                fn deref(&self) -> &#ty {
                    #value
                }
            }
        },
    );
    let docs = if docs.is_empty() { quote!(#[doc = #otherwise]) } else { quote!(#(#docs)*) };
    quote! {
        #docs
        #[derive(Clone, Copy, Debug)]
        #[allow(non_camel_case_types, dead_code)]
        #vis struct #ident;
        #deref
    }
}

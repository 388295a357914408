//! The code of an enum.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;

use crate::db_enum::{DbEnum, Stored};
use crate::expand::{is_clone, option};

pub(super) fn expand(db_enum: &DbEnum) -> TokenStream {
    let (krate, ident) = (&db_enum.krate, &db_enum.ident);
    let (ty, encode, decode) = (ty(db_enum), encode(db_enum), decode(db_enum));
    let (definition, is_clone) = (definition(db_enum), is_clone(ident));
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #krate::ColumnType for #ident where for<'any> #ident: ::core::clone::Clone {
            const TYPE: #krate::PgType = #ty;
            fn encode(
                &self,
                __out: &mut #krate::BytesMut,
            ) -> ::core::result::Result<(), #krate::BoxError> {
                #encode
            }
            fn decode(__bytes: &[u8]) -> ::core::result::Result<Self, #krate::BoxError> {
                #decode
            }
        }
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #krate::Element for #ident where for<'any> #ident: ::core::clone::Clone {}
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #krate::Extreme for #ident where for<'any> #ident: ::core::clone::Clone {}
        #is_clone
        #definition
    }
}

fn ty(db_enum: &DbEnum) -> TokenStream {
    let krate = &db_enum.krate;
    match &db_enum.stored {
        Stored::Native { .. } => {
            quote!(#krate::PgType::of_enum(Self::ENUM))
        }
        Stored::Text => quote!(<#krate::String as #krate::ColumnType>::TYPE),
        Stored::Integer(ty) => quote!(<#ty as #krate::ColumnType>::TYPE),
    }
}

fn encode(db_enum: &DbEnum) -> TokenStream {
    if db_enum.is_stand_in {
        return quote!(::core::unreachable!());
    }
    let krate = &db_enum.krate;
    let variants = db_enum.variants.iter().map(|variant| &variant.ident);
    if let Stored::Integer(ty) = &db_enum.stored {
        let codes = db_enum.variants.iter().map(|variant| &variant.code);
        return quote! {
            let __code: #ty = match self { #(Self::#variants => #codes,)* };
            #krate::ColumnType::encode(&__code, __out)
        };
    }
    let labels = db_enum.variants.iter().map(|variant| &variant.label);
    quote!(#krate::encode_label(match self { #(Self::#variants => #labels,)* }, __out))
}

fn decode(db_enum: &DbEnum) -> TokenStream {
    if db_enum.is_stand_in {
        return quote!(::core::unreachable!());
    }
    let (krate, name) = (&db_enum.krate, db_enum.ident.unraw().to_string());
    let variants = db_enum.variants.iter().map(|variant| &variant.ident);
    let labels = db_enum.variants.iter().map(|variant| &variant.label);
    match &db_enum.stored {
        Stored::Integer(ty) => {
            let codes = db_enum.variants.iter().map(|variant| &variant.code);
            quote!(#krate::decode_code::<#ty, _>(#name, __bytes, &[#((#codes, Self::#variants)),*]))
        }
        Stored::Text => {
            quote!(#krate::decode_text(#name, __bytes, &[#((#labels, Self::#variants)),*]))
        }
        Stored::Native { .. } => {
            quote!(#krate::decode_label(#name, __bytes, &[#((#labels, Self::#variants)),*]))
        }
    }
}

/// The PostgreSQL enum, for CREATE TYPE.
fn definition(db_enum: &DbEnum) -> Option<TokenStream> {
    let Stored::Native { schema, name } = &db_enum.stored else { return None };
    let (krate, vis, ident) = (&db_enum.krate, &db_enum.vis, &db_enum.ident);
    let (rust, schema) = (ident.unraw().to_string(), option(krate, schema.as_ref()));
    let labels = db_enum.variants.iter().map(|variant| &variant.label);
    let text = format!("The PostgreSQL enum `{name}`, for `create_all`.");
    Some(quote! {
        impl #ident {
            #[doc = #text]
            #[allow(dead_code)]
            #vis const ENUM: &'static #krate::EnumDef = &#krate::EnumDef {
                rust: #rust,
                schema: #schema,
                name: #name,
                labels: &[#(#labels),*],
            };
        }
    })
}

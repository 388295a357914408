//! A row becomes a struct, and a struct of values a row.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Ident, Path, Type};

use crate::projection::Projection;
use crate::spans::moved_to;

/// Tuples of more values are no rows.
const MAX_TUPLE: usize = 16;

/// A field, as far as rows are concerned.
#[derive(Clone, Copy)]
pub(super) struct Member<'a> {
    pub(super) ident: &'a Ident,
    pub(super) ty: &'a Type,
    pub(super) name: &'a str,
}

/// `impl Row`: fields are values, or projections again.
pub(super) fn row(krate: &Path, ident: &Ident, members: &[Member<'_>]) -> TokenStream {
    let of = |member: &Member<'_>, what: TokenStream| {
        let ty = member.ty;
        let krate = moved_to(ty.span(), quote!(#krate));
        quote_spanned!(ty.span()=> <#ty as #krate::Row>::#what)
    };
    let widths = members.iter().map(|member| of(member, quote!(WIDTH)));
    let expects = members.iter().map(|member| of(member, quote!(expect(__out))));
    let reads = members.iter().map(|member| {
        let (ident, read) = (member.ident, of(member, quote!(read(__reader))));
        quote!(#ident: #read?,)
    });
    quote! {
        #[automatically_derived]
        impl #krate::Row for #ident {
            const WIDTH: usize = 0 #(+ #widths)*;
            fn expect(__out: &mut #krate::Vec<#krate::Expect>) {
                #(#expects;)*
            }
            fn read(__reader: &mut #krate::Reader<'_>) -> #krate::Result<Self> {
                ::core::result::Result::Ok(#ident { #(#reads)* })
            }
        }
        #[automatically_derived]
        impl #krate::SessionRow for #ident {
            type Output = #ident;
            fn load(
                __reader: &mut #krate::Reader<'_>,
                _: &mut #krate::Graph,
            ) -> #krate::Result<#ident> {
                #krate::Row::read(__reader)
            }
        }
        #[automatically_derived]
        impl #krate::Shape for #ident {
            type Scope = #krate::Closed;
        }
    }
}

/// `impl Projection`: the names of the columns.
pub(super) fn is_row(krate: &Path, ident: &Ident, members: &[Member<'_>]) -> TokenStream {
    let names = members.iter().map(|member| member.name);
    quote! {
        #[automatically_derived]
        impl #krate::Projection for #ident {
            const COLUMNS: &'static [&'static str] = &[#(#names),*];
        }
        #[automatically_derived]
        impl #krate::IntoRow<#ident> for #ident {}
    }
}

/// `impl FlatProjection` that holds if the fields all are values: the bounds are hidden from the compiler's check
/// of bounds without parameters.
pub(super) fn flat(krate: &Path, ident: &Ident, members: &[Member<'_>]) -> TokenStream {
    let of = |member: &Member<'_>, what: TokenStream| {
        let ty = member.ty;
        let krate = moved_to(ty.span(), quote!(#krate));
        quote_spanned!(ty.span()=> <#ty as #krate::Field>::#what)
    };
    let types = members.iter().map(|member| of(member, quote!(TYPE)));
    let params = members.iter().map(|member| {
        let ident = member.ident;
        of(member, quote!(param(&self.#ident)))
    });
    let bounds = members.iter().map(|member| member.ty);
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #krate::FlatProjection for #ident
        where
            #(for<'any> #bounds: #krate::Field,)*
        {
            const TYPES: &'static [#krate::PgType] = &[#(#types),*];
            fn into_params(self) -> #krate::Vec<#krate::Param> {
                #krate::vec![#(#params),*]
            }
        }
    }
}

/// A tuple whose values fit the fields is a row, too.
pub(super) fn from_tuples(krate: &Path, ident: &Ident, members: &[Member<'_>]) -> TokenStream {
    if members.len() > MAX_TUPLE {
        return TokenStream::new();
    }
    let values: Vec<_> = (0..members.len()).map(|index| format_ident!("__T{index}")).collect();
    let types = members.iter().map(|member| member.ty);
    let single = match members {
        [member] => single(krate, ident, member.ty),
        _ => TokenStream::new(),
    };
    quote! {
        #single
        #[automatically_derived]
        #[allow(non_camel_case_types)]
        impl<#(#values: #krate::Fits<#types>),*> #krate::IntoRow<#ident> for (#(#values,)*) {}
    }
}

/// The value of a row of one field is such a row by itself: `select(Post::id)`, without a tuple around it.
fn single(krate: &Path, ident: &Ident, ty: &Type) -> TokenStream {
    let inner = inside_option(ty).map(|inner| {
        quote! {
            #[automatically_derived]
            #[diagnostic::do_not_recommend]
            impl #krate::IntoRow<#ident> for #inner {}
        }
    });
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #krate::IntoRow<#ident> for #ty {}
        #inner
    }
}

/// `T` of `Option<T>`, by its name.
fn inside_option(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|last| last.ident == "Option")?;
    let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first() {
        Some(syn::GenericArgument::Type(inner)) => Some(inner),
        _ => None,
    }
}

/// `ChainColumns<__K>`: what a key of such a table derefs to.
pub(super) fn columns(projection: &Projection) -> TokenStream {
    let Projection { krate, vis, ident, fields, .. } = projection;
    let columns = format_ident!("{}Columns", ident.unraw());
    let declared = fields.iter().map(|field| {
        let (vis, ident, ty) = (&field.vis, &field.ident, &field.ty);
        quote!(#vis #ident: #krate::Column<__K, #ty>,)
    });
    let values = fields.iter().enumerate().map(|(index, field)| {
        let (ident, name) = (&field.ident, &field.name);
        let index = proc_macro2::Literal::usize_unsuffixed(index);
        quote!(#ident: #krate::Column::new(#name, #index),)
    });
    quote! {
        #[doc(hidden)]
        #[allow(dead_code, private_interfaces, missing_debug_implementations)]
        #vis struct #columns<__K> {
            #(#declared)*
        }
        #[automatically_derived]
        impl<__K: 'static> #krate::NamedColumns<__K> for #ident {
            type Row = #ident;
            type Columns = #columns<__K>;
            const COLUMNS: &'static #columns<__K> = &#columns { #(#values)* };
        }
    }
}

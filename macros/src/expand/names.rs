//! Small pieces of generated code.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::Path;
use syn::spanned::Spanned;

use crate::model::Column;
use crate::spans::moved_to;

/// `Some(..)` or `None`, whatever the user's scope calls so.
pub(crate) fn option(value: Option<impl ToTokens>) -> TokenStream {
    match value {
        Some(value) => quote!(::core::option::Option::Some(#value)),
        None => quote!(::core::option::Option::None),
    }
}

/// Asks the runtime something about another model.
///
/// Every question goes through the same trait at the place of the path: what is no model is reported once.
pub(super) fn of_target(krate: &Path, model: &Path, question: TokenStream) -> TokenStream {
    let (krate, question) = (at(model.span(), krate), moved_to(model.span(), question));
    quote_spanned!(model.span()=> <#model as #krate::__private::Target>::#question)
}

/// A function that gives the table of a model.
pub(super) fn table_of(krate: &Path, model: &Path) -> TokenStream {
    of_target(krate, model, quote!(table))
}

/// Names of columns of another model: the compiler looks the columns up.
pub(super) fn columns_of(model: &Path, columns: &[syn::Ident]) -> TokenStream {
    let names = columns.iter().map(|column| quote!(#model::#column.name()));
    quote!(&[#(#names),*])
}

/// Asks the runtime something about a field's type.
///
/// Every question goes through the same trait at the place of the field's type: whatever is asked of a type
/// that no column can have, the compiler says the same thing at the same place, and says it once.
pub(super) fn of_field(krate: &Path, column: &Column, question: TokenStream) -> TokenStream {
    let ty = &column.ty;
    let (krate, question) = (at(ty.span(), krate), moved_to(ty.span(), question));
    quote_spanned!(ty.span()=> <#ty as #krate::__private::Field>::#question)
}

/// The path of the runtime crate, at another place.
pub(crate) fn at(span: Span, krate: &Path) -> TokenStream {
    moved_to(span, quote!(#krate))
}

/// One of several expressions, by `__column`; the last serves every other number.
pub(super) fn by_position(expressions: impl Iterator<Item = TokenStream>) -> TokenStream {
    let mut expressions: Vec<_> = expressions.collect();
    let Some(last) = expressions.pop() else { return quote!(::core::unreachable!()) };
    if expressions.is_empty() {
        return quote!({ let _ = __column; #last });
    }
    let numbers = 0..expressions.len();
    quote!(match __column { #(#numbers => #expressions,)* _ => #last })
}

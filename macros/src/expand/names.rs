//! Small pieces of generated code.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::Path;
use syn::spanned::Spanned;

use crate::model::Column;

/// `Some(..)` or `None`, whatever the user's scope calls so.
pub(super) fn option(value: Option<impl ToTokens>) -> TokenStream {
    match value {
        Some(value) => quote!(::core::option::Option::Some(#value)),
        None => quote!(::core::option::Option::None),
    }
}

/// A function that gives the table of a model.
pub(super) fn table_of(krate: &Path, model: &Path) -> TokenStream {
    quote!(|| <#model as #krate::__private::Model>::TABLE)
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
    quote_spanned!(ty.span()=> <#ty as #krate::__private::Field>::#question)
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

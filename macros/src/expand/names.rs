//! Small pieces of generated code.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Ident, Path};

use crate::model::{Column, Model};
use crate::spans::place_of;

/// `Some(..)` or `None`, whatever the user's scope calls so.
pub(crate) fn option(krate: &Path, value: Option<impl ToTokens>) -> TokenStream {
    match value {
        Some(value) => quote!(#krate::Some(#value)),
        None => quote!(#krate::None),
    }
}

/// The one place that asks for `Clone` of a type of a column, at its name: impls that need it have it as a bound, hidden
/// from the compiler's check of bounds without parameters, and say nothing.
pub(crate) fn is_clone(ident: &Ident) -> TokenStream {
    quote_spanned!(ident.span()=> const _: fn(&#ident) -> #ident = <#ident as ::core::clone::Clone>::clone;)
}

/// A struct that differs from a plain one by some fields, or not at all.
pub(super) fn different(ty: &TokenStream, facts: &[TokenStream], plain: TokenStream) -> TokenStream {
    if facts.is_empty() { plain } else { quote!(#ty { #(#facts,)* ..#plain }) }
}

/// Asks the runtime something about another model.
///
/// Every question goes through the same trait at the place of the path: what is no model is reported once.
pub(super) fn of_target(krate: &Path, model: &Path, question: &str) -> TokenStream {
    let span = model.span();
    let (krate, question) = (at(span, krate), Ident::new(question, span));
    quote_spanned!(span=> <#model as #krate::Target>::#question)
}

/// Asks the other model's trait for an associated type, in the same way.
pub(super) fn of_target_model(krate: &Path, model: &Path, of: &str, question: &str) -> TokenStream {
    let span = model.span();
    let (target, krate) = (of_target(krate, model, "Model"), at(span, krate));
    let (of, question) = (Ident::new(of, span), Ident::new(question, span));
    quote_spanned!(span=> <#target as #krate::#of>::#question)
}

/// A function that gives the table of a model.
pub(super) fn table_of(krate: &Path, model: &Path) -> TokenStream {
    of_target(krate, model, "table")
}

/// Names of columns of another model: the compiler looks the columns up.
pub(super) fn columns_of(model: &Path, columns: &[Ident]) -> TokenStream {
    let names = columns.iter().map(|column| quote!(#model::#column.name()));
    quote!(&[#(#names),*])
}

/// Asks the runtime something about a field's type.
///
/// Every question goes through the same trait at the place of the field's type: whatever is asked of a type
/// that no column can have, the compiler says the same thing at the same place, and says it once.
pub(super) fn of_field(krate: &Path, column: &Column, question: &str) -> TokenStream {
    let (ty, span) = (&column.ty, column.ty.span());
    let (krate, question) = (at(span, krate), Ident::new(question, span));
    quote_spanned!(span=> <#ty as #krate::Field>::#question)
}

/// The path of the runtime crate, at another place.
pub(crate) fn at(span: Span, krate: &Path) -> Path {
    let mut krate = krate.clone();
    if let Some(colon) = &mut krate.leading_colon {
        colon.spans = [span; 2];
    }
    for mut segment in krate.segments.pairs_mut() {
        let ident = &mut segment.value_mut().ident;
        ident.set_span(place_of(ident, span));
        if let Some(colon) = segment.punct_mut() {
            colon.spans = [span; 2];
        }
    }
    krate
}

/// The places of the columns in `self`, by `__column`.
pub(super) fn places(model: &Model, method: &str, reference: &TokenStream) -> TokenStream {
    by_position(model.columns.iter().map(|column| {
        let (ident, method) = (&column.ident, of_field(&model.krate, column, method));
        quote!(#method(#reference self.#ident))
    }))
}

/// One of several expressions, by `__column`; the last serves every other number.
fn by_position(expressions: impl Iterator<Item = TokenStream>) -> TokenStream {
    let mut expressions: Vec<_> = expressions.collect();
    let Some(last) = expressions.pop() else { return quote!(::core::unreachable!()) };
    if expressions.is_empty() {
        return quote!({ let _ = __column; #last });
    }
    let numbers = (0..expressions.len()).map(Literal::usize_unsuffixed);
    quote!(match __column { #(#numbers => #expressions,)* _ => #last })
}

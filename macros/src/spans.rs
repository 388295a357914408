//! Places of generated code.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};

/// Where an identifier that is moved to a place stands: `$crate` says by its place what it means.
pub(crate) fn place_of(ident: &Ident, span: Span) -> Span {
    if *ident == "$crate" { ident.span().located_at(span) } else { span }
}

/// The same code, wholly at another place: an error in it points there.
pub(crate) fn moved_to(span: Span, tokens: TokenStream) -> TokenStream {
    tokens
        .into_iter()
        .map(|token| {
            let mut moved: TokenTree = match token {
                TokenTree::Group(group) => {
                    Group::new(group.delimiter(), moved_to(span, group.stream())).into()
                }
                other => other,
            };
            match &mut moved {
                TokenTree::Ident(ident) => ident.set_span(place_of(ident, span)),
                other => other.set_span(span),
            }
            moved
        })
        .collect()
}

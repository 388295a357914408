//! Places of generated code.

use proc_macro2::{Group, Span, TokenStream, TokenTree};

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
            // `$crate` says by its place what it means.
            let is_crate = matches!(&moved, TokenTree::Ident(ident) if ident == "$crate");
            let place = if is_crate { moved.span().located_at(span) } else { span };
            moved.set_span(place);
            moved
        })
        .collect()
}

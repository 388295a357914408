//! A hash of a table's path, as a type: eight hexadecimal digits.
//!
//! It is made of crate, file and names, not of line and column, so that code above a model can grow without
//! changing the model's type.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::Ident;
use syn::ext::IdentExt;

/// `Id<7, 12, ..>`
pub(crate) fn digits(krate: &impl ToTokens, names: &[&str]) -> TokenStream {
    let crate_name = std::env::var("CARGO_CRATE_NAME").unwrap_or_default();
    let file = file();
    let hash = fnv([crate_name.as_str(), file.as_str()].into_iter().chain(names.iter().copied()));
    let digits = (0..8u32).rev().map(|digit| Literal::u32_unsuffixed((hash >> (4 * digit)) & 0xf));
    quote!(#krate::Id<#(#digits),*>)
}

/// The file in which the macro stands; none outside of the compiler.
fn file() -> String {
    if proc_macro::is_available() { Span::call_site().unwrap().file() } else { String::new() }
}

/// The number of a relationship by its name, for `Child`: FNV-1a of 64 bits.
pub(crate) fn relation(name: &Ident, span: Span) -> Literal {
    let name = name.unraw().to_string();
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let mut literal = Literal::u64_unsuffixed(hash);
    literal.set_span(span);
    literal
}

/// FNV-1a of 32 bits over words; their ends count, too.
fn fnv<'w>(words: impl Iterator<Item = &'w str>) -> u32 {
    let bytes = words.flat_map(|word| word.bytes().chain([0xff]));
    bytes.fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use proc_macro2::Span;

    use super::{fnv, relation};

    #[test]
    fn words_do_not_run_into_each_other() {
        assert_ne!(fnv(["ab", "c"].into_iter()), fnv(["a", "bc"].into_iter()));
    }

    #[test]
    fn a_relationship_has_the_number_that_the_runtime_expects() {
        let name = syn::parse_quote!(author);
        assert_eq!(relation(&name, Span::call_site()).to_string(), 0x6c74_8afa_4d8d_ef96_u64.to_string());
    }
}

//! Where generated code finds the runtime.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Path, parse_quote};

/// `::cormorant::__private`, or what the attribute `crate` says instead.
pub(crate) fn private(krate: Option<&Path>) -> Path {
    match krate {
        Some(krate) => parse_quote!(#krate::__private),
        None => parse_quote!(::cormorant::__private),
    }
}

/// The same inside of [`block`].
pub(crate) fn inner() -> Path {
    parse_quote!(__c)
}

/// Code without names of its own, in which [`inner`] is the path of the runtime: most of what a derive writes is
/// paths, and the compiler reads all of them each time.
pub(crate) fn block(private: &Path, code: &TokenStream) -> TokenStream {
    quote! {
        #[allow(
            dead_code,
            missing_debug_implementations,
            non_upper_case_globals,
            private_interfaces,
            unreachable_pub,
            unused_qualifications,
            clippy::multiple_inherent_impl,
            clippy::wrong_self_convention
        )]
        const _: () = {
            use #private as __c;
            #code
        };
    }
}

//! `#[derive(DbEnum)]`: an enum of plain variants as a column's type.

mod expand;
mod read;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Expr, Ident, Path, Visibility};

/// An enum without mistakes.
struct DbEnum {
    krate: Path,
    vis: Visibility,
    ident: Ident,
    stored: Stored,
    variants: Vec<Variant>,
    /// Whether there are mistakes: the code must compile and will not run.
    is_stand_in: bool,
}

/// How its values are stored.
enum Stored {
    /// A PostgreSQL enum.
    Native { schema: Option<String>, name: String },
    /// Text.
    Text,
    /// An integer of this type.
    Integer(Ident),
}

/// A variant.
struct Variant {
    ident: Ident,
    label: String,
    /// Its number, if it has one.
    code: Option<Expr>,
}

pub(crate) fn expand(input: &DeriveInput) -> TokenStream {
    let (read, error) = read::read(input);
    let error = error.map(|error| error.to_compile_error());
    let code = read.map(|db_enum| expand::expand(&db_enum));
    quote!(#error #code)
}

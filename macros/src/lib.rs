//! Derive macros of cormorant. Use them through the `cormorant` crate.

mod attr;
mod case;
mod crate_path;
mod db_enum;
mod db_newtype;
mod errors;
mod expand;
mod identity;
mod model;
mod projection;
mod spans;
mod tables;
mod test_attr;
#[cfg(test)]
mod tests;
mod types;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

use crate::model::Model;

#[doc = include_str!("docs/model.md")]
#[proc_macro_derive(Model, attributes(model))]
pub fn derive_model(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand_model(&input).into()
}

#[doc = include_str!("docs/projection.md")]
#[proc_macro_derive(Projection, attributes(projection))]
pub fn derive_projection(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    projection::expand(&input).into()
}

#[doc = include_str!("docs/db_enum.md")]
#[proc_macro_derive(DbEnum, attributes(db_enum))]
pub fn derive_db_enum(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    db_enum::expand(&input).into()
}

#[doc = include_str!("docs/db_newtype.md")]
#[proc_macro_derive(DbNewtype, attributes(db_newtype))]
pub fn derive_db_newtype(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    db_newtype::expand(&input).into()
}

/// Behind `cormorant::alias!`, which says where the crate is.
#[doc(hidden)]
#[proc_macro]
pub fn alias(input: TokenStream) -> TokenStream {
    tables::alias(&parse_macro_input!(input as tables::Names)).into()
}

/// Behind `cormorant::table!`, which says where the crate is.
#[doc(hidden)]
#[proc_macro]
pub fn table(input: TokenStream) -> TokenStream {
    tables::key(&parse_macro_input!(input as tables::Names)).into()
}

fn expand_model(input: &DeriveInput) -> proc_macro2::TokenStream {
    let (model, error) = Model::from_syn(input);
    let error = error.map(|error| error.to_compile_error());
    let code = model.map(|model| expand::expand(&model));
    quote::quote!(#error #code)
}

#[doc = include_str!("docs/test.md")]
#[proc_macro_attribute]
pub fn test(arguments: TokenStream, item: TokenStream) -> TokenStream {
    test_attr::expand(arguments.into(), &item.into()).into()
}

//! Which items can be models.

use syn::punctuated::Punctuated;
use syn::{Data, DeriveInput, Fields, Token};

use crate::errors::Errors;

/// The fields of a struct that can be a model.
///
/// # Errors
///
/// The item is no struct with named fields, or it has generic parameters.
pub(crate) fn named_fields(input: &DeriveInput) -> syn::Result<&Punctuated<syn::Field, Token![,]>> {
    let mut errors = Errors::default();
    no_generics(input, &mut errors);
    let fields = errors.ok(fields_of(input));
    errors.finish()?;
    Ok(fields.expect("a missing value has its error"))
}

fn fields_of(input: &DeriveInput) -> syn::Result<&Punctuated<syn::Field, Token![,]>> {
    let wrong = |message: &str| Err(syn::Error::new_spanned(&input.ident, message));
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => Ok(&fields.named),
            Fields::Unnamed(fields) => Err(syn::Error::new_spanned(
                fields,
                "a model needs named fields: they name its columns; write `struct User { id: i64 }`",
            )),
            Fields::Unit => {
                wrong("a model needs fields: they are its columns; write `struct User { id: i64 }`")
            }
        },
        Data::Enum(_) => wrong(
            "an enum cannot be a model: `Model` maps a struct to a table; for an enum column derive `DbEnum`",
        ),
        Data::Union(_) => wrong("a union cannot be a model: `Model` maps a struct to a table"),
    }
}

/// A table is one set of columns: a model has no parameters.
fn no_generics(input: &DeriveInput, errors: &mut Errors) {
    if let Some(parameter) = input.generics.lifetimes().next() {
        errors.at(
            &parameter.lifetime,
            "a model cannot borrow: its rows are owned; use `String` for `&str` and `Vec<u8>` for `&[u8]`",
        );
    } else if !input.generics.params.is_empty() {
        errors.at(
            &input.generics.params,
            "a model cannot be generic: a table has one set of columns; write a struct for each table",
        );
    }
}

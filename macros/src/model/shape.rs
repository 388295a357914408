//! Which items can be models and projections.

use syn::punctuated::Punctuated;
use syn::{Data, DeriveInput, Fields, Token};

use crate::errors::Errors;

/// The fields of a struct that can be `what`: a model, a projection.
///
/// # Errors
///
/// The item is no struct with named fields, or it has generic parameters.
pub(crate) fn named_fields<'i>(
    input: &'i DeriveInput,
    what: &str,
) -> syn::Result<&'i Punctuated<syn::Field, Token![,]>> {
    let mut errors = Errors::default();
    no_generics(input, what, &mut errors);
    let fields = errors.ok(fields_of(input, what));
    errors.finish()?;
    Ok(fields.expect("a missing value has its error"))
}

fn fields_of<'i>(input: &'i DeriveInput, what: &str) -> syn::Result<&'i Punctuated<syn::Field, Token![,]>> {
    let wrong = |message: String| Err(syn::Error::new_spanned(&input.ident, message));
    let example = "write `struct User { id: i64 }`";
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => Ok(&fields.named),
            Fields::Unnamed(fields) => Err(syn::Error::new_spanned(
                fields,
                format!("{what} needs named fields: they name its columns; {example}"),
            )),
            Fields::Unit => wrong(format!("{what} needs fields: they are its columns; {example}")),
        },
        Data::Enum(_) => wrong(format!(
            "an enum cannot be {what}: that is a struct with named fields; for an enum column derive `DbEnum`"
        )),
        Data::Union(_) => {
            wrong(format!("a union cannot be {what}: that is a struct with named fields; {example}"))
        }
    }
}

/// A table is one set of columns: a model has no parameters.
fn no_generics(input: &DeriveInput, what: &str, errors: &mut Errors) {
    if let Some(parameter) = input.generics.lifetimes().next() {
        errors.at(
            &parameter.lifetime,
            format!(
                "{what} cannot borrow: rows are owned; use `String` for `&str` and `Vec<u8>` for `&[u8]`"
            ),
        );
    } else if !input.generics.params.is_empty() {
        errors.at(
            &input.generics.params,
            format!("{what} cannot be generic: a row has one set of columns; write a struct for each"),
        );
    }
}

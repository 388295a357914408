//! `#[derive(Projection)]`: a struct of named values that a statement gives.

mod constant;
mod items;
mod read;
mod rows;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::ext::IdentExt;
use syn::{Attribute, DeriveInput, Ident, Path, Type, Visibility};

use self::rows::Member;

/// A projection without mistakes.
struct Projection {
    krate: Path,
    vis: Visibility,
    ident: Ident,
    /// Where the constant takes its columns from.
    model: Option<Path>,
    fields: Vec<Field>,
}

/// A field of a projection.
struct Field {
    ident: Ident,
    vis: Visibility,
    ty: Type,
    docs: Vec<Attribute>,
    /// The column's name in CTEs and derived tables.
    name: String,
    /// The model's column, where it is not named like the field.
    column: Option<Ident>,
}

pub(crate) fn expand(input: &DeriveInput) -> TokenStream {
    let (projection, error) = read::read(input);
    let error = error.map(|error| error.to_compile_error());
    // As much of a projection as its fields give, so that one mistake stays one.
    let code = projection.map(|projection| code(&projection));
    quote!(#error #code)
}

fn code(projection: &Projection) -> TokenStream {
    let (krate, ident) = (&projection.krate, &projection.ident);
    let members: Vec<Member<'_>> = projection.fields.iter().map(Field::member).collect();
    [
        rows::row(krate, ident, &members),
        rows::is_row(krate, ident, &members),
        rows::flat(krate, ident, &members),
        rows::from_tuples(krate, ident, &members),
        rows::columns(projection),
        items::expand(projection),
        constant::expand(projection).unwrap_or_default(),
    ]
    .into_iter()
    .collect()
}

impl Projection {
    /// `ChainOf`, the struct of items.
    fn items_ident(&self) -> Ident {
        format_ident!("{}Of", self.ident.unraw())
    }
}

impl Field {
    fn member(&self) -> Member<'_> {
        Member { ident: &self.ident, ty: &self.ty, name: &self.name }
    }
}

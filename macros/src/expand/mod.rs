//! The code of a model: a table of contents, one file per generated item.
//!
//! Generated code is a list of facts and one-line calls into `__private`; logic lives in the runtime crate.

mod checks;
mod column;
mod constants;
mod key;
mod model;
mod named;
mod names;
mod relation;
mod row;
mod select;
mod table;

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Column, Model};
use crate::projection::{self, Member};

/// Everything that is generated for a model.
pub(crate) fn expand(model: &Model) -> TokenStream {
    [
        constants::expand(model),
        model::expand(model),
        select::expand(model),
        row::expand(model),
        named::expand(model),
        projection(model),
        checks::expand(model),
    ]
    .into_iter()
    .collect()
}

/// A model is a row of named values, too: of CTEs, derived tables and VALUES.
fn projection(model: &Model) -> TokenStream {
    let members: Vec<Member<'_>> = model.columns.iter().map(member).collect();
    let (krate, ident) = (&model.krate, &model.ident);
    let is_row = projection::is_row(krate, ident, &members);
    let flat = projection::flat(krate, ident, &members);
    quote!(#is_row #flat)
}

fn member(column: &Column) -> Member<'_> {
    Member { ident: &column.ident, ty: &column.ty, name: &column.name }
}

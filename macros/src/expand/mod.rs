//! The code of a model: a table of contents, one file per generated item.
//!
//! Generated code is a list of facts and one-line calls into `__private`; logic lives in the runtime crate.

mod checks;
mod column;
mod constants;
mod create;
mod draft;
mod key;
mod mapped;
mod model;
mod named;
mod names;
mod relation;
mod row;
mod select;
mod table;
mod view;

use proc_macro2::TokenStream;
use quote::quote;

pub(crate) use self::named::under_a_name;
pub(crate) use self::names::{at, option};
use crate::model::Model;

/// Everything that is generated for a model.
pub(crate) fn expand(model: &Model) -> TokenStream {
    [
        constants::expand(model),
        model::expand(model),
        select::expand(model),
        row::expand(model),
        draft::expand(model),
        mapped::expand(model),
        create::expand(model),
        view::expand(model),
        named::expand(model),
        projection(model),
        checks::expand(model),
    ]
    .into_iter()
    .collect()
}

/// A model is a row of named values, too: of CTEs, derived tables and VALUES.
fn projection(model: &Model) -> TokenStream {
    let (krate, ident) = (&model.krate, &model.ident);
    let names = model.columns.iter().map(|column| &column.name);
    let types = model.columns.iter().map(|column| names::of_field(krate, column, quote!(TYPE)));
    quote! {
        #[automatically_derived]
        impl #krate::__private::Projection for #ident {
            const COLUMNS: &'static [&'static str] = &[#(#names),*];
        }
        #[automatically_derived]
        impl #krate::__private::IntoRow<#ident> for #ident {}
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #krate::__private::FlatProjection for #ident {
            const TYPES: &'static [#krate::__private::PgType] = &[#(#types),*];
            fn into_params(self) -> #krate::__private::Vec<#krate::__private::Param> {
                #krate::__private::params(&self)
            }
        }
    }
}

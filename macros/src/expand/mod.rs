//! The code of a model: a table of contents, one file per generated item. What a user can name comes first; all else
//! stands in a block.
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

pub(crate) use self::names::{at, is_clone, option};
use crate::crate_path;
use crate::model::Model;

/// Everything that is generated for a model.
pub(crate) fn expand(model: &Model) -> TokenStream {
    let create = create::Builder::new(model);
    let named = [constants::table(model), create.declaration(), view::declaration(model)];
    let nameless = [
        constants::expand(model),
        model::expand(model),
        select::expand(model),
        row::expand(model),
        draft::expand(model),
        mapped::expand(model),
        create.expand(),
        view::expand(model),
        named::expand(model),
        projection(model),
        checks::expand(model),
    ];
    let block = crate_path::block(&model.outer, &nameless.into_iter().collect());
    named.into_iter().chain([block]).collect()
}

/// A model is a row of named values, too: of CTEs, derived tables and VALUES.
fn projection(model: &Model) -> TokenStream {
    let (krate, ident) = (&model.krate, &model.ident);
    let width = model.columns.len();
    quote! {
        #[automatically_derived]
        impl #krate::Projection for #ident {
            const COLUMNS: &'static [&'static str] = &#krate::names::<#ident, #width>();
        }
        #[automatically_derived]
        impl #krate::IntoRow<#ident> for #ident {}
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #krate::FlatProjection for #ident {
            const TYPES: &'static [#krate::PgType] = &#krate::types::<#ident, #width>();
            fn into_params(self) -> #krate::Vec<#krate::Param> {
                #krate::params(&self)
            }
        }
    }
}

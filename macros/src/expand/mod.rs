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

use crate::model::Model;

/// Everything that is generated for a model.
pub(crate) fn expand(model: &Model) -> TokenStream {
    [
        constants::expand(model),
        model::expand(model),
        select::expand(model),
        row::expand(model),
        named::expand(model),
        checks::expand(model),
    ]
    .into_iter()
    .collect()
}

//! The code of a model: a table of contents, one file per generated item.
//!
//! Generated code is a list of facts and one-line calls into `__private`; logic lives in the runtime crate.

mod column;
mod key;
mod model;
mod names;
mod relation;
mod table;

use proc_macro2::TokenStream;

use crate::model::Model;

/// Everything that is generated for a model.
pub(crate) fn expand(model: &Model) -> TokenStream {
    model::expand(model)
}

//! What was written: `#[model(..)]` on the struct and on its fields.
//!
//! Nothing here knows types, other fields or defaults: what the words mean together is the business of
//! [`model`](crate::model).

mod column;
mod docs;
mod key;
mod model;
mod once;
pub(crate) mod read;
mod relation;
mod test;
mod through;
pub(crate) mod words;

pub(crate) use column::{ColumnAttr, Generated, ProgramDefault, Version};
pub(crate) use docs::{Comment, doc_attributes, doc_text};
pub(crate) use key::{
    ActionsAttr, CheckAttr, ForeignKeyAttr, IndexAttr, OrderAttr, Reference, Term, TermAttr, UniqueAttr,
    action_name,
};
pub(crate) use model::ModelAttr;
pub(crate) use once::Once;
pub(crate) use relation::{Kind, RelationAttr};
pub(crate) use test::{Isolation, TestAttr};
pub(crate) use through::{LinkColumn, Through, ThroughTable};

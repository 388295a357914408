//! What a model is: tables, columns, keys and relations as constants that the derive fills in.
//!
//! Everything here is data. Nothing knows of statements, connections or sessions.

mod column;
mod key;
mod model;
mod relation;
mod table;

pub use column::{ColumnDef, DefaultKind, Generated};
pub use key::{CheckDef, ForeignKeyDef, IndexColumn, IndexDef, IndexTerm, ReferentialAction, UniqueDef};
pub use model::{Key, Model};
pub use relation::{Cascade, ColumnPairs, LinkTable, RelationDef, RelationKind};
pub use table::TableDef;

pub use crate::types::EnumDef;

//! What generated code calls. Not part of the interface: it may change with every version.

pub use crate::schema::{
    Cascade, CheckDef, ColumnDef, DefaultKind, ForeignKeyDef, Generated, IndexColumn, IndexDef, IndexTerm,
    LinkTable, Model, ReferentialAction, RelationDef, RelationKind, TableDef, UniqueDef,
};
use crate::types::{ColumnType, Value};

/// A plain column of a Rust type; its facts come from the type.
#[must_use]
pub const fn column<V: Value>(field: &'static str, name: &'static str) -> ColumnDef {
    ColumnDef {
        field,
        name,
        ty: <V::Base as ColumnType>::TYPE,
        modifiers: &[],
        nullable: V::NULLABLE,
        generated: None,
        server_default: None,
        default: DefaultKind { on_insert: false, on_update: false, on_update_sql: None },
        collation: None,
        comment: None,
        version: false,
    }
}

//! Facts of a model with nothing special: generated code says what differs.

use crate::schema::{
    Cascade, ColumnDef, DefaultKind, ForeignKeyDef, IndexDef, Model, RelationDef, RelationKind, TableDef,
    UniqueDef,
};
use crate::types::PgType;

/// A table of nothing.
#[must_use]
pub const fn table_def(model: &'static str, name: &'static str) -> TableDef {
    TableDef {
        model,
        schema: None,
        name,
        comment: None,
        columns: &[],
        primary_key: &[],
        uniques: &[],
        indexes: &[],
        checks: &[],
        foreign_keys: &[],
        relations: &[],
    }
}

/// A column of a type, without a name.
pub(super) const fn of_type(ty: PgType, nullable: bool) -> ColumnDef {
    ColumnDef {
        field: "",
        name: "",
        ty,
        modifiers: &[],
        nullable,
        generated: None,
        server_default: None,
        default: DefaultKind { on_insert: false, on_update: false, on_update_sql: None },
        collation: None,
        comment: None,
        version: false,
    }
}

/// The column of a field.
#[must_use]
pub const fn column(field: &'static str, of_type: ColumnDef) -> ColumnDef {
    ColumnDef { field, name: field, ..of_type }
}

/// A UNIQUE constraint.
#[must_use]
pub const fn unique(columns: &'static [usize]) -> UniqueDef {
    UniqueDef { name: None, columns, nulls_not_distinct: false }
}

/// An index of nothing.
pub const INDEX: IndexDef =
    IndexDef { name: None, columns: &[], unique: false, method: None, include: &[], predicate: None };

/// A foreign key to the primary key of another table.
#[must_use]
pub const fn foreign_key(columns: &'static [usize], target: fn() -> &'static TableDef) -> ForeignKeyDef {
    ForeignKeyDef {
        name: None,
        columns,
        target,
        target_columns: &[],
        on_delete: None,
        on_update: None,
        deferrable: false,
        initially_deferred: false,
    }
}

/// A relationship.
#[must_use]
pub const fn relation(
    name: &'static str,
    kind: RelationKind,
    target: fn() -> &'static TableDef,
) -> RelationDef {
    RelationDef {
        name,
        kind,
        target,
        local: &[],
        remote: &[],
        link: None,
        inverse: None,
        cascade: Cascade::DEFAULT,
        passive_deletes: false,
        post_update: false,
        order_by: &[],
        condition: None,
    }
}

/// The names of a model's columns.
#[must_use]
pub const fn names<M: Model, const WIDTH: usize>() -> [&'static str; WIDTH] {
    let mut names = [""; WIDTH];
    let mut position = 0;
    while position < WIDTH {
        names[position] = M::TABLE.columns[position].name;
        position += 1;
    }
    names
}

/// The types of a model's columns.
#[must_use]
pub const fn types<M: Model, const WIDTH: usize>() -> [PgType; WIDTH] {
    let mut types = [PgType::named(None, ""); WIDTH];
    let mut position = 0;
    while position < WIDTH {
        types[position] = M::TABLE.columns[position].ty;
        position += 1;
    }
    types
}

//! A table.

use crate::schema::{CheckDef, ColumnDef, ForeignKeyDef, IndexDef, RelationDef, UniqueDef};
use crate::sql::TableName;

/// A model's table. There is exactly one of these per model, at one address.
#[derive(Debug)]
pub struct TableDef {
    /// The model's name, for messages.
    pub model: &'static str,
    /// The schema; without one the search path decides.
    pub schema: Option<&'static str>,
    /// The table's name.
    pub name: &'static str,
    /// COMMENT ON TABLE
    pub comment: Option<&'static str>,
    /// The columns, in the order of the struct's fields (skipped fields left out).
    pub columns: &'static [ColumnDef],
    /// Positions in `columns` of the primary key's columns.
    pub primary_key: &'static [usize],
    /// UNIQUE constraints, those of single columns included.
    pub uniques: &'static [UniqueDef],
    /// Indexes that are no constraints.
    pub indexes: &'static [IndexDef],
    /// CHECK constraints, those of single columns included.
    pub checks: &'static [CheckDef],
    /// Foreign keys, those of single columns included.
    pub foreign_keys: &'static [ForeignKeyDef],
    /// Relationships, in declaration order.
    pub relations: &'static [RelationDef],
}

impl TableDef {
    /// Schema and name for statements.
    #[must_use]
    pub fn table_name(&self) -> TableName {
        TableName { schema: self.schema.map(Into::into), name: self.name.into() }
    }

    /// Position of a column, by its name in the database.
    #[must_use]
    pub fn position(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|candidate| candidate.name == column)
    }

    /// The columns of the primary key.
    pub fn key_columns(&self) -> impl Iterator<Item = &'static ColumnDef> {
        let columns = self.columns;
        self.primary_key.iter().map(move |&position| &columns[position])
    }
}

impl PartialEq for TableDef {
    /// Tables are equal if they are the same constant.
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Eq for TableDef {}

//! A native enum type.

use crate::sql::TableName;

/// A PostgreSQL enum that a Rust enum is mapped to.
#[derive(Debug)]
pub struct EnumDef {
    /// The Rust enum, for messages.
    pub rust: &'static str,
    /// The schema; without one the search path decides.
    pub schema: Option<&'static str>,
    /// The type's name.
    pub name: &'static str,
    /// The labels, in their order.
    pub labels: &'static [&'static str],
}

impl EnumDef {
    /// Schema and name for statements.
    #[must_use]
    pub fn type_name(&self) -> TableName {
        TableName { schema: self.schema.map(Into::into), name: self.name.into() }
    }
}

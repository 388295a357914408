//! The enum types that tables need.

use crate::ddl::Options;
use crate::ddl::plan::Table;
use crate::schema::EnumDef;
use crate::sql::TableName;

/// An enum type to make.
#[derive(Clone, Copy)]
pub(super) struct Enum {
    pub(super) definition: &'static EnumDef,
    /// A column has it; nobody named it, so it may be there already.
    pub(super) is_implied: bool,
}

impl Enum {
    /// Schema and name for statements.
    pub(super) fn type_name(self) -> TableName {
        let EnumDef { schema, name, .. } = self.definition;
        TableName { schema: schema.map(Into::into), name: (*name).into() }
    }
}

/// Those that the options name, then those of the tables' columns, each once.
pub(super) fn of(tables: &[Table], options: &Options) -> Vec<Enum> {
    let named = options.enums.iter().map(|definition| Enum { definition, is_implied: false });
    let columns = tables.iter().flat_map(|table| &table.create.columns);
    let implied = columns
        .filter_map(|column| column.ty.ty.definition)
        .map(|definition| Enum { definition, is_implied: true });
    let mut enums: Vec<Enum> = Vec::new();
    for enum_ in named.chain(implied) {
        if !enums.iter().any(|known| is_same(known.definition, enum_.definition)) {
            enums.push(enum_);
        }
    }
    enums
}

/// Two Rust enums may stand for one PostgreSQL enum, if they have the same labels.
fn is_same(one: &EnumDef, other: &EnumDef) -> bool {
    (one.schema, one.name, one.labels) == (other.schema, other.name, other.labels)
}

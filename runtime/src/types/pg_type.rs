//! Names and numbers of PostgreSQL types.

use std::fmt;

use crate::types::{EnumDef, builtin};

/// A PostgreSQL type: its name, and its number where that is fixed.
///
/// Built-in types have fixed numbers (OIDs). Enums, domains and types of extensions get theirs in each
/// database; for them `oid` and `array_oid` are 0, and statements name the type in a cast.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PgType {
    /// The schema, for types outside `pg_catalog` that are not found by the search path.
    pub schema: Option<&'static str>,
    /// The name as in `CREATE TABLE`: `int8`, `text`, `timestamptz`.
    pub name: &'static str,
    /// The type's number, 0 if each database has its own.
    pub oid: u32,
    /// The number of the type's array type, 0 if each database has its own (or there is none).
    pub array_oid: u32,
    /// Whether this is an array of the named type.
    pub is_array: bool,
    /// Whether the named type is a composite type, of which `unnest` in FROM makes a column for each field.
    pub is_composite: bool,
    /// The definition, for enums that a Rust enum is mapped to: `create_all` makes them.
    pub definition: Option<&'static EnumDef>,
}

impl PgType {
    /// A built-in type.
    #[must_use]
    pub const fn builtin(name: &'static str, oid: u32, array_oid: u32) -> Self {
        PgType { schema: None, name, oid, array_oid, is_array: false, is_composite: false, definition: None }
    }

    /// A type whose number differs from database to database: enums, domains, types of extensions.
    #[must_use]
    pub const fn named(schema: Option<&'static str>, name: &'static str) -> Self {
        PgType { schema, name, oid: 0, array_oid: 0, is_array: false, is_composite: false, definition: None }
    }

    /// An enum that a Rust enum is mapped to.
    #[must_use]
    pub const fn of_enum(definition: &'static EnumDef) -> Self {
        PgType { definition: Some(definition), ..PgType::named(definition.schema, definition.name) }
    }

    /// A composite type (`CREATE TYPE .. AS (..)`).
    #[must_use]
    pub const fn composite(schema: Option<&'static str>, name: &'static str) -> Self {
        PgType { is_composite: true, ..PgType::named(schema, name) }
    }

    /// The type of arrays of this type.
    #[must_use]
    pub const fn array(self) -> Self {
        PgType { oid: self.array_oid, array_oid: 0, is_array: true, ..self }
    }

    /// The type of the elements of this array type, or the type itself if it is no array.
    #[must_use]
    pub fn element(self) -> Self {
        if !self.is_array {
            return self;
        }
        PgType {
            oid: builtin::element_of(self.oid).unwrap_or(0),
            array_oid: self.oid,
            is_array: false,
            ..self
        }
    }

    /// Whether the server must be told the type by name.
    #[must_use]
    pub const fn is_named(&self) -> bool {
        self.oid == 0
    }
}

impl fmt::Display for PgType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(schema) = self.schema {
            write!(f, "{schema}.")?;
        }
        f.write_str(self.name)?;
        if self.is_array { f.write_str("[]") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::ColumnType;

    #[test]
    fn the_element_of_an_array_type_is_the_type_it_was_made_from() {
        assert_eq!(i32::TYPE.array().element(), i32::TYPE);
        let mood = PgType::named(Some("app"), "mood");
        assert_eq!(mood.array().element(), mood);
        assert_eq!(i32::TYPE.element(), i32::TYPE);
    }
}

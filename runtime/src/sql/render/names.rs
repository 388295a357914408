//! Names, types and constants: everything that is quoted.

use std::fmt::Write;

use super::Renderer;
use super::words::{is_keyword, is_without_parentheses};
use crate::sql::{Constant, Name, Qualifier, TableName, TableRef, TypeName};
use crate::types::PgType;

/// The longest name that PostgreSQL keeps, in bytes.
pub const MAX_NAME: usize = 63;

/// `"name"`, with quotes inside doubled: for a name that is part of a value, `nextval('"table_id_seq"')`.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

impl Renderer {
    /// `"name"`, with quotes inside doubled.
    pub(super) fn name(&mut self, name: &str) {
        // Almost every name: nothing is wrong with it, and nothing to double.
        if matches!(name.len(), 1..=MAX_NAME) && !name.bytes().any(|byte| matches!(byte, b'"' | 0)) {
            self.sql.push('"');
            self.sql.push_str(name);
            self.sql.push('"');
            return;
        }
        self.check_name(name);
        self.quoted('"', name);
    }

    /// `("a", "b")`
    pub(super) fn names(&mut self, names: &[Name]) {
        self.group(names, |renderer, name| renderer.name(name));
    }

    /// `"schema"."name"`
    pub(super) fn table_name(&mut self, table: &TableName) {
        let TableName { schema, name } = table;
        self.schema(schema.as_deref());
        self.name(name);
    }

    /// `"schema"."name" AS "alias"`
    pub(super) fn table_ref(&mut self, table: &TableRef) {
        let TableRef { name, alias } = table;
        self.table_name(name);
        self.alias(alias.as_deref());
    }

    /// ` AS "alias"`
    pub(super) fn alias(&mut self, alias: Option<&str>) {
        if let Some(alias) = alias {
            self.push(" AS ");
            self.name(alias);
        }
    }

    /// What stands before a dot, with the dot.
    pub(super) fn qualifier(&mut self, qualifier: &Qualifier) {
        match qualifier {
            Qualifier::None => return,
            Qualifier::Table(table) => self.table_name(table),
            Qualifier::Alias(alias) => self.name(alias),
        }
        self.push(".");
    }

    /// `count`, `"Count"`, `"app".f`. Returns whether the function is one that is written without parentheses.
    pub(super) fn function_name(&mut self, schema: Option<&str>, name: &str) -> bool {
        self.check_name(name);
        self.schema(schema);
        let bare = schema.is_none() && is_without_parentheses(name);
        if bare || (is_plain(name) && !is_keyword(name)) {
            self.push(name);
        } else {
            self.quoted('"', name);
        }
        bare
    }

    /// `int8`, `numeric(10, 2)`, `"app"."mood"[]`
    pub(super) fn type_name(&mut self, ty: &TypeName) {
        let TypeName { ty, modifiers } = ty;
        self.pg_type(*ty, modifiers);
        if ty.is_array {
            self.push("[]");
        }
    }

    /// The type of arrays of this type.
    pub(super) fn array_type_name(&mut self, ty: &TypeName) {
        let TypeName { ty, modifiers } = ty;
        self.pg_type(*ty, modifiers);
        self.push("[]");
    }

    fn pg_type(&mut self, ty: PgType, modifiers: &[i32]) {
        let PgType { schema, name, oid, array_oid: _, is_array: _, is_composite: _, definition: _ } = ty;
        self.check_name(name);
        self.schema(schema);
        // `char` and `bit` without a length are keywords for `character(1)` and `bit(1)`, which cut values short.
        let keyword = name == "char" || (name == "bit" && modifiers.is_empty());
        if name == "text" && oid != 0 && !modifiers.is_empty() {
            self.push("varchar");
        } else if oid != 0 && schema.is_none() && !keyword && is_plain_type(name) {
            self.push(name);
        } else {
            self.quoted('"', name);
        }
        if !modifiers.is_empty() {
            self.group(modifiers, |renderer, modifier| renderer.integer(i64::from(*modifier)));
        }
    }

    pub(super) fn constant(&mut self, constant: &Constant) {
        match constant {
            Constant::Null => self.push("NULL"),
            Constant::Bool(true) => self.push("TRUE"),
            Constant::Bool(false) => self.push("FALSE"),
            // Its digits alone do not fit into an int8, before the minus is applied.
            Constant::Integer(i64::MIN) => self.push("'-9223372036854775808'::int8"),
            Constant::Integer(number) => self.integer(*number),
            Constant::Text(text) => self.text(text),
        }
    }

    /// `'text'`, with quotes inside doubled. Backslashes are what they are: `standard_conforming_strings`.
    pub(super) fn text(&mut self, text: &str) {
        if text.contains('\0') {
            self.fault(|| "a text constant holds a NUL character, which PostgreSQL cannot store".to_owned());
        }
        self.quoted('\'', text);
    }

    pub(super) fn integer(&mut self, number: i64) {
        if let Ok(digit @ 0..10) = u8::try_from(number) {
            self.sql.push(char::from(b'0' + digit));
            return;
        }
        // Writing to a String cannot fail.
        let _ = write!(self.sql, "{number}");
    }

    fn schema(&mut self, schema: Option<&str>) {
        if let Some(schema) = schema {
            self.name(schema);
            self.push(".");
        }
    }

    fn quoted(&mut self, quote: char, text: &str) {
        self.sql.push(quote);
        for (index, part) in text.split(quote).enumerate() {
            if index > 0 {
                self.sql.push(quote);
                self.sql.push(quote);
            }
            self.sql.push_str(part);
        }
        self.sql.push(quote);
    }

    fn check_name(&mut self, name: &str) {
        if name.is_empty() {
            self.fault(|| "a name in the statement is empty".to_owned());
        } else if name.len() > MAX_NAME {
            self.fault(|| {
                format!("the name `{name}` has {} bytes, PostgreSQL would cut it at {MAX_NAME}", name.len())
            });
        } else if name.contains('\0') {
            self.fault(|| format!("the name `{}` holds a NUL character", name.escape_default()));
        }
    }
}

/// Whether a word needs no quotes, unless it is a keyword.
pub(super) fn is_plain(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_lowercase() || first == b'_')
        && bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// Built-in types may have names of several words: `double precision`.
fn is_plain_type(name: &str) -> bool {
    name.split(' ').all(is_plain)
}

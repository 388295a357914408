//! What a statement reads from.

use crate::sql::{Call, Expr, Name, Select, TypeName};

/// A table, by schema and name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TableName {
    /// The schema; without one the search path decides.
    pub schema: Option<Name>,
    /// The name.
    pub name: Name,
}

impl TableName {
    /// A table of the search path.
    #[must_use]
    pub fn new(name: impl Into<Name>) -> Self {
        TableName { schema: None, name: name.into() }
    }
}

/// An entry of FROM.
#[derive(Clone, Debug, PartialEq)]
pub enum From {
    /// A table, or a CTE by its name.
    Table(TableRef),
    /// `[LATERAL] (SELECT ..) AS "alias"("a", "b")`; also `(VALUES ..)`.
    Derived(Box<DerivedTable>),
    /// `[LATERAL] f(..) [WITH ORDINALITY] AS "alias"("a", "b")`
    Function(Box<FunctionTable>),
    /// `[LATERAL] f(..) AS "alias"("a" int8, "b" text)`
    Record(Box<RecordTable>),
    /// `"table" AS "alias" TABLESAMPLE method(..)`
    Sample(Box<SampledTable>),
    /// A join of two entries.
    Join(Box<Join>),
}

/// A table and the name under which the statement knows it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TableRef {
    /// The table.
    pub name: TableName,
    /// `AS "alias"`
    pub alias: Option<Name>,
}

/// A subquery in FROM.
#[derive(Clone, Debug, PartialEq)]
pub struct DerivedTable {
    /// May use columns of the entries to its left.
    pub lateral: bool,
    /// The subquery.
    pub query: Select,
    /// Its name.
    pub alias: Name,
    /// Names of its columns.
    pub columns: Vec<Name>,
}

/// A function in FROM.
#[derive(Clone, Debug, PartialEq)]
pub struct FunctionTable {
    /// May use columns of the entries to its left.
    pub lateral: bool,
    /// The function.
    pub call: Call,
    /// Adds a column that counts from 1.
    pub with_ordinality: bool,
    /// Its name.
    pub alias: Name,
    /// Names of its columns.
    pub columns: Vec<Name>,
}

/// A function in FROM that returns records of any shape: `jsonb_to_recordset`, `dblink`.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordTable {
    /// May use columns of the entries to its left.
    pub lateral: bool,
    /// The function.
    pub call: Call,
    /// Its name.
    pub alias: Name,
    /// Names and types of its columns.
    pub columns: Vec<(Name, TypeName)>,
}

/// A random part of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct SampledTable {
    /// The table.
    pub table: TableRef,
    /// `system`, `bernoulli`, or a method of an extension.
    pub method: Name,
    /// Its arguments: usually one, the percentage.
    pub args: Vec<Expr>,
    /// REPEATABLE: the seed.
    pub repeatable: Option<Expr>,
}

/// A join.
#[derive(Clone, Debug, PartialEq)]
pub struct Join {
    /// The left side.
    pub left: From,
    /// Which join.
    pub kind: JoinKind,
    /// The right side.
    pub right: From,
    /// ON; none for a cross join, `ON TRUE` is written for others without condition.
    pub on: Option<Expr>,
}

/// Which join.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JoinKind {
    /// JOIN
    Inner,
    /// LEFT JOIN
    Left,
    /// RIGHT JOIN
    Right,
    /// FULL JOIN
    Full,
    /// CROSS JOIN
    Cross,
}

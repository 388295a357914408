//! Unique constraints, checks, indexes and foreign keys.

use crate::schema::TableDef;

/// A UNIQUE constraint.
#[derive(Debug)]
pub struct UniqueDef {
    /// The constraint's name; made from table and columns if not given (`users_email_key`).
    pub name: Option<&'static str>,
    /// Positions of its columns.
    pub columns: &'static [usize],
    /// NULLS NOT DISTINCT
    pub nulls_not_distinct: bool,
}

/// A CHECK constraint.
#[derive(Debug)]
pub struct CheckDef {
    /// The constraint's name; made from the table and a number if not given.
    pub name: Option<&'static str>,
    /// The condition, as SQL.
    pub sql: &'static str,
}

/// An index.
#[derive(Debug)]
pub struct IndexDef {
    /// The index's name; made from table and columns if not given (`users_email_idx`).
    pub name: Option<&'static str>,
    /// What is indexed.
    pub columns: &'static [IndexColumn],
    /// UNIQUE
    pub unique: bool,
    /// USING: btree, gin, gist, brin, hash, spgist.
    pub method: Option<&'static str>,
    /// INCLUDE: positions of columns.
    pub include: &'static [usize],
    /// WHERE, as SQL.
    pub predicate: Option<&'static str>,
}

/// One column of an index.
#[derive(Debug)]
pub struct IndexColumn {
    /// A column or an expression.
    pub term: IndexTerm,
    /// DESC
    pub descending: bool,
    /// `Some(true)`: NULLS FIRST, `Some(false)`: NULLS LAST.
    pub nulls_first: Option<bool>,
    /// The operator class.
    pub operator_class: Option<&'static str>,
}

/// What an index column is.
#[derive(Debug)]
pub enum IndexTerm {
    /// A column, by position.
    Column(usize),
    /// An expression, as SQL.
    Expression(&'static str),
}

/// A foreign key.
#[derive(Debug)]
pub struct ForeignKeyDef {
    /// The constraint's name; made from table and columns if not given (`posts_author_id_fkey`).
    pub name: Option<&'static str>,
    /// Positions of the referencing columns.
    pub columns: &'static [usize],
    /// The table referred to. A function, since tables may refer to each other.
    pub target: fn() -> &'static TableDef,
    /// Names (in the database) of the columns referred to; empty for the target's primary key.
    pub target_columns: &'static [&'static str],
    /// ON DELETE
    pub on_delete: Option<ReferentialAction>,
    /// ON UPDATE
    pub on_update: Option<ReferentialAction>,
    /// DEFERRABLE
    pub deferrable: bool,
    /// INITIALLY DEFERRED
    pub initially_deferred: bool,
}

impl ForeignKeyDef {
    /// Names of the referencing columns.
    pub(crate) fn column_names(&self, own: &TableDef) -> Vec<&'static str> {
        self.columns.iter().map(|&column| own.columns[column].name).collect()
    }
}

/// What happens with referencing rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferentialAction {
    /// NO ACTION
    NoAction,
    /// RESTRICT
    Restrict,
    /// CASCADE
    Cascade,
    /// SET NULL
    SetNull,
    /// SET DEFAULT
    SetDefault,
}

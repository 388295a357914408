//! INSERT, UPDATE, DELETE, MERGE.

use crate::sql::{Cte, Expr, From, Item, Name, Select, TableRef};

/// INSERT
#[derive(Clone, Debug, PartialEq)]
pub struct Insert {
    /// WITH
    pub with: Vec<Cte>,
    /// The table.
    pub into: TableRef,
    /// The columns.
    pub columns: Vec<Name>,
    /// What happens with values for identity columns.
    pub overriding: Option<Overriding>,
    /// Where the rows come from.
    pub source: InsertSource,
    /// ON CONFLICT
    pub on_conflict: Option<OnConflict>,
    /// RETURNING
    pub returning: Vec<Item>,
}

/// Where the rows of an INSERT come from.
#[derive(Clone, Debug, PartialEq)]
pub enum InsertSource {
    /// DEFAULT VALUES
    DefaultValues,
    /// VALUES (..), (..)
    Values(Vec<Vec<Expr>>),
    /// SELECT ..
    Query(Box<Select>),
}

/// What happens with values for identity columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Overriding {
    /// The given values count, even for GENERATED ALWAYS.
    SystemValue,
    /// The given values are left out.
    UserValue,
}

/// ON CONFLICT
#[derive(Clone, Debug, PartialEq)]
pub struct OnConflict {
    /// The index or constraint; any if `None` (only for DO NOTHING).
    pub target: Option<ConflictTarget>,
    /// What happens.
    pub action: ConflictAction,
}

/// Which conflict.
#[derive(Clone, Debug, PartialEq)]
pub enum ConflictTarget {
    /// `(columns or expressions) [WHERE predicate of a partial index]`
    Columns(Vec<Expr>, Option<Expr>),
    /// `ON CONSTRAINT "name"`
    Constraint(Name),
}

/// What happens on a conflict.
#[derive(Clone, Debug, PartialEq)]
pub enum ConflictAction {
    /// DO NOTHING
    Nothing,
    /// DO UPDATE SET .. WHERE ..
    Update {
        /// SET
        set: Vec<Assignment>,
        /// WHERE
        filter: Option<Expr>,
    },
}

/// `"column" = value`
#[derive(Clone, Debug, PartialEq)]
pub struct Assignment {
    /// The column.
    pub column: Name,
    /// The value.
    pub value: Expr,
}

impl Assignment {
    /// `"column" = value`; a value that cannot be sent names the column then.
    #[must_use]
    pub fn new(column: impl Into<Name>, value: Expr) -> Self {
        let column = column.into();
        Assignment { value: value.of_column(&column), column }
    }
}

/// UPDATE
#[derive(Clone, Debug, PartialEq)]
pub struct Update {
    /// WITH
    pub with: Vec<Cte>,
    /// The table.
    pub table: TableRef,
    /// SET
    pub set: Vec<Assignment>,
    /// FROM
    pub from: Vec<From>,
    /// WHERE
    pub filter: Option<Expr>,
    /// RETURNING
    pub returning: Vec<Item>,
}

/// DELETE
#[derive(Clone, Debug, PartialEq)]
pub struct Delete {
    /// WITH
    pub with: Vec<Cte>,
    /// The table.
    pub from: TableRef,
    /// USING
    pub using: Vec<From>,
    /// WHERE
    pub filter: Option<Expr>,
    /// RETURNING
    pub returning: Vec<Item>,
}

/// MERGE (PostgreSQL 15; RETURNING from 17)
#[derive(Clone, Debug, PartialEq)]
pub struct Merge {
    /// WITH
    pub with: Vec<Cte>,
    /// The table.
    pub into: TableRef,
    /// USING
    pub using: From,
    /// ON
    pub on: Expr,
    /// WHEN .. THEN ..
    pub whens: Vec<MergeWhen>,
    /// RETURNING (PostgreSQL 17)
    pub returning: Vec<Item>,
}

/// `WHEN [NOT] MATCHED [AND condition] THEN action`
#[derive(Clone, Debug, PartialEq)]
pub struct MergeWhen {
    /// Which rows.
    pub matched: MergeMatch,
    /// AND
    pub condition: Option<Expr>,
    /// THEN
    pub action: MergeAction,
}

/// Which rows a WHEN of MERGE is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MergeMatch {
    /// Rows of both sides.
    Matched,
    /// Rows of the source without a row of the table.
    NotMatched,
    /// Rows of the table without a row of the source (PostgreSQL 17).
    NotMatchedBySource,
}

/// What MERGE does with a row.
#[derive(Clone, Debug, PartialEq)]
pub enum MergeAction {
    /// UPDATE SET ..
    Update(Vec<Assignment>),
    /// DELETE
    Delete,
    /// INSERT (..) VALUES (..)
    Insert {
        /// The columns.
        columns: Vec<Name>,
        /// What happens with values for identity columns.
        overriding: Option<Overriding>,
        /// The values; none for DEFAULT VALUES.
        values: Vec<Expr>,
    },
    /// DO NOTHING
    Nothing,
}

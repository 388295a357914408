//! SELECT, set operations, VALUES, CTEs.

use crate::sql::{Expr, From, Items, Name, Qualifier, RawPart, SetOperator, Statement, Window};

/// A query: its body and what surrounds it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Select {
    /// WITH
    pub with: Vec<Cte>,
    /// What is selected.
    pub body: SelectBody,
    /// ORDER BY
    pub order_by: Vec<OrderBy>,
    /// LIMIT
    pub limit: Option<Expr>,
    /// `FETCH FIRST .. ROWS WITH TIES` in place of LIMIT.
    pub with_ties: bool,
    /// OFFSET
    pub offset: Option<Expr>,
    /// FOR UPDATE and its kin.
    pub locks: Vec<Lock>,
}

impl std::convert::From<SelectBody> for Select {
    /// Nothing around the body.
    fn from(body: SelectBody) -> Self {
        let (with, order_by, locks) = (Vec::new(), Vec::new(), Vec::new());
        Select { with, body, order_by, limit: None, with_ties: false, offset: None, locks }
    }
}

/// The body of a query.
#[derive(Clone, Debug, PartialEq)]
pub enum SelectBody {
    /// SELECT .. FROM ..
    Core(Box<SelectCore>),
    /// UNION and its kin.
    Set {
        /// The left query.
        left: Box<Select>,
        /// Which operation.
        operator: SetOperator,
        /// Keeps duplicates.
        all: bool,
        /// The right query.
        right: Box<Select>,
    },
    /// VALUES
    Values(Vec<Vec<Expr>>),
    /// SQL text of the user's that is a whole query, with expressions in between.
    Raw(Vec<RawPart>),
}

impl Default for SelectBody {
    fn default() -> Self {
        SelectBody::Core(Box::default())
    }
}

/// SELECT .. FROM .. WHERE .. GROUP BY .. HAVING .. WINDOW ..
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SelectCore {
    /// DISTINCT
    pub distinct: Distinct,
    /// The select list.
    pub items: Items,
    /// FROM, separated by commas; usually one entry that holds all joins.
    pub from: Vec<From>,
    /// WHERE
    pub filter: Option<Expr>,
    /// GROUP BY
    pub group_by: Vec<Grouping>,
    /// HAVING
    pub having: Option<Expr>,
    /// WINDOW
    pub windows: Vec<NamedWindow>,
}

/// DISTINCT
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Distinct {
    /// All rows.
    #[default]
    All,
    /// Each row once.
    Distinct,
    /// The first row for each value of these.
    On(Vec<Expr>),
}

/// An item of the select list or of RETURNING.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The expression.
    pub expr: Expr,
    /// `AS "alias"`
    pub alias: Option<Name>,
}

/// An item of GROUP BY.
#[derive(Clone, Debug, PartialEq)]
pub enum Grouping {
    /// An expression.
    Expr(Expr),
    /// ROLLUP (..)
    Rollup(Vec<Vec<Expr>>),
    /// CUBE (..)
    Cube(Vec<Vec<Expr>>),
    /// GROUPING SETS (..)
    Sets(Vec<Vec<Expr>>),
}

/// A window of the WINDOW clause.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedWindow {
    /// Its name.
    pub name: Name,
    /// Its definition.
    pub window: Window,
}

/// An item of ORDER BY.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderBy {
    /// The expression; `Constant::Integer` for a position.
    pub expr: Expr,
    /// Direction.
    pub order: Order,
    /// Where NULL stands; the server's default if not said.
    pub nulls: Option<Nulls>,
}

/// Direction of an order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Order {
    /// Small to great.
    #[default]
    Asc,
    /// Great to small.
    Desc,
}

/// Where NULL stands in an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Nulls {
    /// Before all values.
    First,
    /// After all values.
    Last,
}

/// A common table expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Cte {
    /// Its name.
    pub name: Name,
    /// Names of its columns.
    pub columns: Vec<Name>,
    /// Whether it may use itself.
    pub recursive: bool,
    /// MATERIALIZED or not; the server decides if not said.
    pub materialized: Option<Materialized>,
    /// A query, or a data-modifying statement with RETURNING.
    pub statement: Statement,
}

/// Whether a CTE is computed once, or merged into the statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Materialized {
    /// MATERIALIZED
    Materialized,
    /// NOT MATERIALIZED
    NotMaterialized,
}

/// FOR UPDATE and its kin.
#[derive(Clone, Debug, PartialEq)]
pub struct Lock {
    /// Which lock.
    pub strength: LockStrength,
    /// OF: the tables or aliases; all if empty.
    pub of: Vec<Qualifier>,
    /// What happens with rows that are locked by others.
    pub wait: LockWait,
}

/// Which row lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LockStrength {
    /// FOR UPDATE
    Update,
    /// FOR NO KEY UPDATE
    NoKeyUpdate,
    /// FOR SHARE
    Share,
    /// FOR KEY SHARE
    KeyShare,
}

/// What happens with rows that are locked by others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LockWait {
    /// Waits.
    #[default]
    Wait,
    /// Fails at once.
    NoWait,
    /// Leaves them out.
    SkipLocked,
}

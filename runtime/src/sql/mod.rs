//! Untyped SQL: the statement tree and the one place that turns it into text.
//!
//! Statements are plain data: they can be cloned, compared, printed and walked. Nothing here knows about
//! models, typed columns, connections or sessions. Types are checked above, in `query`.

mod expr;
mod from;
mod function;
mod operator;
mod select;
mod write;

pub use expr::{CaseArm, ColumnRef, Constant, Expr, Qualifier, RawPart, TypeName};
pub use from::{DerivedTable, From, FunctionTable, Join, JoinKind, TableName, TableRef};
pub use function::{Call, Frame, FrameBound, FrameExclusion, FrameUnit, Over, Window};
pub use operator::{BinaryOp, PostfixOp, Quantifier, UnaryOp};
pub use select::{
    Cte, Distinct, Grouping, Item, Lock, LockStrength, LockWait, Materialized, NamedWindow, Nulls, Order,
    OrderBy, Select, SelectBody, SelectCore, SetOperator,
};
pub use write::{
    Assignment, ConflictAction, ConflictTarget, Delete, Insert, InsertSource, Merge, MergeAction, MergeWhen,
    OnConflict, Overriding, Update,
};

/// A name as it appears in SQL, without quotes. The renderer quotes it.
pub type Name = std::borrow::Cow<'static, str>;

/// Any statement of PostgreSQL's data language.
#[derive(Clone, Debug, PartialEq)]
pub enum Statement {
    /// SELECT, a set operation, or VALUES.
    Select(Box<Select>),
    /// INSERT
    Insert(Box<Insert>),
    /// UPDATE
    Update(Box<Update>),
    /// DELETE
    Delete(Box<Delete>),
    /// MERGE
    Merge(Box<Merge>),
}

//! Untyped SQL: the statement tree and the one place that turns it into text.
//!
//! Statements are plain data: they can be cloned, compared, printed and walked. Nothing here knows about
//! models, typed columns, connections or sessions. Types are checked above, in `query`.

mod copy;
mod ddl;
mod expr;
mod from;
mod function;
mod items;
mod operator;
mod render;
mod select;
mod walk;
mod write;

pub use copy::{CopyIn, CopyOut};
pub use ddl::{
    ColumnSource, ColumnSpec, CommentOn, ConstraintRule, CreateIndex, CreateTable, Ddl, EnumPlace,
    ForeignKey, IndexPart, IndexPartTerm, KeyAction, TableConstraint, Timing,
};
pub use expr::{CaseArm, ColumnRef, Constant, Expr, Qualifier, RawPart, TypeName};
pub use from::{
    DerivedTable, From, FunctionTable, Join, JoinKind, RecordTable, SampledTable, TableName, TableRef,
};
pub use function::{Call, Frame, FrameBound, FrameExclusion, FrameUnit, Over, Window};
pub use items::{Columns, Items};
pub use operator::{BinaryOp, PostfixOp, Quantifier, SetOperator, Syntax, UnaryOp};
pub(crate) use render::quoted;
pub use render::{MAX_NAME, Rendered};
pub use select::{
    Cte, Distinct, Grouping, Item, Lock, LockStrength, LockWait, Materialized, NamedWindow, Nulls, Order,
    OrderBy, Select, SelectBody, SelectCore,
};
pub use walk::{Visitor, walk_call, walk_expr, walk_from, walk_select, walk_statement};
pub use write::{
    Assignment, ConflictAction, ConflictTarget, Delete, Insert, InsertSource, Merge, MergeAction, MergeMatch,
    MergeWhen, OnConflict, Overriding, Update,
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
    /// SQL text of the user's, with expressions in between.
    Raw(Vec<RawPart>),
}

//! Typed builders over the untyped tree of [`sql`](crate::sql), checked while the program compiles.
//!
//! A statement's type says what it selects and which tables it reads, nothing else: `Select<Items, From>`.
//! Its text is plain data underneath. Nothing here talks to a server.

pub(crate) mod arity;
mod bulk;
mod column;
mod condition;
mod conflict;
mod expr;
mod fits;
mod identity;
mod insert;
mod item;
mod join;
mod keyset;
mod kind;
mod lock;
mod merge;
mod nullness;
mod operand;
mod operators;
mod order;
mod outer;
mod projection;
mod relation;
mod returning;
mod row;
mod scope;
mod select;
mod set_operation;
mod statement;
mod table;
mod update;
mod uses;

pub use column::Column;
pub use condition::{Condition, Predicate, all_of, any_of, not};
pub use conflict::{OnConflict, Upsert, excluded, was_inserted};
pub use expr::{Aggregate, Expr, Expression, value};
pub use fits::{ColumnList, Fits, Tuple};
pub use identity::{FirstTime, Fresh, N, Same, SameTail};
pub use insert::{Insert, InsertColumns, InsertInto, New, NewRow, insert};
#[doc(hidden)]
pub use item::push_model;
pub use item::{Exprs, Item, ModelRow, Selectable, Shape};
pub use join::{JoinTarget, On};
pub use keyset::{KeyOrders, KeyValues, Keyset, PageAfter, UsesNull, keyset};
pub use kind::{Aggregated, Constant, GroupingOf, Kind, Mix, Mixed, Plain};
pub use lock::{Lock, for_key_share, for_no_key_update, for_share, for_update};
pub use merge::{Merge, MergeInto, MergeSet, merge_into};
pub use nullness::{No, NullFits, NullIn, Nullness, Yes};
pub use operand::{Assign, ByOperand, ByOption, InList, Listed, Literal, Operand};
pub(crate) use operators::exists_raw;
pub use operators::{Arithmetic, OneColumn, Subquery, array, exists};
pub use order::{Ordered, Orders, position};
pub use outer::{NothingOuter, Outer};
pub use projection::{Defined, Field, FlatProjection, IntoRow, Key, KeyRow, Maybe, Projection, optional};
#[doc(hidden)]
pub use projection::{define_cte, define_derived, define_lateral, define_recursive, define_values, push_key};
pub use relation::{Many, One, Relation};
pub use returning::Returning;
pub use row::Row;
pub use scope::{
    Closed, Correlated, Grouped, Here, Joined, LeftJoined, NoTable, Only, OpenScope, Optional, Present,
    Reads, There, Within,
};
pub use select::{NoLoad, Select, select};
pub use set_operation::SameRow;
pub use statement::{Executable, RunsOnCore, Statement};
pub use table::{First, FirstIs, ModelTable, NamedColumns, OrElse, Root, Source, Table, Tabular};
#[doc(hidden)]
pub use table::{model_qualifier, table_source};
pub use update::{Delete, Filtered, Unfiltered, Update, delete, update};
pub use uses::{Agg, NotNull, Of, Windowed};

#[cfg(test)]
mod tests;

//! Typed builders over the untyped tree of [`sql`](crate::sql), checked while the program compiles.
//!
//! A statement's type says what it selects and which tables it reads, nothing else: `Select<Items, From>`.
//! Its text is plain data underneath. Nothing here talks to a server.

mod aggregate;
mod argument;
pub(crate) mod arity;
pub(crate) mod blocks;
mod bulk;
mod case;
mod choice;
mod column;
mod condition;
mod conflict;
mod expr;
mod fill;
mod fits;
pub(crate) mod function;
mod grouping_sets;
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
mod per_row;
mod placed;
mod projection;
mod quiet;
mod relation;
mod returning;
mod row;
mod row_value;
mod scope;
mod select;
mod set_operation;
mod statement;
mod table;
mod update;
mod uses;
mod window;
mod with;

pub use aggregate::{
    Averaged, BitString, Extreme, Fraction, Hypothetical, Interpolated, Mode, OfValues, Percentile,
    PercentileDisc, Spread, Summable, array_agg, array_agg_nullable, avg, bit_and, bit_or, bit_xor, bool_and,
    bool_or, corr, count, count_all, covar_pop, covar_samp, cume_dist_of, dense_rank_of, every, grouping,
    max, min, mode, percent_rank_of, percentile_cont, percentile_disc, rank_of, regr_avgx, regr_avgy,
    regr_count, regr_intercept, regr_r2, regr_slope, regr_sxx, regr_sxy, regr_syy, stddev, stddev_pop,
    stddev_samp, string_agg, sum, var_pop, var_samp, variance,
};
#[cfg(feature = "json")]
pub use aggregate::{jsonb_agg, jsonb_object_agg};
pub use argument::{Argument, Arguments, Typed};
pub(crate) use arity::for_tuples;
pub use case::{Case, CaseStart, SimpleCase, SimpleCaseStart, case, case_of};
pub use choice::{Alternatives, ByTuple, coalesce, greatest, least, null, nullif};
pub use column::Column;
pub use condition::{Condition, Predicate, all_of, any_of, not};
pub use conflict::{Excluded, OnConflict, Upsert, excluded, was_inserted};
pub use expr::{Aggregate, Expr, Expression, value};
pub use fits::{ColumnList, Fits, FitsColumns, IsTable, Nullable, OneOf, RowFor, Tuple};
pub use function::JsonSource;
pub use function::{Function, Raw, function, raw};
#[doc(hidden)]
pub use function::{named_call, whole_row};
pub use grouping_sets::{GroupingSet, GroupingSets};
pub use identity::{FirstTime, Fresh, Id, N, Same, SameTail};
pub use insert::{Insert, InsertColumns, InsertInto, New, NewRow, insert};
#[doc(hidden)]
pub use item::push_model;
pub use item::{Exprs, Item, ModelRow, Selectable, Shape};
pub use join::{AliasOf, AnyJoin, Borrowed, FromTarget, Independent, JoinTarget, Joinable, On};
pub use keyset::{KeyOrders, KeyValues, Keyset, PageAfter, UsesNull, keyset};
pub use kind::{Aggregated, Constant, GroupingOf, Having, HavingOf, Kind, Mixed, Plain, SortsBy};
pub use lock::{
    AlwaysThere, Lock, Lockable, SingleRows, for_key_share, for_no_key_update, for_share, for_update,
};
pub use merge::{Merge, MergeInto, MergeSet, merge_into};
pub use nullness::{MayBeNull, No, NullFits, NullIn, NullOf, Nullness, Yes};
pub use operand::{Assign, ByOperand, ByOption, InList, Listed, Literal, Operand};
pub(crate) use operators::exists_raw;
pub use operators::{
    Arithmetic, ArrayOperand, ArrayType, AsRange, AsValue, CastTo, InRange, Inner, ListQuery, ManyOf,
    MinusTime, NetworkType, Newtype, OneColumn, PlusTime, SliceRange, Subquery, array, exists,
};
#[cfg(feature = "json")]
pub use operators::{JsonKey, JsonType};
pub use order::{Ordered, OrderedIn, Orders, position};
pub use outer::{NothingOuter, Outer};
pub use per_row::{
    Computes, EachGroup, EachKey, EachRow, NoneOf, PerGroup, PerKey, PerRow, TakesAggregates, TakesSets,
    TakesWindows,
};
pub use placed::{Define, Placed, RawTable};
pub use projection::{
    Defined, FieldOf, Filled, Fills, FlatProjection, IntoRow, Key, KeyRow, Maybe, Projection, optional,
};
#[doc(hidden)]
pub use projection::{define_cte, define_derived, define_lateral, define_recursive, define_values, push_key};
pub use quiet::Quiet;
pub use relation::{Many, One, Relation};
pub use returning::Returning;
pub use row::Row;
pub use row_value::{RowColumns, RowList, RowOperand, RowParts, RowValue, row};
pub use scope::{
    Closed, Correlated, Found, Grouped, Here, Joined, LeftJoined, NoTable, OneGroup, Only, OpenScope,
    Optional, Present, Reads, There, Within, Written,
};
pub use select::{KeepsRow, NoLoad, Rooted, Select, select};
pub use set_operation::SameRow;
pub use statement::{Effect, Executable, Gives, HasCondition, Rows, RunsOnCore, Settles, Statement};
pub use table::{First, FirstIs, ModelTable, NamedColumns, OrElse, Root, Source, Table, TableName, Tabular};
#[doc(hidden)]
pub use table::{model_qualifier, table_source};
pub use update::{Delete, Filtered, Unfiltered, Update, delete, update};
pub use uses::{
    Agg, AllRows, Distinct, InGroups, NotNull, NullIfAll, Of, SetOf, Sorted, Windowed, WithinGroup,
};
pub use window::{
    Bounds, Edge, FrameOf, HasOrder, HasWindow, InOrder, NamedWindow, NoOffset, NoOrder, RangeKey, Shift,
    TakesFilter, Window, WindowFunction, WindowSpec, cume_dist, current_row, dense_rank, first_value,
    following, lag, last_value, lead, nth_value, ntile, percent_rank, preceding, rank, row_number, window,
};

#[cfg(test)]
mod tests;

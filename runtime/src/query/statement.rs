//! Statements that give rows.

use crate::query::{
    Closed, GroupingOf, Item, Kind, NoLoad, NothingOuter, OpenScope, Outer, Row, Select, Shape,
};
use crate::sql;

/// A statement that gives rows: a SELECT, or INSERT, UPDATE and DELETE after `.returning(..)`.
#[diagnostic::on_unimplemented(
    message = "this statement gives no rows",
    label = "`{Self}` gives no rows",
    note = "run it with `execute`, or let it give rows: `.returning(..)`"
)]
pub trait Statement<At> {
    /// What one row gives.
    type Row: Row;
    /// Its loader options.
    type Loads;
    /// The statement, and its loader options.
    #[doc(hidden)]
    fn into_parts(self) -> (sql::Statement, Self::Loads);
}

/// Loader options that a Core connection can run: none.
#[diagnostic::on_unimplemented(
    message = "a statement with loader options (`.load(..)`) runs on a session, not on a connection",
    label = "has loader options",
    note = "a connection gives plain values: leave `.load(..)` out, or run the statement on `engine.session()`"
)]
pub trait RunsOnCore {}

impl RunsOnCore for NoLoad {}

// Not hidden: the error must narrow from the statement to what is wrong in it.
impl<It, F, L, At, K> Statement<(At, K)> for Select<It, F, L>
where
    It: Shape + Item<F, At, Kind: Kind<Kind = K>>,
    F: OpenScope + GroupingOf<K> + Outer<Uses: NothingOuter>,
{
    type Row = It::Row;
    type Loads = L;

    fn into_parts(self) -> (sql::Statement, L) {
        (sql::Statement::Select(Box::new(self.query)), self.loads)
    }
}

#[diagnostic::do_not_recommend]
impl<R: Row + Shape, L> Statement<()> for Select<R, Closed, L> {
    type Row = R;
    type Loads = L;

    fn into_parts(self) -> (sql::Statement, L) {
        (sql::Statement::Select(Box::new(self.query)), self.loads)
    }
}

/// A statement that is run for its effect: INSERT, UPDATE and DELETE without `.returning(..)`, MERGE.
#[diagnostic::on_unimplemented(
    message = "this statement cannot be executed: `{Self}`",
    label = "not an INSERT, and not an UPDATE or DELETE with a condition",
    note = "an UPDATE or DELETE needs `.filter(..)`, or `.all_rows()` for the whole table; statements that give rows are run with `all`, `one`, `first` or `stream`"
)]
pub trait Executable {
    /// The statement.
    #[doc(hidden)]
    fn into_executable(self) -> sql::Statement;
}

//! Statements that give rows.

use crate::query::{Closed, GroupingOf, Item, NoLoad, NothingOuter, OpenScope, Outer, Row, Select, Shape};
use crate::sql;

/// A statement that gives rows: a SELECT, or INSERT, UPDATE and DELETE after `.returning(..)`.
///
/// `At` is found by the compiler.
#[diagnostic::on_unimplemented(
    message = "this statement gives no rows",
    label = "`{Self}` gives no rows",
    note = "run it with `execute`, or let it give rows: `.returning(..)`; the rows of a model are `select(User)`"
)]
pub trait Statement<At>: Rows {
    /// What one row gives.
    type Row: Row;
}

/// The parts of a statement that gives rows.
///
/// It holds whatever the items are; [`Statement`] holds if they can be selected from the tables as well.
#[diagnostic::on_unimplemented(
    message = "this statement gives no rows",
    label = "`{Self}` gives no rows",
    note = "run it with `execute`, or let it give rows: `.returning(..)`; the rows of a model are `select(User)`"
)]
pub trait Rows {
    /// The selected items.
    type Items;
    /// The tables that are read.
    type Scope;
    /// Its loader options.
    type Loads;
    /// The statement, and its loader options.
    #[doc(hidden)]
    fn into_parts(self) -> (sql::Statement, Self::Loads);
}

#[diagnostic::do_not_recommend]
impl<It: Shape, F, L> Rows for Select<It, F, L> {
    type Items = It;
    type Scope = F;
    type Loads = L;

    fn into_parts(self) -> (sql::Statement, L) {
        (sql::Statement::Select(Box::new(self.query)), self.loads)
    }
}

// For every type, and not once for each statement: the error is the condition that does not hold then, and the
// compiler does not list the statements.
impl<Q: Rows, At> Statement<At> for Q
where
    Q::Scope: Settles<Q::Items, At>,
{
    type Row = <Q::Scope as Settles<Q::Items, At>>::Row;
}

/// A scope in which the items `It` give rows, perhaps inside another statement.
pub trait Gives<It, At> {
    /// What one row gives.
    type Row: Row;
}

impl<F, It, At, K> Gives<It, (At, K)> for F
where
    F: OpenScope + GroupingOf<K>,
    It: Item<F, At, Kind = K>,
{
    type Row = It::Row;
}

#[diagnostic::do_not_recommend]
impl<R: Row> Gives<R, ()> for Closed {
    type Row = R;
}

/// A scope in which the items `It` give rows by themselves, with nothing borrowed from a statement around.
pub trait Settles<It, At> {
    /// What one row gives.
    type Row: Row;
}

impl<F, It, At, K> Settles<It, (At, K)> for F
where
    F: OpenScope + GroupingOf<K> + Outer<Uses: NothingOuter>,
    It: Item<F, At, Kind = K>,
{
    type Row = It::Row;
}

#[diagnostic::do_not_recommend]
impl<R: Row> Settles<R, ()> for Closed {
    type Row = R;
}

/// Loader options that a Core connection can run: none.
#[diagnostic::on_unimplemented(
    message = "a statement with loader options (`.load(..)`) runs on a session, not on a connection",
    label = "has loader options",
    note = "a connection gives plain values: leave `.load(..)` out, or run the statement on `engine.session()`"
)]
pub trait RunsOnCore {}

#[diagnostic::do_not_recommend]
impl RunsOnCore for NoLoad {}

/// A statement that is run for its effect: INSERT, UPDATE and DELETE without `.returning(..)`, MERGE.
#[diagnostic::on_unimplemented(
    message = "this statement cannot be executed: `{Self}`",
    label = "not a complete INSERT, UPDATE, DELETE or MERGE",
    note = "statements that give rows are run with `all`, `one`, `first` or `stream`; an INSERT needs its rows, `.values(..)`, ON CONFLICT what to do, `.do_nothing()` or `.do_update()..end()`"
)]
pub trait Effect {
    /// [`Filtered`](crate::query::Filtered), or not.
    type Condition;
    /// The statement.
    #[doc(hidden)]
    fn into_effect(self) -> sql::Statement;
}

/// An [`Effect`] that changes no more than was asked for.
#[diagnostic::on_unimplemented(
    message = "this statement cannot be executed: `{Self}`",
    label = "not a complete INSERT, UPDATE, DELETE or MERGE",
    note = "statements that give rows are run with `all`, `one`, `first` or `stream`; an INSERT needs its rows, `.values(..)`, ON CONFLICT what to do, `.do_nothing()` or `.do_update()..end()`"
)]
pub trait Executable: Effect {
    /// The statement.
    #[doc(hidden)]
    fn into_executable(self) -> sql::Statement;
}

impl<E: Effect<Condition: HasCondition>> Executable for E {
    fn into_executable(self) -> sql::Statement {
        self.into_effect()
    }
}

/// A condition was given, or `.all_rows()` was said.
#[diagnostic::on_unimplemented(
    message = "this UPDATE or DELETE has no condition",
    label = "would change all rows of the table",
    note = "say which rows: `.filter(..)`; or that all are meant: `.all_rows()`"
)]
pub trait HasCondition {}

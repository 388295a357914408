//! Subqueries as values and conditions.

use crate::query::with::inside;
use crate::query::{Expr, Gives, InList, NotNull, Outer, Quiet, Row, Select, Shape};
use crate::sql;
use crate::types::{ColumnType, Element, MaybeNull};

/// A row of one column.
#[diagnostic::on_unimplemented(
    message = "a subquery of one column of type `{T}` is expected, this one gives `{Self}`",
    label = "not one column of type `{T}`"
)]
pub trait OneColumn<T> {
    /// The uses `S`, marked if the column may be NULL: comparison with it may then give NULL, too.
    type Mark<S>;
}

#[diagnostic::do_not_recommend]
impl<T: ColumnType> OneColumn<T> for T {
    type Mark<S> = S;
}
#[diagnostic::do_not_recommend]
impl<T: ColumnType> OneColumn<T> for Option<T> {
    type Mark<S> = (S, MaybeNull);
}
#[diagnostic::do_not_recommend]
impl<T: ColumnType> OneColumn<Quiet> for Option<T> {
    type Mark<S> = S;
}

/// The type of the single column of a row.
#[diagnostic::on_unimplemented(
    message = "a scalar subquery selects one column, this one gives `{Self}`",
    label = "more than one column"
)]
pub trait Single {
    /// Its type, without `Option`.
    type Base: ColumnType;
}

#[diagnostic::do_not_recommend]
impl<T: ColumnType> Single for T {
    type Base = T;
}
#[diagnostic::do_not_recommend]
impl<T: ColumnType> Single for Option<T> {
    type Base = T;
}

/// A SELECT, which can stand inside another statement.
#[diagnostic::on_unimplemented(message = "`{Self}` cannot be a subquery", label = "not a SELECT")]
pub trait Subquery {
    /// The selected items.
    type Items;
    /// The tables that are read.
    type Scope;
    /// The query.
    #[doc(hidden)]
    fn into_query(self) -> sql::Select;
}

#[diagnostic::do_not_recommend]
impl<It: Shape, F, L> Subquery for Select<It, F, L> {
    type Items = It;
    type Scope = F;

    fn into_query(self) -> sql::Select {
        self.query
    }
}

/// A SELECT whose items fit its tables, inside another statement.
#[diagnostic::on_unimplemented(message = "`{Self}` cannot be a subquery", label = "not a SELECT")]
pub trait Inner<At>: Subquery {
    /// What one row gives.
    type Row: Row;
    /// What it uses of the statement around it.
    type Uses;
}

impl<Q, At> Inner<At> for Q
where
    Q: Subquery,
    Q::Scope: Gives<Q::Items, At> + Outer,
{
    type Row = <Q::Scope as Gives<Q::Items, At>>::Row;
    type Uses = <Q::Scope as Outer>::Uses;
}

/// `EXISTS (SELECT ..)`: the subquery gives at least one row.
pub fn exists<Q: Inner<At, Uses = U>, At, U>(query: Q) -> Expr<bool, NotNull<U>> {
    exists_raw(query.into_query())
}

pub(crate) fn exists_raw<S>(query: sql::Select) -> Expr<bool, NotNull<S>> {
    Expr::new(inside(query, sql::Expr::Exists))
}

/// `ARRAY(SELECT ..)`: the values of the subquery's one column.
pub fn array<Q, At, U, R, T>(query: Q) -> Expr<Vec<T>, NotNull<U>>
where
    Q: Inner<At, Row = R, Uses = U>,
    R: Single<Base = T>,
    T: Element,
    Vec<T>: ColumnType,
{
    Expr::new(inside(query.into_query(), sql::Expr::ArraySubquery))
}

impl<It: Shape, F: Outer, L> Select<It, F, L> {
    /// `(SELECT ..)` as a value: NULL if there is no row.
    pub fn scalar<T, At>(self) -> Expr<T, (F::Uses, MaybeNull)>
    where
        F: Gives<It, At, Row: Single<Base = T>>,
    {
        Expr::new(inside(self.query, sql::Expr::Subquery))
    }
}

/// A statement whose one column is a list of `T`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of `{T}`",
    label = "expected a list of `{T}`, or a statement that selects one column of that type",
    note = "a list is a `Vec`, a slice or an array; one value is compared with `.eq(..)`"
)]
pub trait ListQuery<T> {
    /// The selected items.
    type Items;
    /// The tables that are read.
    type Scope;
    /// The query.
    #[doc(hidden)]
    fn into_list_query(self) -> sql::Select;
}

#[diagnostic::do_not_recommend]
impl<It: Shape, F, L, T> ListQuery<T> for Select<It, F, L> {
    type Items = It;
    type Scope = F;

    fn into_list_query(self) -> sql::Select {
        self.query
    }
}

// For every type, and not for statements only: the error is the condition that does not hold then.
impl<Q, T: ColumnType, At, R> InList<T, (At, R)> for Q
where
    Q: ListQuery<T>,
    Q::Scope: Gives<Q::Items, At, Row = R> + Outer,
    R: OneColumn<T>,
{
    type Uses = R::Mark<<Q::Scope as Outer>::Uses>;

    fn into_test(self, expr: sql::Expr, negated: bool) -> sql::Expr {
        inside(self.into_list_query(), |query| sql::Expr::In { expr: Box::new(expr), query, negated })
    }
}

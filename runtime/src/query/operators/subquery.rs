//! Subqueries as values and conditions.

use crate::query::{Closed, Expr, InList, Item, NotNull, Outer, Select, Shape};
use crate::sql;
use crate::types::{ColumnType, Element, MaybeNull};

/// A statement that can stand inside another one.
#[diagnostic::on_unimplemented(message = "`{Self}` cannot be a subquery", label = "not a SELECT")]
pub trait Subquery {
    /// What it uses of the statement around it.
    type Outer;
    /// The query.
    #[doc(hidden)]
    fn into_query(self) -> sql::Select;
}

impl<It: Shape, F: Outer, L> Subquery for Select<It, F, L> {
    type Outer = F::Uses;

    fn into_query(self) -> sql::Select {
        self.query
    }
}

/// A row of one column.
#[diagnostic::on_unimplemented(
    message = "a scalar subquery selects one column, this one gives `{Self}`",
    label = "not one column of type `{T}`"
)]
pub trait OneColumn<T> {
    /// The uses `S`, marked if the column may be NULL: comparison with it may then give NULL, too.
    type Mark<S>;
}

impl<T: ColumnType> OneColumn<T> for T {
    type Mark<S> = S;
}
impl<T: ColumnType> OneColumn<T> for Option<T> {
    type Mark<S> = (S, MaybeNull);
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

impl<T: ColumnType> Single for T {
    type Base = T;
}
impl<T: ColumnType> Single for Option<T> {
    type Base = T;
}

/// `EXISTS (SELECT ..)`: the subquery gives at least one row.
pub fn exists<Q: Subquery<Outer = U>, U>(query: Q) -> Expr<bool, NotNull<U>> {
    exists_raw(query.into_query())
}

pub(crate) fn exists_raw<S>(query: sql::Select) -> Expr<bool, NotNull<S>> {
    Expr::new(sql::Expr::Exists(Box::new(query)))
}

/// `ARRAY(SELECT ..)`: the values of the subquery's one column.
pub fn array<It, F, L, At, R, T>(query: Select<It, F, L>) -> Expr<Vec<T>, NotNull<F::Uses>>
where
    It: Shape + Item<F, At, Row = R>,
    R: Single<Base = T>,
    F: Outer,
    T: Element,
    Vec<T>: ColumnType,
{
    Expr::new(sql::Expr::ArraySubquery(Box::new(query.query)))
}

impl<It: Shape, F: Outer, L> Select<It, F, L> {
    /// `(SELECT ..)` as a value: NULL if there is no row.
    pub fn scalar<At, R, T>(self) -> Expr<T, (F::Uses, MaybeNull)>
    where
        It: Item<F, At, Row = R>,
        R: Single<Base = T>,
        T: ColumnType,
    {
        Expr::new(sql::Expr::Subquery(Box::new(self.query)))
    }
}

#[diagnostic::do_not_recommend]
impl<It, F, L, At, T: ColumnType, R> InList<T, (At, R)> for Select<It, F, L>
where
    It: Shape + Item<F, At, Row = R>,
    R: OneColumn<T>,
    F: Outer,
{
    type Uses = R::Mark<F::Uses>;

    fn into_test(self, expr: sql::Expr, negated: bool) -> sql::Expr {
        sql::Expr::In { expr: Box::new(expr), query: Box::new(self.query), negated }
    }
}

#[diagnostic::do_not_recommend]
impl<R: Shape + OneColumn<T>, L, T: ColumnType> InList<T, Closed> for Select<R, Closed, L> {
    type Uses = ();

    fn into_test(self, expr: sql::Expr, negated: bool) -> sql::Expr {
        sql::Expr::In { expr: Box::new(expr), query: Box::new(self.query), negated }
    }
}

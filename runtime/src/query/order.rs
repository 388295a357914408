//! ORDER BY.

use std::marker::PhantomData;

use crate::query::arity::for_tuples;
use crate::query::{
    Aggregate, Closed, Column, Expr, Expression, Exprs, NullIn, Of, OpenScope, SortsBy, Tabular,
};
use crate::sql;
use crate::types::{ColumnType, Value};

/// An expression of type `T` with a direction.
#[derive(Clone, Debug)]
pub struct Ordered<S, T = ()> {
    pub(crate) order: sql::OrderBy,
    marker: PhantomData<fn() -> (S, T)>,
}

impl<S, T> Ordered<S, T> {
    pub(crate) fn new(expr: sql::Expr, order: sql::Order) -> Self {
        Ordered { order: sql::OrderBy { expr, order, nulls: None }, marker: PhantomData }
    }

    /// `NULLS FIRST`
    #[must_use]
    pub fn nulls_first(mut self) -> Self {
        self.order.nulls = Some(sql::Nulls::First);
        self
    }

    /// `NULLS LAST`
    #[must_use]
    pub fn nulls_last(mut self) -> Self {
        self.order.nulls = Some(sql::Nulls::Last);
        self
    }

    /// Changes the direction if `descending`, for orders chosen while the program runs.
    #[must_use]
    pub fn reversed_if(mut self, descending: bool) -> Self {
        if descending {
            self.order.order = match self.order.order {
                sql::Order::Asc => sql::Order::Desc,
                sql::Order::Desc => sql::Order::Asc,
            };
        }
        self
    }
}

/// The n-th selected item, counted from 1: `ORDER BY 1`, `GROUP BY 1`.
///
/// An expression with values in it is grouped by its position: written a second time, it would have parameters of
/// its own, and the server cannot know that they are the same.
#[must_use]
pub fn position(n: u16) -> Ordered<()> {
    Ordered::new(sql::Expr::Constant(sql::Constant::Integer(n.into())), sql::Order::Asc)
}

impl Ordered<()> {
    /// Great to small, for [`position`].
    #[must_use]
    pub fn desc(mut self) -> Self {
        self.order.order = sql::Order::Desc;
        self
    }
}

#[diagnostic::do_not_recommend]
impl Exprs for Ordered<()> {
    type Uses = ();

    fn push_exprs(self, out: &mut Vec<sql::Expr>) {
        out.push(self.order.expr);
    }
}

/// What `order_by` takes: columns and expressions (small to great), or `.asc()` and `.desc()` of them, or a
/// tuple, or a `Vec` of [`Ordered`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an order",
    label = "no column, expression or `.asc()`/`.desc()` of one"
)]
pub trait Orders {
    /// The tables used.
    type Uses;
    /// Appends the items.
    #[doc(hidden)]
    fn push_orders(self, out: &mut Vec<sql::OrderBy>);
}

/// Uses of an order that the scope `F` allows: tables that it reads; none in a finished statement.
#[diagnostic::on_unimplemented(
    message = "this statement is finished",
    label = "comes too late",
    note = "order before `.finish()`, and before UNION and its kin; a finished statement is ordered by position, `.order_by(position(1))`, or becomes a table by `table!`"
)]
pub trait OrderedIn<F, At> {}

impl<F, S, At, K> OrderedIn<F, (At, K)> for S
where
    F: OpenScope + SortsBy<K>,
    S: NullIn<F, At, Kind = K>,
{
}
#[diagnostic::do_not_recommend]
impl OrderedIn<Closed, ()> for () {}
#[diagnostic::do_not_recommend]
impl<A: OrderedIn<Closed, I>, B: OrderedIn<Closed, J>, I, J> OrderedIn<Closed, (I, J)> for (A, B) {}

fn push(out: &mut Vec<sql::OrderBy>, expr: sql::Expr) {
    out.push(sql::OrderBy { expr, order: sql::Order::Asc, nulls: None });
}

#[diagnostic::do_not_recommend]
impl<S, T> Orders for Ordered<S, T> {
    type Uses = S;

    fn push_orders(self, out: &mut Vec<sql::OrderBy>) {
        out.push(self.order);
    }
}

#[diagnostic::do_not_recommend]
impl<S, T> Orders for Vec<Ordered<S, T>> {
    type Uses = S;

    fn push_orders(self, out: &mut Vec<sql::OrderBy>) {
        out.extend(self.into_iter().map(|ordered| ordered.order));
    }
}

#[diagnostic::do_not_recommend]
impl<M: Tabular, V: Value> Orders for Column<M, V> {
    type Uses = Of<M>;

    fn push_orders(self, out: &mut Vec<sql::OrderBy>) {
        push(out, self.expr());
    }
}

#[diagnostic::do_not_recommend]
impl<T: ColumnType, S> Orders for Expr<T, S> {
    type Uses = S;

    fn push_orders(self, out: &mut Vec<sql::OrderBy>) {
        push(out, self.into_node());
    }
}

#[diagnostic::do_not_recommend]
impl<T: ColumnType, S> Orders for Aggregate<T, S> {
    type Uses = S;

    fn push_orders(self, out: &mut Vec<sql::OrderBy>) {
        push(out, self.into_expr());
    }
}

macro_rules! nest {
    ($one:ty) => { $one };
    ($one:ty, $($more:ty),+) => { ($one, nest!($($more),+)) };
}

macro_rules! tuples {
    ($(($name:ident $at:ident))*) => {
        #[diagnostic::do_not_recommend]
        impl<$($name: Orders),*> Orders for ($($name,)*) {
            type Uses = nest!($($name::Uses),*);

            #[allow(non_snake_case, reason = "one name for type and value")]
            fn push_orders(self, out: &mut Vec<sql::OrderBy>) {
                let ($($name,)*) = self;
                $($name.push_orders(out);)*
            }
        }
    };
}

for_tuples!(tuples);

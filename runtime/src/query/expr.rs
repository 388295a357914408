//! The typed skin over [`sql::Expr`].

use std::fmt;
use std::marker::PhantomData;

use crate::query::{Column, Literal, Of, Tabular};
use crate::sql;
use crate::types::{ColumnType, Value};

/// An expression of type `T` (never an `Option`) that uses the tables in `S`.
pub struct Expr<T, S> {
    node: sql::Expr,
    marker: PhantomData<fn() -> (T, S)>,
}

/// An aggregate of type `T` over the tables in `S`: it can be filtered, made distinct, ordered, and spread
/// over a window.
pub struct Aggregate<T, S> {
    pub(crate) call: sql::Call,
    marker: PhantomData<fn() -> (T, S)>,
}

/// What may stand where an expression is asked for: a column, an expression, an aggregate.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an expression",
    label = "not a column, expression or aggregate",
    note = "a plain value becomes an expression with `value(..)`"
)]
pub trait Expression {
    /// The type without `Option`.
    type Base: ColumnType;
    /// The tables used.
    type Uses;
    /// The untyped expression.
    #[doc(hidden)]
    fn into_expr(self) -> sql::Expr;
}

impl<T, S> Expr<T, S> {
    /// Gives an untyped expression its type. The caller vouches for it.
    #[doc(hidden)]
    #[must_use]
    pub fn new(node: sql::Expr) -> Self {
        Expr { node, marker: PhantomData }
    }

    /// The untyped expression.
    #[must_use]
    pub fn node(&self) -> &sql::Expr {
        &self.node
    }

    /// The untyped expression.
    #[must_use]
    pub fn into_node(self) -> sql::Expr {
        self.node
    }
}

impl<T, S> Aggregate<T, S> {
    /// Gives an untyped call its type. The caller vouches for it.
    #[doc(hidden)]
    #[must_use]
    pub fn new(call: sql::Call) -> Self {
        Aggregate { call, marker: PhantomData }
    }

    /// An aggregate of one name over these arguments.
    #[doc(hidden)]
    #[must_use]
    pub fn of(name: &'static str, args: Vec<sql::Expr>) -> Self {
        Aggregate::new(sql::Call::new(name, args))
    }
}

impl<M: Tabular, V: Value> Expression for Column<M, V> {
    type Base = V::Base;
    type Uses = V::Mark<Of<M>>;

    fn into_expr(self) -> sql::Expr {
        self.expr()
    }
}

impl<T: ColumnType, S> Expression for Expr<T, S> {
    type Base = T;
    type Uses = S;

    fn into_expr(self) -> sql::Expr {
        self.node
    }
}

impl<T: ColumnType, S> Expression for Aggregate<T, S> {
    type Base = T;
    type Uses = S;

    fn into_expr(self) -> sql::Expr {
        sql::Expr::Call(Box::new(self.call))
    }
}

/// A value as an expression: `$1`.
///
/// Only needed where nothing else says the type: as an item, or as the first arm of a CASE.
#[must_use]
pub fn value<L: Literal<Base = T>, T>(value: L) -> Expr<T, ()> {
    Expr::new(crate::query::operand::typed_param(value.into_param()))
}

impl<T, S> Clone for Expr<T, S> {
    fn clone(&self) -> Self {
        Expr::new(self.node.clone())
    }
}

impl<T, S> Clone for Aggregate<T, S> {
    fn clone(&self) -> Self {
        Aggregate::new(self.call.clone())
    }
}

impl<T, S> fmt::Debug for Expr<T, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.node, f)
    }
}

impl<T, S> fmt::Debug for Aggregate<T, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.call, f)
    }
}

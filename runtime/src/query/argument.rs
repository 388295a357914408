//! What functions take: values, columns and expressions, one by one or as a tuple.

use crate::query::arity::for_tuples;
use crate::query::{Aggregate, Column, Expr, Of, Operand, Tabular};
use crate::sql;
use crate::types::{ColumnType, Param, Value};

/// What a function takes where its SQL type is that of `T`: a value, a column, an expression, an aggregate.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value of type `{T}`",
    label = "expected `{T}`, or a column or expression of type `{T}`",
    note = "to give a value of another type, `.cast::<{T}>()` it"
)]
pub trait Argument<T> {
    /// The tables used.
    type Uses;
    /// The untyped expression.
    #[doc(hidden)]
    fn into_argument(self) -> sql::Expr;
}

// Hidden, so that the error speaks of arguments and not of operators.
#[diagnostic::do_not_recommend]
impl<T, O: Operand<T>> Argument<T> for O {
    type Uses = O::Uses;

    fn into_argument(self) -> sql::Expr {
        self.into_operand()
    }
}

/// What says its type by itself: a value, a column, an expression, an aggregate.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value, a column or an expression",
    label = "has no PostgreSQL type",
    note = "for an `Option` say what NULL means: `coalesce(..)`, `null::<T>()`, or leave it out"
)]
pub trait Typed {
    /// The type without `Option`.
    type Base: ColumnType;
    /// The tables used.
    type Uses;
    /// The untyped expression.
    #[doc(hidden)]
    fn into_typed(self) -> sql::Expr;
}

#[diagnostic::do_not_recommend]
impl<T: ColumnType> Typed for T {
    type Base = T;
    type Uses = ();

    fn into_typed(self) -> sql::Expr {
        sql::Expr::Param(Param::new(&self))
    }
}

#[diagnostic::do_not_recommend]
impl Typed for &str {
    type Base = String;
    type Uses = ();

    fn into_typed(self) -> sql::Expr {
        sql::Expr::Param(Param::new(&self.to_owned()))
    }
}

#[diagnostic::do_not_recommend]
impl<M: Tabular, V: Value> Typed for Column<M, V> {
    type Base = V::Base;
    type Uses = V::Mark<Of<M>>;

    fn into_typed(self) -> sql::Expr {
        self.expr()
    }
}

#[diagnostic::do_not_recommend]
impl<T: ColumnType, S> Typed for Expr<T, S> {
    type Base = T;
    type Uses = S;

    fn into_typed(self) -> sql::Expr {
        self.into_node()
    }
}

#[diagnostic::do_not_recommend]
impl<T: ColumnType, S> Typed for Aggregate<T, S> {
    type Base = T;
    type Uses = S;

    fn into_typed(self) -> sql::Expr {
        sql::Expr::Call(Box::new(self.call))
    }
}

/// The arguments of a function or a fragment that no type describes: a tuple of values, columns and
/// expressions, each with a type of its own.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a tuple of values, columns and expressions",
    label = "not a tuple of arguments",
    note = "one argument is a tuple, too: `(User::email,)`; none is `()`"
)]
pub trait Arguments {
    /// The tables used.
    type Uses;
    /// Appends the untyped expressions.
    #[doc(hidden)]
    fn push_arguments(self, out: &mut Vec<sql::Expr>);
}

#[diagnostic::do_not_recommend]
impl Arguments for () {
    type Uses = ();

    fn push_arguments(self, _: &mut Vec<sql::Expr>) {}
}

/// Pairs the uses of a tuple from the left.
macro_rules! nest {
    ($one:ty) => { $one };
    ($one:ty, $($more:ty),+) => { ($one, nest!($($more),+)) };
}

macro_rules! tuples {
    ($(($name:ident $at:ident))*) => {
        #[diagnostic::do_not_recommend]
        impl<$($name: Typed),*> Arguments for ($($name,)*) {
            type Uses = nest!($($name::Uses),*);

            #[allow(non_snake_case, reason = "one name for type and value")]
            fn push_arguments(self, out: &mut Vec<sql::Expr>) {
                let ($($name,)*) = self;
                $(out.push($name.into_typed());)*
            }
        }
    };
}

for_tuples!(tuples);

/// The untyped expressions of a tuple.
pub(crate) fn list<A: Arguments>(arguments: A) -> Vec<sql::Expr> {
    let mut out = Vec::new();
    arguments.push_arguments(&mut out);
    out
}

/// A call of a function of PostgreSQL.
pub(crate) fn call<T, S>(name: &'static str, args: Vec<sql::Expr>) -> Expr<T, S> {
    Expr::new(sql::Expr::Call(Box::new(sql::Call::new(name, args))))
}

/// A text that the program fixes, written into the statement: names of fields, keys, configurations.
pub(crate) fn word(text: &'static str) -> sql::Expr {
    sql::Expr::Constant(sql::Constant::Text(text.into()))
}

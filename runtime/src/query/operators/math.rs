//! Numbers.

use std::ops::{Add, Div, Mul, Neg, Rem, Sub};

use crate::query::operators::{binary, for_type};
use crate::query::{Aggregate, Column, Expr, Expression, Of, Operand, Tabular};
use crate::sql::{self, BinaryOp, UnaryOp};
use crate::types::{ColumnType, MaybeNull, Value};

/// A type that can be calculated with.
#[diagnostic::on_unimplemented(message = "`{Self}` is not a number", label = "cannot be calculated with")]
pub trait Arithmetic: ColumnType {}

impl Arithmetic for i16 {}
impl Arithmetic for i32 {}
impl Arithmetic for i64 {}
impl Arithmetic for f32 {}
impl Arithmetic for f64 {}
#[cfg(feature = "decimal")]
impl Arithmetic for rust_decimal::Decimal {}

macro_rules! arithmetic {
    ($($trait:ident $method:ident $op:ident;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<M: Tabular, V: Value<Base: Arithmetic>, R: Operand<V::Base>> $trait<R> for Column<M, V> {
            type Output = Expr<V::Base, (V::Mark<Of<M>>, R::Uses)>;

            fn $method(self, other: R) -> Self::Output {
                binary(self.expr(), BinaryOp::$op, other.into_operand())
            }
        }

        #[diagnostic::do_not_recommend]
        impl<T: Arithmetic, S, R: Operand<T>> $trait<R> for Expr<T, S> {
            type Output = Expr<T, (S, R::Uses)>;

            fn $method(self, other: R) -> Self::Output {
                binary(self.into_node(), BinaryOp::$op, other.into_operand())
            }
        }

        #[diagnostic::do_not_recommend]
        impl<T: Arithmetic, S, R: Operand<T>> $trait<R> for Aggregate<T, S> {
            type Output = Expr<T, (S, R::Uses)>;

            fn $method(self, other: R) -> Self::Output {
                binary(self.into_expr(), BinaryOp::$op, other.into_operand())
            }
        }
    )*};
}

arithmetic! {
    Add add Add;
    Sub sub Sub;
    Mul mul Mul;
    Div div Div;
    Rem rem Rem;
}

macro_rules! negation {
    ($([$($generics:tt)*] $self:ty, $base:ty, $uses:ty;)*) => {$(
        impl<$($generics)*> Neg for $self {
            type Output = Expr<$base, $uses>;

            fn neg(self) -> Self::Output {
                Expr::new(sql::Expr::unary(UnaryOp::Neg, self.into_expr()))
            }
        }
    )*};
}

negation! {
    [M: Tabular, V: Value<Base: Arithmetic>] Column<M, V>, V::Base, V::Mark<Of<M>>;
    [T: Arithmetic, S] Expr<T, S>, T, S;
    [T: Arithmetic, S] Aggregate<T, S>, T, S;
}

/// Writes `pow` for one type.
macro_rules! pow {
    ($($(#[$meta:meta])* $base:ty;)*) => {$(
        $(#[$meta])*
        const _: () = {
            macro_rules! methods {
                ($uses:ty) => {
                    /// `self ^ exponent`: the power
                    pub fn pow<R: Operand<$base, Uses = U>, U>(self, exponent: R) -> Expr<$base, ($uses, U)> {
                        binary(self.into_expr(), BinaryOp::Pow, exponent.into_operand())
                    }
                };
            }
            for_type!(methods, $base);
        };
    )*};
}

pow! {
    f64;
    #[cfg(feature = "decimal")] rust_decimal::Decimal;
}

//! The bits of integers: Rust's operators `&`, `|`, `^`, `<<`, `>>`, and a method for `~`.

use std::ops::{BitAnd, BitOr, BitXor, Shl, Shr};

use crate::query::operators::{binary, for_type};
use crate::query::{Aggregate, BitString, Column, Expr, Expression, Of, Operand, Tabular};
use crate::sql::{self, BinaryOp, UnaryOp};
use crate::types::{MaybeNull, Value};

macro_rules! operator {
    ($trait:ident $method:ident $op:ident, [$($generics:tt)*] $self:ty, $base:ty, $uses:ty, $right:ty) => {
        #[diagnostic::do_not_recommend]
        impl<$($generics)*, R: Operand<$right>> $trait<R> for $self {
            type Output = Expr<$base, ($uses, R::Uses)>;

            fn $method(self, other: R) -> Self::Output {
                binary(self.into_expr(), BinaryOp::$op, other.into_operand())
            }
        }
    };
}

macro_rules! operators {
    ($($trait:ident $method:ident $op:ident $($right:ty)?;)*) => {$(
        operators! { @right $trait $method $op [$($right)?] }
    )*};
    (@right $trait:ident $method:ident $op:ident []) => {
        operator! { $trait $method $op, [M: Tabular, V: Value<Base: BitString>] Column<M, V>, V::Base, V::Mark<Of<M>>, V::Base }
        operator! { $trait $method $op, [T: BitString, S] Expr<T, S>, T, S, T }
        operator! { $trait $method $op, [T: BitString, S] Aggregate<T, S>, T, S, T }
    };
    (@right $trait:ident $method:ident $op:ident [$right:ty]) => {
        operator! { $trait $method $op, [M: Tabular, V: Value<Base: BitString>] Column<M, V>, V::Base, V::Mark<Of<M>>, $right }
        operator! { $trait $method $op, [T: BitString, S] Expr<T, S>, T, S, $right }
        operator! { $trait $method $op, [T: BitString, S] Aggregate<T, S>, T, S, $right }
    };
}

operators! {
    BitAnd bitand BitAnd;
    BitOr bitor BitOr;
    BitXor bitxor BitXor;
    Shl shl ShiftLeft i32;
    Shr shr ShiftRight i32;
}

/// Writes `bit_not` for one integer type.
macro_rules! bit_not {
    ($($base:ty)*) => {$(
        const _: () = {
            macro_rules! methods {
                ($uses:ty) => {
                    /// `~ self`: all bits inverted
                    #[must_use]
                    pub fn bit_not(self) -> Expr<$base, $uses> {
                        Expr::new(sql::Expr::unary(UnaryOp::BitNot, self.into_expr()))
                    }
                };
            }
            for_type!(methods, $base);
        };
    )*};
}

bit_not! { i16 i32 i64 }

//! Conditions: AND, OR, NOT and the tests for TRUE, FALSE and NULL.
//!
//! `and` and `or` of expressions are in [`condition`](crate::query::Condition); here they are for columns and
//! aggregates, too, and the tests for all of them.

use crate::query::operators::for_type;
use crate::query::{Aggregate, Column, Condition, Expr, Expression, NotNull, Of, Tabular, not};
use crate::sql::{self, PostfixOp};
use crate::types::MaybeNull;

macro_rules! tests {
    ($uses:ty, $($(#[$doc:meta])* $name:ident $op:ident;)*) => {$(
        $(#[$doc])*
        pub fn $name(self) -> Expr<bool, NotNull<$uses>> {
            Expr::new(sql::Expr::postfix(self.into_expr(), PostfixOp::$op))
        }
    )*};
}

macro_rules! methods {
    ($uses:ty) => {
        tests! { $uses,
            /// `self IS TRUE`: holds, and is not NULL
            is_true IsTrue;
            /// `self IS NOT TRUE`: does not hold, or is NULL
            is_not_true IsNotTrue;
            /// `self IS FALSE`: does not hold, and is not NULL
            is_false IsFalse;
            /// `self IS NOT FALSE`: holds, or is NULL
            is_not_false IsNotFalse;
            /// `self IS UNKNOWN`: is NULL
            is_unknown IsUnknown;
            /// `self IS NOT UNKNOWN`: is not NULL
            is_not_unknown IsNotUnknown;
        }
    };
}

for_type!(methods, bool);

macro_rules! connect {
    ([$($generics:tt)*] $self:ty, $uses:ty) => {
        impl<$($generics)*> $self {
            /// `self AND other`
            pub fn and<C: Condition<Uses = U>, U>(self, other: C) -> Expr<bool, ($uses, U)> {
                Expr::<bool, $uses>::new(self.into_expr()).and(other)
            }

            /// `self OR other`
            pub fn or<C: Condition<Uses = U>, U>(self, other: C) -> Expr<bool, ($uses, U)> {
                Expr::<bool, $uses>::new(self.into_expr()).or(other)
            }
        }

        impl<$($generics)*> std::ops::Not for $self {
            type Output = Expr<bool, $uses>;

            fn not(self) -> Self::Output {
                not(self)
            }
        }
    };
}

connect! { [M: Tabular] Column<M, bool>, Of<M> }
connect! { [M: Tabular] Column<M, Option<bool>>, (Of<M>, MaybeNull) }
connect! { [S] Aggregate<bool, S>, S }

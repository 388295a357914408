//! Comparison, NULL tests, lists, ordering, casts: for all types.

use crate::query::operators::for_all;
use crate::query::{Aggregate, Column, Expr, Expression, InList, NotNull, Of, Operand, Ordered, Tabular};
use crate::sql::{self, BinaryOp, PostfixOp};
use crate::types::{ColumnType, Value};

/// `left op right` of any type.
pub(crate) fn binary<T, S>(left: sql::Expr, op: BinaryOp, right: sql::Expr) -> Expr<T, S> {
    Expr::new(sql::Expr::binary(left, op, right))
}

macro_rules! comparison {
    ($base:ty, $uses:ty, $($(#[$doc:meta])* $name:ident $op:ident;)*) => {$(
        $(#[$doc])*
        pub fn $name<R: Operand<$base, Uses = U>, U>(self, other: R) -> Expr<bool, ($uses, U)> {
            binary(self.into_expr(), BinaryOp::$op, other.into_operand())
        }
    )*};
}

macro_rules! between {
    ($base:ty, $uses:ty, $($(#[$doc:meta])* $name:ident $negated:literal $symmetric:literal;)*) => {$(
        $(#[$doc])*
        pub fn $name<A, B, U, W>(self, low: A, high: B) -> Expr<bool, ($uses, (U, W))>
        where
            A: Operand<$base, Uses = U>,
            B: Operand<$base, Uses = W>,
        {
            Expr::new(sql::Expr::Between {
                expr: Box::new(self.into_expr()),
                low: Box::new(low.into_operand()),
                high: Box::new(high.into_operand()),
                negated: $negated,
                symmetric: $symmetric,
            })
        }
    )*};
}

macro_rules! methods {
    ($base:ty, $uses:ty) => {
        comparison! { $base, $uses,
            /// `self = other`
            eq Eq;
            /// `self <> other`
            ne Ne;
            /// `self < other`
            lt Lt;
            /// `self <= other`
            le Le;
            /// `self > other`
            gt Gt;
            /// `self >= other`
            ge Ge;
        }

        /// `self IS DISTINCT FROM other`: differs, NULL being a value. Takes an `Option`, too.
        pub fn is_distinct_from<R, U, How>(self, other: R) -> Expr<bool, NotNull<($uses, U)>>
        where
            R: $crate::query::Assign<Option<$base>, How, Uses = U>,
        {
            binary(self.into_expr(), BinaryOp::IsDistinctFrom, other.into_assigned())
        }

        /// `self IS NOT DISTINCT FROM other`: equal, NULL being a value. Takes an `Option`, too.
        pub fn is_not_distinct_from<R, U, How>(self, other: R) -> Expr<bool, NotNull<($uses, U)>>
        where
            R: $crate::query::Assign<Option<$base>, How, Uses = U>,
        {
            binary(self.into_expr(), BinaryOp::IsNotDistinctFrom, other.into_assigned())
        }

        /// `self IS NULL`
        pub fn is_null(self) -> Expr<bool, NotNull<$uses>> {
            Expr::new(sql::Expr::postfix(self.into_expr(), PostfixOp::IsNull))
        }

        /// `self IS NOT NULL`
        pub fn is_not_null(self) -> Expr<bool, NotNull<$uses>> {
            Expr::new(sql::Expr::postfix(self.into_expr(), PostfixOp::IsNotNull))
        }

        between! { $base, $uses,
            /// `self BETWEEN low AND high`: both included
            between false false;
            /// `self NOT BETWEEN low AND high`
            not_between true false;
            /// `self BETWEEN SYMMETRIC a AND b`: both included, whichever is greater
            between_symmetric false true;
            /// `self NOT BETWEEN SYMMETRIC a AND b`
            not_between_symmetric true true;
        }

        /// `self = ANY ($1)`: one array parameter, however long the list; or `self IN (SELECT ..)`
        pub fn in_<L: InList<$base, At, Uses = U>, U, At>(self, list: L) -> Expr<bool, ($uses, U)> {
            Expr::new(list.into_test(self.into_expr(), false))
        }

        /// `self <> ALL ($1)`, or `self NOT IN (SELECT ..)`
        pub fn not_in<L: InList<$base, At, Uses = U>, U, At>(self, list: L) -> Expr<bool, ($uses, U)> {
            Expr::new(list.into_test(self.into_expr(), true))
        }

        /// Small to great.
        #[must_use]
        pub fn asc(self) -> Ordered<$uses, $base> {
            Ordered::new(self.into_expr(), sql::Order::Asc)
        }

        /// Great to small.
        #[must_use]
        pub fn desc(self) -> Ordered<$uses, $base> {
            Ordered::new(self.into_expr(), sql::Order::Desc)
        }

        /// `self::type`
        pub fn cast<Other: ColumnType>(self) -> Expr<Other, $uses> {
            Expr::new(sql::Expr::cast(self.into_expr(), Other::TYPE))
        }

        /// The same value, for places that may be NULL (a branch of a UNION).
        pub fn nullable(self) -> Expr<$base, ($uses, $crate::types::MaybeNull)> {
            Expr::new(self.into_expr())
        }

        /// The same value, which the caller knows never to be NULL. Reading it fails if it is.
        pub fn assume_not_null(self) -> Expr<$base, NotNull<$uses>> {
            Expr::new(self.into_expr())
        }
    };
}

for_all!(methods);

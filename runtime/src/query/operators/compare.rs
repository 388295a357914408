//! Comparison, NULL tests, lists, ordering, casts: for all types.

use crate::query::operators::for_all;
use crate::query::{Aggregate, Column, Expr, Expression, InList, NotNull, Of, Operand, Ordered, Tabular};
use crate::sql::{self, BinaryOp, PostfixOp};
use crate::types::{ColumnType, Value};

/// `left op right` of any type.
pub(crate) fn binary<T, S>(left: sql::Expr, op: BinaryOp, right: sql::Expr) -> Expr<T, S> {
    Expr::new(sql::Expr::binary(left, op, right))
}

/// A type that a value can be cast to: that of any column.
#[diagnostic::on_unimplemented(
    message = "no PostgreSQL type is known for `{Self}`",
    label = "no type to cast to",
    note = "cast to the Rust type of a column: i64, String, Decimal, ..; a type of your own implements `ColumnType`"
)]
pub trait CastTo: ColumnType {}

// Hidden, so that the error does not list all types of columns.
#[diagnostic::do_not_recommend]
impl<T: ColumnType> CastTo for T {}

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
        // Written out one by one: a macro for them would be quoted in every error about them.

        /// `self = other`
        pub fn eq<R: Operand<$base, Uses = U>, U>(self, other: R) -> Expr<bool, ($uses, U)> {
            binary(self.into_expr(), BinaryOp::Eq, other.into_operand())
        }

        /// `self <> other`
        pub fn ne<R: Operand<$base, Uses = U>, U>(self, other: R) -> Expr<bool, ($uses, U)> {
            binary(self.into_expr(), BinaryOp::Ne, other.into_operand())
        }

        /// `self < other`
        pub fn lt<R: Operand<$base, Uses = U>, U>(self, other: R) -> Expr<bool, ($uses, U)> {
            binary(self.into_expr(), BinaryOp::Lt, other.into_operand())
        }

        /// `self <= other`
        pub fn le<R: Operand<$base, Uses = U>, U>(self, other: R) -> Expr<bool, ($uses, U)> {
            binary(self.into_expr(), BinaryOp::Le, other.into_operand())
        }

        /// `self > other`
        pub fn gt<R: Operand<$base, Uses = U>, U>(self, other: R) -> Expr<bool, ($uses, U)> {
            binary(self.into_expr(), BinaryOp::Gt, other.into_operand())
        }

        /// `self >= other`
        pub fn ge<R: Operand<$base, Uses = U>, U>(self, other: R) -> Expr<bool, ($uses, U)> {
            binary(self.into_expr(), BinaryOp::Ge, other.into_operand())
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
        pub fn cast<Other: CastTo>(self) -> Expr<Other, $uses> {
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

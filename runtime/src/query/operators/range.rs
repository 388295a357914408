//! Ranges.

use crate::query::operators::binary;
use crate::query::{Aggregate, Argument, Column, Expr, Expression, Of, Tabular};
use crate::sql::BinaryOp;
use crate::types::{MaybeNull, Range, RangeElement};

/// What a range may hold: a value of its type, or another range.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be in a range of `{T}`",
    label = "expected a `{T}`, or a range of `{T}`"
)]
pub trait InRange<T, How> {
    /// The tables used.
    type Uses;
    /// The untyped expression.
    #[doc(hidden)]
    fn into_part(self) -> crate::sql::Expr;
}

/// A value of the range's type.
#[derive(Debug)]
pub struct AsValue;
/// A range.
#[derive(Debug)]
pub struct AsRange;

#[diagnostic::do_not_recommend]
impl<T, A: Argument<T>> InRange<T, AsValue> for A {
    type Uses = A::Uses;

    fn into_part(self) -> crate::sql::Expr {
        self.into_argument()
    }
}

#[diagnostic::do_not_recommend]
impl<T, A: Argument<Range<T>>> InRange<T, AsRange> for A {
    type Uses = A::Uses;

    fn into_part(self) -> crate::sql::Expr {
        self.into_argument()
    }
}

macro_rules! tests {
    ($uses:ty, $($(#[$doc:meta])* $name:ident $op:ident;)*) => {$(
        $(#[$doc])*
        pub fn $name<R: Argument<Range<T>, Uses = U>, U>(self, other: R) -> Expr<bool, ($uses, U)> {
            binary(self.into_expr(), BinaryOp::$op, other.into_argument())
        }
    )*};
}

macro_rules! combinations {
    ($uses:ty, $($(#[$doc:meta])* $name:ident $op:ident;)*) => {$(
        $(#[$doc])*
        pub fn $name<R: Argument<Range<T>, Uses = U>, U>(self, other: R) -> Expr<Range<T>, ($uses, U)> {
            binary(self.into_expr(), BinaryOp::$op, other.into_argument())
        }
    )*};
}

macro_rules! methods {
    ([$($generics:tt)*] $self:ty, $uses:ty) => {
        impl<T: RangeElement, $($generics)*> $self {
            tests! { $uses,
                /// `self <@ other`: all its values are in the other range
                contained_by ContainedBy;
                /// `self && other`: both have values in common
                overlaps Overlaps;
                /// `self -|- other`: one begins where the other one ends
                adjacent Adjacent;
                /// `self << other`: lies wholly before the other range
                left_of ShiftLeft;
                /// `self >> other`: lies wholly behind the other range
                right_of ShiftRight;
                /// `self &< other`: does not reach beyond the end of the other range
                not_right_of NotRightOf;
                /// `self &> other`: does not begin before the other range
                not_left_of NotLeftOf;
            }

            combinations! { $uses,
                /// `self + other`: the values of both; an error if there is a gap between them
                union Add;
                /// `self * other`: the values that both have
                intersection Mul;
                /// `self - other`: the values that the other range does not have; an error if there would be a gap
                difference Sub;
            }

            /// `self @> other`: has this value, or all values of this range
            pub fn contains<R: InRange<T, How, Uses = U>, U, How>(self, other: R) -> Expr<bool, ($uses, U)> {
                binary(self.into_expr(), BinaryOp::Contains, other.into_part())
            }
        }
    };
}

methods! { [M: Tabular] Column<M, Range<T>>, Of<M> }
methods! { [M: Tabular] Column<M, Option<Range<T>>>, (Of<M>, MaybeNull) }
methods! { [S] Expr<Range<T>, S>, S }
methods! { [S] Aggregate<Range<T>, S>, S }

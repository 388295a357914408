//! Arrays.

use std::ops::{RangeFrom, RangeFull, RangeInclusive, RangeToInclusive};

use crate::query::operators::binary;
use crate::query::{Aggregate, Argument, Column, Expr, Expression, Of, Tabular, Typed};
use crate::sql::{self, BinaryOp};
use crate::types::{ColumnType, Element, MaybeNull, Param};

/// An array: `Vec<T>`, or `Vec<Option<T>>` if its elements may be NULL.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an array",
    label = "expected an array",
    note = "arrays are `Vec<T>` and `Vec<Option<T>>`"
)]
pub trait ArrayType: ColumnType {
    /// The type of the elements.
    type Item: Element;
    /// The uses `S` of an element, marked if it may be NULL.
    type Mark<S>;
}

#[diagnostic::do_not_recommend]
impl<T: Element> ArrayType for Vec<T> {
    type Item = T;
    type Mark<S> = S;
}

#[diagnostic::do_not_recommend]
impl<T: Element> ArrayType for Vec<Option<T>> {
    type Item = T;
    type Mark<S> = (S, MaybeNull);
}

/// An array of `T` beside an array: a value, a list, a column, an expression.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an array of `{T}`",
    label = "expected an array of `{T}`"
)]
pub trait ArrayOperand<T> {
    /// The tables used.
    type Uses;
    /// The untyped expression.
    #[doc(hidden)]
    fn into_array(self) -> sql::Expr;
}

#[diagnostic::do_not_recommend]
impl<A: Typed<Base: ArrayType<Item = T>>, T> ArrayOperand<T> for A {
    type Uses = A::Uses;

    fn into_array(self) -> sql::Expr {
        self.into_typed()
    }
}

#[diagnostic::do_not_recommend]
impl<T: Element, const LEN: usize> ArrayOperand<T> for [T; LEN] {
    type Uses = ();

    fn into_array(self) -> sql::Expr {
        sql::Expr::Param(Param::new(&self.to_vec()))
    }
}

#[diagnostic::do_not_recommend]
impl<const LEN: usize> ArrayOperand<String> for [&str; LEN] {
    type Uses = ();

    fn into_array(self) -> sql::Expr {
        texts(&self)
    }
}

#[diagnostic::do_not_recommend]
impl ArrayOperand<String> for Vec<&str> {
    type Uses = ();

    fn into_array(self) -> sql::Expr {
        texts(&self)
    }
}

fn texts(list: &[&str]) -> sql::Expr {
    let list: Vec<String> = list.iter().map(|text| (*text).to_owned()).collect();
    sql::Expr::Param(Param::new(&list))
}

/// Which elements of an array: a range of Rust whose end is included. Elements are counted from 1.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say which elements",
    label = "expected a range whose end is included: `2..=4`, `2..`, `..=4`"
)]
pub trait SliceRange {
    /// The first and the last.
    #[doc(hidden)]
    fn into_ends(self) -> (Option<i32>, Option<i32>);
}

impl SliceRange for RangeInclusive<i32> {
    fn into_ends(self) -> (Option<i32>, Option<i32>) {
        (Some(*self.start()), Some(*self.end()))
    }
}

impl SliceRange for RangeFrom<i32> {
    fn into_ends(self) -> (Option<i32>, Option<i32>) {
        (Some(self.start), None)
    }
}

impl SliceRange for RangeToInclusive<i32> {
    fn into_ends(self) -> (Option<i32>, Option<i32>) {
        (None, Some(self.end))
    }
}

impl SliceRange for RangeFull {
    fn into_ends(self) -> (Option<i32>, Option<i32>) {
        (None, None)
    }
}

macro_rules! tests {
    ($item:ty, $uses:ty, $($(#[$doc:meta])* $name:ident $op:ident;)*) => {$(
        $(#[$doc])*
        pub fn $name<R: ArrayOperand<$item, Uses = U>, U>(self, other: R) -> Expr<bool, ($uses, U)> {
            binary(self.into_expr(), BinaryOp::$op, other.into_array())
        }
    )*};
}

macro_rules! methods {
    ([$($generics:tt)*] $self:ty, $array:ty, $uses:ty) => {
        impl<T: Element, $($generics)*> $self {
            tests! { T, $uses,
                /// `self @> other`: has all elements of the other array
                contains Contains;
                /// `self <@ other`: all its elements are in the other array
                contained_by ContainedBy;
                /// `self && other`: has an element in common with the other array
                overlaps Overlaps;
            }

            /// `self || other`: both arrays, one after the other
            pub fn concat<R: ArrayOperand<T, Uses = U>, U>(self, other: R) -> Expr<$array, ($uses, U)> {
                let parts = [self.into_expr(), other.into_array()];
                Expr::new(sql::Expr::Chain(BinaryOp::Concat, parts.into()))
            }

            /// `self[index]`: the element at this place, counted from 1; NULL if there is none
            pub fn at<I: Argument<i32, Uses = U>, U>(self, index: I) -> Expr<T, ($uses, (U, MaybeNull))> {
                Expr::new(sql::Expr::Subscript(Box::new(self.into_expr()), Box::new(index.into_argument())))
            }

            /// `self[2:4]`: the elements at these places, counted from 1: `.slice(2..=4)`, `.slice(..=3)`
            #[must_use]
            pub fn slice<I: SliceRange>(self, places: I) -> Expr<$array, $uses> {
                let end = |place: Option<i32>| place.map(|place| Box::new(sql::Expr::Param(Param::new(&place))));
                let (from, to) = places.into_ends();
                Expr::new(sql::Expr::Slice(Box::new(self.into_expr()), end(from), end(to)))
            }
        }
    };
}

methods! { [M: Tabular] Column<M, Vec<T>>, Vec<T>, Of<M> }
methods! { [M: Tabular] Column<M, Option<Vec<T>>>, Vec<T>, (Of<M>, MaybeNull) }
methods! { [M: Tabular] Column<M, Vec<Option<T>>>, Vec<Option<T>>, Of<M> }
methods! { [M: Tabular] Column<M, Option<Vec<Option<T>>>>, Vec<Option<T>>, (Of<M>, MaybeNull) }
methods! { [S] Expr<Vec<T>, S>, Vec<T>, S }
methods! { [S] Expr<Vec<Option<T>>, S>, Vec<Option<T>>, S }
methods! { [S] Aggregate<Vec<T>, S>, Vec<T>, S }
methods! { [S] Aggregate<Vec<Option<T>>, S>, Vec<Option<T>>, S }

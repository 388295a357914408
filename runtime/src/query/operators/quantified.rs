//! Comparison with any or all elements of an array, or rows of a subquery.

use crate::query::operators::{for_all, for_type};
use crate::query::with::inside;
use crate::query::{
    Aggregate, Column, Expr, Expression, Gives, Listed, Of, OneColumn, Outer, Select, Shape, Tabular,
};
use crate::sql::{self, BinaryOp, Quantifier};
use crate::types::{ColumnType, Element, MaybeNull, Param, Value};

/// Several values of type `T`: a list, an array column or expression, or a statement that selects one column.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not give values of type `{T}`",
    label = "expected an array of `{T}`, or a statement that selects one column of that type"
)]
pub trait ManyOf<T, At> {
    /// What is used; may be NULL if one of the values may.
    type Uses;
    /// The array, or the subquery.
    #[doc(hidden)]
    fn into_many(self) -> sql::Expr;
}

fn listed<T: Element, L: Listed<T>>(list: impl IntoIterator<Item = L>) -> sql::Expr
where
    Vec<T>: ColumnType,
{
    let values: Vec<T> = list.into_iter().map(Listed::listed).collect();
    sql::Expr::Param(Param::new(&values))
}

#[diagnostic::do_not_recommend]
impl<T: Element, L: Listed<T>> ManyOf<T, ()> for Vec<L> {
    type Uses = ();

    fn into_many(self) -> sql::Expr {
        listed::<T, L>(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Element, L: Listed<T>, const LEN: usize> ManyOf<T, ()> for [L; LEN] {
    type Uses = ();

    fn into_many(self) -> sql::Expr {
        listed::<T, L>(self)
    }
}

#[diagnostic::do_not_recommend]
impl<'a, T: Element, L> ManyOf<T, ()> for &'a [L]
where
    &'a L: Listed<T>,
{
    type Uses = ();

    fn into_many(self) -> sql::Expr {
        listed::<T, &'a L>(self)
    }
}

#[diagnostic::do_not_recommend]
impl<'a, T: Element, L> ManyOf<T, ()> for &'a Vec<L>
where
    &'a L: Listed<T>,
{
    type Uses = ();

    fn into_many(self) -> sql::Expr {
        listed::<T, &'a L>(self)
    }
}

macro_rules! arrays {
    ($([$($generics:tt)*] $self:ty, $uses:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: Element, $($generics)*> ManyOf<T, ()> for $self {
            type Uses = $uses;

            fn into_many(self) -> sql::Expr {
                self.into_expr()
            }
        }
    )*};
}

arrays! {
    [M: Tabular] Column<M, Vec<T>>, Of<M>;
    [M: Tabular] Column<M, Option<Vec<T>>>, (Of<M>, MaybeNull);
    [M: Tabular] Column<M, Vec<Option<T>>>, (Of<M>, MaybeNull);
    [M: Tabular] Column<M, Option<Vec<Option<T>>>>, (Of<M>, MaybeNull);
    [S] Expr<Vec<T>, S>, S;
    [S] Expr<Vec<Option<T>>, S>, (S, MaybeNull);
    [S] Aggregate<Vec<T>, S>, S;
    [S] Aggregate<Vec<Option<T>>, S>, (S, MaybeNull);
}

#[diagnostic::do_not_recommend]
impl<It, F, L, At, T: ColumnType, R> ManyOf<T, (At, R)> for Select<It, F, L>
where
    It: Shape,
    R: OneColumn<T>,
    F: Gives<It, At, Row = R> + Outer,
{
    type Uses = R::Mark<F::Uses>;

    fn into_many(self) -> sql::Expr {
        inside(self.query, sql::Expr::Subquery)
    }
}

macro_rules! quantified {
    ($base:ty, $uses:ty, $($(#[$doc:meta])* $name:ident $op:ident $quantifier:ident;)*) => {$(
        $(#[$doc])*
        pub fn $name<L: ManyOf<$base, At, Uses = U>, U, At>(self, values: L) -> Expr<bool, ($uses, U)> {
            let (left, values) = (Box::new(self.into_expr()), Box::new(values.into_many()));
            Expr::new(sql::Expr::Quantified(left, BinaryOp::$op, Quantifier::$quantifier, values))
        }
    )*};
}

macro_rules! methods {
    ($base:ty, $uses:ty) => {
        quantified! { $base, $uses,
            /// `self = ANY (values)`: equals one of them
            eq_any Eq Any;
            /// `self <> ANY (values)`: differs from one of them
            ne_any Ne Any;
            /// `self < ANY (values)`
            lt_any Lt Any;
            /// `self <= ANY (values)`
            le_any Le Any;
            /// `self > ANY (values)`
            gt_any Gt Any;
            /// `self >= ANY (values)`
            ge_any Ge Any;
            /// `self = ALL (values)`: equals each of them
            eq_all Eq All;
            /// `self <> ALL (values)`: equals none of them
            ne_all Ne All;
            /// `self < ALL (values)`
            lt_all Lt All;
            /// `self <= ALL (values)`
            le_all Le All;
            /// `self > ALL (values)`
            gt_all Gt All;
            /// `self >= ALL (values)`
            ge_all Ge All;
        }
    };
}

for_all!(methods);

macro_rules! patterns {
    ($uses:ty) => {
        quantified! { String, $uses,
            /// `self LIKE ANY (patterns)`: matches one of them
            like_any Like Any;
            /// `self LIKE ALL (patterns)`: matches each of them
            like_all Like All;
            /// `self NOT LIKE ALL (patterns)`: matches none of them
            not_like_all NotLike All;
            /// `self ILIKE ANY (patterns)`: matches one of them, in any letter case
            ilike_any ILike Any;
            /// `self ILIKE ALL (patterns)`: matches each of them, in any letter case
            ilike_all ILike All;
            /// `self NOT ILIKE ALL (patterns)`: matches none of them, in any letter case
            not_ilike_all NotILike All;
            /// `self ~ ANY (patterns)`: matches one of these regular expressions
            matches_any Matches Any;
        }
    };
}

for_type!(patterns, String);

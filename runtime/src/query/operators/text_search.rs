//! Full text search.

use crate::query::operators::{binary, for_type};
use crate::query::{Aggregate, Argument, Column, Expr, Expression, Of, Tabular};
use crate::sql::{self, BinaryOp, UnaryOp};
use crate::types::{MaybeNull, TsQuery, TsVector};

macro_rules! vector {
    ($uses:ty) => {
        /// `self @@ query`: the text fits the query
        pub fn matches<R: Argument<TsQuery, Uses = U>, U>(self, query: R) -> Expr<bool, ($uses, U)> {
            binary(self.into_expr(), BinaryOp::Match, query.into_argument())
        }

        /// `self || other`: the words of both, as if one text followed the other
        pub fn concat<R: Argument<TsVector, Uses = U>, U>(self, other: R) -> Expr<TsVector, ($uses, U)> {
            let parts = [self.into_expr(), other.into_argument()];
            Expr::new(sql::Expr::Chain(BinaryOp::Concat, parts.into()))
        }
    };
}

for_type!(vector, TsVector);

macro_rules! query {
    ($uses:ty) => {
        /// `self && other`: both queries fit
        pub fn and_query<R: Argument<TsQuery, Uses = U>, U>(self, other: R) -> Expr<TsQuery, ($uses, U)> {
            binary(self.into_expr(), BinaryOp::Overlaps, other.into_argument())
        }

        /// `self || other`: one of the queries fits
        pub fn or_query<R: Argument<TsQuery, Uses = U>, U>(self, other: R) -> Expr<TsQuery, ($uses, U)> {
            let parts = [self.into_expr(), other.into_argument()];
            Expr::new(sql::Expr::Chain(BinaryOp::Concat, parts.into()))
        }

        /// `self <-> other`: the other query fits the word behind
        pub fn followed_by<R: Argument<TsQuery, Uses = U>, U>(self, other: R) -> Expr<TsQuery, ($uses, U)> {
            binary(self.into_expr(), BinaryOp::Distance, other.into_argument())
        }

        /// `!! self`: the query does not fit
        #[must_use]
        pub fn not_query(self) -> Expr<TsQuery, $uses> {
            Expr::new(sql::Expr::unary(UnaryOp::TextNot, self.into_expr()))
        }

        /// `self @> other`: has all words of the other query
        pub fn contains<R: Argument<TsQuery, Uses = U>, U>(self, other: R) -> Expr<bool, ($uses, U)> {
            binary(self.into_expr(), BinaryOp::Contains, other.into_argument())
        }
    };
}

for_type!(query, TsQuery);

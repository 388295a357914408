//! Texts.

use crate::query::operators::{binary, for_type};
use crate::query::{Aggregate, Column, Expr, Expression, Of, Operand, Tabular};
use crate::sql::{self, BinaryOp};
use crate::types::MaybeNull;

macro_rules! patterns {
    ($uses:ty, $($(#[$doc:meta])* $name:ident $op:ident;)*) => {$(
        $(#[$doc])*
        pub fn $name<R: Operand<String, Uses = U>, U>(self, pattern: R) -> Expr<bool, ($uses, U)> {
            binary(self.into_expr(), BinaryOp::$op, pattern.into_operand())
        }
    )*};
}

macro_rules! methods {
    ($uses:ty) => {
        patterns! { $uses,
            /// `self LIKE pattern`: `%` for any characters, `_` for one
            like Like;
            /// `self NOT LIKE pattern`
            not_like NotLike;
            /// `self ILIKE pattern`: as `like`, in any letter case
            ilike ILike;
            /// `self NOT ILIKE pattern`
            not_ilike NotILike;
            /// `self SIMILAR TO pattern`
            similar_to SimilarTo;
            /// `self ~ pattern`: a regular expression
            matches Matches;
            /// `self ~* pattern`: a regular expression, in any letter case
            imatches IMatches;
            /// `self !~ pattern`
            not_matches NotMatches;
            /// `self !~* pattern`
            not_imatches NotIMatches;
            /// `self ^@ prefix`
            starts_with StartsWith;
        }

        /// `self || other`
        pub fn concat<R: Operand<String, Uses = U>, U>(self, other: R) -> Expr<String, ($uses, U)> {
            let parts = [self.into_expr(), other.into_operand()];
            Expr::new(sql::Expr::chain(BinaryOp::Concat, parts).expect("there are two parts"))
        }

        /// `self COLLATE "name"`
        pub fn collate(self, collation: &'static str) -> Expr<String, $uses> {
            Expr::new(sql::Expr::Collate(Box::new(self.into_expr()), collation.into()))
        }
    };
}

for_type!(methods, String);

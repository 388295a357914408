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

macro_rules! escaped {
    ($uses:ty, $($(#[$doc:meta])* $name:ident $op:ident;)*) => {$(
        $(#[$doc])*
        pub fn $name<R: Operand<String, Uses = U>, U>(self, pattern: R, escape: char) -> Expr<bool, ($uses, U)> {
            let (text, pattern) = (Box::new(self.into_expr()), Box::new(pattern.into_operand()));
            Expr::new(sql::Expr::Pattern(text, BinaryOp::$op, pattern, escape))
        }
    )*};
}

fn call(name: &'static str, args: Vec<sql::Expr>) -> sql::Expr {
    sql::Expr::Call(Box::new(sql::Call::new(name, args)))
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

        escaped! { $uses,
            /// `self LIKE pattern ESCAPE 'c'`: after the escape, `%` and `_` stand for themselves
            like_escape Like;
            /// `self NOT LIKE pattern ESCAPE 'c'`
            not_like_escape NotLike;
            /// `self ILIKE pattern ESCAPE 'c'`
            ilike_escape ILike;
            /// `self NOT ILIKE pattern ESCAPE 'c'`
            not_ilike_escape NotILike;
        }

        /// `strpos(self, part) > 0`: the part is in it; `%` and `_` stand for themselves
        pub fn contains<R: Operand<String, Uses = U>, U>(self, part: R) -> Expr<bool, ($uses, U)> {
            let place = call("strpos", vec![self.into_expr(), part.into_operand()]);
            binary(place, BinaryOp::Gt, sql::Expr::Constant(sql::Constant::Integer(0)))
        }

        /// `right(self, length(suffix)) = suffix`
        pub fn ends_with<R: Operand<String, Uses = U>, U>(self, suffix: R) -> Expr<bool, ($uses, U)> {
            let suffix = suffix.into_operand();
            let length = call("length", vec![suffix.clone()]);
            binary(call("right", vec![self.into_expr(), length]), BinaryOp::Eq, suffix)
        }

        /// `self || other`
        pub fn concat<R: Operand<String, Uses = U>, U>(self, other: R) -> Expr<String, ($uses, U)> {
            let parts = [self.into_expr(), other.into_operand()];
            Expr::new(sql::Expr::chain(BinaryOp::Concat, parts).expect("there are two parts"))
        }

        /// `self COLLATE "name"`
        #[must_use]
        pub fn collate(self, collation: &'static str) -> Expr<String, $uses> {
            Expr::new(sql::Expr::Collate(Box::new(self.into_expr()), collation.into()))
        }
    };
}

for_type!(methods, String);

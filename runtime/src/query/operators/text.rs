//! Texts.

use crate::query::operators::{binary, for_type};
use crate::query::{Aggregate, Column, Expr, Expression, Of, Operand, Tabular};
use crate::sql::{self, BinaryOp};
use crate::types::MaybeNull;

fn call(name: &'static str, args: Vec<sql::Expr>) -> sql::Expr {
    sql::Expr::Call(Box::new(sql::Call::new(name, args)))
}

fn escaped<S>(text: sql::Expr, op: BinaryOp, pattern: sql::Expr, escape: char) -> Expr<bool, S> {
    Expr::new(sql::Expr::Pattern(Box::new(text), op, Box::new(pattern), escape))
}

macro_rules! methods {
    ($uses:ty) => {
        // Written out one by one: a macro for them would be quoted in every error about them.

        /// `self LIKE pattern`: `%` for any characters, `_` for one
        pub fn like<R: Operand<String, Uses = U>, U>(self, pattern: R) -> Expr<bool, ($uses, U)> {
            binary(self.into_expr(), BinaryOp::Like, pattern.into_operand())
        }

        /// `self NOT LIKE pattern`
        pub fn not_like<R: Operand<String, Uses = U>, U>(self, pattern: R) -> Expr<bool, ($uses, U)> {
            binary(self.into_expr(), BinaryOp::NotLike, pattern.into_operand())
        }

        /// `self ILIKE pattern`: as `like`, in any letter case
        pub fn ilike<R: Operand<String, Uses = U>, U>(self, pattern: R) -> Expr<bool, ($uses, U)> {
            binary(self.into_expr(), BinaryOp::ILike, pattern.into_operand())
        }

        /// `self NOT ILIKE pattern`
        pub fn not_ilike<R: Operand<String, Uses = U>, U>(self, pattern: R) -> Expr<bool, ($uses, U)> {
            binary(self.into_expr(), BinaryOp::NotILike, pattern.into_operand())
        }

        /// `self SIMILAR TO pattern`
        pub fn similar_to<R: Operand<String, Uses = U>, U>(self, pattern: R) -> Expr<bool, ($uses, U)> {
            binary(self.into_expr(), BinaryOp::SimilarTo, pattern.into_operand())
        }

        /// `self ~ pattern`: a regular expression
        pub fn matches<R: Operand<String, Uses = U>, U>(self, pattern: R) -> Expr<bool, ($uses, U)> {
            binary(self.into_expr(), BinaryOp::Matches, pattern.into_operand())
        }

        /// `self ~* pattern`: a regular expression, in any letter case
        pub fn imatches<R: Operand<String, Uses = U>, U>(self, pattern: R) -> Expr<bool, ($uses, U)> {
            binary(self.into_expr(), BinaryOp::IMatches, pattern.into_operand())
        }

        /// `self !~ pattern`
        pub fn not_matches<R: Operand<String, Uses = U>, U>(self, pattern: R) -> Expr<bool, ($uses, U)> {
            binary(self.into_expr(), BinaryOp::NotMatches, pattern.into_operand())
        }

        /// `self !~* pattern`
        pub fn not_imatches<R: Operand<String, Uses = U>, U>(self, pattern: R) -> Expr<bool, ($uses, U)> {
            binary(self.into_expr(), BinaryOp::NotIMatches, pattern.into_operand())
        }

        /// `self ^@ prefix`
        pub fn starts_with<R: Operand<String, Uses = U>, U>(self, pattern: R) -> Expr<bool, ($uses, U)> {
            binary(self.into_expr(), BinaryOp::StartsWith, pattern.into_operand())
        }

        /// `self LIKE pattern ESCAPE 'c'`: after the escape, `%` and `_` stand for themselves
        pub fn like_escape<R: Operand<String, Uses = U>, U>(
            self,
            pattern: R,
            escape: char,
        ) -> Expr<bool, ($uses, U)> {
            escaped(self.into_expr(), BinaryOp::Like, pattern.into_operand(), escape)
        }

        /// `self NOT LIKE pattern ESCAPE 'c'`
        pub fn not_like_escape<R: Operand<String, Uses = U>, U>(
            self,
            pattern: R,
            escape: char,
        ) -> Expr<bool, ($uses, U)> {
            escaped(self.into_expr(), BinaryOp::NotLike, pattern.into_operand(), escape)
        }

        /// `self ILIKE pattern ESCAPE 'c'`
        pub fn ilike_escape<R: Operand<String, Uses = U>, U>(
            self,
            pattern: R,
            escape: char,
        ) -> Expr<bool, ($uses, U)> {
            escaped(self.into_expr(), BinaryOp::ILike, pattern.into_operand(), escape)
        }

        /// `self NOT ILIKE pattern ESCAPE 'c'`
        pub fn not_ilike_escape<R: Operand<String, Uses = U>, U>(
            self,
            pattern: R,
            escape: char,
        ) -> Expr<bool, ($uses, U)> {
            escaped(self.into_expr(), BinaryOp::NotILike, pattern.into_operand(), escape)
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

//! Conditions: expressions of type `bool`.

use crate::query::{Aggregate, Column, Expr, Expression, Of, Tabular, Within};
use crate::sql::{self, BinaryOp, UnaryOp};
use crate::types::Value;

/// A condition over the tables in `S`, as a value that can be stored: `Predicate<(Of<Track>, Of<Album>)>`.
pub type Predicate<S> = Expr<bool, S>;

/// What `filter` takes: an expression of type `bool`, or `Option` of one (`None` is no condition).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a condition",
    label = "expected a condition",
    note = "compare it, `.eq(..)`, `.gt(..)`, `.is_null()`, ..; columns of type `bool` are conditions by themselves, a list of conditions becomes one with `all_of(..)` or `any_of(..)`"
)]
pub trait Condition {
    /// The tables used.
    type Uses;
    /// The untyped condition, if there is one.
    #[doc(hidden)]
    fn into_condition(self) -> Option<sql::Expr>;
}

#[diagnostic::do_not_recommend]
impl<S> Condition for Expr<bool, S> {
    type Uses = S;

    fn into_condition(self) -> Option<sql::Expr> {
        Some(self.into_node())
    }
}

#[diagnostic::do_not_recommend]
impl<S> Condition for Aggregate<bool, S> {
    type Uses = S;

    fn into_condition(self) -> Option<sql::Expr> {
        Some(self.into_expr())
    }
}

#[diagnostic::do_not_recommend]
impl<M: Tabular> Condition for Column<M, bool> {
    type Uses = Of<M>;

    fn into_condition(self) -> Option<sql::Expr> {
        Some(self.expr())
    }
}

#[diagnostic::do_not_recommend]
impl<M: Tabular> Condition for Column<M, Option<bool>> {
    type Uses = <Option<bool> as Value>::Mark<Of<M>>;

    fn into_condition(self) -> Option<sql::Expr> {
        Some(self.expr())
    }
}

#[diagnostic::do_not_recommend]
impl<C: Condition> Condition for Option<C> {
    type Uses = C::Uses;

    fn into_condition(self) -> Option<sql::Expr> {
        self.and_then(Condition::into_condition)
    }
}

/// The constant TRUE, for a condition that is not there.
fn or_true(condition: Option<sql::Expr>) -> sql::Expr {
    condition.unwrap_or(sql::Expr::Constant(sql::Constant::Bool(true)))
}

impl<S> Expr<bool, S> {
    /// `self AND other`
    ///
    /// A chain of more than 120 `.and(..)` in one expression overflows the compiler's recursion limit: use
    /// several `.filter(..)` or [`all_of`].
    pub fn and<C: Condition<Uses = U>, U>(self, other: C) -> Expr<bool, (S, U)> {
        join(BinaryOp::And, self.into_node(), other.into_condition())
    }

    /// `self OR other`
    pub fn or<C: Condition<Uses = U>, U>(self, other: C) -> Expr<bool, (S, U)> {
        join(BinaryOp::Or, self.into_node(), other.into_condition())
    }

    /// Widens the condition to the uses `W`, so that conditions over different tables have one type.
    #[must_use]
    pub fn over_tables<W, At>(self) -> Expr<bool, W>
    where
        S: Within<W, At>,
    {
        Expr::new(self.into_node())
    }
}

fn join<S>(op: BinaryOp, left: sql::Expr, right: Option<sql::Expr>) -> Expr<bool, S> {
    let all = [Some(left), right].into_iter().flatten();
    Expr::new(or_true(sql::Expr::chain(op, all)))
}

impl<S> std::ops::Not for Expr<bool, S> {
    type Output = Expr<bool, S>;

    fn not(self) -> Self::Output {
        not(self)
    }
}

/// `NOT condition`
pub fn not<C: Condition<Uses = U>, U>(condition: C) -> Expr<bool, U> {
    Expr::new(sql::Expr::unary(UnaryOp::Not, or_true(condition.into_condition())))
}

/// All of these conditions hold; TRUE if there are none.
pub fn all_of<S>(conditions: impl IntoIterator<Item = Expr<bool, S>>) -> Expr<bool, S> {
    Expr::new(or_true(sql::Expr::all(conditions.into_iter().map(Expr::into_node))))
}

/// Any of these conditions holds; FALSE if there are none.
pub fn any_of<S>(conditions: impl IntoIterator<Item = Expr<bool, S>>) -> Expr<bool, S> {
    let any = sql::Expr::chain(BinaryOp::Or, conditions.into_iter().map(Expr::into_node));
    Expr::new(any.unwrap_or(sql::Expr::Constant(sql::Constant::Bool(false))))
}

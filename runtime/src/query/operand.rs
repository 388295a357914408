//! What may stand beside an operator, and what may be assigned.

use crate::query::{Aggregate, Column, Expr, Of, Quiet, Tabular};
use crate::sql;
use crate::types::{ColumnType, Element, Param, Value};

/// What may stand beside an operator of type `T`: a value, a column, an expression, an aggregate.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be compared with a value of type `{T}`",
    label = "expected `{T}`, or a column or expression of type `{T}`",
    note = "an `Option` is compared with `.is_not_distinct_from(opt)`, or makes an optional condition, `.filter_opt(opt.map(|x| column.eq(x)))`; a value of another type with `.cast::<..>()`, a subquery with `.scalar()`"
)]
pub trait Operand<T> {
    /// The tables used.
    type Uses;
    /// The untyped expression.
    #[doc(hidden)]
    fn into_operand(self) -> sql::Expr;
}

#[diagnostic::do_not_recommend]
impl<T: ColumnType> Operand<T> for T {
    type Uses = ();

    fn into_operand(self) -> sql::Expr {
        sql::Expr::Param(Param::new(&self))
    }
}

#[diagnostic::do_not_recommend]
impl<T: ColumnType> Operand<T> for &T {
    type Uses = ();

    fn into_operand(self) -> sql::Expr {
        sql::Expr::Param(Param::new(self))
    }
}

#[diagnostic::do_not_recommend]
impl Operand<String> for &str {
    type Uses = ();

    fn into_operand(self) -> sql::Expr {
        sql::Expr::Param(Param::new(&self.to_owned()))
    }
}

// Beside the impl above, so that the compiler quotes neither; and so below.
#[diagnostic::do_not_recommend]
impl Operand<Quiet> for &str {
    type Uses = ();

    fn into_operand(self) -> sql::Expr {
        Operand::<String>::into_operand(self)
    }
}

#[diagnostic::do_not_recommend]
impl Operand<Vec<u8>> for &[u8] {
    type Uses = ();

    fn into_operand(self) -> sql::Expr {
        sql::Expr::Param(Param::new(&self.to_vec()))
    }
}

#[cfg(feature = "decimal")]
#[diagnostic::do_not_recommend]
impl Operand<Quiet> for i32 {
    type Uses = ();

    fn into_operand(self) -> sql::Expr {
        Operand::<rust_decimal::Decimal>::into_operand(self)
    }
}

#[cfg(feature = "decimal")]
#[diagnostic::do_not_recommend]
impl Operand<rust_decimal::Decimal> for i32 {
    type Uses = ();

    fn into_operand(self) -> sql::Expr {
        sql::Expr::Param(Param::new(&rust_decimal::Decimal::from(self)))
    }
}

#[cfg(feature = "decimal")]
#[diagnostic::do_not_recommend]
impl Operand<Quiet> for i64 {
    type Uses = ();

    fn into_operand(self) -> sql::Expr {
        Operand::<rust_decimal::Decimal>::into_operand(self)
    }
}

#[cfg(feature = "decimal")]
#[diagnostic::do_not_recommend]
impl Operand<rust_decimal::Decimal> for i64 {
    type Uses = ();

    fn into_operand(self) -> sql::Expr {
        sql::Expr::Param(Param::new(&rust_decimal::Decimal::from(self)))
    }
}

#[diagnostic::do_not_recommend]
impl<M: Tabular, T: ColumnType> Operand<T> for Column<M, T> {
    type Uses = Of<M>;

    fn into_operand(self) -> sql::Expr {
        self.expr()
    }
}

#[diagnostic::do_not_recommend]
impl<M: Tabular, T: ColumnType> Operand<T> for Column<M, Option<T>> {
    type Uses = <Option<T> as Value>::Mark<Of<M>>;

    fn into_operand(self) -> sql::Expr {
        self.expr()
    }
}

#[diagnostic::do_not_recommend]
impl<T: ColumnType, S> Operand<T> for Expr<T, S> {
    type Uses = S;

    fn into_operand(self) -> sql::Expr {
        self.into_node()
    }
}

#[diagnostic::do_not_recommend]
impl<T: ColumnType, S> Operand<T> for Aggregate<T, S> {
    type Uses = S;

    fn into_operand(self) -> sql::Expr {
        sql::Expr::Call(Box::new(self.call))
    }
}

/// A value whose type is known without looking at what it is compared with.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value",
    label = "no type of a column",
    note = "give a value of a column type: a number, a text, a date, a type of yours that implements `ColumnType`"
)]
pub trait Literal {
    /// The column type.
    type Base: ColumnType;
    /// The bound value.
    #[doc(hidden)]
    fn into_param(self) -> Param;
}

#[diagnostic::do_not_recommend]
impl<T: ColumnType> Literal for T {
    type Base = T;

    fn into_param(self) -> Param {
        Param::new(&self)
    }
}

#[diagnostic::do_not_recommend]
impl Literal for &str {
    type Base = String;

    fn into_param(self) -> Param {
        Param::new(&self.to_owned())
    }
}

/// A parameter with its type written into the text, for places where the server cannot infer it.
pub(crate) fn typed_param(param: Param) -> sql::Expr {
    let ty = param.ty;
    let param = sql::Expr::Param(param);
    // Parameters are prepared with their types' numbers; only types without a fixed number are written out,
    // and those the renderer writes by itself.
    if ty.is_named() { param } else { sql::Expr::cast(param, ty) }
}

/// What may be assigned to a column of type `V`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be assigned to a column of type `{V}`",
    label = "expected `{V}`, or an expression of that type",
    note = "NULL is assigned to columns whose field is an `Option`; an expression of another type needs `.cast::<..>()`"
)]
pub trait Assign<V, How> {
    /// The tables used, and whether the value may be NULL.
    type Uses;
    /// The untyped expression.
    #[doc(hidden)]
    fn into_assigned(self) -> sql::Expr;
}

/// Assigned as an [`Operand`].
#[derive(Debug)]
pub struct ByOperand;

/// Assigned as an `Option`.
#[derive(Debug)]
pub struct ByOption;

#[diagnostic::do_not_recommend]
impl<V: Value, O: Operand<V::Base>> Assign<V, ByOperand> for O {
    type Uses = O::Uses;

    fn into_assigned(self) -> sql::Expr {
        self.into_operand()
    }
}

#[diagnostic::do_not_recommend]
impl<T: ColumnType, O: Operand<T>> Assign<Option<T>, ByOption> for Option<O> {
    type Uses = O::Uses;

    fn into_assigned(self) -> sql::Expr {
        self.map_or_else(|| sql::Expr::Param(Param::null(T::TYPE)), Operand::into_operand)
    }
}

// Beside the impl above, so that the compiler quotes neither.
#[diagnostic::do_not_recommend]
impl<O> Assign<Quiet, ByOption> for Option<O> {
    type Uses = ();

    fn into_assigned(self) -> sql::Expr {
        sql::Expr::Default
    }
}

/// What `in_` takes: a list of values, or a subquery of one column.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of `{T}`",
    label = "expected a list of `{T}`, or a statement that selects one column of that type",
    note = "a list is a `Vec`, a slice or an array; one value is compared with `.eq(..)`"
)]
pub trait InList<T, At> {
    /// What the subquery borrows.
    type Uses;
    /// `expr = ANY ($1)` or `expr IN (SELECT ..)`, or their opposite.
    #[doc(hidden)]
    fn into_test(self, expr: sql::Expr, negated: bool) -> sql::Expr;
}

fn any_of_array<T: Element>(expr: sql::Expr, values: &Vec<T>, negated: bool) -> sql::Expr
where
    Vec<T>: ColumnType,
{
    let array = Box::new(sql::Expr::Param(Param::new(values)));
    if negated {
        sql::Expr::Quantified(Box::new(expr), sql::BinaryOp::Ne, sql::Quantifier::All, array)
    } else {
        sql::Expr::Quantified(Box::new(expr), sql::BinaryOp::Eq, sql::Quantifier::Any, array)
    }
}

/// A list of values that are operands, turned into a list of `T`.
pub trait Listed<T> {
    /// The value.
    #[doc(hidden)]
    fn listed(self) -> T;
}

#[diagnostic::do_not_recommend]
impl<T: ColumnType> Listed<T> for T {
    fn listed(self) -> T {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<T: ColumnType> Listed<T> for &T {
    fn listed(self) -> T {
        self.clone()
    }
}

#[diagnostic::do_not_recommend]
impl Listed<String> for &str {
    fn listed(self) -> String {
        self.to_owned()
    }
}

#[diagnostic::do_not_recommend]
impl Listed<String> for &&str {
    fn listed(self) -> String {
        (*self).to_owned()
    }
}

#[diagnostic::do_not_recommend]
impl<T: Element, L: Listed<T>> InList<T, ()> for Vec<L>
where
    Vec<T>: ColumnType,
{
    type Uses = ();

    fn into_test(self, expr: sql::Expr, negated: bool) -> sql::Expr {
        let values: Vec<T> = self.into_iter().map(Listed::listed).collect();
        any_of_array(expr, &values, negated)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Element, L: Listed<T>, const LEN: usize> InList<T, ()> for [L; LEN]
where
    Vec<T>: ColumnType,
{
    type Uses = ();

    fn into_test(self, expr: sql::Expr, negated: bool) -> sql::Expr {
        let values: Vec<T> = self.into_iter().map(Listed::listed).collect();
        any_of_array(expr, &values, negated)
    }
}

#[diagnostic::do_not_recommend]
impl<'a, T: Element, L> InList<T, ()> for &'a Vec<L>
where
    &'a L: Listed<T>,
    Vec<T>: ColumnType,
{
    type Uses = ();

    fn into_test(self, expr: sql::Expr, negated: bool) -> sql::Expr {
        self.as_slice().into_test(expr, negated)
    }
}

#[diagnostic::do_not_recommend]
impl<'a, T: Element, L> InList<T, ()> for &'a [L]
where
    &'a L: Listed<T>,
    Vec<T>: ColumnType,
{
    type Uses = ();

    fn into_test(self, expr: sql::Expr, negated: bool) -> sql::Expr {
        let values: Vec<T> = self.iter().map(Listed::listed).collect();
        any_of_array(expr, &values, negated)
    }
}

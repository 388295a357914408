//! CASE.

use std::fmt;
use std::marker::PhantomData;

use crate::query::{Argument, Condition, Expr, NotNull, Typed};
use crate::sql;
use crate::types::{ColumnType, MaybeNull};

/// `CASE`: say the arms with `.when(condition, value)`, then `.otherwise(value)` or `.end()`.
///
/// ```text
/// case().when(Track::milliseconds.gt(600_000), "long").when(Track::milliseconds.gt(180_000), "middle").otherwise("short")
///     CASE WHEN "track"."milliseconds" > $1 THEN $2 WHEN "track"."milliseconds" > $3 THEN $4 ELSE $5 END
/// ```
///
/// The first value says the type; `.end()` gives NULL where no condition holds.
pub fn case() -> CaseStart {
    CaseStart
}

/// `CASE x WHEN value THEN ..`: compares one expression with values.
pub fn case_of<X: Typed<Base = B, Uses = U>, B: ColumnType, U>(x: X) -> SimpleCaseStart<B, U> {
    SimpleCaseStart { operand: x.into_typed(), marker: PhantomData }
}

/// A CASE without arms.
#[derive(Clone, Copy, Debug)]
#[must_use = "say the arms: `.when(condition, value)`"]
pub struct CaseStart;

/// A simple CASE without arms, over an expression of type `B`.
#[must_use = "say the arms: `.when(value, result)`"]
pub struct SimpleCaseStart<B, S> {
    operand: sql::Expr,
    marker: PhantomData<fn() -> (B, S)>,
}

/// A CASE with at least one arm; `T` is the type of its values.
#[must_use = "finish the CASE with `.otherwise(value)` or `.end()`"]
pub struct Case<T, S> {
    arms: Vec<sql::CaseArm>,
    marker: PhantomData<fn() -> (T, S)>,
}

/// A simple CASE with at least one arm; it compares values of type `B` and gives values of type `T`.
#[must_use = "finish the CASE with `.otherwise(value)` or `.end()`"]
pub struct SimpleCase<B, T, S> {
    operand: sql::Expr,
    arms: Vec<sql::CaseArm>,
    marker: PhantomData<fn() -> (B, T, S)>,
}

fn arm<C: Condition>(condition: C, then: sql::Expr) -> sql::CaseArm {
    let always = sql::Expr::Constant(sql::Constant::Bool(true));
    sql::CaseArm { when: condition.into_condition().unwrap_or(always), then }
}

fn expr<T, S>(
    operand: Option<sql::Expr>,
    arms: Vec<sql::CaseArm>,
    otherwise: Option<sql::Expr>,
) -> Expr<T, S> {
    Expr::new(sql::Expr::Case { operand: operand.map(Box::new), arms, otherwise: otherwise.map(Box::new) })
}

impl CaseStart {
    /// `WHEN condition THEN value`
    pub fn when<C, V, T, U, W>(self, condition: C, value: V) -> Case<T, (NotNull<U>, W)>
    where
        C: Condition<Uses = U>,
        V: Typed<Base = T, Uses = W>,
    {
        Case { arms: vec![arm(condition, value.into_typed())], marker: PhantomData }
    }
}

impl<T: ColumnType, S> Case<T, S> {
    /// `WHEN condition THEN value`
    pub fn when<C, V, U, W>(mut self, condition: C, value: V) -> Case<T, (S, (NotNull<U>, W))>
    where
        C: Condition<Uses = U>,
        V: Argument<T, Uses = W>,
    {
        self.arms.push(arm(condition, value.into_argument()));
        Case { arms: self.arms, marker: PhantomData }
    }

    /// `ELSE value END`
    pub fn otherwise<V: Argument<T, Uses = W>, W>(self, value: V) -> Expr<T, (S, W)> {
        expr(None, self.arms, Some(value.into_argument()))
    }

    /// `END`: NULL where no condition holds.
    pub fn end(self) -> Expr<T, (S, MaybeNull)> {
        expr(None, self.arms, None)
    }
}

impl<B: ColumnType, S> SimpleCaseStart<B, S> {
    /// `WHEN value THEN result`
    pub fn when<C, V, T, U, W>(self, value: C, result: V) -> SimpleCase<B, T, (NotNull<(S, U)>, W)>
    where
        C: Argument<B, Uses = U>,
        V: Typed<Base = T, Uses = W>,
    {
        let arm = sql::CaseArm { when: value.into_argument(), then: result.into_typed() };
        SimpleCase { operand: self.operand, arms: vec![arm], marker: PhantomData }
    }
}

impl<B: ColumnType, T: ColumnType, S> SimpleCase<B, T, S> {
    /// `WHEN value THEN result`
    pub fn when<C, V, U, W>(mut self, value: C, result: V) -> SimpleCase<B, T, (S, (NotNull<U>, W))>
    where
        C: Argument<B, Uses = U>,
        V: Argument<T, Uses = W>,
    {
        self.arms.push(sql::CaseArm { when: value.into_argument(), then: result.into_argument() });
        SimpleCase { operand: self.operand, arms: self.arms, marker: PhantomData }
    }

    /// `ELSE result END`
    pub fn otherwise<V: Argument<T, Uses = W>, W>(self, result: V) -> Expr<T, (S, W)> {
        expr(Some(self.operand), self.arms, Some(result.into_argument()))
    }

    /// `END`: NULL where no value fits.
    pub fn end(self) -> Expr<T, (S, MaybeNull)> {
        expr(Some(self.operand), self.arms, None)
    }
}

impl<B, S> fmt::Debug for SimpleCaseStart<B, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SimpleCaseStart").field("operand", &self.operand).finish()
    }
}

impl<T, S> fmt::Debug for Case<T, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Case").field("arms", &self.arms).finish()
    }
}

impl<B, T, S> fmt::Debug for SimpleCase<B, T, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SimpleCase").field("operand", &self.operand).field("arms", &self.arms).finish()
    }
}

//! Arithmetic of dates, times, timestamps and intervals: `Invoice::due - now()`, `Loan::day + days(Loan::days)`.

use std::ops::{Add, Div, Mul, Sub};

use crate::query::operators::binary;
use crate::query::{Aggregate, Column, Expr, Expression, Of, Operand, Tabular, Typed};
use crate::sql::BinaryOp;
use crate::types::{ColumnType, Interval, MaybeNull};

/// A value of type `R` can be added to one of this type.
#[diagnostic::on_unimplemented(
    message = "a value of type `{R}` cannot be added to one of type `{Self}`",
    label = "not a length of time"
)]
pub trait PlusTime<R>: ColumnType {
    /// The type of the sum.
    type Sum: ColumnType;
}

/// A value of type `R` can be subtracted from one of this type.
#[diagnostic::on_unimplemented(
    message = "a value of type `{R}` cannot be subtracted from one of type `{Self}`",
    label = "neither a length of time nor a point in time of the same type"
)]
pub trait MinusTime<R>: ColumnType {
    /// The type of the difference.
    type Difference: ColumnType;
}

macro_rules! table {
    ($($left:ty, + $($plus:ty => $sum:ty),*; - $($minus:ty => $difference:ty),*;)*) => {$(
        $(#[diagnostic::do_not_recommend] impl PlusTime<$plus> for $left { type Sum = $sum; })*
        $(#[diagnostic::do_not_recommend] impl MinusTime<$minus> for $left { type Difference = $difference; })*
        operators! { $left }
    )*};
}

macro_rules! operators {
    ($left:ty) => {
        operators! { @ [M: Tabular] Column<M, $left>, $left, Of<M> }
        operators! { @ [M: Tabular] Column<M, Option<$left>>, $left, (Of<M>, MaybeNull) }
        operators! { @ [S] Expr<$left, S>, $left, S }
        operators! { @ [S] Aggregate<$left, S>, $left, S }
    };
    (@ [$($generics:tt)*] $self:ty, $left:ty, $uses:ty) => {
        #[diagnostic::do_not_recommend]
        impl<$($generics)*, R: Typed> Add<R> for $self
        where
            $left: PlusTime<R::Base>,
        {
            type Output = Expr<<$left as PlusTime<R::Base>>::Sum, ($uses, R::Uses)>;

            fn add(self, other: R) -> Self::Output {
                binary(self.into_expr(), BinaryOp::Add, other.into_typed())
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($generics)*, R: Typed> Sub<R> for $self
        where
            $left: MinusTime<R::Base>,
        {
            type Output = Expr<<$left as MinusTime<R::Base>>::Difference, ($uses, R::Uses)>;

            fn sub(self, other: R) -> Self::Output {
                binary(self.into_expr(), BinaryOp::Sub, other.into_typed())
            }
        }
    };
}

/// An interval times or divided by a number.
macro_rules! scaled {
    ($([$($generics:tt)*] $self:ty, $uses:ty;)*) => {$(
        scaled! { @ Mul mul Mul [$($generics)*] $self, $uses }
        scaled! { @ Div div Div [$($generics)*] $self, $uses }
    )*};
    (@ $trait:ident $method:ident $op:ident [$($generics:tt)*] $self:ty, $uses:ty) => {
        #[diagnostic::do_not_recommend]
        impl<$($generics)*, R: Operand<f64>> $trait<R> for $self {
            type Output = Expr<Interval, ($uses, R::Uses)>;

            fn $method(self, other: R) -> Self::Output {
                binary(self.into_expr(), BinaryOp::$op, other.into_operand())
            }
        }
    };
}

scaled! {
    [M: Tabular] Column<M, Interval>, Of<M>;
    [M: Tabular] Column<M, Option<Interval>>, (Of<M>, MaybeNull);
    [S] Expr<Interval, S>, S;
    [S] Aggregate<Interval, S>, S;
}

table! {
    Interval, + Interval => Interval; - Interval => Interval;
}

#[cfg(feature = "chrono")]
mod of_chrono {
    use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

    use super::{
        Add, Aggregate, BinaryOp, Column, Expr, Expression, Interval, MaybeNull, MinusTime, Of, PlusTime,
        Sub, Tabular, Typed, binary,
    };

    table! {
        NaiveDate,
            + Interval => NaiveDateTime, TimeDelta => NaiveDateTime, NaiveTime => NaiveDateTime, i32 => NaiveDate;
            - Interval => NaiveDateTime, TimeDelta => NaiveDateTime, NaiveDate => i32, i32 => NaiveDate;
        NaiveTime,
            + Interval => NaiveTime, TimeDelta => NaiveTime;
            - Interval => NaiveTime, TimeDelta => NaiveTime, NaiveTime => Interval;
        NaiveDateTime,
            + Interval => NaiveDateTime, TimeDelta => NaiveDateTime;
            - Interval => NaiveDateTime, TimeDelta => NaiveDateTime, NaiveDateTime => Interval;
        DateTime<Utc>,
            + Interval => DateTime<Utc>, TimeDelta => DateTime<Utc>;
            - Interval => DateTime<Utc>, TimeDelta => DateTime<Utc>, DateTime<Utc> => Interval;
        DateTime<FixedOffset>,
            + Interval => DateTime<FixedOffset>, TimeDelta => DateTime<FixedOffset>;
            - Interval => DateTime<FixedOffset>, TimeDelta => DateTime<FixedOffset>, DateTime<FixedOffset> => Interval;
        TimeDelta,
            + Interval => Interval, TimeDelta => TimeDelta;
            - Interval => Interval, TimeDelta => TimeDelta;
    }
}

#[cfg(feature = "jiff")]
mod of_jiff {
    use jiff::civil::{Date, DateTime, Time};
    use jiff::{SignedDuration, Span, Timestamp};

    use super::{
        Add, Aggregate, BinaryOp, Column, Expr, Expression, Interval, MaybeNull, MinusTime, Of, PlusTime,
        Sub, Tabular, Typed, binary,
    };

    table! {
        Date,
            + Interval => DateTime, Span => DateTime, SignedDuration => DateTime, Time => DateTime, i32 => Date;
            - Interval => DateTime, Span => DateTime, SignedDuration => DateTime, Date => i32, i32 => Date;
        Time,
            + Interval => Time, Span => Time, SignedDuration => Time;
            - Interval => Time, Span => Time, SignedDuration => Time, Time => Interval;
        DateTime,
            + Interval => DateTime, Span => DateTime, SignedDuration => DateTime;
            - Interval => DateTime, Span => DateTime, SignedDuration => DateTime, DateTime => Interval;
        Timestamp,
            + Interval => Timestamp, Span => Timestamp, SignedDuration => Timestamp;
            - Interval => Timestamp, Span => Timestamp, SignedDuration => Timestamp, Timestamp => Interval;
        Span,
            + Interval => Interval, Span => Interval, SignedDuration => Interval;
            - Interval => Interval, Span => Interval, SignedDuration => Interval;
        SignedDuration,
            + Interval => Interval, Span => Interval, SignedDuration => SignedDuration;
            - Interval => Interval, Span => Interval, SignedDuration => SignedDuration;
    }
}

//! COALESCE, NULLIF, GREATEST, LEAST, NULL: choosing among values.

use crate::query::argument::call;
use crate::query::arity::for_tuples;
use crate::query::{Argument, ByOperand, Expr, NullIfAll, Operand, Typed};
use crate::sql;
use crate::types::{ColumnType, MaybeNull, Param};

/// What stands in for a NULL: one value of type `T`, or a tuple of them, tried in turn.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value of type `{T}`",
    label = "expected `{T}`, or a column or expression of type `{T}`, or a tuple of them",
    note = "to give a value of another type, `.cast::<{T}>()` it"
)]
pub trait Alternatives<T, How> {
    /// The tables used; NULL if all of the values may be NULL.
    type Uses;
    /// Appends the values.
    #[doc(hidden)]
    fn push_alternatives(self, out: &mut Vec<sql::Expr>);
}

/// Several alternatives, as a tuple.
#[derive(Debug)]
pub struct ByTuple;

#[diagnostic::do_not_recommend]
impl<T, O: Operand<T>> Alternatives<T, ByOperand> for O {
    type Uses = O::Uses;

    fn push_alternatives(self, out: &mut Vec<sql::Expr>) {
        out.push(self.into_operand());
    }
}

macro_rules! nest {
    ($one:ty) => { $one };
    ($one:ty, $($more:ty),+) => { NullIfAll<$one, nest!($($more),+)> };
}

macro_rules! tuples {
    ($(($name:ident $at:ident))*) => {
        #[diagnostic::do_not_recommend]
        impl<Base, $($name: Operand<Base>),*> Alternatives<Base, ByTuple> for ($($name,)*) {
            type Uses = nest!($($name::Uses),*);

            #[allow(non_snake_case, reason = "one name for type and value")]
            fn push_alternatives(self, out: &mut Vec<sql::Expr>) {
                let ($($name,)*) = self;
                $(out.push($name.into_operand());)*
            }
        }
    };
}

for_tuples!(tuples);

fn choose<A, R, T, S, How>(name: &'static str, first: A, others: R) -> Expr<T, S>
where
    A: Typed,
    R: Alternatives<T, How>,
{
    let mut args = vec![first.into_typed()];
    others.push_alternatives(&mut args);
    call(name, args)
}

/// `COALESCE(a, b)`: the first that is not NULL. Several alternatives are a tuple: `coalesce(a, (b, c))`.
///
/// The result may be NULL only if all of them may.
pub fn coalesce<A, R, T, U, W, How>(first: A, others: R) -> Expr<T, NullIfAll<U, W>>
where
    A: Typed<Base = T, Uses = U>,
    R: Alternatives<T, How, Uses = W>,
{
    choose("coalesce", first, others)
}

/// `GREATEST(a, b)`: the greatest value that is not NULL. Several others are a tuple: `greatest(a, (b, c))`.
pub fn greatest<A, R, T, U, W, How>(first: A, others: R) -> Expr<T, NullIfAll<U, W>>
where
    A: Typed<Base = T, Uses = U>,
    R: Alternatives<T, How, Uses = W>,
{
    choose("greatest", first, others)
}

/// `LEAST(a, b)`: the smallest value that is not NULL. Several others are a tuple: `least(a, (b, c))`.
pub fn least<A, R, T, U, W, How>(first: A, others: R) -> Expr<T, NullIfAll<U, W>>
where
    A: Typed<Base = T, Uses = U>,
    R: Alternatives<T, How, Uses = W>,
{
    choose("least", first, others)
}

/// `NULLIF(a, b)`: NULL if both are equal, else `a`.
pub fn nullif<A, B, T, U, W>(a: A, b: B) -> Expr<T, (U, (W, MaybeNull))>
where
    A: Typed<Base = T, Uses = U>,
    B: Argument<T, Uses = W>,
{
    call("nullif", vec![a.into_typed(), b.into_argument()])
}

/// NULL of a type: `null::<String>()`, for a branch of a UNION or an arm of CASE.
#[must_use]
pub fn null<T: ColumnType>() -> Expr<T, MaybeNull> {
    Expr::new(sql::Expr::cast(sql::Expr::Param(Param::null(T::TYPE)), T::TYPE))
}

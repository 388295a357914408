//! Arrays.

use crate::query::argument::call;
use crate::query::operators::ArrayOperand;
pub use crate::query::operators::ArrayType;
use crate::query::{Argument, Expr, NotNull, NullIfAll, Of, Quiet, SetOf, Typed};
use crate::sql;
use crate::types::{ColumnType, Element, MaybeNull};

/// The elements of [`array_of`]: a tuple or array of values and expressions of one type; the first says which.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of values of one type",
    label = "expected a tuple of values, columns and expressions of one type"
)]
pub trait Elements {
    /// Their type.
    type Item: Element;
    /// The tables used.
    type Uses;
    /// Appends them.
    #[doc(hidden)]
    fn push_elements(self, out: &mut Vec<sql::Expr>);
}

macro_rules! nest {
    ($one:ty) => { $one };
    ($one:ty, $($more:ty),+) => { ($one, nest!($($more),+)) };
}

macro_rules! tuples {
    (($first:ident $at:ident) $(($name:ident $more_at:ident))*) => {
        #[diagnostic::do_not_recommend]
        impl<$first, $($name),*> Elements for ($first, $($name,)*)
        where
            $first: Typed<Base: Element>,
            $($name: Argument<$first::Base>),*
        {
            type Item = $first::Base;
            type Uses = nest!($first::Uses $(, $name::Uses)*);

            #[allow(non_snake_case, reason = "one name for type and value")]
            fn push_elements(self, out: &mut Vec<sql::Expr>) {
                let ($first, $($name,)*) = self;
                out.push($first.into_typed());
                $(out.push($name.into_argument());)*
            }
        }
    };
}

crate::query::arity::for_tuples!(tuples);

/// `ARRAY[a, b, ..]`: an array of values and expressions; those that are NULL are elements, too.
pub fn array_of<E: Elements<Item = T, Uses = U>, T: Element, U>(
    elements: E,
) -> Expr<Vec<Option<T>>, NotNull<U>> {
    Expr::new(array(elements))
}

/// `ARRAY[a, b, ..]`: an array of values and expressions that are not NULL, `Vec<T>`.
///
/// They may be columns that are NOT NULL, values, and expressions of these; what may be NULL needs [`array_of`], or a
/// value for NULL: `coalesce(.., ..)`. Beside an outer join a column that is NOT NULL may be NULL all the same; reading
/// such an array is an error.
pub fn array_of_values<E, T, U>(elements: E) -> Expr<Vec<T>, NotNull<U>>
where
    E: Elements<Item = T, Uses = U>,
    T: Element,
    U: NeverNull,
{
    Expr::new(array(elements))
}

fn array<E: Elements>(elements: E) -> sql::Expr {
    let mut parts = Vec::new();
    elements.push_elements(&mut parts);
    sql::Expr::Array(parts, E::Item::TYPE.into())
}

/// Uses of an expression that is not NULL by itself.
#[diagnostic::on_unimplemented(
    message = "an element of this array may be NULL",
    label = "may be NULL",
    note = "an array with NULLs is `array_of(..)`; or give a value for NULL with `coalesce(.., ..)`"
)]
pub trait NeverNull {}

#[diagnostic::do_not_recommend]
impl NeverNull for () {}
#[diagnostic::do_not_recommend]
impl<M> NeverNull for Of<M> {}
#[diagnostic::do_not_recommend]
impl<S> NeverNull for NotNull<S> {}
#[diagnostic::do_not_recommend]
impl<A: NeverNull, B: NeverNull> NeverNull for (A, B) {}
// NULL only if all are.
#[diagnostic::do_not_recommend]
impl<A, B: NeverNull> NeverNull for NullIfAll<A, B> {}
#[diagnostic::do_not_recommend]
impl NeverNull for Quiet {}

/// `cardinality(array)`: how many elements.
pub fn cardinality<A, T, U>(array: A) -> Expr<i32, U>
where
    A: Typed<Base = T, Uses = U>,
    T: ArrayType,
{
    call("cardinality", vec![array.into_typed()])
}

/// `array_length(array, dimension)`: how many elements in this dimension, the first is 1; NULL of an empty array.
pub fn array_length<A, D, T, U, W>(array: A, dimension: D) -> Expr<i32, (U, (W, MaybeNull))>
where
    A: Typed<Base = T, Uses = U>,
    D: Argument<i32, Uses = W>,
    T: ArrayType,
{
    call("array_length", vec![array.into_typed(), dimension.into_argument()])
}

/// `array_append(array, element)`
pub fn array_append<A, E, T, U, W>(array: A, element: E) -> Expr<T, (U, W)>
where
    A: Typed<Base = T, Uses = U>,
    E: Argument<T::Item, Uses = W>,
    T: ArrayType,
{
    call("array_append", vec![array.into_typed(), element.into_argument()])
}

/// `array_prepend(element, array)`
pub fn array_prepend<A, E, T, U, W>(element: E, array: A) -> Expr<T, (U, W)>
where
    A: Typed<Base = T, Uses = U>,
    E: Argument<T::Item, Uses = W>,
    T: ArrayType,
{
    call("array_prepend", vec![element.into_argument(), array.into_typed()])
}

/// `array_cat(first, second)`: both arrays, one after the other.
pub fn array_cat<A, B, T, U, W>(first: A, second: B) -> Expr<T, (U, W)>
where
    A: Typed<Base = T, Uses = U>,
    B: ArrayOperand<T::Item, Uses = W>,
    T: ArrayType,
{
    call("array_cat", vec![first.into_typed(), second.into_array()])
}

/// `array_remove(array, element)`: without the elements that equal this one.
pub fn array_remove<A, E, T, U, W>(array: A, element: E) -> Expr<T, (U, W)>
where
    A: Typed<Base = T, Uses = U>,
    E: Argument<T::Item, Uses = W>,
    T: ArrayType,
{
    call("array_remove", vec![array.into_typed(), element.into_argument()])
}

/// `array_replace(array, from, to)`: with the elements that equal `from` replaced.
pub fn array_replace<A, E, F, T, U, V, W>(array: A, from: E, to: F) -> Expr<T, (U, (V, W))>
where
    A: Typed<Base = T, Uses = U>,
    E: Argument<T::Item, Uses = V>,
    F: Argument<T::Item, Uses = W>,
    T: ArrayType,
{
    call("array_replace", vec![array.into_typed(), from.into_argument(), to.into_argument()])
}

/// `array_position(array, element)`: the place of the first such element, counted from 1; NULL if there is none.
pub fn array_position<A, E, T, U, W>(array: A, element: E) -> Expr<i32, (U, (W, MaybeNull))>
where
    A: Typed<Base = T, Uses = U>,
    E: Argument<T::Item, Uses = W>,
    T: ArrayType,
{
    call("array_position", vec![array.into_typed(), element.into_argument()])
}

/// `array_positions(array, element)`: the places of all such elements, counted from 1.
pub fn array_positions<A, E, T, U, W>(array: A, element: E) -> Expr<Vec<i32>, (U, W)>
where
    A: Typed<Base = T, Uses = U>,
    E: Argument<T::Item, Uses = W>,
    T: ArrayType,
{
    call("array_positions", vec![array.into_typed(), element.into_argument()])
}

/// `array_to_string(array, separator)`: the elements that are not NULL, as text.
pub fn array_to_string<A, P, T, U, W>(array: A, separator: P) -> Expr<String, (U, W)>
where
    A: Typed<Base = T, Uses = U>,
    P: Argument<String, Uses = W>,
    T: ArrayType,
{
    call("array_to_string", vec![array.into_typed(), separator.into_argument()])
}

/// `trim_array(array, n)`: without the last n elements (PostgreSQL 14).
pub fn trim_array<A, N, T, U, W>(array: A, n: N) -> Expr<T, (U, W)>
where
    A: Typed<Base = T, Uses = U>,
    N: Argument<i32, Uses = W>,
    T: ArrayType,
{
    call("trim_array", vec![array.into_typed(), n.into_argument()])
}

/// `unnest(array)`: a row per element. As an item it multiplies the rows of the statement.
pub fn unnest<A, T, U>(array: A) -> Expr<T::Item, SetOf<T::Mark<U>>>
where
    A: Typed<Base = T, Uses = U>,
    T: ArrayType,
{
    call("unnest", vec![array.into_typed()])
}

/// `generate_series(first, last)`: a row for each integer from the first to the last one.
pub fn generate_series<A, B, T, U, W>(first: A, last: B) -> Expr<T, SetOf<(U, W)>>
where
    A: Typed<Base = T, Uses = U>,
    B: Argument<T, Uses = W>,
    T: Counted,
{
    call("generate_series", vec![first.into_typed(), last.into_argument()])
}

/// A type of `generate_series` without a step: `i32`, `i64`, `Decimal`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be counted from one value to another",
    label = "expected `i32`, `i64` or `Decimal`",
    note = "dates and timestamps need a step: `generate_series_of(first, last, step)`"
)]
pub trait Counted: ColumnType {}

#[diagnostic::do_not_recommend]
impl Counted for i32 {}
#[diagnostic::do_not_recommend]
impl Counted for i64 {}
#[cfg(feature = "decimal")]
#[diagnostic::do_not_recommend]
impl Counted for rust_decimal::Decimal {}

//! Texts and arrays from many rows.

use crate::query::{Agg, Aggregate, Argument, Typed};
use crate::sql::{self, PostfixOp};
use crate::types::{ColumnType, Element, MaybeNull};

/// `string_agg(x, separator)`: the texts that are not NULL, one after the other.
///
/// Say the order: `string_agg(Tag::name, ", ").order_by(Tag::name)`.
pub fn string_agg<A, B, U, W>(x: A, separator: B) -> Aggregate<String, (Agg<(U, W)>, MaybeNull)>
where
    A: Argument<String, Uses = U>,
    B: Argument<String, Uses = W>,
{
    Aggregate::of("string_agg", vec![x.into_argument(), separator.into_argument()])
}

/// `array_agg(x) FILTER (WHERE x IS NOT NULL)`: the values that are not NULL, as an array.
///
/// NULLs are left out, so that reading a `Vec<T>` never fails and the empty side of an outer join adds nothing;
/// [`array_agg_nullable`] keeps them. No rows give NULL, not an empty array.
pub fn array_agg<A, T, U>(x: A) -> Aggregate<Vec<T>, (Agg<U>, MaybeNull)>
where
    A: Typed<Base = T, Uses = U>,
    T: Element,
    Vec<T>: ColumnType,
{
    let x = x.into_typed();
    let mut call = sql::Call::new("array_agg", vec![x.clone()]);
    call.filter = Some(sql::Expr::postfix(x, PostfixOp::IsNotNull));
    Aggregate::new(call)
}

/// `array_agg(x)`: all values, NULLs among them.
pub fn array_agg_nullable<A, T, U>(x: A) -> Aggregate<Vec<Option<T>>, (Agg<U>, MaybeNull)>
where
    A: Typed<Base = T, Uses = U>,
    T: Element,
    Vec<Option<T>>: ColumnType,
{
    Aggregate::of("array_agg", vec![x.into_typed()])
}

//! Keyset pagination: the next page starts after the last row of this one, whatever was inserted meanwhile.

use std::fmt;
use std::marker::PhantomData;

use crate::error::{Error, Result};
use crate::query::arity::for_tuples;
use crate::query::uses::for_marks;
use crate::query::{
    Agg, AllRows, Distinct, InGroups, ModelTable, NullIfAll, Of, OpenScope, Ordered, PerRow, Select, SetOf,
    Shape, Sorted, Table, Windowed, Within, WithinGroup,
};
use crate::schema::Model;
use crate::sql::{self, BinaryOp, Nulls, Order, PostfixOp};
use crate::types::{ColumnType, MaybeNull, Param, ParamValue, PgType};

/// An order that tells any two rows apart: some columns, then the primary key of `M`.
///
/// `V` are the types of the columns. Made by [`keyset`].
pub struct Keyset<V, S, M> {
    keys: Vec<KeyColumn>,
    marker: PhantomData<fn() -> (V, S, M)>,
}

/// A place in the rows of a [`Keyset`]: after which the next page starts.
#[derive(Clone, Debug)]
pub struct PageAfter<S, M> {
    keys: Vec<KeyColumn>,
    values: Vec<Param>,
    marker: PhantomData<fn() -> (S, M)>,
}

#[derive(Clone, Debug)]
struct KeyColumn {
    order: sql::OrderBy,
    ty: PgType,
    nullable: bool,
}

/// Whether an expression with these uses may be NULL in its own table.
pub trait UsesNull {
    /// The answer.
    const NULL: bool;
}

impl UsesNull for () {
    const NULL: bool = false;
}

macro_rules! marks {
    ($maybe_null:ident $($mark:ident)*) => {
        impl UsesNull for $maybe_null {
            const NULL: bool = true;
        }
        $(impl UsesNull for $mark {
            const NULL: bool = false;
        })*
    };
}

for_marks!(marks);

impl<M> UsesNull for Of<M> {
    const NULL: bool = false;
}
impl<S> UsesNull for crate::query::NotNull<S> {
    const NULL: bool = false;
}
// What has one of these is refused by `PerRow`.
impl<S> UsesNull for Agg<S> {
    const NULL: bool = true;
}
impl<S> UsesNull for Windowed<S> {
    const NULL: bool = true;
}
impl<S> UsesNull for SetOf<S> {
    const NULL: bool = true;
}
impl<A: UsesNull, B: UsesNull> UsesNull for (A, B) {
    const NULL: bool = A::NULL || B::NULL;
}
impl<A: UsesNull, B: UsesNull> UsesNull for NullIfAll<A, B> {
    const NULL: bool = A::NULL && B::NULL;
}

/// What a keyset is ordered by: `.asc()` or `.desc()` of columns and expressions, or a tuple of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an order for pages",
    label = "expected `.asc()` or `.desc()` of columns, or a tuple of them"
)]
pub trait KeyOrders {
    /// Their types.
    type Values;
    /// The tables used.
    type Uses;
    #[doc(hidden)]
    fn push_keys(self, out: &mut Vec<(sql::OrderBy, PgType, bool)>);
}

#[diagnostic::do_not_recommend]
impl<S: UsesNull, T: ColumnType> KeyOrders for Ordered<S, T> {
    type Values = T;
    type Uses = S;

    fn push_keys(self, out: &mut Vec<(sql::OrderBy, PgType, bool)>) {
        out.push((self.order, T::TYPE, S::NULL));
    }
}

/// The value of one key of the last row: a value, or an `Option` for a column that may be NULL.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value of a key of type `{T}`",
    label = "expected `{T}` or `Option<{T}>`",
    note = "the key of an entity is `session.key(entity)?`"
)]
pub trait KeyValues<T> {
    #[doc(hidden)]
    fn push_values(self, out: &mut Vec<Param>);
}

#[diagnostic::do_not_recommend]
impl<T: ColumnType> KeyValues<T> for T {
    fn push_values(self, out: &mut Vec<Param>) {
        out.push(Param::new(&self));
    }
}

#[diagnostic::do_not_recommend]
impl<T: ColumnType> KeyValues<T> for Option<T> {
    fn push_values(self, out: &mut Vec<Param>) {
        out.push(Param::from_value(&self));
    }
}

#[diagnostic::do_not_recommend]
impl KeyValues<String> for &str {
    fn push_values(self, out: &mut Vec<Param>) {
        out.push(Param::new(&self.to_owned()));
    }
}

#[diagnostic::do_not_recommend]
impl KeyValues<String> for Option<&str> {
    fn push_values(self, out: &mut Vec<Param>) {
        out.push(Param::from_value(&self.map(str::to_owned)));
    }
}

macro_rules! nest {
    ($one:ty) => { $one };
    ($one:ty, $($more:ty),+) => { ($one, nest!($($more),+)) };
}

macro_rules! tuples {
    ($(($name:ident $at:ident))*) => {
        #[diagnostic::do_not_recommend]
        impl<$($name: KeyOrders),*> KeyOrders for ($($name,)*) {
            type Values = ($($name::Values,)*);
            type Uses = nest!($($name::Uses),*);

            #[allow(non_snake_case, reason = "one name for type and value")]
            fn push_keys(self, out: &mut Vec<(sql::OrderBy, PgType, bool)>) {
                let ($($name,)*) = self;
                $($name.push_keys(out);)*
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($name, $at: KeyValues<$name>),*> KeyValues<($($name,)*)> for ($($at,)*) {
            #[allow(non_snake_case, reason = "one name for type and value")]
            fn push_values(self, out: &mut Vec<Param>) {
                let ($($at,)*) = self;
                $($at.push_values(out);)*
            }
        }
    };
}

for_tuples!(tuples);

/// An order for pages: these columns, then the primary key of a table in the direction of the last of them.
///
/// The primary key makes the order total, so that no row is shown twice or left out.
///
/// # Example: newest first
///
/// `keyset(Post::created_at.desc(), Post)` orders by `"posts"."created_at" DESC, "posts"."id" DESC`; the
/// second page asks for `("posts"."created_at", "posts"."id") < ($1, $2)`.
pub fn keyset<O: KeyOrders<Values = V, Uses = U>, V, U: PerRow, M>(
    orders: O,
    table: Table<M>,
) -> Keyset<V, (U, Of<M>), M>
where
    M: ModelTable,
{
    let _ = table;
    let mut list = Vec::new();
    orders.push_keys(&mut list);
    let direction = list.last().map_or(Order::Asc, |(order, ..)| order.order);
    let mut keys: Vec<KeyColumn> =
        list.into_iter().map(|(order, ty, nullable)| KeyColumn { order, ty, nullable }).collect();
    keys.extend(<M::Model as Model>::TABLE.key_columns().map(|column| KeyColumn {
        order: sql::OrderBy {
            expr: sql::Expr::column(M::qualifier(), column.name),
            order: direction,
            nulls: None,
        },
        ty: column.ty,
        nullable: false,
    }));
    Keyset { keys, marker: PhantomData }
}

impl<V, S, M: ModelTable> Keyset<V, S, M> {
    /// The place after a row, by the values of its columns and its primary key.
    pub fn after<A, K>(&self, values: A, key: K) -> PageAfter<S, M>
    where
        A: KeyValues<V>,
        K: KeyValues<<M::Model as Model>::Key>,
    {
        let mut params = Vec::new();
        values.push_values(&mut params);
        key.push_values(&mut params);
        PageAfter { keys: self.keys.clone(), values: params, marker: PhantomData }
    }

    /// The place that [`PageAfter::token`] wrote down.
    ///
    /// # Errors
    ///
    /// [`Error::Configuration`] if the token was made for another order, or is damaged.
    pub fn resume(&self, token: &str) -> Result<PageAfter<S, M>> {
        let values = token::read(token, &self.keys).ok_or_else(|| Error::Configuration {
            option: "page token".into(),
            message: "it was made for another order, or is damaged".to_owned(),
        })?;
        Ok(PageAfter { keys: self.keys.clone(), values, marker: PhantomData })
    }
}

impl<S, M> PageAfter<S, M> {
    /// This place as an opaque text for URLs. It holds the values of the last row, and a hash of the order.
    #[must_use]
    pub fn token(&self) -> String {
        token::write(&self.values, &self.keys)
    }
}

impl<It: Shape, F, L> Select<It, F, L> {
    /// The first page in this order: ORDER BY and LIMIT.
    pub fn page<V, S: Within<F, At>, M, At>(mut self, keyset: &Keyset<V, S, M>, rows: i64) -> Self
    where
        F: OpenScope,
    {
        self.query.order_by.extend(keyset.keys.iter().map(|key| key.order.clone()));
        crate::query::select::distinct_first(&mut self.query);
        self.limit(rows)
    }

    /// The page that starts after this place: a condition, ORDER BY and LIMIT.
    pub fn page_after<S: Within<F, At>, M, At>(mut self, place: &PageAfter<S, M>, rows: i64) -> Self
    where
        F: OpenScope,
    {
        let condition = after(&place.keys, &place.values);
        crate::query::select::and(&mut self.core().filter, condition);
        self.query.order_by.extend(place.keys.iter().map(|key| key.order.clone()));
        crate::query::select::distinct_first(&mut self.query);
        self.limit(rows)
    }
}

/// The rows after these values. One row comparison where all keys have one direction and none is NULL, which an
/// index can serve; a chain of alternatives elsewhere.
fn after(keys: &[KeyColumn], values: &[Param]) -> Option<sql::Expr> {
    let uniform = keys.iter().all(|key| key.order.order == keys[0].order.order && !key.nullable);
    if uniform && keys.len() > 1 {
        let row = keys.iter().map(|key| key.order.expr.clone()).collect();
        let bound = values.iter().cloned().map(sql::Expr::Param).collect();
        return Some(sql::Expr::binary(sql::Expr::Row(row), beyond(&keys[0]), sql::Expr::Row(bound)));
    }
    let alternatives = (0..keys.len()).filter_map(|at| {
        let strictly = strictly_after(&keys[at], &values[at])?;
        let same = keys[..at].iter().zip(values).map(|(key, value)| equal(key, value));
        sql::Expr::all(same.chain([strictly]))
    });
    // No alternative is left if every key is NULL and NULL is last; then there is no next row.
    let none = sql::Expr::Constant(sql::Constant::Bool(false));
    Some(sql::Expr::chain(BinaryOp::Or, alternatives).unwrap_or(none))
}

fn beyond(key: &KeyColumn) -> BinaryOp {
    match key.order.order {
        Order::Asc => BinaryOp::Gt,
        Order::Desc => BinaryOp::Lt,
    }
}

fn equal(key: &KeyColumn, value: &Param) -> sql::Expr {
    let expr = key.order.expr.clone();
    if value.value == ParamValue::Null {
        return sql::Expr::postfix(expr, PostfixOp::IsNull);
    }
    sql::Expr::binary(expr, BinaryOp::Eq, sql::Expr::Param(value.clone()))
}

/// `expr` comes after `value` in its own order; `None` if nothing can.
fn strictly_after(key: &KeyColumn, value: &Param) -> Option<sql::Expr> {
    let expr = key.order.expr.clone();
    // PostgreSQL's default: NULL counts as greater than any value.
    let nulls_last = match key.order.nulls {
        Some(Nulls::Last) => true,
        Some(Nulls::First) => false,
        None => key.order.order == Order::Asc,
    };
    if value.value == ParamValue::Null {
        return (!nulls_last).then(|| sql::Expr::postfix(expr, PostfixOp::IsNotNull));
    }
    let beyond = sql::Expr::binary(expr.clone(), beyond(key), sql::Expr::Param(value.clone()));
    if key.nullable && nulls_last {
        let null = sql::Expr::postfix(expr, PostfixOp::IsNull);
        return sql::Expr::chain(BinaryOp::Or, [beyond, null]);
    }
    Some(beyond)
}

impl<V, S, M> Clone for Keyset<V, S, M> {
    fn clone(&self) -> Self {
        Keyset { keys: self.keys.clone(), marker: PhantomData }
    }
}

impl<V, S, M> fmt::Debug for Keyset<V, S, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.keys).finish()
    }
}

/// Places as text: a hash of the order, then each value with its length, in hexadecimal.
mod token {
    use bytes::Bytes;

    use super::KeyColumn;
    use crate::types::{Param, ParamValue};

    const NULL: u32 = u32::MAX;

    pub(super) fn write(values: &[Param], keys: &[KeyColumn]) -> String {
        let mut out = Vec::from(fingerprint(keys).to_be_bytes());
        for value in values {
            match &value.value {
                ParamValue::Binary(bytes) => {
                    out.extend(u32::try_from(bytes.len()).unwrap_or(NULL - 1).to_be_bytes());
                    out.extend_from_slice(bytes);
                }
                ParamValue::Null | ParamValue::Invalid(_) => out.extend(NULL.to_be_bytes()),
            }
        }
        out.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    pub(super) fn read(text: &str, keys: &[KeyColumn]) -> Option<Vec<Param>> {
        let bytes = unhex(text)?;
        let (hash, mut rest) = bytes.split_first_chunk::<8>()?;
        if u64::from_be_bytes(*hash) != fingerprint(keys) {
            return None;
        }
        let mut values = Vec::with_capacity(keys.len());
        for key in keys {
            let (len, after) = rest.split_first_chunk::<4>()?;
            let value = match u32::from_be_bytes(*len) {
                NULL => ParamValue::Null,
                len => {
                    let (value, after) = after.split_at_checked(len as usize)?;
                    rest = after;
                    values
                        .push(Param { ty: key.ty, value: ParamValue::Binary(Bytes::copy_from_slice(value)) });
                    continue;
                }
            };
            rest = after;
            values.push(Param { ty: key.ty, value });
        }
        rest.is_empty().then_some(values)
    }

    fn unhex(text: &str) -> Option<Vec<u8>> {
        let digits = text.as_bytes();
        if !digits.len().is_multiple_of(2) {
            return None;
        }
        let digit = |byte: u8| (byte as char).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        digits.chunks_exact(2).map(|pair| Some(digit(pair[0])? * 16 + digit(pair[1])?)).collect()
    }

    /// FNV-1a over the order: the same in every build, unlike the standard library's hashes.
    fn fingerprint(keys: &[KeyColumn]) -> u64 {
        let text = format!("{keys:?}");
        text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        })
    }
}

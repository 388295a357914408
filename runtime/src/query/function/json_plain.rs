//! `json`, the type that keeps a document as it was written: keys in their order, also twice.

use std::fmt;
use std::marker::PhantomData;

use serde_json::Value as Document;

use crate::query::argument::list;
use crate::query::function::json::JsonFields;
use crate::query::operators::CastTo;
use crate::query::select::and;
use crate::query::{
    Agg, Aggregate, Argument, Arguments, Condition, Expr, First, JsonSource, NotNull, Orders, Selectable,
};
use crate::sql;
use crate::types::MaybeNull;

/// A value of type `json`. It can be selected (as a `serde_json::Value`) and become part of another document.
///
/// PostgreSQL cannot compare, group or order values of this type, so this is no [`Expr`]; `.cast::<serde_json::Value>()`
/// makes it `jsonb`, which can be used as any expression, `.cast::<String>()` a text with the keys in their order.
#[must_use = "an expression does nothing until it stands in a statement"]
pub struct JsonExpr<S> {
    call: sql::Call,
    marker: PhantomData<fn() -> S>,
}

/// An aggregate of type `json`; see [`JsonExpr`].
#[must_use = "an expression does nothing until it stands in a statement"]
pub struct JsonAggregate<S>(JsonExpr<S>);

impl<S> JsonExpr<S> {
    fn new(call: sql::Call) -> Self {
        JsonExpr { call, marker: PhantomData }
    }

    fn of(name: &'static str, args: Vec<sql::Expr>) -> Self {
        JsonExpr::new(sql::Call::new(name, args))
    }

    fn into_node(self) -> sql::Expr {
        sql::Expr::Call(Box::new(self.call))
    }

    /// `self::type`
    pub fn cast<Other: CastTo>(self) -> Expr<Other, S> {
        Expr::new(sql::Expr::cast(self.into_node(), Other::TYPE))
    }
}

impl<S> JsonAggregate<S> {
    /// The order in which rows are taken: `json_agg(x ORDER BY y)`
    pub fn order_by<O: Orders<Uses = U>, U>(self, orders: O) -> JsonAggregate<(S, NotNull<Agg<U>>)> {
        let mut call = self.0.call;
        orders.push_orders(&mut call.order_by);
        JsonAggregate(JsonExpr::new(call))
    }

    /// Takes only rows for which the condition holds: `json_agg(x) FILTER (WHERE ..)`. Called twice, both must hold.
    pub fn filter<C: Condition<Uses = U>, U>(self, condition: C) -> JsonAggregate<(S, NotNull<Agg<U>>)> {
        let mut call = self.0.call;
        and(&mut call.filter, condition.into_condition());
        JsonAggregate(JsonExpr::new(call))
    }

    /// `self::type`
    pub fn cast<Other: CastTo>(self) -> Expr<Other, S> {
        self.0.cast()
    }
}

#[diagnostic::do_not_recommend]
impl<S: First> Selectable for JsonExpr<S> {
    type Items = Expr<Document, S>;
    type First = S::First;

    fn push_items(self, out: &mut Vec<sql::Item>) {
        out.push(sql::Item { expr: self.into_node(), alias: None });
    }
}

#[diagnostic::do_not_recommend]
impl<S: First> Selectable for JsonAggregate<S> {
    type Items = Aggregate<Document, S>;
    type First = S::First;

    fn push_items(self, out: &mut Vec<sql::Item>) {
        self.0.push_items(out);
    }
}

#[diagnostic::do_not_recommend]
impl<S> JsonSource for JsonExpr<S> {
    type Uses = S;

    fn into_json_source(self) -> sql::Expr {
        self.into_node()
    }
}

#[diagnostic::do_not_recommend]
impl<S> JsonSource for JsonAggregate<S> {
    type Uses = S;

    fn into_json_source(self) -> sql::Expr {
        self.0.into_node()
    }
}

impl<S> Clone for JsonExpr<S> {
    fn clone(&self) -> Self {
        JsonExpr::new(self.call.clone())
    }
}

impl<S> Clone for JsonAggregate<S> {
    fn clone(&self) -> Self {
        JsonAggregate(self.0.clone())
    }
}

impl<S> fmt::Debug for JsonExpr<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.call, f)
    }
}

impl<S> fmt::Debug for JsonAggregate<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// `row_to_json(row)`: a model as an object of its columns, in their order: `row_to_json(User)`.
pub fn row_to_json<A: RowSource<Uses = U>, U>(row: A) -> JsonExpr<U> {
    JsonExpr::of("row_to_json", vec![row.into_json_source()])
}

/// A whole row: a model, or an alias of one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a row",
    label = "expected a model or an alias of one",
    note = "a single value becomes a document with `to_json(..)`"
)]
pub trait RowSource: JsonSource {}

#[diagnostic::do_not_recommend]
impl<M: crate::query::ModelTable> RowSource for crate::query::Table<M> {}
#[diagnostic::do_not_recommend]
impl<K: crate::query::ModelTable + JsonSource> RowSource for K {}

/// `to_json(x)`: a value as a document; a model becomes an object of its columns.
pub fn to_json<A: JsonSource<Uses = U>, U>(x: A) -> JsonExpr<U> {
    JsonExpr::of("to_json", vec![x.into_json_source()])
}

/// `json_build_object('name', value, ..)`: `json_build_object((("id", User::id), ("name", User::name)))`
pub fn json_build_object<F: JsonFields<Uses = U>, U>(fields: F) -> JsonExpr<NotNull<U>> {
    let mut args = Vec::new();
    fields.push_fields(&mut args);
    JsonExpr::of("json_build_object", args)
}

/// `json_build_array(a, b, ..)`: an array of values of any types.
pub fn json_build_array<A: Arguments<Uses = U>, U>(values: A) -> JsonExpr<NotNull<U>> {
    JsonExpr::of("json_build_array", list(values))
}

/// `json_agg(x)`: an array of all values; NULL becomes `null`, a model an object of its columns.
pub fn json_agg<A: JsonSource<Uses = U>, U>(x: A) -> JsonAggregate<(Agg<U>, MaybeNull)> {
    JsonAggregate(JsonExpr::of("json_agg", vec![x.into_json_source()]))
}

/// `json_object_agg(key, value)`: an object; equal keys are kept all, a key that is NULL is an error.
pub fn json_object_agg<K, A, U, W>(key: K, value: A) -> JsonAggregate<(Agg<(U, W)>, MaybeNull)>
where
    K: Argument<String, Uses = U>,
    A: JsonSource<Uses = W>,
{
    JsonAggregate(JsonExpr::of("json_object_agg", vec![key.into_argument(), value.into_json_source()]))
}

//! Documents.

use serde_json::Value as Document;

use crate::query::argument::{call, list, word};
use crate::query::arity::for_tuples;
pub use crate::query::function::json_plain::{
    JsonAggregate, JsonExpr, RowSource, json_agg, json_build_array, json_build_object, json_object_agg,
    row_to_json, to_json,
};
use crate::query::operators::{ArrayOperand, json_path};
pub use crate::query::operators::{JsonKey, JsonType};
use crate::query::{Argument, Arguments, Expr, JsonSource, NotNull, SetOf, Typed};
use crate::sql;
use crate::types::MaybeNull;

/// The fields of [`jsonb_build_object`]: a tuple of pairs of name and value.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a tuple of names and values",
    label = "expected `((\"name\", value), (\"other\", value))`",
    note = "one field is a tuple, too: `((\"name\", value),)`"
)]
pub trait JsonFields {
    /// The tables used.
    type Uses;
    /// Appends names and values.
    #[doc(hidden)]
    fn push_fields(self, out: &mut Vec<sql::Expr>);
}

macro_rules! nest {
    ($one:ty) => { $one };
    ($one:ty, $($more:ty),+) => { ($one, nest!($($more),+)) };
}

macro_rules! tuples {
    ($(($name:ident $at:ident))*) => {
        #[diagnostic::do_not_recommend]
        impl<$($name: JsonSource),*> JsonFields for ($((&'static str, $name),)*) {
            type Uses = nest!($($name::Uses),*);

            #[allow(non_snake_case, reason = "one name for type and value")]
            fn push_fields(self, out: &mut Vec<sql::Expr>) {
                let ($($name,)*) = self;
                $(out.extend([word($name.0), $name.1.into_json_source()]);)*
            }
        }
    };
}

for_tuples!(tuples);

/// `jsonb_build_object('name', value, ..)`: `jsonb_build_object((("id", User::id), ("name", User::name)))`
pub fn jsonb_build_object<F: JsonFields<Uses = U>, U>(fields: F) -> Expr<Document, NotNull<U>> {
    let mut args = Vec::new();
    fields.push_fields(&mut args);
    call("jsonb_build_object", args)
}

/// `jsonb_build_array(a, b, ..)`: an array of values of any types.
pub fn jsonb_build_array<A: Arguments<Uses = U>, U>(values: A) -> Expr<Document, NotNull<U>> {
    call("jsonb_build_array", list(values))
}

/// `to_jsonb(x)`: a value as a document; a model becomes an object of its columns: `to_jsonb(User)`.
pub fn to_jsonb<A: JsonSource<Uses = U>, U>(x: A) -> Expr<Document, U> {
    call("to_jsonb", vec![x.into_json_source()])
}

/// `jsonb_set(document, path, value)`: with the value at this path, which is made if it is not there.
pub fn jsonb_set<A, P, V, U, W, X>(document: A, path: P, value: V) -> Expr<Document, (U, (W, X))>
where
    A: Typed<Base: JsonType, Uses = U>,
    P: ArrayOperand<String, Uses = W>,
    V: Typed<Base: JsonType, Uses = X>,
{
    call("jsonb_set", vec![document.into_typed(), path.into_array(), value.into_typed()])
}

/// `jsonb_insert(document, path, value)`: with the value put before the one at this path.
pub fn jsonb_insert<A, P, V, U, W, X>(document: A, path: P, value: V) -> Expr<Document, (U, (W, X))>
where
    A: Typed<Base: JsonType, Uses = U>,
    P: ArrayOperand<String, Uses = W>,
    V: Typed<Base: JsonType, Uses = X>,
{
    call("jsonb_insert", vec![document.into_typed(), path.into_array(), value.into_typed()])
}

macro_rules! of_document {
    ($($(#[$doc:meta])* $name:ident -> $out:ty $(, $null:ident)?;)*) => {$(
        $(#[$doc])*
        pub fn $name<A, U>(document: A) -> of_document!(@expr $out $(, $null)?)
        where
            A: Typed<Base: JsonType, Uses = U>,
        {
            call(stringify!($name), vec![document.into_typed()])
        }
    )*};
    (@expr $out:ty) => { Expr<$out, U> };
    (@expr $out:ty, nullable) => { Expr<$out, (U, MaybeNull)> };
    (@expr $out:ty, set) => { Expr<$out, SetOf<U>> };
    (@expr $out:ty, nullable_set) => { Expr<$out, SetOf<(U, MaybeNull)>> };
}

of_document! {
    /// `jsonb_array_length(document)`: how many elements; an error if it is no array.
    jsonb_array_length -> i32;
    /// `jsonb_typeof(document)`: `object`, `array`, `string`, `number`, `boolean` or `null`.
    jsonb_typeof -> String;
    /// `jsonb_pretty(document)`: as text with line breaks.
    jsonb_pretty -> String;
    /// `jsonb_strip_nulls(document)`: without fields that are `null`.
    jsonb_strip_nulls -> Document;
    /// `jsonb_array_elements(document)`: a row per element.
    jsonb_array_elements -> Document, set;
    /// `jsonb_array_elements_text(document)`: a row per element, as text; `null` becomes NULL.
    jsonb_array_elements_text -> String, nullable_set;
    /// `jsonb_object_keys(document)`: a row per key.
    jsonb_object_keys -> String, set;
}

macro_rules! by_path {
    ($($(#[$doc:meta])* $name:ident -> $out:ty $(, $null:ident)?;)*) => {$(
        $(#[$doc])*
        pub fn $name<A, P, U, W>(document: A, path: P) -> by_path!(@expr $out $(, $null)?)
        where
            A: Typed<Base: JsonType, Uses = U>,
            P: Argument<String, Uses = W>,
        {
            call(stringify!($name), vec![document.into_typed(), json_path(path)])
        }
    )*};
    (@expr $out:ty) => { Expr<$out, (U, W)> };
    (@expr $out:ty, nullable) => { Expr<$out, (U, (W, MaybeNull))> };
    (@expr $out:ty, set) => { Expr<$out, SetOf<(U, W)>> };
}

by_path! {
    /// `jsonb_path_exists(document, path)`: a JSON path finds something.
    jsonb_path_exists -> bool;
    /// `jsonb_path_match(document, path)`: the condition of a JSON path holds; an error if it is none.
    jsonb_path_match -> bool, nullable;
    /// `jsonb_path_query(document, path)`: a row per value that a JSON path finds.
    jsonb_path_query -> Document, set;
    /// `jsonb_path_query_array(document, path)`: all values that a JSON path finds, as an array.
    jsonb_path_query_array -> Document;
    /// `jsonb_path_query_first(document, path)`: the first value that a JSON path finds; NULL if there is none.
    jsonb_path_query_first -> Document, nullable;
}

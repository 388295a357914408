//! Documents: `serde_json::Value` and `Json<T>`, both `jsonb`.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Document;

use crate::query::operators::{ArrayOperand, binary};
use crate::query::{Aggregate, Argument, Column, Expr, Expression, Of, Tabular, Typed};
use crate::sql::{self, BinaryOp};
use crate::types::{ColumnType, Json, MaybeNull, Param, PgType};

/// A document: `serde_json::Value` or `Json<T>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a document",
    label = "expected `serde_json::Value` or `Json<T>`",
    note = "`to_jsonb(..)` makes a document of anything"
)]
pub trait JsonType: ColumnType {}

#[diagnostic::do_not_recommend]
impl JsonType for Document {}
#[diagnostic::do_not_recommend]
impl<T: Serialize + DeserializeOwned + Clone + Send + Sync + 'static> JsonType for Json<T> {}

/// What leads into a document: the key of an object (a text), or the place in an array (a number, counted from 0;
/// negative from the end).
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not lead into a document",
    label = "expected the key of an object or the index in an array"
)]
pub trait JsonKey {
    /// The tables used.
    type Uses;
    /// The untyped expression.
    #[doc(hidden)]
    fn into_key(self) -> sql::Expr;
}

/// The types that a key can have.
#[doc(hidden)]
pub trait JsonKeyType: ColumnType {}
impl JsonKeyType for String {}
impl JsonKeyType for i32 {}

#[diagnostic::do_not_recommend]
impl<K: Typed<Base: JsonKeyType>> JsonKey for K {
    type Uses = K::Uses;

    fn into_key(self) -> sql::Expr {
        self.into_typed()
    }
}

/// A JSON path as text: `$.tags[*] ? (@ like_regex "^a")`.
pub(crate) fn json_path<A: Argument<String>>(path: A) -> sql::Expr {
    sql::Expr::cast(path.into_argument(), PgType::builtin("jsonpath", 4072, 4073))
}

fn keys<'a>(keys: impl IntoIterator<Item = &'a str>) -> sql::Expr {
    let keys: Vec<String> = keys.into_iter().map(str::to_owned).collect();
    sql::Expr::Param(Param::new(&keys))
}

macro_rules! methods {
    ([$($generics:tt)*] $self:ty, $uses:ty) => {
        impl<$($generics)*> $self {
            /// `self -> key`: the field of an object or element of an array; NULL if there is none
            pub fn get<K: JsonKey<Uses = U>, U>(self, key: K) -> Expr<Document, ($uses, (U, MaybeNull))> {
                binary(self.into_expr(), BinaryOp::JsonGet, key.into_key())
            }

            /// `self ->> key`: the field of an object or element of an array, as text; NULL if there is none
            pub fn get_text<K: JsonKey<Uses = U>, U>(self, key: K) -> Expr<String, ($uses, (U, MaybeNull))> {
                binary(self.into_expr(), BinaryOp::JsonGetText, key.into_key())
            }

            /// `self #> path`: what keys and places (as texts) lead to, one after the other; NULL if there is none
            pub fn get_path<P: ArrayOperand<String, Uses = U>, U>(
                self,
                path: P,
            ) -> Expr<Document, ($uses, (U, MaybeNull))> {
                binary(self.into_expr(), BinaryOp::JsonPath, path.into_array())
            }

            /// `self #>> path`: as `get_path`, as text
            pub fn get_path_text<P: ArrayOperand<String, Uses = U>, U>(
                self,
                path: P,
            ) -> Expr<String, ($uses, (U, MaybeNull))> {
                binary(self.into_expr(), BinaryOp::JsonPathText, path.into_array())
            }

            /// `self @> other`: has all that is in the other document
            pub fn contains<R: Typed<Base: JsonType, Uses = U>, U>(self, other: R) -> Expr<bool, ($uses, U)> {
                binary(self.into_expr(), BinaryOp::Contains, other.into_typed())
            }

            /// `self <@ other`: all that is in it is in the other document
            pub fn contained_by<R: Typed<Base: JsonType, Uses = U>, U>(self, other: R) -> Expr<bool, ($uses, U)> {
                binary(self.into_expr(), BinaryOp::ContainedBy, other.into_typed())
            }

            /// `self ? key`: is an object with this key, or an array with this text
            pub fn has_key<K: Argument<String, Uses = U>, U>(self, key: K) -> Expr<bool, ($uses, U)> {
                binary(self.into_expr(), BinaryOp::HasKey, key.into_argument())
            }

            /// `self ?| keys`: has one of these keys
            pub fn has_any_key<'a>(self, list: impl IntoIterator<Item = &'a str>) -> Expr<bool, $uses> {
                binary(self.into_expr(), BinaryOp::HasAnyKey, keys(list))
            }

            /// `self ?& keys`: has all of these keys
            pub fn has_all_keys<'a>(self, list: impl IntoIterator<Item = &'a str>) -> Expr<bool, $uses> {
                binary(self.into_expr(), BinaryOp::HasAllKeys, keys(list))
            }

            /// `self || other`: both objects in one, the right one's fields win; or both arrays, one after the other
            pub fn concat<R: Typed<Base: JsonType, Uses = U>, U>(self, other: R) -> Expr<Document, ($uses, U)> {
                let parts = [self.into_expr(), other.into_typed()];
                Expr::new(sql::Expr::Chain(BinaryOp::Concat, parts.into()))
            }

            /// `self - key`: without this field or element
            pub fn delete<K: JsonKey<Uses = U>, U>(self, key: K) -> Expr<Document, ($uses, U)> {
                binary(self.into_expr(), BinaryOp::Sub, key.into_key())
            }

            /// `self #- path`: without what the path leads to
            pub fn delete_path<P: ArrayOperand<String, Uses = U>, U>(self, path: P) -> Expr<Document, ($uses, U)> {
                binary(self.into_expr(), BinaryOp::JsonDeletePath, path.into_array())
            }

            /// `self @? path`: a JSON path finds something
            pub fn path_exists<P: Argument<String, Uses = U>, U>(
                self,
                path: P,
            ) -> Expr<bool, ($uses, (U, MaybeNull))> {
                binary(self.into_expr(), BinaryOp::JsonPathExists, json_path(path))
            }

            /// `self @@ path`: the condition of a JSON path holds; NULL if it is none
            pub fn path_matches<P: Argument<String, Uses = U>, U>(
                self,
                path: P,
            ) -> Expr<bool, ($uses, (U, MaybeNull))> {
                binary(self.into_expr(), BinaryOp::Match, json_path(path))
            }
        }
    };
}

methods! { [M: Tabular] Column<M, Document>, Of<M> }
methods! { [M: Tabular] Column<M, Option<Document>>, (Of<M>, MaybeNull) }
methods! { [S] Expr<Document, S>, S }
methods! { [S] Aggregate<Document, S>, S }
methods! { [M: Tabular, T: Serialize + DeserializeOwned + Clone + Send + Sync + 'static] Column<M, Json<T>>, Of<M> }
methods! { [M: Tabular, T: Serialize + DeserializeOwned + Clone + Send + Sync + 'static] Column<M, Option<Json<T>>>, (Of<M>, MaybeNull) }
methods! { [S, T: Serialize + DeserializeOwned + Clone + Send + Sync + 'static] Expr<Json<T>, S>, S }
methods! { [S, T: Serialize + DeserializeOwned + Clone + Send + Sync + 'static] Aggregate<Json<T>, S>, S }

//! Operators as inherent methods, grouped by the type that they are for.
//!
//! Inherent methods on concrete types give the shortest errors, and the compiler lists only what fits. Each
//! file writes its methods once, in a macro over the base type and the uses, and spreads them over `Column`,
//! `Expr` and `Aggregate`.

mod array;
mod bits;
mod compare;
#[cfg(feature = "json")]
mod json;
mod logic;
mod math;
mod net;
mod newtype;
mod quantified;
mod range;
mod subquery;
mod text;
mod text_search;
mod time;
#[cfg(any(feature = "chrono", feature = "jiff"))]
mod zone;

pub use array::{ArrayOperand, ArrayType, SliceRange};
pub use compare::CastTo;
pub(crate) use compare::binary;
#[cfg(feature = "json")]
pub(crate) use json::json_path;
#[cfg(feature = "json")]
pub use json::{JsonKey, JsonType};
pub use math::Arithmetic;
pub use net::NetworkType;
pub use newtype::Newtype;
pub use quantified::ManyOf;
pub use range::{AsRange, AsValue, InRange};
pub(crate) use subquery::exists_raw;
pub use subquery::{Inner, ListQuery, OneColumn, Subquery, array, exists};
pub use time::{MinusTime, PlusTime};

/// Spreads a macro of methods over all expressions.
macro_rules! for_all {
    ($methods:ident) => {
        impl<M: Tabular, V: Value> Column<M, V> {
            $methods!(V::Base, V::Mark<Of<M>>);
        }
        impl<T: ColumnType, S> Expr<T, S> {
            $methods!(T, S);
        }
        impl<T: ColumnType, S> Aggregate<T, S> {
            $methods!(T, S);
        }
    };
}

/// Spreads a macro of methods over the expressions of one base type.
macro_rules! for_type {
    ($methods:ident, $base:ty) => {
        impl<M: Tabular> Column<M, $base> {
            $methods!(Of<M>);
        }
        impl<M: Tabular> Column<M, Option<$base>> {
            $methods!((Of<M>, MaybeNull));
        }
        impl<S> Expr<$base, S> {
            $methods!(S);
        }
        impl<S> Aggregate<$base, S> {
            $methods!(S);
        }
    };
}

pub(crate) use {for_all, for_type};

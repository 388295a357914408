//! Rows meet types: fields of projections, columns of INSERT .. SELECT, branches of a UNION.

use crate::query::arity::for_tuples;
use crate::query::{Column, Row};
use crate::sql;
use crate::types::Value;

/// A row, or a value of it, that can be stored where `T` is expected: `T` itself, or `T` into `Option<T>`.
#[diagnostic::on_unimplemented(
    message = "a value of type `{Self}` does not fit a field of type `{T}`",
    label = "expected `{T}`",
    note = "make a field that may be NULL an `Option`, or give a value for NULL with `coalesce(.., ..)`; other types need `.cast::<..>()`"
)]
pub trait Fits<T> {}

impl<R: Row> Fits<R> for R {}
impl<R: Row> Fits<Option<R>> for R {}

/// Columns of a model, or a tuple of them: what `on_conflict`, `set_excluded` and `columns` take.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of columns of `{M}`",
    label = "expected a column of `{M}` or a tuple of them"
)]
pub trait ColumnList<M> {
    /// The types of the columns: one, or a tuple.
    type Values;
    /// Their names.
    #[doc(hidden)]
    fn names(&self) -> Vec<sql::Name>;
}

impl<M, V: Value> ColumnList<M> for Column<M, V> {
    type Values = V;

    fn names(&self) -> Vec<sql::Name> {
        vec![self.name().into()]
    }
}

/// A row whose values fit, one by one: for tuples.
macro_rules! tuples {
    ($(($name:ident $at:ident))*) => {
        #[diagnostic::do_not_recommend]
        impl<Table, $($name: ColumnList<Table>),*> ColumnList<Table> for ($($name,)*) {
            type Values = Tuple<($($name::Values,)*)>;

            #[allow(non_snake_case, reason = "one name for type and value")]
            fn names(&self) -> Vec<sql::Name> {
                let ($($name,)*) = self;
                let mut all = Vec::new();
                $(all.extend($name.names());)*
                all
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($name, $at),*> Fits<Tuple<($($at,)*)>> for ($($name,)*)
        where
            $($name: Fits<$at>,)*
        {
        }
    };
}

/// A tuple, value by value.
#[derive(Debug)]
pub struct Tuple<T>(std::marker::PhantomData<fn() -> T>);

for_tuples!(tuples);

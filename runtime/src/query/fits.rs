//! Rows meet types: fields of projections, columns of INSERT .. SELECT, branches of a UNION.

use std::marker::PhantomData;

use crate::query::arity::for_tuples;
use crate::query::{Column, Quiet, Row, Tabular};
use crate::sql;
use crate::types::{ColumnType, Value};

/// A row, or a value of it, that can be stored where `T` is expected: `T` itself, or `T` into `Option<T>`.
#[diagnostic::on_unimplemented(
    message = "a value of type `{Self}` does not fit a field of type `{T}`",
    label = "expected `{T}`",
    note = "make a field that may be NULL an `Option`, or give a value for NULL with `coalesce(.., ..)`; other types need `.cast::<..>()`"
)]
pub trait Fits<T> {}

#[diagnostic::do_not_recommend]
impl<R: Row> Fits<R> for R {}
#[diagnostic::do_not_recommend]
impl<R: Row> Fits<Option<R>> for R {}

/// The table that a statement changes: only its columns can be set, inserted, or told to be in conflict.
#[diagnostic::on_unimplemented(
    message = "a column of `{Self}` stands where a column of `{M}` is expected",
    label = "not a column of `{M}`",
    note = "the statement writes to `{M}`; other tables can give the values, not take them"
)]
pub trait IsTable<M> {}

#[diagnostic::do_not_recommend]
impl<M: Tabular> IsTable<M> for M {}
#[diagnostic::do_not_recommend]
impl<M: Tabular> IsTable<Quiet> for M {}

/// The type of a column that may be NULL: an `Option`.
#[diagnostic::on_unimplemented(
    message = "a column of type `{Self}` cannot be NULL",
    label = "is NOT NULL",
    note = "a field that may be NULL is an `Option`"
)]
pub trait Nullable: Value {}

#[diagnostic::do_not_recommend]
impl<T: ColumnType> Nullable for Option<T> {}

/// Columns of a model, or a tuple of them: what `on_conflict`, `set_excluded` and `columns` take.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of columns of `{M}`",
    label = "expected a column of `{M}` or a tuple of them"
)]
pub trait ColumnList<M> {
    /// The types of the columns: [`OneOf`] or [`Tuple`].
    type Values;
    /// Their names.
    #[doc(hidden)]
    fn names(&self) -> Vec<sql::Name>;
}

#[diagnostic::do_not_recommend]
impl<M: Tabular, V: Value> ColumnList<M> for Column<M, V> {
    type Values = OneOf<V>;

    fn names(&self) -> Vec<sql::Name> {
        vec![self.name().into()]
    }
}

/// The type of one column.
#[derive(Debug)]
pub struct OneOf<V>(PhantomData<fn() -> V>);

/// The types of several columns, one by one.
#[derive(Debug)]
pub struct Tuple<T>(PhantomData<fn() -> T>);

/// A row that fits columns of the types `V`.
#[diagnostic::on_unimplemented(
    message = "a row of `{Self}` does not fit the columns `{V}`",
    label = "expected a row of `{V}`"
)]
pub trait RowFor<V> {}

// For every type, so that an error does not list all tuples.
impl<R: FitsColumns<V>, V> RowFor<V> for R {}

/// A row that fits columns of the types `V`, one by one.
#[diagnostic::on_unimplemented(
    message = "a row of `{Self}` does not fit the columns `{V}`",
    label = "expected a row of `{V}`"
)]
pub trait FitsColumns<V> {}

impl<R: Fits<V>, V> FitsColumns<OneOf<V>> for R {}

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

        impl<$($name, $at),*> FitsColumns<Tuple<($($at,)*)>> for ($($name,)*)
        where
            $($name: FitsColumns<$at>,)*
        {
        }
    };
}

for_tuples!(tuples);

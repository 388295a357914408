//! What a row of a statement is.

use crate::error::Result;
use crate::types::{ColumnType, Expect, Reader};

/// What one row gives: a value, a model, a projection, `Option` of one, or a tuple of them.
///
/// Written by the derives; this trait is not meant to be implemented by hand.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a row",
    label = "no value, model or projection",
    note = "rows are values of column types, models, `#[derive(Projection)]` structs, `Option`s and tuples of them"
)]
pub trait Row: Sized + Send + 'static {
    /// How many columns it takes.
    const WIDTH: usize;

    /// The types that its columns must have.
    fn expect(out: &mut Vec<Expect>);

    /// Reads it.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`](crate::error::Error::Decode), with the column's name.
    fn read(reader: &mut Reader<'_>) -> Result<Self>;

    /// Reads it, or `None` if all its columns are NULL.
    ///
    /// # Errors
    ///
    /// As [`read`](Row::read).
    fn read_optional(reader: &mut Reader<'_>) -> Result<Option<Self>> {
        if reader.are_null(Self::WIDTH) {
            reader.skip(Self::WIDTH);
            return Ok(None);
        }
        Self::read(reader).map(Some)
    }
}

#[diagnostic::do_not_recommend]
impl<T: ColumnType> Row for T {
    const WIDTH: usize = 1;

    fn expect(out: &mut Vec<Expect>) {
        out.push(Expect::of::<T>());
    }

    #[inline]
    fn read(reader: &mut Reader<'_>) -> Result<Self> {
        reader.value()
    }

    #[inline]
    fn read_optional(reader: &mut Reader<'_>) -> Result<Option<Self>> {
        reader.value()
    }
}

#[diagnostic::do_not_recommend]
impl<R: Row> Row for Option<R> {
    const WIDTH: usize = R::WIDTH;

    fn expect(out: &mut Vec<Expect>) {
        R::expect(out);
    }

    #[inline]
    fn read(reader: &mut Reader<'_>) -> Result<Self> {
        R::read_optional(reader)
    }
}

macro_rules! tuples {
    ($(($name:ident $at:ident))*) => {
        #[diagnostic::do_not_recommend]
        impl<$($name: Row),*> Row for ($($name,)*) {
            const WIDTH: usize = 0 $(+ $name::WIDTH)*;

            fn expect(out: &mut Vec<Expect>) {
                $($name::expect(out);)*
            }

            #[inline]
            fn read(reader: &mut Reader<'_>) -> Result<Self> {
                Ok(($($name::read(reader)?,)*))
            }
        }
    };
}

crate::query::arity::for_tuples!(tuples);

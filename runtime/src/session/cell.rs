//! Values behind `dyn`: what lets one piece of code serve the columns of all models.
//!
//! A model's generated code only says where a column's value is; everything else is done here, once per type
//! of column and not once per model.

use std::any::{Any, TypeId};
use std::fmt;

use crate::error::BoxError;
use crate::session::mask::Mask;
use crate::types::{ArrayBuilder, ColumnType, Param, PgType, Value};

/// The value of a column, whatever its type.
///
/// Implemented for everything that a column can hold; this trait is not meant to be implemented by hand.
pub trait Cell: Any + Send + Sync {
    /// The PostgreSQL type.
    fn ty(&self) -> PgType;
    /// The encoded value.
    fn param(&self) -> Param;
    /// Appends the value to an array.
    fn push_onto(&self, array: &mut ArrayBuilder);
    /// Whether writing one value over the other would change nothing.
    fn same(&self, other: &dyn Cell) -> bool;
    /// Whether the value is NULL.
    fn is_null(&self) -> bool;
    /// Takes over a value in PostgreSQL's binary format.
    ///
    /// # Errors
    ///
    /// The bytes do not fit the type, or NULL came where the type has no place for it.
    fn decode(&mut self, bytes: Option<&[u8]>) -> Result<(), BoxError>;
    /// Whether PostgreSQL gives every value of the type back as it was given.
    fn is_kept_exactly(&self) -> bool;
    /// Makes the value what PostgreSQL gives back for it; see [`ColumnType::stored`].
    fn make_stored(&mut self);
    /// Takes over another cell's value; `false` if that has another type.
    fn assign(&mut self, other: &dyn Cell) -> bool;
    /// A copy.
    fn boxed(&self) -> Box<dyn Cell>;
    /// The value itself.
    fn as_any(&self) -> &dyn Any;
    /// The value itself.
    fn as_any_mut(&mut self) -> &mut dyn Any;
}

impl<V: Value> Cell for V {
    fn ty(&self) -> PgType {
        V::Base::TYPE
    }

    fn param(&self) -> Param {
        Param::from_value(self)
    }

    fn push_onto(&self, array: &mut ArrayBuilder) {
        array.push(self.base());
    }

    fn same(&self, other: &dyn Cell) -> bool {
        other.as_any().downcast_ref::<V>().is_some_and(|other| are_same(self, other))
    }

    fn is_null(&self) -> bool {
        self.base().is_none()
    }

    fn decode(&mut self, bytes: Option<&[u8]>) -> Result<(), BoxError> {
        *self = decoded(bytes)?;
        Ok(())
    }

    fn is_kept_exactly(&self) -> bool {
        let of = TypeId::of::<V::Base>();
        of == TypeId::of::<String>()
            || of == TypeId::of::<i64>()
            || of == TypeId::of::<i32>()
            || of == TypeId::of::<i16>()
            || of == TypeId::of::<bool>()
            || of == TypeId::of::<f64>()
            || of == TypeId::of::<f32>()
            || of == TypeId::of::<Vec<u8>>()
    }

    fn make_stored(&mut self) {
        if self.is_kept_exactly() {
            return;
        }
        if let Some(stored) = V::from_base(self.base().map(|base| base.clone().stored())) {
            *self = stored;
        }
    }

    fn assign(&mut self, other: &dyn Cell) -> bool {
        let other = other.as_any().downcast_ref::<V>();
        other.map(|other| self.clone_from(other)).is_some()
    }

    fn boxed(&self) -> Box<dyn Cell> {
        Box::new(self.clone())
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}

/// Adds the column to a mask if writing the value over the old one would change something.
#[inline(never)]
pub(crate) fn compare<V: Value>(value: &V, old: &V, column: usize, mask: &mut Mask) {
    if !are_same(value, old) {
        mask.insert(column);
    }
}

/// Whether writing one value over the other would change nothing.
#[inline]
fn are_same<V: Value>(left: &V, right: &V) -> bool {
    match (left.base(), right.base()) {
        (Some(left), Some(right)) => ColumnType::same(left, right),
        (left, right) => left.is_none() && right.is_none(),
    }
}

impl fmt::Debug for dyn Cell {
    /// Type and length, never the value.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.param().fmt(f)
    }
}

/// Place for the value of a column that may not be known: a field of a [`Draft`](crate::session::Draft).
///
/// Implemented for `Option` of everything that a column can hold; this trait is not meant to be implemented by
/// hand.
pub trait Slot: Any + Send + Sync {
    /// The value, if it is known.
    fn cell(&self) -> Option<&dyn Cell>;
    /// Takes over a value in PostgreSQL's binary format.
    ///
    /// # Errors
    ///
    /// The bytes do not fit the type, or NULL came where the type has no place for it.
    fn decode(&mut self, bytes: Option<&[u8]>) -> Result<(), BoxError>;
    /// Takes over a value; `false` if that has another type.
    fn assign(&mut self, value: &dyn Cell) -> bool;
    /// Puts NULL in; `false` if the column's type has no place for it.
    fn assign_null(&mut self) -> bool;
    /// Forgets the value.
    fn clear(&mut self);
    /// The field itself: `Option<V>`.
    fn as_any_mut(&mut self) -> &mut dyn Any;
}

impl<V: Value> Slot for Option<V> {
    fn cell(&self) -> Option<&dyn Cell> {
        self.as_ref().map(|value| value as &dyn Cell)
    }

    fn decode(&mut self, bytes: Option<&[u8]>) -> Result<(), BoxError> {
        *self = Some(decoded(bytes)?);
        Ok(())
    }

    fn assign(&mut self, value: &dyn Cell) -> bool {
        let value = value.as_any().downcast_ref::<V>();
        value.map(|value| *self = Some(value.clone())).is_some()
    }

    fn assign_null(&mut self) -> bool {
        let null = V::from_base(None);
        let fits = null.is_some();
        if fits {
            *self = null;
        }
        fits
    }

    fn clear(&mut self) {
        *self = None;
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}

fn decoded<V: Value>(bytes: Option<&[u8]>) -> Result<V, BoxError> {
    let base = bytes.map(<V::Base as ColumnType>::decode).transpose()?;
    V::from_base(base).ok_or_else(|| "NULL for a column that cannot be NULL".into())
}

/// Boxes the value of a default; written by the derive.
#[must_use]
pub fn boxed<V: Value>(value: V) -> Option<Box<dyn Cell>> {
    Some(Box::new(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_different_types_are_never_the_same() {
        assert!(Cell::same(&1_i32, &1_i32));
        assert!(!Cell::same(&1_i32, &1_i64));
        assert!(!Cell::same(&Some(1_i32), &1_i32));
    }

    #[test]
    fn null_is_the_same_as_null_and_as_nothing_else() {
        assert!(Cell::same(&None::<i32>, &None::<i32>));
        assert!(!Cell::same(&None::<i32>, &Some(0)));
    }

    #[test]
    fn a_slot_that_was_given_null_is_known() {
        let mut slot: Option<Option<i32>> = None;
        assert!(slot.assign_null());
        assert_eq!(slot, Some(None));
        let mut required: Option<i32> = None;
        assert!(!required.assign_null());
        assert_eq!(required, None);
    }

    #[test]
    fn null_for_a_column_without_null_is_an_error() {
        let mut value = 1_i32;
        let error = Cell::decode(&mut value, None).unwrap_err();
        assert_eq!(error.to_string(), "NULL for a column that cannot be NULL");
        assert_eq!(value, 1);
    }
}

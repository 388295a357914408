//! What the derive writes for the session.
//!
//! The generated code says where things are and nothing else: all that is done with them is code of this
//! module, compiled once. The hand-written models of `session/models.rs` are the exact pattern.

use crate::query::Row;
use crate::schema::Model;
use crate::session::{Cell, Entity, Mask, Meta, SessionRow, Slot};

/// A model that a session can hold. Written by `#[derive(Model)]`.
///
/// Column positions are those of [`TABLE.columns`](crate::schema::TableDef::columns); relationship positions
/// those of [`TABLE.relations`](crate::schema::TableDef::relations).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a model",
    label = "not a model",
    note = "add `#[derive(Model)]` to the struct `{Self}`"
)]
pub trait Mapped: Model + Row + SessionRow<Output = Entity<Self>> {
    /// A row of which some columns are not known: one `Option` per column.
    type Draft: Draft;

    /// The models at the other ends of the relationships, in the order of `TABLE.relations`.
    const RELATED: &'static [fn() -> &'static Meta];

    /// The model's facts, at one address:
    /// `static META: OnceLock<Meta> = OnceLock::new(); META.get_or_init(Meta::of::<Self>)`.
    fn meta() -> &'static Meta;

    /// The value of a column. The last arm of the generated `match` serves every other number.
    fn cell(&self, column: usize) -> &dyn Cell;

    /// The value of a column.
    fn cell_mut(&mut self, column: usize) -> &mut dyn Cell;

    /// Adds the columns to a mask whose values differ from those of another row, so that writing them would change
    /// something: `compare(&self.id, &old.id, 0, mask);` for each.
    fn compare(&self, old: &Self, mask: &mut Mask);

    /// Makes the struct, if all columns are known; gives the draft back if not.
    ///
    /// # Errors
    ///
    /// The draft, unchanged, when a column is not known.
    fn finish(draft: Self::Draft) -> Result<Self, Self::Draft>;

    /// The primary key, if all its columns are known.
    fn draft_key(draft: &Self::Draft) -> Option<Self::Key>;

    /// The program's default of a column for INSERT, in the field's type; see [`boxed`](crate::session::boxed).
    ///
    /// Only written for models that have such columns.
    #[must_use]
    fn default_value(_column: usize) -> Option<Box<dyn Cell>> {
        None
    }

    /// The program's value of a column for UPDATEs that do not set it, in the field's type.
    ///
    /// Only written for models that have such columns.
    #[must_use]
    fn on_update_value(_column: usize) -> Option<Box<dyn Cell>> {
        None
    }

    /// The version that follows this one (`None`: the first), by a generator of the user's, in the field's type.
    ///
    /// Only written for models with such a generator: `boxed(generate(current.and_then(|cell|
    /// cell.as_any().downcast_ref())))`. Integers without a generator count from 1.
    #[must_use]
    fn next_version(_current: Option<&dyn Cell>) -> Option<Box<dyn Cell>> {
        None
    }
}

/// A row of which some columns are not known. Written by `#[derive(Model)]`: a public struct with one public
/// field `Option<type of the column>` per column, that derives `Clone` and `Default`.
pub trait Draft: Clone + Default + Send + Sync + 'static {
    /// The place of a column. The last arm of the generated `match` serves every other number.
    fn slot(&self, column: usize) -> &dyn Slot;

    /// The place of a column.
    fn slot_mut(&mut self, column: usize) -> &mut dyn Slot;
}

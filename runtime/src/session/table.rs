//! A store without its type: what links, flush and journal ask of the rows of any model.

use std::any::Any;

use crate::error::Result;
use crate::session::cell::Cell;
use crate::session::core::{Core, State};
use crate::session::mask::Mask;
use crate::types::{ArrayBuilder, Param, Reader};

/// Whether a row may be read as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Freshness {
    /// As good as when it was read.
    #[default]
    Fresh,
    /// May be read; the next row from the database replaces it. (Restored by the rollback of a savepoint.)
    Restored,
    /// Must not be read before the next row from the database.
    Expired(By),
    /// As `Expired`; but a flush has needed its key since, so that foreign keys that lead to it tell whose they are.
    Named(By),
}

/// What expired a row. One byte, since every row has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    Rollback,
    Commit,
    Expire,
}

impl By {
    /// For messages.
    pub(crate) fn text(self) -> &'static str {
        match self {
            By::Rollback => "a rollback",
            By::Commit => "a commit",
            By::Expire => "`expire`",
        }
    }
}

impl Freshness {
    /// Whether the values must not be read.
    pub(crate) fn is_expired(self) -> bool {
        self.expired_by().is_some()
    }

    /// Why the values must not be read.
    pub(crate) fn expired_by(self) -> Option<By> {
        match self {
            Freshness::Expired(by) | Freshness::Named(by) => Some(by),
            Freshness::Fresh | Freshness::Restored => None,
        }
    }

    /// Whether foreign keys that lead to such a row tell whose they are.
    pub(crate) fn is_known(self) -> bool {
        matches!(self, Freshness::Fresh | Freshness::Named(_))
    }

    /// Whether the next row from the database replaces the values.
    pub(crate) fn wants_row(self) -> bool {
        self != Freshness::Fresh
    }
}

/// Which values of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    Now,
    LastFlush,
}

/// A store without its type. Slots are those of [`Core::heads`]; numbers of columns those of the table.
pub(crate) trait Table: Any + Send + Sync {
    fn core(&self) -> &Core;
    fn core_mut(&mut self) -> &mut Core;
    fn as_any(&self) -> &dyn Any;
    fn as_any_mut(&mut self) -> &mut dyn Any;

    /// Reads a row whose columns begin at the reader's place. The entity that has its key keeps what it has,
    /// unless it waits for values or `overwrite` is said.
    fn load_row(&mut self, reader: &mut Reader<'_>, overwrite: bool) -> Result<u32>;
    /// As `load_row`, of a row that has only these columns, the primary key among them.
    fn load_columns(&mut self, reader: &mut Reader<'_>, columns: &[usize], overwrite: bool) -> Result<u32>;
    /// The generation that keys to this row have; `None` if there is no such row.
    fn generation(&self, slot: u32) -> Option<u32>;

    /// The value of a column now; `None` if it is not known.
    fn cell(&self, slot: u32, column: usize) -> Option<&dyn Cell>;
    /// The value of a column as of the last flush; `None` if it is not known.
    fn old_cell(&self, slot: u32, column: usize) -> Option<&dyn Cell>;
    /// Appends a column of rows to an array, now or as of the last flush; what is not known as NULL.
    fn push_cells(&self, slots: &[u32], column: usize, moment: Moment, array: &mut ArrayBuilder);
    /// Those of the rows of which a column is not known, or NULL if that counts as well.
    fn lacking(&self, slots: &[u32], column: usize, or_null: bool) -> Vec<u32>;
    /// Puts a value in that is not counted as a change of the user's (`old` stays as it is).
    fn put(&mut self, slot: u32, column: usize, value: &dyn Cell) -> Result<()>;
    /// As `put`, from PostgreSQL's binary format; `None` is NULL.
    fn put_encoded(&mut self, slot: u32, column: usize, bytes: Option<&[u8]>) -> Result<()>;

    /// Makes the values of these columns those that PostgreSQL gives back for them.
    fn make_stored(&mut self, slot: u32, columns: &[usize]);

    /// As `put`, of NULL; `false` if the column's type has no place for it.
    fn put_null(&mut self, slot: u32, column: usize) -> bool;

    /// Makes a row of which nothing is known.
    fn blank(&mut self, state: State) -> u32;
    /// Puts a value in as the user would.
    fn write(&mut self, slot: u32, column: usize, value: &dyn Cell);

    /// Whether the row has all columns.
    fn is_full(&self, slot: u32) -> bool;
    /// Keeps the values as they are now as those of the last flush, if there are none yet.
    fn keep(&mut self, slot: u32);
    /// Whether values of the last flush are kept.
    fn is_kept(&self, slot: u32) -> bool;
    /// Whether the primary key's present values differ from those of the last flush.
    fn is_moved(&self, slot: u32) -> bool;
    /// Columns that were written since the last flush and now have another value.
    fn changed(&self, slot: u32) -> Mask;
    /// Forgets what was written to rows since the last flush and makes the structs of which all columns are known.
    /// `coarse`: columns whose values are to be those that PostgreSQL gives back for them.
    fn settle(&mut self, slots: &[u32], coarse: &[usize]);
    /// Forgets these columns, and what was changed in them; the primary key's stay.
    fn forget(&mut self, slot: u32, columns: &[usize]);
    /// Puts back the values of the last flush.
    fn restore(&mut self, slot: u32);
    /// Keeps the values of the last flush for `undo`; the row's place in the identity map, too.
    fn save(&mut self, slot: u32);
    /// Takes back what the last `save` kept.
    fn undo(&mut self, slot: u32);
    /// Drops everything that `save` kept.
    fn forget_undo(&mut self);
    /// Drops the values that the last flush of the row saved for undoing it.
    fn skip_undo(&mut self);

    fn freshness(&self, slot: u32) -> Freshness;
    fn set_freshness(&mut self, slot: u32, freshness: Freshness);

    /// The primary key as text, for messages; that of the last flush.
    fn key_text(&self, slot: u32) -> String;
    /// The entity of a key, column by column.
    fn find(&self, key: &[Param]) -> Option<u32>;
    /// Enters the row under the key of its present values, in place of whoever was there; takes it out of its
    /// former place.
    fn enter(&mut self, slot: u32);
    /// Makes new rows ones of the database: they are entered under the keys of their present values.
    fn enter_new(&mut self, slots: &[u32]);
    /// The entity that has the key of this row's values of the last flush.
    fn old_holder(&self, slot: u32) -> Option<u32>;
    /// Enters the row under the key of its values of the last flush.
    fn enter_old(&mut self, slot: u32);
    /// Takes the row out of the identity map.
    fn leave(&mut self, slot: u32);
    /// Drops the row: its key is no longer valid. Its place is used again once it is listed in [`Core::vacant`].
    fn vacate(&mut self, slot: u32);

    /// The model's default of a column.
    fn default_value(&self, column: usize) -> Option<Box<dyn Cell>>;
    /// The model's value of a column for UPDATEs.
    fn on_update_value(&self, column: usize) -> Option<Box<dyn Cell>>;
    /// The version after this one (`None`: the first), by the user's generator or by counting.
    fn version_after(&self, column: usize, current: Option<&dyn Cell>) -> Box<dyn Cell>;
}

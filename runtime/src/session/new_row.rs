//! A row to be, for an INSERT without a session.

use crate::query::NewRow;
use crate::schema::{ColumnDef, Generated};
use crate::session::{Draft, Mapped, New};
use crate::types::Param;

impl<M: Mapped> New<M> {
    /// The values for INSERT: those that were given, the program's defaults and the first version.
    ///
    /// Columns that the database computes are left out: nobody can write them.
    #[must_use]
    pub fn into_row(self) -> NewRow {
        let problem = (!self.links.is_empty()).then_some(
            "the row carries related rows: add it to a session, or give the foreign key by its column",
        );
        let mut row = NewRow { values: Vec::new(), problem };
        for (at, column) in M::TABLE.columns.iter().enumerate() {
            if matches!(column.generated, Some(Generated::Stored(_))) {
                continue;
            }
            if let Some(param) = self.value(at, column) {
                row.push(u16::try_from(at).unwrap_or(u16::MAX), param);
            }
        }
        row
    }

    /// The value of a column, as given or made by the program.
    fn value(&self, at: usize, column: &'static ColumnDef) -> Option<Param> {
        if let Some(given) = self.draft.slot(at).cell() {
            return Some(given.param());
        }
        if column.version {
            return Some(first_version::<M>(column));
        }
        M::default_value(at).map(|value| value.param())
    }
}

/// The user's generator makes it, or it is 1.
fn first_version<M: Mapped>(column: &'static ColumnDef) -> Param {
    if let Some(first) = M::next_version(None) {
        return first.param();
    }
    match column.ty.name {
        "int2" => Param::new(&1_i16),
        "int8" => Param::new(&1_i64),
        _ => Param::new(&1_i32),
    }
}

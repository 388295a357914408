//! Which columns of a row are sent.

use crate::schema::{Generated, IndexTerm, TableDef};
use crate::session::Mask;
use crate::session::flush::collect::Hand;
use crate::session::table::Table;

/// The columns of an INSERT: all but those that the server makes because no value was given.
///
/// Columns that may be NULL travel as NULL, so that few sets of columns occur. `None` for a column with a
/// default means the default.
pub(crate) fn inserted(table: &dyn Table, slot: u32, hands: &[Hand]) -> Mask {
    let columns = table.core().meta.table.columns.iter().enumerate();
    let sent = columns.filter(|(at, column)| {
        let handed = hands.iter().any(|hand| hand.column == *at && hand.from.is_some());
        let given = handed || table.cell(slot, *at).is_some_and(|cell| !cell.is_null());
        match column.generated {
            Some(Generated::Stored(_)) => false,
            _ if given => true,
            _ => column.default.on_insert || column.version || !column.is_server_made(),
        }
    });
    sent.map(|(at, _)| at).collect()
}

/// The columns of an UPDATE: those whose values differ from the last flush's.
pub(crate) fn updated(table: &dyn Table, slot: u32, handed: impl Iterator<Item = usize>) -> Mask {
    let mut mask = table.changed(slot);
    handed.for_each(|column| mask.insert(column));
    for (at, column) in table.core().meta.table.columns.iter().enumerate() {
        if matches!(column.generated, Some(Generated::Stored(_))) {
            mask.remove(at);
        }
    }
    mask
}

/// Whether one statement over several rows could stumble over the order in which it meets them: a changed
/// column stands under a unique constraint.
pub(crate) fn is_contended(table: &TableDef, mask: &Mask) -> bool {
    let key = table.primary_key.iter().any(|column| mask.contains(*column));
    let constraints =
        table.uniques.iter().flat_map(|unique| unique.columns).any(|column| mask.contains(*column));
    let indexes = table.indexes.iter().filter(|index| index.unique).any(|index| {
        index.predicate.is_some()
            || index.columns.iter().any(|column| match column.term {
                IndexTerm::Column(at) => mask.contains(at),
                IndexTerm::Expression(_) => true,
            })
    });
    key || constraints || indexes
}

/// Bytes that sort like the key of a row: rows are updated in ascending order of their keys.
pub(crate) fn key_order(table: &dyn Table, slot: u32) -> Vec<Vec<u8>> {
    let key = table.core().meta.table.primary_key.iter();
    key.map(|&column| table.old_cell(slot, column).map(sortable).unwrap_or_default()).collect()
}

fn sortable(cell: &dyn crate::session::Cell) -> Vec<u8> {
    let crate::types::ParamValue::Binary(bytes) = cell.param().value else { return Vec::new() };
    let mut bytes = bytes.to_vec();
    // Numbers, dates and times come with the sign in the first bit.
    let is_signed =
        matches!(cell.ty().name, "int2" | "int4" | "int8" | "date" | "time" | "timestamp" | "timestamptz");
    if let Some(first) = bytes.first_mut().filter(|_| is_signed) {
        *first ^= 0x80;
    }
    bytes
}

//! Which columns of a row are sent.

use std::cmp::Ordering;

use bytes::Bytes;

use crate::schema::{Generated, IndexTerm, TableDef};
use crate::session::flush::collect::Hand;
use crate::session::table::Table;
use crate::session::{Cell, Graph, Mask, Raw};
use crate::types::{ArrayBuilder, ColumnType, ParamValue, PgType};

/// The columns of INSERTs into a table: all but those that the server makes because no value was given.
///
/// Columns that may be NULL travel as NULL, so that few sets of columns occur. `None` for a column with a
/// default means the default.
pub(crate) struct Inserted {
    always: Mask,
    /// Those that the server makes unless a value is given.
    if_given: Vec<usize>,
}

impl Inserted {
    pub(crate) fn of(table: &TableDef) -> Self {
        let (mut always, mut if_given) = (Mask::EMPTY, Vec::new());
        for (at, column) in table.columns.iter().enumerate() {
            match column.generated {
                Some(Generated::Stored(_)) => {}
                _ if column.default.on_insert || column.version || !column.is_server_made() => {
                    always.insert(at);
                }
                _ => if_given.push(at),
            }
        }
        Inserted { always, if_given }
    }

    /// The columns for one row.
    pub(crate) fn mask(&self, table: &dyn Table, slot: u32, hands: &[Hand]) -> Mask {
        let mut mask = self.always.clone();
        for &at in &self.if_given {
            let handed = hands.iter().any(|hand| hand.column == at && hand.from.is_some());
            if handed || table.cell(slot, at).is_some_and(|cell| !cell.is_null()) {
                mask.insert(at);
            }
        }
        mask
    }
}

/// The columns of an UPDATE: those whose values differ from the last flush's.
pub(crate) fn updated(table: &dyn Table, slot: u32, handed: impl Iterator<Item = usize>) -> Mask {
    let mut mask = table.changed(slot);
    handed.for_each(|column| mask.insert(column));
    mask.subtract(&table.core().meta.computed);
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

/// Sorts rows of one table in ascending order of their keys, those of the last flush.
pub(crate) fn sort_by_key<T>(graph: &Graph, rows: &mut Vec<T>, raw: impl Fn(&T) -> Raw) {
    let Some(first) = rows.first().map(&raw) else { return };
    let table = graph.table(first);
    let key = table.core().meta.table.primary_key.iter();
    let slots: Vec<u32> = rows.iter().map(|row| raw(row).slot).collect();
    let cells = |column: usize| slots.iter().map(move |slot| table.old_cell(*slot, column));
    let keys: Vec<KeyColumn> = key.map(|&column| KeyColumn::gather(cells(column))).collect();
    let order = |left: &usize, right: &usize| {
        let orderings = keys.iter().map(|key| key.compare(*left, *right));
        orderings.fold(Ordering::Equal, Ordering::then)
    };
    let mut places: Vec<usize> = (0..rows.len()).collect();
    if places.is_sorted_by(|left, right| order(left, right).is_le()) {
        return;
    }
    places.sort_by(order);
    let mut taken: Vec<Option<T>> = rows.drain(..).map(Some).collect();
    rows.extend(places.into_iter().filter_map(|place| taken[place].take()));
}

/// The values of one column, so that they can be compared.
enum KeyColumn {
    /// Most keys are numbers.
    Numbers(Vec<i64>),
    Bytes(KeyBytes),
}

impl KeyColumn {
    fn gather<'c>(cells: impl Iterator<Item = Option<&'c dyn Cell>> + Clone) -> Self {
        let numbers: Option<Vec<i64>> = cells.clone().map(|cell| number(cell?)).collect();
        numbers.map_or_else(|| KeyColumn::Bytes(KeyBytes::gather(cells)), KeyColumn::Numbers)
    }

    fn compare(&self, left: usize, right: usize) -> Ordering {
        match self {
            KeyColumn::Numbers(numbers) => numbers[left].cmp(&numbers[right]),
            KeyColumn::Bytes(bytes) => bytes.get(left).cmp(&bytes.get(right)),
        }
    }
}

fn number(cell: &dyn Cell) -> Option<i64> {
    let value = cell.as_any();
    let long = value.downcast_ref::<i64>().copied();
    long.or_else(|| value.downcast_ref::<i32>().map(|value| i64::from(*value)))
}

/// Bytes that sort like the values of one column, all in one piece of memory.
struct KeyBytes {
    bytes: Bytes,
    places: Vec<(usize, usize)>,
    is_signed: bool,
}

impl KeyBytes {
    fn gather<'c>(cells: impl Iterator<Item = Option<&'c dyn Cell>>) -> Self {
        // The type of the elements does not matter: only their bytes are looked at.
        let mut array = ArrayBuilder::new(<Vec<u8> as ColumnType>::TYPE);
        let (mut places, mut is_signed) = (Vec::new(), false);
        for cell in cells {
            if places.is_empty() {
                is_signed = cell.is_some_and(|cell| begins_with_sign(cell.ty()));
            }
            let start = array.byte_len() + size_of::<u32>();
            match cell {
                Some(cell) => cell.push_onto(&mut array),
                None => array.push_encoded(None),
            }
            places.push((start, array.byte_len().max(start)));
        }
        let bytes = match array.finish().value {
            ParamValue::Binary(bytes) => bytes,
            // A key that cannot be sent: sending says so.
            ParamValue::Null | ParamValue::Invalid(_) => Bytes::new(),
        };
        KeyBytes { bytes, places, is_signed }
    }

    fn get(&self, place: usize) -> (Option<u8>, &[u8]) {
        let (start, end) = self.places[place];
        match self.bytes.get(start..end).and_then(<[u8]>::split_first) {
            Some((first, rest)) => (Some(if self.is_signed { first ^ 0x80 } else { *first }), rest),
            None => (None, &[]),
        }
    }
}

/// Numbers, dates and times come with the sign in the first bit.
fn begins_with_sign(ty: PgType) -> bool {
    matches!(ty.name, "int2" | "int4" | "int8" | "date" | "time" | "timestamp" | "timestamptz")
}

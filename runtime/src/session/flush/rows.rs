//! Rows of entities as a table in FROM, and the parameters that belong to it; see [`blocks`].

use crate::query::blocks::{self, Column, Names};
use crate::session::Cell;
use crate::sql::{Expr, From};
use crate::types::{ArrayBuilder, Param, PgType};

pub(super) use crate::query::blocks::is_plain;

/// Alias of the rows; their columns are numbers, which no column of a user's is called.
pub(super) const ROWS: &str = "v";
/// The number of the row, from 1.
pub(super) const ORD: &str = "n";

const NAMES: Names = Names { alias: ROWS, prefix: "", ord: ORD };

/// Arrays of this size are sent before more rows are added to them.
pub(super) const FULL: usize = 64 << 20;
/// Rows that are added between looks at the size.
const BATCH: usize = 256;

/// The rows as an entry of FROM, with a number for each if it is asked for. Its parameters are those of [`params`].
pub(super) fn table(types: &[PgType], numbered: bool) -> From {
    blocks::table(types, numbered, NAMES, &mut Param::null)
}

/// A column of [`ROWS`].
pub(super) fn column(place: usize) -> Expr {
    NAMES.column(place)
}

/// The values of rows, by place of the column. What is not known is sent as NULL.
pub(super) trait Cells {
    fn cell(&self, row: u32, place: usize) -> Option<&dyn Cell>;

    /// Appends a column of rows to an array.
    fn push(&self, rows: &[u32], place: usize, array: &mut ArrayBuilder) {
        push_each(self, rows, place, array);
    }
}

/// Appends a column of rows to an array, one by one.
pub(super) fn push_each(cells: &(impl Cells + ?Sized), rows: &[u32], place: usize, array: &mut ArrayBuilder) {
    rows.iter().for_each(|row| match cells.cell(*row, place) {
        Some(cell) => cell.push_onto(array),
        None => array.push_encoded(None),
    });
}

fn push(column: &mut Column, cells: &dyn Cells, rows: &[u32], place: usize) {
    match column {
        Column::Plain(array) => cells.push(rows, place, array),
        Column::Array(array) => {
            rows.iter().for_each(|row| match cells.cell(*row, place) {
                Some(cell) => array.push_param(&cell.param()),
                None => array.push_encoded(None),
            });
        }
    }
}

/// Gathers as many as fit from the front of `rows`: how many these are, and the parameters of their [`table`].
pub(super) fn params(rows: &[u32], types: &[PgType], cells: &dyn Cells) -> (usize, Vec<Param>) {
    let mut columns: Vec<Column> = types.iter().map(|ty| Column::new(*ty, rows.len())).collect();
    let mut count = 0;
    for batch in rows.chunks(BATCH) {
        for (place, column) in columns.iter_mut().enumerate() {
            push(column, cells, batch, place);
        }
        count += batch.len();
        if columns.iter().any(|column| column.byte_len() >= FULL) {
            break;
        }
    }
    (count, blocks::params(types, columns, count))
}

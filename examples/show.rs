//! Shows rows as tables, and that something takes its time.

use std::fmt::Display;
use std::future::Future;
use std::io::{self, Write};
use std::time::{Duration, Instant};

use chrono::NaiveDateTime;
use comfy_table::presets::UTF8_BORDERS_ONLY;
use comfy_table::{Cell, CellAlignment, Table};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rust_decimal::Decimal;
use tokio::time::sleep;

/// What takes less time needs no sign of life.
const A_MOMENT: Duration = Duration::from_secs(1);

/// Prints a line. Unlike `println!` it does not panic when nobody reads any more (`quickstart | head`).
///
/// # Errors
///
/// The output cannot be written to.
pub fn say(line: impl Display) -> io::Result<()> {
    writeln!(io::stdout(), "{line}")
}

/// Rows under their headings, columns of numbers to the right, NULL as `·`.
#[must_use]
pub fn table<R: Shown>(headings: &[&str], rows: &[R]) -> String {
    let mut table = Table::new();
    table.load_preset(UTF8_BORDERS_ONLY).set_header(headings);
    for row in rows {
        let mut cells = Vec::new();
        row.push_cells(&mut cells);
        table.add_row(cells);
    }
    let mut alignments = Vec::new();
    R::push_alignments(&mut alignments);
    // Of the column, so that heading and NULL stand where the values do.
    for (column, alignment) in table.column_iter_mut().zip(alignments) {
        column.set_cell_alignment(alignment);
    }
    indented(&table.to_string())
}

/// SQL with its clauses below each other.
#[must_use]
pub fn sql(text: &str) -> String {
    const CLAUSES: [&str; 8] =
        [" FROM ", " JOIN ", " WHERE ", " GROUP BY ", " HAVING ", " ORDER BY ", " LIMIT ", " RETURNING "];
    let mut broken = text.to_owned();
    for clause in CLAUSES {
        broken = broken.replace(clause, &format!("\n{}", &clause[1..]));
    }
    // The longer name of a join holds the shorter one.
    indented(&broken.replace(" INNER\nJOIN ", "\nINNER JOIN ").replace(" LEFT\nJOIN ", "\nLEFT JOIN "))
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("   {line}\n")).collect()
}

/// A row, or a value of one, that can be shown.
pub trait Shown {
    /// Adds its cells.
    fn push_cells(&self, cells: &mut Vec<Cell>);

    /// Adds on which side of their columns they stand.
    fn push_alignments(alignments: &mut Vec<CellAlignment>);
}

macro_rules! shown {
    ($($ty:ty, $alignment:ident;)*) => {$(
        impl Shown for $ty {
            fn push_cells(&self, cells: &mut Vec<Cell>) {
                cells.push(Cell::new(self));
            }

            fn push_alignments(alignments: &mut Vec<CellAlignment>) {
                alignments.push(CellAlignment::$alignment);
            }
        }
    )*};
}

shown! {
    String, Left;
    i32, Right;
    i64, Right;
    Decimal, Right;
}

impl Shown for NaiveDateTime {
    fn push_cells(&self, cells: &mut Vec<Cell>) {
        cells.push(Cell::new(self.date()));
    }

    fn push_alignments(alignments: &mut Vec<CellAlignment>) {
        alignments.push(CellAlignment::Left);
    }
}

impl<T: Shown> Shown for Option<T> {
    fn push_cells(&self, cells: &mut Vec<Cell>) {
        match self {
            Some(value) => value.push_cells(cells),
            None => cells.push(Cell::new("·")),
        }
    }

    fn push_alignments(alignments: &mut Vec<CellAlignment>) {
        T::push_alignments(alignments);
    }
}

macro_rules! tuples {
    ($($(($name:ident $at:tt))+;)*) => {$(
        impl<$($name: Shown),+> Shown for ($($name,)+) {
            fn push_cells(&self, cells: &mut Vec<Cell>) {
                $(self.$at.push_cells(cells);)+
            }

            fn push_alignments(alignments: &mut Vec<CellAlignment>) {
                $($name::push_alignments(alignments);)+
            }
        }
    )*};
}

tuples! {
    (A 0) (B 1);
    (A 0) (B 1) (C 2);
    (A 0) (B 1) (C 2) (D 3);
}

/// Waits for a future; after a second a line says for what.
pub async fn waiting<F: Future>(what: &'static str, future: F) -> F::Output {
    let mut future = std::pin::pin!(future);
    tokio::select! {
        done = &mut future => return done,
        () = sleep(A_MOMENT) => {}
    }
    let spinner = ProgressBar::new_spinner().with_message(what);
    spinner.enable_steady_tick(Duration::from_millis(120));
    let done = future.await;
    spinner.finish_and_clear();
    done
}

/// A bar that appears once its work has taken a second.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
    begun: Instant,
}

impl Progress {
    /// Begins work of so many steps.
    #[must_use]
    pub fn new(what: &'static str, steps: usize) -> Progress {
        let bar = ProgressBar::with_draw_target(u64::try_from(steps).ok(), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("   {msg} {bar:40} {pos}/{len}, {eta} to go") {
            bar.set_style(style.progress_chars("━━ "));
        }
        bar.set_message(what);
        Progress { bar, begun: Instant::now() }
    }

    /// Says how many more steps are done.
    pub fn add(&self, steps: u64) {
        if self.bar.is_hidden() && self.begun.elapsed() > A_MOMENT {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.inc(steps);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_is_no_empty_text_and_headings_stand_over_their_values() {
        let rows = [(1, Some(String::new()), Some(7)), (20, None, None)];
        let expected = "
   ┌─────────────────────┐
   │  n   text   numbers │
   ╞═════════════════════╡
   │  1                7 │
   │ 20   ·            · │
   └─────────────────────┘
";
        assert_eq!(table(&["n", "text", "numbers"], &rows), expected[1..]);
    }

    #[test]
    fn clauses_stand_below_each_other() {
        let text = "SELECT 1 FROM a INNER JOIN b ON x LEFT JOIN c ON y WHERE z";
        let expected = "   SELECT 1\n   FROM a\n   INNER JOIN b ON x\n   LEFT JOIN c ON y\n   WHERE z\n";
        assert_eq!(sql(text), expected);
    }
}

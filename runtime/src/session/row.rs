//! The values of one entity.

use crate::schema::ColumnDef;
use crate::session::flush::coerced;
use crate::session::table::Freshness;
use crate::session::{Cell, Draft, Mapped, Mask};
use crate::types::ParamValue;

/// One entity's values. `generation` tells keys of a row that was detached from keys of its successor.
pub(crate) struct Row<M: Mapped> {
    pub(crate) data: Data<M>,
    /// The values as of the last flush, kept at the first write. Only for `Data::Full`.
    pub(crate) old: Option<Box<M>>,
    pub(crate) generation: u32,
    pub(crate) freshness: Freshness,
}

/// What is known of the values.
pub(crate) enum Data<M: Mapped> {
    /// Everything.
    Full(M),
    /// Some columns: never inserted, loaded in part, or set while expired.
    Partial(Box<Partial<M>>),
    /// Nothing: the row was detached.
    Vacant,
}

/// A row of which some columns are not known.
pub(crate) struct Partial<M: Mapped> {
    pub(crate) draft: M::Draft,
    /// Columns set since the last flush.
    pub(crate) touched: Mask,
    /// The values as of the last flush, kept at the first write.
    pub(crate) old: Option<Box<M::Draft>>,
}

impl<M: Mapped> Partial<M> {
    pub(crate) fn new(draft: M::Draft) -> Box<Self> {
        Box::new(Partial { draft, touched: Mask::EMPTY, old: None })
    }
}

impl<M: Mapped> Row<M> {
    pub(crate) fn new(data: Data<M>) -> Self {
        Row { data, old: None, generation: 0, freshness: Freshness::Fresh }
    }

    /// The key of the last flush: the one under which the row is in the identity map.
    pub(crate) fn old_key(&self) -> Option<M::Key> {
        match (&self.old, &self.data) {
            (Some(old), _) => Some(old.key()),
            (None, Data::Full(row)) => Some(row.key()),
            (None, Data::Partial(partial)) => {
                let known = partial.old.as_deref().unwrap_or(&partial.draft);
                M::draft_key(known).or_else(|| M::draft_key(&partial.draft))
            }
            (None, Data::Vacant) => None,
        }
    }

    /// The key of the present values.
    pub(crate) fn new_key(&self) -> Option<M::Key> {
        match &self.data {
            Data::Full(row) => Some(row.key()),
            Data::Partial(partial) => M::draft_key(&partial.draft),
            Data::Vacant => None,
        }
    }

    /// Keeps the present values as those of the last flush, if there are none yet.
    pub(crate) fn keep(&mut self) {
        match &mut self.data {
            Data::Full(row) if self.old.is_none() => self.old = Some(Box::new(row.copied())),
            Data::Partial(partial) if partial.old.is_none() => {
                partial.old = Some(Box::new(partial.draft.clone()));
            }
            _ => {}
        }
    }

    /// Puts back the values of the last flush.
    pub(crate) fn restore(&mut self) {
        if let Some(old) = self.old.take() {
            self.data = Data::Full(*old);
        }
        if let Data::Partial(partial) = &mut self.data {
            partial.touched = Mask::EMPTY;
            if let Some(old) = partial.old.take() {
                partial.draft = *old;
            }
        }
        self.complete();
    }

    /// Makes the struct, if all columns are known and nothing was written since the last flush.
    pub(crate) fn complete(&mut self) {
        let Data::Partial(partial) = &mut self.data else { return };
        let known = |at| partial.draft.slot(at).cell().is_some();
        // The key is what most often is not known yet.
        let may_be_full = partial.old.is_none() && M::TABLE.primary_key.iter().all(|at| known(*at));
        if !may_be_full || !(0..M::TABLE.columns.len()).all(known) {
            return;
        }
        match M::finish(std::mem::take(&mut partial.draft)) {
            Ok(row) => self.data = Data::Full(row),
            Err(draft) => partial.draft = draft,
        }
    }

    /// Makes the values of these columns those that PostgreSQL gives back for them.
    pub(crate) fn make_stored(&mut self, columns: &[usize]) {
        for &column in columns {
            let facts = &M::TABLE.columns[column];
            match &mut self.data {
                Data::Full(row) => make_stored(row.cell_mut(column), facts),
                Data::Partial(partial) => {
                    let place = partial.draft.slot_mut(column);
                    if let Some(mut cell) = place.cell().map(Cell::boxed) {
                        make_stored(&mut *cell, facts);
                        place.assign(&*cell);
                    }
                }
                Data::Vacant => {}
            }
        }
    }

    /// Turns a row that must not be read into one of which only the key (of the last flush) is known.
    pub(crate) fn forget_all_but_key(&mut self) {
        let mut draft = M::Draft::default();
        for &column in M::TABLE.primary_key {
            if let Some(cell) = self.old_cell(column) {
                draft.slot_mut(column).assign(cell);
            }
        }
        self.old = None;
        self.data = Data::Partial(Partial::new(draft));
    }

    /// Forgets these columns, and what was changed in them; the primary key's stay.
    pub(crate) fn forget(&mut self, columns: &[usize]) {
        let kept: Vec<usize> = (0..M::TABLE.columns.len())
            .filter(|at| M::TABLE.primary_key.contains(at) || !columns.contains(at))
            .collect();
        let (has_old, touched) = match (&self.data, &self.old) {
            (Data::Full(row), Some(old)) => {
                (true, kept.iter().copied().filter(|&at| !row.cell(at).same(old.cell(at))).collect())
            }
            (Data::Partial(partial), _) => {
                let touched = partial.touched.iter().filter(|at| kept.contains(at)).collect();
                (partial.old.is_some(), touched)
            }
            _ => (false, Mask::EMPTY),
        };
        let (mut draft, mut before) = (M::Draft::default(), M::Draft::default());
        for at in kept {
            if let Some(cell) = self.cell(at) {
                draft.slot_mut(at).assign(cell);
            }
            if let Some(cell) = self.old_cell(at) {
                before.slot_mut(at).assign(cell);
            }
        }
        let old = has_old.then(|| Box::new(before));
        self.old = None;
        self.data = Data::Partial(Box::new(Partial { draft, touched, old }));
        self.complete();
    }

    /// The value of a column now.
    pub(crate) fn cell(&self, column: usize) -> Option<&dyn Cell> {
        match &self.data {
            Data::Full(row) => Some(row.cell(column)),
            Data::Partial(partial) => partial.draft.slot(column).cell(),
            Data::Vacant => None,
        }
    }

    /// The value of a column as of the last flush.
    pub(crate) fn old_cell(&self, column: usize) -> Option<&dyn Cell> {
        match (&self.old, &self.data) {
            (Some(old), _) => Some(old.cell(column)),
            (None, Data::Full(row)) => Some(row.cell(column)),
            (None, Data::Partial(partial)) => {
                partial.old.as_deref().unwrap_or(&partial.draft).slot(column).cell()
            }
            (None, Data::Vacant) => None,
        }
    }

    /// Takes in the row as it is in the database; what the user changed since the last flush is lost.
    pub(crate) fn overwrite(&mut self, fresh: M) {
        self.freshness = Freshness::Fresh;
        self.old = None;
        self.data = Data::Full(fresh);
    }

    /// Takes in a column as it is in the database, if it is not known yet or `overwrite` is said.
    pub(crate) fn fill(&mut self, column: usize, value: &dyn Cell, overwrite: bool) {
        match &mut self.data {
            Data::Full(row) if overwrite => {
                row.cell_mut(column).assign(value);
                if let Some(old) = &mut self.old {
                    old.cell_mut(column).assign(value);
                }
            }
            Data::Partial(partial) if overwrite || partial.draft.slot(column).cell().is_none() => {
                partial.draft.slot_mut(column).assign(value);
                if let Some(old) = &mut partial.old {
                    old.slot_mut(column).assign(value);
                }
            }
            _ => {}
        }
        self.complete();
    }

    /// Takes in the row as it is in the database: what the user changed since the last flush stays changed.
    pub(crate) fn refill(&mut self, fresh: M) {
        self.freshness = Freshness::Fresh;
        match &mut self.data {
            Data::Full(row) if self.old.is_some() => {
                let old = self.old.as_deref().unwrap_or(row);
                let mut merged = fresh.copied();
                let columns = 0..M::TABLE.columns.len();
                columns.filter(|&at| !row.cell(at).same(old.cell(at))).for_each(|at| {
                    merged.cell_mut(at).assign(row.cell(at));
                });
                *row = merged;
                self.old = Some(Box::new(fresh));
            }
            Data::Partial(partial) if !partial.touched.is_empty() => {
                let mut merged = fresh.copied();
                for column in partial.touched.iter() {
                    if let Some(cell) = partial.draft.slot(column).cell() {
                        merged.cell_mut(column).assign(cell);
                    }
                }
                self.old = Some(Box::new(fresh));
                self.data = Data::Full(merged);
            }
            _ => {
                self.old = None;
                self.data = Data::Full(fresh);
            }
        }
    }
}

/// Makes a value what PostgreSQL gives back for it in this column.
fn make_stored(cell: &mut dyn Cell, column: &ColumnDef) {
    cell.make_stored();
    if !column.modifiers.is_empty()
        && let ParamValue::Binary(bytes) = cell.param().value
        && let Some(bytes) = coerced(column.ty, column.modifiers, &bytes)
    {
        // What cannot be read stays as it was given.
        let _ = cell.decode(Some(&bytes));
    }
}

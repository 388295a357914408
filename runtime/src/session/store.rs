//! The typed half: the rows of one model and the identity map.

use std::any::Any;
use std::collections::HashMap;

use crate::error::{BoxError, DecodeError, Error, Result};
use crate::session::cell::Cell;
use crate::session::chunks::Chunks;
use crate::session::core::{Core, Head, State};
use crate::session::row::{Data, Partial, Row};
use crate::session::table::{Freshness, Moment, Table};
use crate::session::{Draft, Mapped, Mask};
use crate::types::{ArrayBuilder, Param, ParamValue, PgType, Reader};

/// The entities of one model.
pub(crate) struct Store<M: Mapped> {
    pub(crate) core: Core,
    pub(crate) rows: Chunks<Row<M>>,
    /// Owns its keys: a user may write `session[e].id = 5`, and the identity is the old one until the flush.
    pub(crate) index: HashMap<M::Key, u32>,
    /// What undoing the journal takes back, in the journal's order.
    undo: Vec<Undo<M>>,
}

/// Values of fewer rows are freed at once.
const MANY: usize = 32;

/// What a row was before a flush, and the key that the flush gave it, if it did.
struct Undo<M: Mapped> {
    data: Data<M>,
    moved_to: Option<M::Key>,
}

impl<M: Mapped> Store<M> {
    pub(crate) fn new() -> Self {
        Store { core: Core::new(M::meta()), rows: Chunks::new(), index: HashMap::new(), undo: Vec::new() }
    }

    /// Adds an entity; takes the place of one that was detached if there is any.
    pub(crate) fn push(&mut self, data: Data<M>, state: State) -> u32 {
        if let Some(slot) = self.core.vacant.pop() {
            self.core.heads[slot as usize] = Head::new(state);
            let row = &mut self.rows[slot as usize];
            *row = Row { generation: row.generation, ..Row::new(data) };
            return slot;
        }
        let slot = u32::try_from(self.rows.len()).expect("memory ends before four billion rows");
        self.rows.push(Row::new(data));
        self.core.heads.push(Head::new(state));
        slot
    }

    /// Takes in a row of the database; the entity that has its key keeps what it has, unless it waits for values.
    pub(crate) fn load(&mut self, fresh: M, overwrite: bool) -> u32 {
        let key = fresh.key();
        if let Some(&slot) = self.index.get(&key) {
            let row = &mut self.rows[slot as usize];
            if overwrite {
                row.overwrite(fresh);
            } else if row.freshness.wants_row() || matches!(row.data, Data::Partial(_)) {
                row.refill(fresh);
            }
            return slot;
        }
        let slot = self.push(Data::Full(fresh), State::Persistent);
        self.index.insert(key, slot);
        slot
    }

    /// Reads some columns of a row that has places for all; the reader stands at the first place.
    pub(crate) fn load_scattered(
        &mut self,
        reader: &mut Reader<'_>,
        columns: &[usize],
        overwrite: bool,
    ) -> Result<u32> {
        let (first, mut draft) = (reader.position(), M::Draft::default());
        for &column in columns {
            reader.seek(first + column);
            let decoded = draft.slot_mut(column).decode(reader.raw()?);
            decoded.map_err(|error| misfit::<M>(column, "other bytes", Some(error)))?;
        }
        Ok(self.load_draft(draft, columns, overwrite))
    }

    /// Takes in some columns of a row of the database, the primary key among them.
    fn load_draft(&mut self, fresh: M::Draft, columns: &[usize], overwrite: bool) -> u32 {
        let key = M::draft_key(&fresh);
        let known = key.as_ref().and_then(|key| self.index.get(key).copied());
        let Some(slot) = known else {
            let slot = self.push(Data::Partial(Partial::new(fresh)), State::Persistent);
            key.map(|key| self.index.insert(key, slot));
            return slot;
        };
        let row = &mut self.rows[slot as usize];
        if row.freshness.is_expired() {
            row.freshness = Freshness::Fresh;
            row.old = None;
            row.data = Data::Partial(Partial::new(fresh));
            return slot;
        }
        for &column in columns {
            if let Some(cell) = fresh.slot(column).cell() {
                row.fill(column, cell, overwrite);
            }
        }
        slot
    }

    pub(crate) fn row(&self, slot: u32) -> &Row<M> {
        &self.rows[slot as usize]
    }

    pub(crate) fn row_mut(&mut self, slot: u32) -> &mut Row<M> {
        &mut self.rows[slot as usize]
    }
}

impl<M: Mapped> Table for Store<M> {
    fn core(&self) -> &Core {
        &self.core
    }

    fn core_mut(&mut self) -> &mut Core {
        &mut self.core
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }

    fn load_row(&mut self, reader: &mut Reader<'_>, overwrite: bool) -> Result<u32> {
        Ok(self.load(M::read(reader)?, overwrite))
    }

    fn load_columns(&mut self, reader: &mut Reader<'_>, columns: &[usize], overwrite: bool) -> Result<u32> {
        let mut draft = M::Draft::default();
        for &column in columns {
            let bytes = reader.raw()?;
            let decoded = draft.slot_mut(column).decode(bytes);
            decoded.map_err(|error| misfit::<M>(column, "other bytes", Some(error)))?;
        }
        Ok(self.load_draft(draft, columns, overwrite))
    }

    fn generation(&self, slot: u32) -> Option<u32> {
        self.rows.get(slot as usize).map(|row| row.generation)
    }

    fn cell(&self, slot: u32, column: usize) -> Option<&dyn Cell> {
        self.row(slot).cell(column)
    }

    fn old_cell(&self, slot: u32, column: usize) -> Option<&dyn Cell> {
        self.row(slot).old_cell(column)
    }

    fn push_cells(&self, slots: &[u32], column: usize, moment: Moment, array: &mut ArrayBuilder) {
        for &slot in slots {
            let row = self.row(slot);
            let cell = match moment {
                Moment::Now => row.cell(column),
                Moment::LastFlush => row.old_cell(column),
            };
            match cell {
                Some(cell) => cell.push_onto(array),
                None => array.push_encoded(None),
            }
        }
    }

    fn lacking(&self, slots: &[u32], column: usize, or_null: bool) -> Vec<u32> {
        let lacks = |slot: &u32| {
            let cell = self.row(*slot).cell(column);
            cell.is_none_or(|cell| or_null && cell.is_null())
        };
        slots.iter().copied().filter(lacks).collect()
    }

    fn put(&mut self, slot: u32, column: usize, value: &dyn Cell) -> Result<()> {
        let fits = match &mut self.row_mut(slot).data {
            Data::Full(row) => row.cell_mut(column).assign(value),
            Data::Partial(partial) => partial.draft.slot_mut(column).assign(value),
            Data::Vacant => true,
        };
        if fits { Ok(()) } else { Err(misfit::<M>(column, "a value of another type", None)) }
    }

    fn put_encoded(&mut self, slot: u32, column: usize, bytes: Option<&[u8]>) -> Result<()> {
        let decoded = match &mut self.row_mut(slot).data {
            Data::Full(row) => row.cell_mut(column).decode(bytes),
            Data::Partial(partial) => partial.draft.slot_mut(column).decode(bytes),
            Data::Vacant => Ok(()),
        };
        let found = if bytes.is_some() { "other bytes" } else { "NULL" };
        decoded.map_err(|error| misfit::<M>(column, found, Some(error)))
    }

    fn make_stored(&mut self, slot: u32, columns: &[usize]) {
        self.row_mut(slot).make_stored(columns);
    }

    fn put_null(&mut self, slot: u32, column: usize) -> bool {
        match &mut self.row_mut(slot).data {
            Data::Full(row) => row.cell_mut(column).decode(None).is_ok(),
            Data::Partial(partial) => partial.draft.slot_mut(column).assign_null(),
            Data::Vacant => true,
        }
    }

    fn blank(&mut self, state: State) -> u32 {
        self.push(Data::Partial(Partial::new(M::Draft::default())), state)
    }

    fn write(&mut self, slot: u32, column: usize, value: &dyn Cell) {
        self.assign(slot, column, value);
    }

    fn is_full(&self, slot: u32) -> bool {
        matches!(self.row(slot).data, Data::Full(_))
    }

    fn keep(&mut self, slot: u32) {
        self.row_mut(slot).keep();
    }

    fn is_kept(&self, slot: u32) -> bool {
        match &self.row(slot).data {
            Data::Full(_) => self.row(slot).old.is_some(),
            Data::Partial(partial) => partial.old.is_some(),
            Data::Vacant => false,
        }
    }

    fn is_moved(&self, slot: u32) -> bool {
        let row = self.row(slot);
        row.old_key() != row.new_key()
    }

    fn changed(&self, slot: u32) -> Mask {
        let row = self.row(slot);
        let differs = |column: &usize| match (row.cell(*column), row.old_cell(*column)) {
            (Some(now), Some(old)) => !now.same(old),
            (Some(_), None) => true,
            (None, _) => false,
        };
        match (&row.data, &row.old) {
            (Data::Full(now), Some(old)) => {
                let mut mask = Mask::EMPTY;
                now.compare(old, &mut mask);
                mask
            }
            (Data::Partial(partial), _) => partial.touched.iter().filter(differs).collect(),
            _ => Mask::EMPTY,
        }
    }

    fn settle(&mut self, slots: &[u32], coarse: &[usize]) {
        let is_worth_it = slots.len() >= MANY;
        let mut spent = Vec::with_capacity(if is_worth_it { slots.len() } else { 0 });
        for &slot in slots {
            let row = self.row_mut(slot);
            let old = row.old.take();
            if is_worth_it {
                spent.extend(old);
            }
            if let Data::Partial(partial) = &mut row.data {
                partial.old = None;
                partial.touched = Mask::EMPTY;
                row.complete();
            }
            row.make_stored(coarse);
        }
        if !spent.is_empty() {
            self.core.spent.push(Box::new(spent));
        }
    }

    fn forget(&mut self, slot: u32, columns: &[usize]) {
        self.row_mut(slot).forget(columns);
    }

    fn restore(&mut self, slot: u32) {
        self.row_mut(slot).restore();
    }

    fn freshness(&self, slot: u32) -> Freshness {
        self.row(slot).freshness
    }

    fn set_freshness(&mut self, slot: u32, freshness: Freshness) {
        self.row_mut(slot).freshness = freshness;
    }

    fn key_text(&self, slot: u32) -> String {
        self.row(slot).old_key().map_or_else(|| "without key".to_owned(), |key| format!("{key:?}"))
    }

    fn find(&self, key: &[Param]) -> Option<u32> {
        let mut draft = M::Draft::default();
        for (&column, part) in M::TABLE.primary_key.iter().zip(key) {
            let ParamValue::Binary(bytes) = &part.value else { return None };
            draft.slot_mut(column).decode(Some(bytes)).ok()?;
        }
        self.index.get(&M::draft_key(&draft)?).copied()
    }

    fn enter(&mut self, slot: u32) {
        if let Some(key) = self.row(slot).new_key() {
            self.index.insert(key, slot);
        }
    }

    fn enter_new(&mut self, slots: &[u32]) {
        self.index.reserve(slots.len());
        for &slot in slots {
            let row = &mut self.rows[slot as usize];
            row.freshness = Freshness::Fresh;
            if let Some(key) = row.new_key() {
                self.index.insert(key, slot);
            }
            self.core.head_mut(slot).state = State::Persistent;
        }
    }

    fn old_holder(&self, slot: u32) -> Option<u32> {
        self.row(slot).old_key().and_then(|key| self.index.get(&key).copied())
    }

    fn enter_old(&mut self, slot: u32) {
        if let Some(key) = self.row(slot).old_key() {
            self.index.insert(key, slot);
        }
    }

    fn leave(&mut self, slot: u32) {
        if let Some(key) = self.row(slot).old_key()
            && self.index.get(&key) == Some(&slot)
        {
            self.index.remove(&key);
        }
    }

    fn vacate(&mut self, slot: u32) {
        self.leave(slot);
        let row = self.row_mut(slot);
        row.generation = row.generation.wrapping_add(1);
        (row.old, row.data) = (None, Data::Vacant);
        self.core.heads[slot as usize] = Head::new(State::Detached);
    }

    fn save(&mut self, slot: u32) {
        let row = self.row_mut(slot);
        let (old_key, new_key) = (row.old_key(), row.new_key());
        let data = match (row.old.take(), &mut row.data) {
            (Some(old), _) => Data::Full(*old),
            (None, Data::Full(row)) => Data::Full(row.copied()),
            (None, Data::Partial(partial)) => {
                let known = partial.old.take().map_or_else(|| partial.draft.clone(), |old| *old);
                Data::Partial(Partial::new(known))
            }
            (None, Data::Vacant) => Data::Vacant,
        };
        self.undo.push(Undo { data, moved_to: if new_key == old_key { None } else { new_key } });
    }

    fn undo(&mut self, slot: u32) {
        let Some(undo) = self.undo.pop() else { return };
        let row = self.row_mut(slot);
        // It was detached meanwhile: nobody has a key to it.
        if matches!(row.data, Data::Vacant) {
            return;
        }
        row.old = None;
        row.data = undo.data;
        row.complete();
        if let Some(key) = undo.moved_to {
            if self.index.get(&key) == Some(&slot) {
                self.index.remove(&key);
            }
            self.enter(slot);
        }
    }

    fn skip_undo(&mut self) {
        self.undo.pop();
    }

    fn forget_undo(&mut self) {
        self.undo.clear();
    }

    fn default_value(&self, column: usize) -> Option<Box<dyn Cell>> {
        M::default_value(column)
    }

    fn on_update_value(&self, column: usize) -> Option<Box<dyn Cell>> {
        M::on_update_value(column)
    }

    fn version_after(&self, column: usize, current: Option<&dyn Cell>) -> Box<dyn Cell> {
        M::next_version(current).unwrap_or_else(|| counted(current, M::TABLE.columns[column].ty))
    }
}

/// The number after this one, in the column's type.
fn counted(current: Option<&dyn Cell>, ty: PgType) -> Box<dyn Cell> {
    let current = current.map(Cell::as_any);
    match ty.name {
        "int2" => {
            Box::new(current.and_then(|any| any.downcast_ref::<i16>()).map_or(1, |at| at.wrapping_add(1)))
        }
        "int8" => {
            Box::new(current.and_then(|any| any.downcast_ref::<i64>()).map_or(1, |at| at.wrapping_add(1)))
        }
        _ => Box::new(current.and_then(|any| any.downcast_ref::<i32>()).map_or(1, |at| at.wrapping_add(1))),
    }
}

fn misfit<M: Mapped>(column: usize, found: &str, source: Option<BoxError>) -> Error {
    let column = M::TABLE.columns[column].name;
    Error::Decode(Box::new(DecodeError::new(column.to_owned(), M::TABLE.model, found.to_owned(), source)))
}

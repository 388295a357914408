//! Reading and writing rows: `session[user].email`.

use std::ops::{Index, IndexMut};

use crate::error::{Error, Result};
use crate::query::Column;
use crate::session::core::{Core, State};
use crate::session::row::{Data, Row};
use crate::session::store::Store;
use crate::session::{Draft, Entity, Graph, IntoField, Mapped, Session};
use crate::types::Value;

impl<M: Mapped> Index<Entity<M>> for Session {
    type Output = M;

    /// The row.
    ///
    /// # Panics
    ///
    /// If the row cannot be read: the key is of another session, the row is expired, or columns of it are not
    /// known yet. [`try_get`](Session::try_get) gives an error instead.
    #[inline]
    fn index(&self, entity: Entity<M>) -> &M {
        match self.graph.row(entity) {
            Some(row) => row,
            None => cannot_read(&self.graph.why_not(entity)),
        }
    }
}

impl<M: Mapped> IndexMut<Entity<M>> for Session {
    /// The row, to be changed: what differs from the last flush is written by the next one.
    ///
    /// # Panics
    ///
    /// As for reading.
    #[inline]
    fn index_mut(&mut self, entity: Entity<M>) -> &mut M {
        let session = self.graph.id;
        match self.graph.get_mut::<M>() {
            Some(store) if store.read(entity, session).is_some() => store.write(entity.slot),
            Some(store) => cannot_read(&store.why_not(entity, session)),
            None => cannot_read(&Error::Detached { model: M::TABLE.model }),
        }
    }
}

#[cold]
#[inline(never)]
fn cannot_read(reason: &Error) -> ! {
    panic!("{reason}")
}

impl Session {
    /// The row, or why it cannot be read.
    ///
    /// # Errors
    ///
    /// [`Error::Detached`], [`Error::Expired`], or [`Error::Unset`] with the first column that is not known.
    pub fn try_get<M: Mapped>(&self, entity: Entity<M>) -> Result<&M> {
        self.graph.row(entity).ok_or_else(|| self.graph.why_not(entity))
    }

    /// The row to be changed, or why it cannot be read.
    ///
    /// # Errors
    ///
    /// As [`try_get`](Session::try_get).
    pub fn try_get_mut<M: Mapped>(&mut self, entity: Entity<M>) -> Result<&mut M> {
        if self.graph.row(entity).is_none() {
            return Err(self.graph.why_not(entity));
        }
        let store = self.graph.get_mut::<M>().ok_or(Error::Detached { model: M::TABLE.model })?;
        Ok(store.write(entity.slot))
    }

    /// Two rows of one model to be changed, to swap values for example.
    ///
    /// # Errors
    ///
    /// As [`try_get`](Session::try_get); [`Error::Invalid`] if both are the same entity.
    pub fn pair_mut<M: Mapped>(&mut self, left: Entity<M>, right: Entity<M>) -> Result<(&mut M, &mut M)> {
        for entity in [left, right] {
            self.try_get_mut(entity)?;
        }
        let store = self.graph.get_mut::<M>().ok_or(Error::Detached { model: M::TABLE.model })?;
        match store.rows.pair_mut(left.slot as usize, right.slot as usize) {
            Some((Row { data: Data::Full(left), .. }, Row { data: Data::Full(right), .. })) => {
                Ok((left, right))
            }
            _ => {
                Err(Error::Invalid { model: M::TABLE.model, message: "both are the same entity".to_owned() })
            }
        }
    }

    /// A column's value, in every state of the entity.
    ///
    /// # Errors
    ///
    /// [`Error::Detached`]; [`Error::Unset`] if it has none yet; [`Error::Expired`] unless it belongs to the
    /// primary key.
    pub fn value<M: Mapped, V: Value>(&self, entity: Entity<M>, column: Column<M, V>) -> Result<&V> {
        self.graph.value(entity, column.index())
    }

    /// Sets a column, in every state of the entity. Sets only this column if the row is expired.
    ///
    /// # Errors
    ///
    /// [`Error::Detached`] for a key of another session.
    pub fn set<M: Mapped, V: Value, How>(
        &mut self,
        entity: Entity<M>,
        column: Column<M, V>,
        value: impl IntoField<V, How>,
    ) -> Result<()> {
        self.graph.set(entity, column.index(), value.into_field())
    }

    /// The primary key of an entity, as of the last flush; that of a new one, if it was given.
    ///
    /// # Errors
    ///
    /// [`Error::Detached`], and [`Error::Unset`] if the database has not made the key yet.
    pub fn key<M: Mapped>(&self, entity: Entity<M>) -> Result<M::Key> {
        let model = M::TABLE.model;
        self.graph.raw(entity)?;
        let row = self.graph.get::<M>().ok_or(Error::Detached { model })?.row(entity.slot);
        let column = M::TABLE.key_columns().next().map_or("", |column| column.name);
        row.old_key().or_else(|| row.new_key()).ok_or(Error::Unset { model, column })
    }

    /// Where the entity stands between the session and the database.
    ///
    /// # Errors
    ///
    /// [`Error::Detached`] for a key of another session.
    pub fn state<M: Mapped>(&self, entity: Entity<M>) -> Result<State> {
        self.graph.raw(entity).map(|raw| self.graph.state(raw))
    }
}

impl Graph {
    /// The row, if it can be read.
    #[inline]
    pub(crate) fn row<M: Mapped>(&self, entity: Entity<M>) -> Option<&M> {
        self.get::<M>()?.read(entity, self.id)
    }

    /// Why a row cannot be read.
    #[cold]
    pub(crate) fn why_not<M: Mapped>(&self, entity: Entity<M>) -> Error {
        match self.get::<M>() {
            Some(store) => store.why_not(entity, self.id),
            None => Error::Detached { model: M::TABLE.model },
        }
    }

    /// A column's value.
    pub(crate) fn value<M: Mapped, V: Value>(&self, entity: Entity<M>, column: usize) -> Result<&V> {
        let model = M::TABLE.model;
        self.raw(entity)?;
        let store = self.get::<M>().ok_or(Error::Detached { model })?;
        let row = store.row(entity.slot);
        let is_key = M::TABLE.primary_key.contains(&column);
        match (row.freshness.expired_by(), &row.data) {
            (Some(by), Data::Full(_)) if !is_key => {
                return Err(Error::Expired { model, by: by.text() });
            }
            (Some(by), Data::Partial(_)) if row.cell(column).is_none() => {
                return Err(Error::Expired { model, by: by.text() });
            }
            _ => {}
        }
        let cell = row.cell(column).and_then(|cell| cell.as_any().downcast_ref());
        cell.ok_or_else(|| missing(&store.core, |at| at == column))
    }

    /// Sets a column.
    pub(crate) fn set<M: Mapped, V: Value>(
        &mut self,
        entity: Entity<M>,
        column: usize,
        value: V,
    ) -> Result<()> {
        self.raw(entity)?;
        let store = self.get_mut::<M>().ok_or(Error::Detached { model: M::TABLE.model })?;
        store.set(entity.slot, column, value);
        Ok(())
    }
}

impl<M: Mapped> Store<M> {
    /// The row of a key that a session gave out, if it can be read.
    #[inline]
    fn read(&self, entity: Entity<M>, session: u32) -> Option<&M> {
        let row = self.rows.get(entity.slot as usize)?;
        match &row.data {
            Data::Full(full)
                if row.generation == entity.generation
                    && session == entity.session
                    && !row.freshness.is_expired() =>
            {
                Some(full)
            }
            _ => None,
        }
    }

    #[cold]
    fn why_not(&self, entity: Entity<M>, session: u32) -> Error {
        let model = M::TABLE.model;
        let row = match self.rows.get(entity.slot as usize) {
            Some(row) if row.generation == entity.generation && session == entity.session => row,
            _ => return Error::Detached { model },
        };
        match row.freshness.expired_by() {
            Some(by) => Error::Expired { model, by: by.text() },
            None => missing(&self.core, |column| row.cell(column).is_none()),
        }
    }

    /// The row to be changed: keeps what it was at the last flush.
    #[inline]
    pub(crate) fn write(&mut self, slot: u32) -> &mut M {
        let row = &mut self.rows[slot as usize];
        if row.old.is_none() && self.core.track(slot) {
            row.keep();
        }
        match &mut row.data {
            Data::Full(row) => row,
            Data::Partial(_) | Data::Vacant => {
                unreachable!("only rows that can be read are written this way")
            }
        }
    }

    fn set<V: Value>(&mut self, slot: u32, column: usize, value: V) {
        let tracked = matches!(self.core.head(slot).state, State::Persistent | State::Detached);
        if tracked {
            self.track(slot, column);
        }
        let row = self.row_mut(slot);
        let place = match &mut row.data {
            Data::Full(full) => full.cell_mut(column).as_any_mut().downcast_mut::<V>(),
            Data::Partial(partial) => {
                let place = partial.draft.slot_mut(column).as_any_mut().downcast_mut::<Option<V>>();
                if let Some(place) = place {
                    *place = Some(value);
                }
                row.complete();
                return;
            }
            Data::Vacant => None,
        };
        if let Some(place) = place {
            *place = value;
        }
    }

    /// As `set`, of a value behind `dyn`.
    pub(crate) fn assign(&mut self, slot: u32, column: usize, value: &dyn crate::session::Cell) {
        if matches!(self.core.head(slot).state, State::Persistent | State::Detached) {
            self.track(slot, column);
        }
        let row = self.row_mut(slot);
        match &mut row.data {
            Data::Full(full) => drop(full.cell_mut(column).assign(value)),
            Data::Partial(partial) => drop(partial.draft.slot_mut(column).assign(value)),
            Data::Vacant => {}
        }
        row.complete();
    }

    /// Makes ready for a change of a column that flush is to see.
    fn track(&mut self, slot: u32, column: usize) {
        let row = self.row_mut(slot);
        if row.freshness.is_expired() && matches!(row.data, Data::Full(_)) {
            row.forget_all_but_key();
        }
        row.keep();
        if let Data::Partial(partial) = &mut row.data {
            partial.touched.insert(column);
        }
        self.core.mark_dirty(slot);
    }
}

/// The error for a column without a value.
fn missing(core: &Core, is_missing: impl Fn(usize) -> bool) -> Error {
    let table = core.meta.table;
    let column = (0..table.columns.len()).find(|at| is_missing(*at)).map_or("", |at| table.columns[at].name);
    Error::Unset { model: table.model, column }
}

//! Reading and writing the values of entities.

use std::ops::{Index, IndexMut};

use crate::error::{Error, Result};
use crate::query::Column;
use crate::session::row::{Data, Row};
use crate::session::store::Store;
use crate::session::table::{Freshness, Table};
use crate::session::{Draft, Entity, Graph, IntoField, Mapped, Session, State};
use crate::types::Value;

impl Session {
    /// The row of an entity.
    ///
    /// # Errors
    ///
    /// - [`Error::Detached`] for a key of another session, or of an entity that was taken out.
    /// - [`Error::Expired`] after a rollback or `expire`: `session.refresh(..)` first.
    /// - [`Error::Unset`] if a column is not known: it is generated and the row was never inserted, or it was
    ///   left out by `only`.
    pub fn try_get<M: Mapped>(&self, entity: Entity<M>) -> Result<&M> {
        self.graph.read(entity)
    }

    /// The row of an entity, to write. What is changed is written by the next flush.
    ///
    /// # Errors
    ///
    /// As [`try_get`](Session::try_get).
    pub fn try_get_mut<M: Mapped>(&mut self, entity: Entity<M>) -> Result<&mut M> {
        self.graph.write(entity)
    }

    /// The rows of two entities, to write both at once.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] if both are the same; otherwise as [`try_get`](Session::try_get).
    pub fn pair_mut<M: Mapped>(&mut self, a: Entity<M>, b: Entity<M>) -> Result<(&mut M, &mut M)> {
        self.graph.write(a)?;
        self.graph.write(b)?;
        let same = || Error::Invalid { model: M::TABLE.model, message: "a pair of one entity".to_owned() };
        let store = self.graph.get_mut::<M>().ok_or(Error::Detached { model: M::TABLE.model })?;
        let rows = store.rows.get_disjoint_mut([a.slot as usize, b.slot as usize]).map_err(|_| same())?;
        match rows {
            [Row { data: Data::Full(a), .. }, Row { data: Data::Full(b), .. }] => Ok((a, b)),
            _ => Err(same()),
        }
    }

    /// The value of one column: in every state, also of rows that are known in part.
    ///
    /// The primary key can be read even of an expired row.
    ///
    /// # Errors
    ///
    /// [`Error::Detached`], [`Error::Expired`], and [`Error::Unset`] if the column is not known.
    pub fn value<M: Mapped, V: Value>(&self, entity: Entity<M>, column: Column<M, V>) -> Result<&V> {
        let (model, at) = (M::TABLE.model, column.index());
        self.graph.raw(entity)?;
        let row = self.graph.get::<M>().ok_or(Error::Detached { model })?.row(entity.slot);
        let cell = match row.freshness {
            Freshness::Expired(by) if !M::TABLE.primary_key.contains(&at) => {
                return Err(Error::Expired { model, by });
            }
            Freshness::Expired(_) => row.old_cell(at),
            Freshness::Fresh | Freshness::Restored => row.cell(at),
        };
        let unset = Error::Unset { model, column: M::TABLE.columns[at].name };
        cell.and_then(|cell| cell.as_any().downcast_ref()).ok_or(unset)
    }

    /// Sets one column: in every state. Of an expired row only this column is known then.
    ///
    /// # Errors
    ///
    /// [`Error::Detached`].
    pub fn set<M, V, T, How>(&mut self, entity: Entity<M>, column: Column<M, V>, value: T) -> Result<()>
    where
        M: Mapped,
        V: Value,
        T: IntoField<V, How>,
    {
        self.graph.raw(entity)?;
        let value = value.into_field();
        let store = self.graph.get_mut::<M>().ok_or(Error::Detached { model: M::TABLE.model })?;
        store.set(entity.slot, column.index(), &value)
    }

    /// Where an entity stands between the session and the database.
    ///
    /// # Errors
    ///
    /// [`Error::Detached`] for a key of another session.
    pub fn state<M: Mapped>(&self, entity: Entity<M>) -> Result<State> {
        Ok(self.graph.state(self.graph.raw(entity)?))
    }
}

impl<M: Mapped> Index<Entity<M>> for Session {
    type Output = M;

    /// The row of an entity.
    ///
    /// # Panics
    ///
    /// Where [`Session::try_get`] gives an error, with its text.
    #[track_caller]
    fn index(&self, entity: Entity<M>) -> &M {
        match self.graph.read(entity) {
            Ok(row) => row,
            Err(error) => refuse(&error),
        }
    }
}

impl<M: Mapped> IndexMut<Entity<M>> for Session {
    /// The row of an entity, to write. What is changed is written by the next flush.
    ///
    /// # Panics
    ///
    /// Where [`Session::try_get`] gives an error, with its text.
    #[track_caller]
    fn index_mut(&mut self, entity: Entity<M>) -> &mut M {
        match self.graph.write(entity) {
            Ok(row) => row,
            Err(error) => refuse(&error),
        }
    }
}

#[cold]
#[track_caller]
fn refuse(error: &Error) -> ! {
    panic!("session[entity]: {error}")
}

impl Graph {
    fn read<M: Mapped>(&self, entity: Entity<M>) -> Result<&M> {
        if let Some(store) = self.get::<M>()
            && entity.session == self.id
            && let Some(row) = store.rows.get(entity.slot as usize)
            && row.generation == entity.generation
            && !row.freshness.is_expired()
            && let Data::Full(values) = &row.data
        {
            return Ok(values);
        }
        Err(self.explain(entity))
    }

    fn write<M: Mapped>(&mut self, entity: Entity<M>) -> Result<&mut M> {
        let is_ours = entity.session == self.id;
        let readable = |row: &Row<M>| {
            row.generation == entity.generation
                && !row.freshness.is_expired()
                && matches!(row.data, Data::Full(_))
        };
        let found = self.get::<M>().and_then(|store| store.rows.get(entity.slot as usize));
        if !is_ours || !found.is_some_and(readable) {
            return Err(self.explain(entity));
        }
        let Some(store) = self.get_mut::<M>() else { return Err(Error::Detached { model: M::TABLE.model }) };
        store.about_to_write(entity.slot);
        match &mut store.rows[entity.slot as usize].data {
            Data::Full(values) => Ok(values),
            Data::Partial(_) | Data::Vacant => Err(Error::Detached { model: M::TABLE.model }),
        }
    }

    /// Why a row cannot be read.
    #[cold]
    fn explain<M: Mapped>(&self, entity: Entity<M>) -> Error {
        let model = M::TABLE.model;
        if let Err(error) = self.raw(entity) {
            return error;
        }
        let Some(row) = self.get::<M>().map(|store| store.row(entity.slot)) else {
            return Error::Detached { model };
        };
        if let Freshness::Expired(by) = row.freshness {
            return Error::Expired { model, by };
        }
        match &row.data {
            Data::Partial(partial) => {
                let unknown = |at: &usize| partial.draft.slot(*at).cell().is_none();
                let missing = (0..M::TABLE.columns.len()).find(unknown).unwrap_or_default();
                Error::Unset { model, column: M::TABLE.columns[missing].name }
            }
            Data::Full(_) | Data::Vacant => Error::Detached { model },
        }
    }
}

impl<M: Mapped> Store<M> {
    /// Keeps the values of the last flush before the first write, where there is a row to compare with.
    fn about_to_write(&mut self, slot: u32) {
        if matches!(self.core.head(slot).state, State::Transient | State::Pending) {
            return;
        }
        self.rows[slot as usize].keep();
        self.core.mark_dirty(slot);
    }

    fn set(&mut self, slot: u32, column: usize, value: &dyn crate::session::Cell) -> Result<()> {
        if self.row(slot).freshness.is_expired() {
            self.forget_all_but_key(slot);
            self.set_freshness(slot, Freshness::Fresh);
        }
        self.about_to_write(slot);
        self.put(slot, column, value)?;
        if matches!(self.row(slot).data, Data::Partial(_)) {
            self.touch(slot, column);
        }
        Ok(())
    }
}

//! What a row of a statement is on a session.

use crate::error::Result;
use crate::query::Row;
use crate::schema::TableDef;
use crate::session::reading::size;
use crate::session::{Entity, Graph, Mapped, Raw};
use crate::types::{ColumnType, Reader};

/// What a row gives when a session executes the statement: for a model its [`Entity`], for values and
/// projections themselves, for `Option`s and tuples their parts' output.
///
/// Written by the derives; this trait is not meant to be implemented by hand.
pub trait SessionRow: Row {
    /// What the session gives.
    type Output: Send + 'static;
    /// Whether it is one entity and nothing else.
    const IS_ENTITY: bool = false;

    /// Reads a row; entities go through the identity map.
    ///
    /// # Errors
    ///
    /// As [`Row::read`].
    fn load(reader: &mut Reader<'_>, graph: &mut Graph) -> Result<Self::Output>;

    /// Reads it, or `None` if all its columns are NULL.
    ///
    /// # Errors
    ///
    /// As [`Row::read`].
    fn load_optional(reader: &mut Reader<'_>, graph: &mut Graph) -> Result<Option<Self::Output>> {
        if reader.are_null(Self::WIDTH) {
            reader.skip(Self::WIDTH);
            return Ok(None);
        }
        Self::load(reader, graph).map(Some)
    }
}

#[diagnostic::do_not_recommend]
impl<T: ColumnType> SessionRow for T {
    type Output = T;

    #[inline]
    fn load(reader: &mut Reader<'_>, _: &mut Graph) -> Result<T> {
        reader.value()
    }

    #[inline]
    fn load_optional(reader: &mut Reader<'_>, _: &mut Graph) -> Result<Option<T>> {
        reader.value()
    }
}

#[diagnostic::do_not_recommend]
impl<R: SessionRow> SessionRow for Option<R> {
    type Output = Option<R::Output>;

    #[inline]
    fn load(reader: &mut Reader<'_>, graph: &mut Graph) -> Result<Self::Output> {
        R::load_optional(reader, graph)
    }
}

macro_rules! tuples {
    ($(($name:ident $at:ident))*) => {
        #[diagnostic::do_not_recommend]
        impl<$($name: SessionRow),*> SessionRow for ($($name,)*) {
            type Output = ($($name::Output,)*);

            #[inline]
            fn load(reader: &mut Reader<'_>, graph: &mut Graph) -> Result<Self::Output> {
                Ok(($($name::load(reader, graph)?,)*))
            }
        }
    };
}

crate::query::arity::for_tuples!(tuples);

impl Graph {
    /// Reads an entity: what the derive writes into `SessionRow::load` of a model.
    ///
    /// # Errors
    ///
    /// As [`Row::read`].
    #[doc(hidden)]
    pub fn load_row<M: Mapped>(&mut self, reader: &mut Reader<'_>) -> Result<Entity<M>> {
        let session = self.id;
        let overwrite = self.reading.populate_existing;
        let only = self.reading.only.iter().find(|(meta, _)| std::ptr::eq(*meta, M::meta()));
        let before = self.get::<M>().map(|store| size(&store.core)).unwrap_or_default();
        let slot = match only.map(|(_, columns)| loaded(M::TABLE, columns)) {
            None => {
                let row = M::read(reader)?;
                self.open::<M>().load(row, overwrite)
            }
            Some(columns) => {
                let (start, width) = (reader.position(), M::TABLE.columns.len());
                let slot = self.open::<M>().load_scattered(reader, &columns, overwrite)?;
                reader.seek(start + width);
                slot
            }
        };
        let came = self.get::<M>().is_some_and(|store| size(&store.core) != before);
        self.note_newcomer(Raw { table: M::meta().number, slot }, came);
        let store = self.open::<M>();
        Ok(Entity::new(slot, store.row(slot).generation, session))
    }
}

/// These columns and the primary key.
fn loaded(table: &'static TableDef, only: &[usize]) -> Vec<usize> {
    (0..table.columns.len()).filter(|at| only.contains(at) || table.primary_key.contains(at)).collect()
}

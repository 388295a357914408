//! What the next flush will write, to look at; and the session's connection for Core statements.

use std::fmt;

use crate::engine::Connection;
use crate::error::Result;
use crate::session::flush::Plan;
use crate::session::{Cell, Entity, Graph, Mapped, Raw, Session, State};
use crate::types::Value;

/// A column of an entity that was changed since the last flush.
pub struct Change {
    column: &'static str,
    old: Option<Box<dyn Cell>>,
    new: Option<Box<dyn Cell>>,
}

impl Change {
    /// The column's name in the database.
    #[must_use]
    pub fn column(&self) -> &'static str {
        self.column
    }

    /// The value as of the last flush; `None` if it is not known, or not of this type.
    #[must_use]
    pub fn old<V: Value>(&self) -> Option<&V> {
        self.old.as_deref()?.as_any().downcast_ref()
    }

    /// The value now; `None` if it is not of this type.
    #[must_use]
    pub fn now<V: Value>(&self) -> Option<&V> {
        self.new.as_deref()?.as_any().downcast_ref()
    }
}

impl fmt::Debug for Change {
    /// The column, not its values: they may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Change({})", self.column)
    }
}

impl Session {
    /// The columns of an entity that differ from what was last flushed, with their old and new values. Setting a
    /// column back to its old value is no change.
    ///
    /// # Errors
    ///
    /// [`Error::Detached`](crate::error::Error::Detached) for a key of another session.
    pub fn changes<M: Mapped>(&self, entity: Entity<M>) -> Result<Vec<Change>> {
        let raw = self.graph.raw(entity)?;
        let table = self.graph.table(raw);
        let changed = table.changed(raw.slot);
        let change = |at: usize| Change {
            column: M::TABLE.columns[at].name,
            old: table.old_cell(raw.slot, at).map(Cell::boxed),
            new: table.cell(raw.slot, at).map(Cell::boxed),
        };
        Ok(changed.iter().map(change).collect())
    }

    /// The entities of a model that the next flush inserts, in the order of `add`.
    pub fn new_entities<M: Mapped>(&self) -> impl Iterator<Item = Entity<M>> + '_ {
        let mut list = self.of_model::<M>(|graph, raw| graph.state(raw) == State::Pending);
        list.sort_by_key(|raw| self.graph.head(*raw).arrival);
        list.into_iter().map(|raw| self.graph.entity(raw))
    }

    /// The entities of a model whose row the next flush looks at: changed, or with changed relationships.
    pub fn dirty_entities<M: Mapped>(&self) -> impl Iterator<Item = Entity<M>> + '_ {
        let list = self.of_model::<M>(|graph, raw| {
            let head = graph.head(raw);
            let linked = head.links.as_deref().is_some_and(super::links::Links::is_changed);
            let changed = head.dirty && !graph.table(raw).changed(raw.slot).is_empty();
            head.state == State::Persistent && !head.is_doomed() && (linked || changed)
        });
        list.into_iter().map(|raw| self.graph.entity(raw))
    }

    /// The entities of a model that the next flush deletes.
    pub fn deleted_entities<M: Mapped>(&self) -> impl Iterator<Item = Entity<M>> + '_ {
        let list = self.of_model::<M>(|graph, raw| graph.head(raw).is_doomed());
        list.into_iter().map(|raw| self.graph.entity(raw))
    }

    fn of_model<M: Mapped>(&self, is_wanted: impl Fn(&Graph, Raw) -> bool) -> Vec<Raw> {
        let count = self.graph.get::<M>().map_or(0, |store| store.core.heads.len());
        let all =
            (0..u32::try_from(count).unwrap_or(u32::MAX)).map(|slot| Raw { table: M::meta().number, slot });
        all.filter(|raw| is_wanted(&self.graph, *raw)).collect()
    }

    /// What the next flush would do, one line per statement, without sending anything: for tests and logs. Rows
    /// are numbered as they came into the session; values do not appear.
    ///
    /// # Errors
    ///
    /// [`Error::Circular`](crate::error::Error::Circular) and [`Error::Invalid`](crate::error::Error::Invalid), as
    /// [`flush`](Session::flush) would give them.
    pub fn plan(&self) -> Result<String> {
        Ok(Plan::make(&self.graph)?.print(&self.graph))
    }

    /// Lends the session's own connection, inside its transaction, for Core statements: both are saved or taken
    /// back together.
    ///
    /// Begins the transaction if there is none, and flushes first, so that the statements see what was changed in
    /// memory. Entities do not learn of what is written this way: `expire` or `refresh` those concerned.
    ///
    /// # Errors
    ///
    /// As [`flush`](Session::flush); those of taking a connection.
    pub async fn connection(&mut self) -> Result<&mut Connection> {
        self.before_statement().await?;
        let (_, connection) = self.parts()?;
        Ok(connection)
    }
}

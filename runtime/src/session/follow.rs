//! Foreign keys that were written as columns: relationships follow them.

use crate::schema::RelationKind;
use crate::session::flush::Hand;
use crate::session::links::Known;
use crate::session::{Graph, Mask, Raw};

/// A relationship to one whose foreign key was written, and where it led before.
pub(crate) struct Written {
    relation: usize,
    before: Option<Raw>,
}

impl Graph {
    /// The relationships of an entity whose foreign key is among the changed columns, without those that decide on
    /// the key themselves: one that was set, and one whose key is handed over from the other end. A child of a
    /// deleted parent still leads to it. Asked before the row counts as flushed.
    pub(crate) fn written_keys(&self, raw: Raw, changed: &Mask, hands: &[Hand]) -> Vec<Written> {
        let relations = self.meta(raw).relations().iter().enumerate();
        let is_handed = |column: &usize| hands.iter().any(|hand| hand.column == *column);
        let written = relations.filter(|(at, facts)| {
            facts.kind() == RelationKind::BelongsTo
                && facts.local.iter().any(|&column| changed.contains(column))
                && !facts.local.iter().any(is_handed)
                && self.rel(raw, *at).is_none_or(|state| state.delta.is_none())
        });
        let before = |at: usize| self.rel(raw, at).and_then(|state| state.now.first());
        let known = |at, facts| before(at).or_else(|| self.by_key(raw, facts).flatten());
        written.map(|(at, facts)| Written { relation: at, before: known(at, facts) }).collect()
    }

    /// Forgets what is loaded of such relationships where the key leads elsewhere now. The other ends keep what
    /// they are loaded with, as in SQLAlchemy. Asked after the row counts as flushed.
    pub(crate) fn follow_keys(&mut self, raw: Raw, written: &[Written]) {
        for &Written { relation, before } in written {
            let now = self.by_key(raw, self.relation(raw, relation)).flatten();
            let is_loaded = self.rel(raw, relation).is_some_and(|state| state.known != Known::No);
            if is_loaded && (now.is_none() || now != before) {
                self.rel_mut(raw, relation).unload();
            }
        }
    }
}

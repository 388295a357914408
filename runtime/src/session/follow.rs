//! Foreign keys that were written as columns: relationships follow them.

use crate::schema::RelationKind;
use crate::session::links::Known;
use crate::session::{Graph, Mask, Raw};

/// A relationship to one whose foreign key was written, and where it led before.
pub(crate) struct Written {
    relation: usize,
    before: Option<Raw>,
}

impl Graph {
    /// The relationships of an entity whose foreign key is among the changed columns, without those that were set
    /// themselves: they decide on the key. Asked before the row counts as flushed.
    pub(crate) fn written_keys(&self, raw: Raw, changed: &Mask) -> Vec<Written> {
        let relations = self.meta(raw).relations().iter().enumerate();
        let written = relations.filter(|(at, facts)| {
            facts.kind() == RelationKind::BelongsTo
                && facts.local.iter().any(|&column| changed.contains(column))
                && self.rel(raw, *at).is_none_or(|state| state.delta.is_none())
        });
        let before = |at: usize| self.rel(raw, at).and_then(|state| state.now.first());
        let known = |at, facts| before(at).or_else(|| self.by_key(raw, facts).flatten());
        written.map(|(at, facts)| Written { relation: at, before: known(at, facts) }).collect()
    }

    /// Forgets what is loaded of such relationships where the key leads elsewhere now; at the other ends, too: at
    /// the former and at the present one. Asked after the row counts as flushed.
    pub(crate) fn follow_keys(&mut self, raw: Raw, written: &[Written]) {
        for &Written { relation, before } in written {
            let facts = self.relation(raw, relation);
            let now = self.by_key(raw, facts).flatten();
            if now.is_some() && now == before {
                continue;
            }
            self.unload_one(raw, relation);
            let Some(inverse) = facts.inverse else { continue };
            for end in [before, now].into_iter().flatten() {
                if self.has_row(end) {
                    self.unload_one(end, inverse);
                }
            }
        }
    }

    fn unload_one(&mut self, raw: Raw, relation: usize) {
        if self.rel(raw, relation).is_some_and(|state| state.known != Known::No) {
            self.rel_mut(raw, relation).unload();
        }
    }
}

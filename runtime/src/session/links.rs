//! State of relationships, beside the rows.

use crate::error::Result;
use crate::session::{Graph, Raw};

/// State of an entity's relationships, by position.
#[derive(Debug, Default)]
pub(crate) struct Links {
    pub(crate) relations: Vec<Vec<Raw>>,
}

impl Graph {
    /// Makes an entity a member of a relationship.
    pub(crate) fn link(&mut self, owner: Raw, relation: usize, member: Raw) -> Result<()> {
        if let Some(table) = self.stores[owner.table as usize].as_deref_mut() {
            let links = table.core_mut().head_mut(owner.slot).links.get_or_insert_default();
            if links.relations.len() <= relation {
                links.relations.resize_with(relation + 1, Vec::new);
            }
            links.relations[relation].push(member);
        }
        Ok(())
    }
}

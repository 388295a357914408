//! The entities of a session, without a connection.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::error::{Error, Result};
use crate::session::core::State;
use crate::session::create::New;
use crate::session::row::{Data, Partial};
use crate::session::table::Table;
use crate::session::{Mapped, Meta, Raw};

/// The entities of a session: rows, states, relationships. Everything here is in memory, nothing waits.
pub struct Graph {
    /// Told to keys, so that a key of another session is recognised.
    pub(crate) id: u32,
    /// By number of the model; made when the first entity of the model turns up.
    pub(crate) stores: Vec<Option<Box<dyn Table>>>,
}

impl Graph {
    /// No entities.
    #[must_use]
    pub fn new() -> Self {
        Graph { id: next_id(), stores: Vec::new() }
    }

    /// Makes a transient entity, with all entities that are created together with it.
    ///
    /// # Errors
    ///
    /// [`Error::Detached`] if it is to be linked with an entity of another session.
    pub(crate) fn build<M: Mapped>(&mut self, new: New<M>) -> Result<Raw> {
        let store = self.open::<M>();
        let slot = store.push(Data::Partial(Partial::new(new.draft)), State::Transient);
        store.row_mut(slot).complete();
        let raw = store.core.raw(slot);
        for (relation, link) in new.links {
            let member = link.resolve(self)?;
            self.link(raw, relation, member)?;
        }
        Ok(raw)
    }

    /// The entity behind a key.
    pub(crate) fn check(&self, meta: &'static Meta, slot: u32, generation: u32, session: u32) -> Result<Raw> {
        let table = self.stores.get(meta.number as usize).and_then(Option::as_deref);
        let known = table.and_then(|table| table.generation(slot));
        if session == self.id && known == Some(generation) {
            Ok(Raw { table: meta.number, slot })
        } else {
            Err(Error::Detached { model: meta.model() })
        }
    }
}

impl Default for Graph {
    fn default() -> Self {
        Graph::new()
    }
}

fn next_id() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Create;
    use crate::session::models::{Post, User};

    #[test]
    fn builders_nest_in_both_directions() {
        let mut graph = Graph::new();
        let user = User::create()
            .email("ann@example.com")
            .posts([Post::create().title("a"), Post::create().title("b")]);
        let user = graph.build(user.into_new()).unwrap();
        let post = Post::create().author(User::create().email("bob@example.com").nick("bob")).title("c");
        let post = graph.build(post.into_new()).unwrap();
        assert_eq!((user.slot, post.slot), (0, 2));
        assert_eq!(graph.get::<User>().unwrap().rows.len(), 2);
        assert_eq!(graph.get::<Post>().unwrap().rows.len(), 3);
    }
}

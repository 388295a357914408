//! What an operation on one entity reaches along its relationships.

use std::collections::HashSet;

use crate::schema::Cascade;
use crate::session::links::Known;
use crate::session::{Graph, Raw};

/// Which operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Along {
    /// `add`: reaches members that were taken out, too.
    Add,
    Delete,
    Expunge,
    Expire,
}

impl Along {
    /// Whether the operation flows along a relationship.
    pub(crate) fn flows(self, cascade: Cascade) -> bool {
        match self {
            Along::Add => cascade.save_update,
            Along::Delete => cascade.delete,
            Along::Expunge => cascade.expunge,
            Along::Expire => cascade.refresh_expire,
        }
    }
}

impl Graph {
    /// What an operation reaches from an entity, without the entity itself: depth first, relationships in
    /// declaration order, members in their order. `halt` says where it does not go on.
    pub(crate) fn reach(&self, start: Raw, along: Along, halt: impl Fn(&Graph, Raw) -> bool) -> Vec<Raw> {
        if self.links(start).is_none() {
            // Most entities have none when they are added.
            return Vec::new();
        }
        let mut seen = HashSet::from([start]);
        let mut found = Vec::new();
        // One entry per entity on the way down: what is still to be visited of one of its relationships.
        let mut open = vec![Open { of: start, relation: 0, members: Vec::new().into_iter() }];
        while let Some(top) = open.last_mut() {
            if let Some(next) = top.members.next() {
                found.push(next);
                open.push(Open { of: next, relation: 0, members: Vec::new().into_iter() });
                continue;
            }
            let (of, relation) = (top.of, top.relation);
            if relation == self.meta(of).relations().len() {
                open.pop();
                continue;
            }
            top.relation += 1;
            let fresh = |member: &Raw| !halt(self, *member) && seen.insert(*member);
            top.members =
                self.reached(of, relation, along).into_iter().filter(fresh).collect::<Vec<_>>().into_iter();
        }
        found
    }

    fn reached(&self, of: Raw, relation: usize, along: Along) -> Vec<Raw> {
        let facts = self.relation(of, relation);
        if facts.is_view() || !along.flows(facts.cascade()) {
            return Vec::new();
        }
        let Some(state) = self.rel(of, relation) else { return Vec::new() };
        match along {
            // Members that nobody loaded were flushed before, or are to be found again after a rollback.
            Along::Add if state.known == Known::Assumed => state.added().chain(state.removed()).collect(),
            Along::Add => state.pending(),
            // What was never asked for is found by the flush, unless the database deletes it.
            Along::Delete if !self.is_loaded(of, relation) => Vec::new(),
            // Members that came from their own side do not make a collection a loaded one.
            Along::Expire if state.known == Known::Assumed || !state.is_readable() => Vec::new(),
            _ => state.now.iter().collect(),
        }
    }
}

struct Open {
    of: Raw,
    relation: usize,
    members: std::vec::IntoIter<Raw>,
}

//! State of relationships, beside the rows and without their types.

use std::collections::HashSet;

use crate::session::Raw;
use crate::session::members::Members;

/// State of an entity's relationships, by position; and of whom it is a child.
#[derive(Debug, Default)]
pub(crate) struct Links {
    pub(crate) relations: Vec<RelState>,
    pub(crate) parents: Vec<Parent>,
}

/// Whether the members of a relationship are known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Known {
    /// Not loaded: `now` holds only what was added since the last flush.
    #[default]
    No,
    /// Good enough to be read, but not to decide what is deleted: nobody asked the database.
    Assumed,
    /// Loaded.
    Yes,
}

/// State of one relationship.
#[derive(Debug, Default)]
pub(crate) struct RelState {
    pub(crate) known: Known,
    /// The members; of one that is not loaded, those added since the last flush.
    pub(crate) now: Members,
    /// What was changed since the last flush.
    pub(crate) delta: Option<Box<Delta>>,
}

/// What was changed since the last flush.
#[derive(Debug, Default)]
pub(crate) struct Delta {
    pub(crate) added: Members,
    pub(crate) removed: Members,
    /// A relationship to one was set, whether or not the former value was known.
    pub(crate) set: bool,
}

/// Whose child an entity is, for relationships that delete orphans.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Parent {
    /// The owner's model and the position of its relationship.
    pub(crate) of: (u32, usize),
    /// The owner; `None` after it was taken from one.
    pub(crate) is: Option<Raw>,
}

impl Links {
    /// The state of a relationship, made when it is first needed.
    pub(crate) fn open(&mut self, relation: usize) -> &mut RelState {
        if self.relations.len() <= relation {
            self.relations.resize_with(relation + 1, RelState::default);
        }
        &mut self.relations[relation]
    }

    /// The parent by a relationship, if it ever was changed here.
    pub(crate) fn parent(&self, of: (u32, usize)) -> Option<Parent> {
        self.parents.iter().copied().find(|parent| parent.of == of)
    }

    pub(crate) fn set_parent(&mut self, of: (u32, usize), is: Option<Raw>) {
        match self.parents.iter_mut().find(|parent| parent.of == of) {
            Some(parent) => parent.is = is,
            None => self.parents.push(Parent { of, is }),
        }
    }

    /// Whether any relationship was changed since the last flush.
    pub(crate) fn is_changed(&self) -> bool {
        self.relations.iter().any(RelState::is_changed)
    }
}

impl RelState {
    /// Adds a member; `false` if it is one.
    pub(crate) fn add(&mut self, member: Raw) -> bool {
        if !self.now.insert(member) {
            return false;
        }
        let delta = self.delta.get_or_insert_default();
        if !delta.removed.remove(member) {
            delta.added.insert(member);
        }
        true
    }

    /// Takes a member out; `false` if it is known to be none.
    pub(crate) fn take(&mut self, member: Raw) -> bool {
        let was_member = self.now.remove(member);
        if !was_member && self.known != Known::No {
            return false;
        }
        let delta = self.delta.get_or_insert_default();
        was_member && delta.added.remove(member) || delta.removed.insert(member)
    }

    /// Sets a relationship to one, whose former value may not be known.
    pub(crate) fn set(&mut self, old: Option<Raw>, new: Option<Raw>) {
        if let Some(old) = old {
            // An old value that was found by its key may not stand in `now`.
            self.now.insert(old);
            self.take(old);
        }
        if let Some(new) = new {
            self.add(new);
        }
        self.delta.get_or_insert_default().set = true;
    }

    /// Whether flush has to look at it.
    pub(crate) fn is_changed(&self) -> bool {
        let changed = |delta: &Delta| {
            !delta.added.is_empty() || !delta.removed.is_empty() || delta.set && self.known != Known::Yes
        };
        self.delta.as_deref().is_some_and(changed)
    }

    /// Whether its members can be read.
    pub(crate) fn is_readable(&self) -> bool {
        self.known != Known::No || self.delta.as_deref().is_some_and(|delta| delta.set)
    }

    pub(crate) fn added(&self) -> impl Iterator<Item = Raw> + '_ {
        self.delta.as_deref().into_iter().flat_map(|delta| delta.added.iter())
    }

    pub(crate) fn removed(&self) -> impl Iterator<Item = Raw> + '_ {
        self.delta.as_deref().into_iter().flat_map(|delta| delta.removed.iter())
    }

    /// Members that were there at the last flush and still are.
    pub(crate) fn unchanged(&self) -> impl Iterator<Item = Raw> + '_ {
        let delta = self.delta.as_deref();
        self.now.iter().filter(move |member| !delta.is_some_and(|delta| delta.added.contains(*member)))
    }

    /// What `add` of the owner reaches: new members, the others, those taken out.
    pub(crate) fn pending(&self) -> Vec<Raw> {
        self.added().chain(self.unchanged()).chain(self.removed()).collect()
    }

    /// Takes in the members as they are in the database; what was changed since the last flush stays changed.
    pub(crate) fn load(&mut self, is_many: bool, members: impl IntoIterator<Item = Raw>) {
        self.known = Known::Yes;
        let Some(delta) = self.delta.as_deref_mut() else {
            self.now = members.into_iter().collect();
            return;
        };
        let loaded: Members = members.into_iter().collect();
        if !is_many && delta.set {
            let replaced = loaded.iter().filter(|member| !self.now.contains(*member));
            delta.removed = replaced.collect();
            for member in loaded.iter() {
                delta.added.remove(member);
            }
            return;
        }
        let queued = delta.added.iter().filter(|member| !loaded.contains(*member));
        let kept = loaded.iter().filter(|member| !delta.removed.contains(*member));
        self.now = kept.chain(queued).collect();
        delta.added = delta.added.iter().filter(|member| !loaded.contains(*member)).collect();
        delta.removed = delta.removed.iter().filter(|member| loaded.contains(*member)).collect();
    }

    /// Forgets the members; what was changed since the last flush stays changed.
    pub(crate) fn unload(&mut self) {
        if self.known != Known::No {
            self.now = self.added().collect();
            self.known = Known::No;
        }
    }

    /// Forgets members that are gone for good. They are in the database still, so that the members count as not
    /// loaded, unless nobody but the session knew that they belong here.
    pub(crate) fn forget(&mut self, gone: &HashSet<Raw>) {
        let mut in_database = self.now.has_any(gone);
        if let Some(delta) = self.delta.as_deref_mut() {
            if delta.set && delta.added.has_any(gone) {
                (self.delta, self.now, self.known) = (None, Members::default(), Known::No);
                return;
            }
            let new = |member: &&Raw| delta.added.contains(**member);
            in_database =
                in_database && !gone.iter().filter(|raw| self.now.contains(**raw)).all(|raw| new(&raw));
            for &raw in gone {
                delta.added.remove(raw);
                delta.removed.remove(raw);
            }
        }
        if self.now.has_any(gone) {
            for &raw in gone {
                self.now.remove(raw);
            }
        }
        if in_database {
            self.unload();
        }
    }

    /// What was changed is in the database now.
    pub(crate) fn settle(&mut self) {
        if self.delta.take().is_some_and(|delta| delta.set) {
            self.known = Known::Yes;
        }
        if self.known == Known::No {
            self.now.clear();
        }
    }

    /// Takes back what was changed since the last flush.
    pub(crate) fn revert(&mut self) {
        let Some(delta) = self.delta.take() else { return };
        for member in delta.added.iter() {
            self.now.remove(member);
        }
        if self.known != Known::No {
            for member in delta.removed.iter() {
                self.now.insert(member);
            }
        }
    }

    /// The owner is not in the database any more: all members count as added when it enters again. Those taken out
    /// since the last flush enter along with it, as ever.
    pub(crate) fn renew(&mut self) {
        let Delta { removed, set, .. } = self.delta.take().map(|delta| *delta).unwrap_or_default();
        let added = self.now.clone();
        let is_changed = set || !added.is_empty() || !removed.is_empty();
        self.delta = is_changed.then(|| Box::new(Delta { added, removed, set }));
        self.known = Known::No;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(slot: u32) -> Raw {
        Raw { table: 0, slot }
    }

    fn loaded(slots: &[u32]) -> RelState {
        let mut state = RelState::default();
        state.load(true, slots.iter().copied().map(raw));
        state
    }

    fn history(state: &RelState) -> (Vec<u32>, Vec<u32>, Vec<u32>) {
        let slots = |members: &mut dyn Iterator<Item = Raw>| members.map(|member| member.slot).collect();
        (slots(&mut state.added()), slots(&mut state.unchanged()), slots(&mut state.removed()))
    }

    #[test]
    fn adding_and_taking_out_again_is_no_change() {
        let mut state = loaded(&[1, 2]);
        assert!(state.add(raw(3)) && state.take(raw(3)));
        assert!(state.take(raw(1)) && state.add(raw(1)));
        assert!(!state.is_changed());
        assert_eq!(history(&state), (vec![], vec![2, 1], vec![]));
    }

    #[test]
    fn changes_of_a_collection_that_is_not_loaded_are_kept_until_it_is() {
        let mut state = RelState::default();
        assert!(state.add(raw(3)) && state.add(raw(1)) && state.take(raw(2)));
        state.load(true, [1, 2, 4].map(raw));
        assert_eq!(history(&state), (vec![3], vec![1, 4], vec![2]));
    }

    #[test]
    fn setting_a_relationship_to_one_remembers_a_former_value_that_is_known() {
        let mut state = loaded(&[1]);
        state.set(Some(raw(1)), Some(raw(2)));
        assert_eq!(history(&state), (vec![2], vec![], vec![1]));
        state.set(Some(raw(2)), Some(raw(1)));
        assert!(!state.is_changed());
        state.set(Some(raw(1)), None);
        assert_eq!(history(&state), (vec![], vec![], vec![1]));
    }

    #[test]
    fn setting_to_nothing_counts_when_the_former_value_is_not_known() {
        let mut state = RelState::default();
        state.set(None, None);
        assert!(state.is_changed() && state.is_readable());
        state.load(false, [raw(7)]);
        assert_eq!(history(&state), (vec![], vec![], vec![7]));
    }

    #[test]
    fn what_was_changed_can_be_taken_back() {
        let mut state = loaded(&[1, 2]);
        state.take(raw(1));
        state.add(raw(3));
        state.revert();
        assert_eq!(history(&state), (vec![], vec![2, 1], vec![]));
    }

    #[test]
    fn all_members_of_a_rolled_back_owner_count_as_added_again() {
        let mut state = loaded(&[1, 2]);
        state.renew();
        assert_eq!(history(&state), (vec![1, 2], vec![], vec![]));
    }
}

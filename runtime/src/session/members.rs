//! The members of a relationship: an ordered set.

use std::collections::{HashMap, HashSet};

use crate::session::Raw;

/// Up to here looking through the list is faster than asking an index.
const SMALL: usize = 16;

/// A place whose member was taken out. No model ever has this number.
const GONE: Raw = Raw { table: u32::MAX, slot: u32::MAX };

/// An ordered set of entities: few are looked through, many have an index. Taking one out leaves a gap that is
/// closed when gaps outnumber members, so that no operation on n members costs n each time.
#[derive(Clone, Debug, Default)]
pub(crate) struct Members {
    list: Vec<Raw>,
    gaps: u32,
    #[expect(clippy::box_collection, reason = "most relationships are small and never have it")]
    places: Option<Box<HashMap<Raw, u32>>>,
}

impl Members {
    pub(crate) fn len(&self) -> usize {
        self.list.len() - self.gaps as usize
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = Raw> + '_ {
        self.list.iter().copied().filter(|member| *member != GONE)
    }

    pub(crate) fn first(&self) -> Option<Raw> {
        self.iter().next()
    }

    pub(crate) fn contains(&self, member: Raw) -> bool {
        match &self.places {
            Some(places) => places.contains_key(&member),
            None => self.list.contains(&member),
        }
    }

    /// Whether one of these is a member.
    pub(crate) fn has_any(&self, these: &HashSet<Raw>) -> bool {
        if these.len() < self.len() {
            these.iter().any(|&raw| self.contains(raw))
        } else {
            self.iter().any(|member| these.contains(&member))
        }
    }

    /// Appends a member; `false` if it was one before.
    pub(crate) fn insert(&mut self, member: Raw) -> bool {
        if self.contains(member) {
            return false;
        }
        let place = u32::try_from(self.list.len()).expect("fewer members than rows");
        self.list.push(member);
        match &mut self.places {
            Some(places) => drop(places.insert(member, place)),
            None if self.list.len() > SMALL => self.index(),
            None => {}
        }
        true
    }

    /// Takes a member out; `false` if it was none.
    pub(crate) fn remove(&mut self, member: Raw) -> bool {
        let place = match &mut self.places {
            Some(places) => places.remove(&member).map(|place| place as usize),
            None => self.list.iter().position(|candidate| *candidate == member),
        };
        let Some(place) = place else { return false };
        self.list[place] = GONE;
        self.gaps += 1;
        if self.gaps as usize * 2 >= self.list.len() {
            self.close_gaps();
        }
        true
    }

    pub(crate) fn clear(&mut self) {
        *self = Members::default();
    }

    fn close_gaps(&mut self) {
        self.list.retain(|member| *member != GONE);
        self.gaps = 0;
        self.places = None;
        if self.list.len() > SMALL {
            self.index();
        }
    }

    fn index(&mut self) {
        let places = self.list.iter().enumerate().filter(|(_, member)| **member != GONE);
        self.places = Some(Box::new(places.map(|(place, member)| (*member, place as u32)).collect()));
    }
}

impl FromIterator<Raw> for Members {
    fn from_iter<I: IntoIterator<Item = Raw>>(members: I) -> Self {
        let mut all = Members::default();
        for member in members {
            all.insert(member);
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(slot: u32) -> Raw {
        Raw { table: 0, slot }
    }

    fn slots(members: &Members) -> Vec<u32> {
        members.iter().map(|member| member.slot).collect()
    }

    #[test]
    fn members_keep_their_order_and_stand_once() {
        let mut members: Members = [3, 1, 2, 1].into_iter().map(raw).collect();
        assert_eq!(slots(&members), [3, 1, 2]);
        assert!(members.remove(raw(1)) && !members.remove(raw(1)));
        assert_eq!(slots(&members), [3, 2]);
        assert!(members.insert(raw(1)));
        assert_eq!(slots(&members), [3, 2, 1]);
        assert_eq!(members.len(), 3);
    }

    #[test]
    fn many_members_are_inserted_found_and_removed_without_looking_through_all() {
        let mut members: Members = (0..100_000).map(raw).collect();
        assert!((0..100_000).all(|slot| members.contains(raw(slot))));
        assert!((0..100_000).step_by(2).all(|slot| members.remove(raw(slot))));
        assert_eq!(members.len(), 50_000);
        assert_eq!(members.first(), Some(raw(1)));
        assert!((1..100_000).step_by(2).all(|slot| members.remove(raw(slot))));
        assert!(members.is_empty());
    }
}

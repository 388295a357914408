//! Changing relationships: both sides are kept in step at once.
//!
//! One side is what the user touched; only from there does `add` flow along to the other end. The opposite side
//! follows without that: `child.parent = p` makes the child appear among `p`'s children, but does not add it to
//! the session.

use std::collections::HashSet;

use crate::error::{Error, Result};
use crate::schema::RelationKind;
use crate::session::core::{Doom, State};
use crate::session::journal::Entry;
use crate::session::links::{Known, RelState};
use crate::session::relation::Relation;
use crate::session::{Graph, Raw};

/// The side of a relationship that a change comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Touched,
    Opposite,
}

impl Graph {
    /// Adds a member, or sets a relationship to one.
    pub(crate) fn link(&mut self, owner: Raw, relation: usize, member: Raw) -> Result<()> {
        self.may_write(owner, relation)?;
        self.may_write_member(owner, relation, member)?;
        if self.relation(owner, relation).is_many() {
            self.append(owner, relation, member, Side::Touched)
        } else {
            self.assign(owner, relation, Some(member), Side::Touched)
        }
    }

    /// Takes a member out. Nothing happens if it is known to be none.
    pub(crate) fn unlink(&mut self, owner: Raw, relation: usize, member: Raw) -> Result<()> {
        self.may_write(owner, relation)?;
        if self.relation(owner, relation).is_many() {
            self.remove(owner, relation, member, Side::Touched)
        } else if self.present(owner, relation).is_none_or(|present| present == Some(member)) {
            self.assign(owner, relation, None, Side::Touched)
        } else {
            Ok(())
        }
    }

    /// Sets a relationship to one.
    pub(crate) fn set_one(&mut self, owner: Raw, relation: usize, member: Option<Raw>) -> Result<()> {
        self.may_write(owner, relation)?;
        if let Some(member) = member {
            self.may_write_member(owner, relation, member)?;
        }
        self.assign(owner, relation, member, Side::Touched)
    }

    /// Makes these the members and no others; the members must be known.
    pub(crate) fn replace(&mut self, owner: Raw, relation: usize, members: &[Raw]) -> Result<()> {
        self.may_write(owner, relation)?;
        for &member in members {
            self.may_write_member(owner, relation, member)?;
        }
        let kept: HashSet<Raw> = members.iter().copied().collect();
        let former = self.members(owner, relation)?;
        if !self.has_row(owner) {
            // Even an empty list says all that there is to know of a new entity's members.
            self.rel_mut(owner, relation).delta.get_or_insert_default();
        }
        let stays: HashSet<Raw> = former.iter().copied().collect();
        for &member in members.iter().filter(|member| !stays.contains(member)) {
            self.append(owner, relation, member, Side::Touched)?;
        }
        // One that stays and is not in the session yet enters it after the new ones.
        for &member in former.iter().filter(|member| kept.contains(member)) {
            self.follow(owner, self.relation(owner, relation), member, Side::Touched)?;
        }
        for member in former.into_iter().filter(|member| !kept.contains(member)) {
            self.remove(owner, relation, member, Side::Touched)?;
        }
        Ok(())
    }

    /// The members, if they are known.
    ///
    /// A relationship to one needs no query where the foreign key is NULL or leads to an entity that is here.
    pub(crate) fn members(&self, owner: Raw, relation: usize) -> Result<Vec<Raw>> {
        let facts = self.relation(owner, relation);
        if let Some(state) = self.rel(owner, relation)
            && (state.is_readable() || !self.has_row(owner))
        {
            return Ok(state.now.iter().collect());
        }
        if !self.has_row(owner) {
            return Ok(Vec::new());
        }
        match self.by_key(owner, facts) {
            Some(found) => Ok(found.into_iter().collect()),
            None => Err(Error::NotLoaded { model: self.meta(owner).model(), relationship: facts.def.name }),
        }
    }

    /// Whether flush may rely on the members that are known.
    pub(crate) fn is_loaded(&self, owner: Raw, relation: usize) -> bool {
        !self.has_row(owner) || self.rel(owner, relation).is_some_and(|state| state.known == Known::Yes)
    }

    /// Whether there is (or may be) a row in the database.
    pub(crate) fn has_row(&self, raw: Raw) -> bool {
        !matches!(self.state(raw), State::Transient | State::Pending)
    }

    /// The member of a relationship to one that a change replaces: `None` if it is not known, `Some(None)` if there
    /// is none. A foreign key that leads to an expired entity tells nothing: a child that loses its parent this way
    /// is no orphan. A flush that needs the parent's key makes it known again, as SQLAlchemy's, which loads it then.
    #[expect(clippy::option_option, reason = "not known and none are two things")]
    fn present(&self, owner: Raw, relation: usize) -> Option<Option<Raw>> {
        let state = self.rel(owner, relation);
        let is_presumed =
            |state: &RelState| state.known == Known::Assumed && state.now.is_empty() && state.delta.is_none();
        if state.is_some_and(is_presumed) {
            return None;
        }
        let present = self.members(owner, relation).ok().map(|members| members.first().copied());
        if state.is_some_and(RelState::is_readable) || !self.has_row(owner) {
            return present;
        }
        let is_known = |member: Raw| self.table(member).freshness(member.slot).is_known();
        present.filter(|member| member.is_none_or(is_known))
    }

    /// Follows a foreign key to an entity that is here.
    #[expect(clippy::option_option, reason = "not known and none are two things")]
    pub(crate) fn by_key(&self, owner: Raw, facts: &Relation) -> Option<Option<Raw>> {
        if facts.kind() != RelationKind::BelongsTo || facts.remote != facts.target.table.primary_key {
            return None;
        }
        let table = self.table(owner);
        if table.freshness(owner.slot).is_expired() {
            return None;
        }
        let mut key = Vec::with_capacity(facts.local.len());
        for &column in &facts.local {
            let cell = table.old_cell(owner.slot, column)?;
            if cell.is_null() {
                return Some(None);
            }
            key.push(cell.param());
        }
        let target = self.stores.get(facts.target.number as usize)?.as_deref()?;
        let slot = target.find(&key)?;
        Some(Some(target.core().raw(slot)))
    }

    fn may_write(&self, owner: Raw, relation: usize) -> Result<()> {
        let facts = self.relation(owner, relation);
        facts.check()?;
        let model = self.meta(owner).model();
        if facts.is_view() {
            let message = format!("`{}` has a condition of its own, so it can only be read", facts.def.name);
            return Err(Error::Invalid { model, message });
        }
        self.may_link(owner)
    }

    fn may_write_member(&self, owner: Raw, relation: usize, member: Raw) -> Result<()> {
        let facts = self.relation(owner, relation);
        if member.table != facts.target.number {
            let message = format!("`{}` holds {}s", facts.def.name, facts.target.model());
            return Err(Error::Invalid { model: self.meta(member).model(), message });
        }
        // What was deleted can only come in where nothing would be added along.
        if facts.cascade().save_update && self.contains(owner) { self.may_link(member) } else { Ok(()) }
    }

    fn may_link(&self, raw: Raw) -> Result<()> {
        let head = self.head(raw);
        if head.state == State::Deleted || head.doom == Doom::Gone {
            return Err(self.invalid(raw, "it was deleted by a flush"));
        }
        Ok(())
    }

    /// An error about an entity.
    pub(crate) fn invalid(&self, raw: Raw, message: &str) -> Error {
        let table = self.table(raw);
        let key = table.key_text(raw.slot);
        Error::Invalid { model: table.core().meta.model(), message: format!("{key}: {message}") }
    }

    fn append(&mut self, owner: Raw, relation: usize, member: Raw, side: Side) -> Result<()> {
        let facts = self.relation(owner, relation);
        self.follow(owner, facts, member, side)?;
        if self.rel_mut(owner, relation).now.contains(member) {
            return Ok(());
        }
        self.will_change(owner, relation);
        self.rel_mut(owner, relation).add(member);
        if side == Side::Touched
            && let Some(inverse) = facts.inverse
        {
            self.attach_opposite(member, inverse, owner)?;
        }
        self.become_parent(owner, relation, facts, member);
        Ok(())
    }

    fn remove(&mut self, owner: Raw, relation: usize, member: Raw, side: Side) -> Result<()> {
        let facts = self.relation(owner, relation);
        if self.is_known(owner, relation) && !self.rel_mut(owner, relation).now.contains(member) {
            return Ok(());
        }
        self.cease_parent(owner, relation, facts, member);
        self.will_change(owner, relation);
        if !self.rel_mut(owner, relation).take(member) {
            return Ok(());
        }
        self.drop_orphan(facts, owner, member);
        match facts.inverse {
            Some(inverse) if side == Side::Touched => self.detach_opposite(member, inverse, owner),
            _ => Ok(()),
        }
    }

    fn assign(&mut self, owner: Raw, relation: usize, new: Option<Raw>, side: Side) -> Result<()> {
        let old = self.present(owner, relation);
        self.assign_from(owner, relation, old, new, side)
    }

    /// As `assign`, where the former member is known from the opposite side.
    #[expect(clippy::option_option, reason = "not known and none are two things")]
    fn assign_from(
        &mut self,
        owner: Raw,
        relation: usize,
        old: Option<Option<Raw>>,
        new: Option<Raw>,
        side: Side,
    ) -> Result<()> {
        let facts = self.relation(owner, relation);
        let is_set = self.rel(owner, relation).is_some_and(|state| state.is_readable());
        if old == Some(new) && (is_set || self.has_row(owner) && new.is_some()) {
            return Ok(());
        }
        let old = old.flatten();
        if let Some(new) = new {
            self.follow(owner, facts, new, side)?;
        }
        if let Some(old) = old.filter(|_| facts.owns_children()) {
            self.cease_parent(owner, relation, facts, old);
        }
        self.will_change(owner, relation);
        self.rel_mut(owner, relation).set(old, new);
        if let Some(old) = old {
            self.drop_orphan(facts, owner, old);
            // As in SQLAlchemy, `new_child.parent = p` leaves what the former only child says of its parent; the
            // flush sets its foreign key to NULL, if that is in the database.
            let told = |inverse: &usize| side == Side::Touched || self.relation(old, *inverse).is_many();
            if let Some(inverse) = facts.inverse.filter(told) {
                self.detach_opposite(old, inverse, owner)?;
            }
        }
        if let Some(new) = new {
            if let Some(inverse) = facts.inverse.filter(|_| side == Side::Touched) {
                self.attach_opposite(new, inverse, owner)?;
            }
            self.become_parent(owner, relation, facts, new);
        }
        Ok(())
    }

    /// Makes the opposite side show what happened here.
    fn attach_opposite(&mut self, member: Raw, inverse: usize, owner: Raw) -> Result<()> {
        if self.relation(member, inverse).is_many() {
            self.append(member, inverse, owner, Side::Opposite)
        } else {
            self.assign(member, inverse, Some(owner), Side::Opposite)
        }
    }

    /// Makes the opposite side show what happened here.
    fn detach_opposite(&mut self, member: Raw, inverse: usize, owner: Raw) -> Result<()> {
        if self.relation(member, inverse).is_many() {
            return self.remove(member, inverse, owner, Side::Opposite);
        }
        match self.present(member, inverse) {
            Some(present) if present != Some(owner) => Ok(()),
            _ => self.assign_from(member, inverse, Some(Some(owner)), None, Side::Opposite),
        }
    }

    /// `add` flows from the touched side of a relationship to the other end.
    fn follow(&mut self, owner: Raw, facts: &Relation, member: Raw, side: Side) -> Result<()> {
        let follows = side == Side::Touched && facts.cascade().save_update && self.contains(owner);
        if follows && !self.contains(member) { self.add(member) } else { Ok(()) }
    }

    fn is_known(&self, owner: Raw, relation: usize) -> bool {
        !self.has_row(owner) || self.rel(owner, relation).is_some_and(|state| state.known != Known::No)
    }

    /// Lists an owner as changed, and keeps its members if a savepoint may ask for them.
    fn will_change(&mut self, owner: Raw, relation: usize) {
        if !self.has_row(owner) {
            return;
        }
        self.table_mut(owner).core_mut().mark_dirty(owner.slot);
        if self.journal.is_nested() && self.rel(owner, relation).is_none_or(|state| state.delta.is_none()) {
            let members = self.rel(owner, relation).map(|state| state.now.clone()).unwrap_or_default();
            self.journal.push(Entry::Members(owner, relation, members));
        }
    }

    fn become_parent(&mut self, owner: Raw, relation: usize, facts: &Relation, member: Raw) {
        if !facts.owns_children() {
            return;
        }
        if facts.cascade().delete_orphan {
            self.links_mut(member).set_parent((owner.table, relation), Some(owner));
        }
        // Taken along by the deletion of a former parent, and now the child of one that stays.
        if self.head(member).doom == Doom::Along && !self.head(owner).is_doomed() {
            self.head_mut(member).doom = Doom::None;
        }
    }

    pub(crate) fn cease_parent(&mut self, owner: Raw, relation: usize, facts: &Relation, member: Raw) {
        if !facts.owns_children() || !facts.cascade().delete_orphan {
            return;
        }
        let of = (owner.table, relation);
        let links = self.links_mut(member);
        // It has moved to another parent already.
        if links.parent(of).is_some_and(|parent| parent.is.is_some_and(|parent| parent != owner)) {
            return;
        }
        links.set_parent(of, None);
    }

    /// A pending child that loses the parent it cannot be without leaves the session; if the parent was not in the
    /// session, the child has until the flush to find another one.
    fn drop_orphan(&mut self, facts: &Relation, owner: Raw, member: Raw) {
        if !facts.owns_children() || !facts.cascade().delete_orphan || !self.is_orphan(member) {
            return;
        }
        match self.state(member) {
            State::Pending if self.contains(owner) => self.leave(member),
            State::Pending | State::Transient => self.head_mut(member).orphaned = true,
            State::Persistent | State::Deleted | State::Detached => {}
        }
    }

    /// Whether a relationship that deletes orphans has lost this child.
    ///
    /// A row that is in the database is presumed to have its parents until it is taken from one.
    pub(crate) fn is_orphan(&self, raw: Raw) -> bool {
        let Some(links) = self.links(raw) else { return false };
        links.parents.iter().any(|parent| parent.is.is_none())
    }
}

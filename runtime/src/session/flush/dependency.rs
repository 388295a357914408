//! What a relationship of a saved or deleted entity means for the entities at its other end.

use crate::error::{Error, Result};
use crate::schema::RelationKind;
use crate::session::core::State;
use crate::session::flush::collect::{Fate, Hand, Need, Pair, Work};
use crate::session::links::RelState;
use crate::session::relation::Relation;
use crate::session::{Graph, Raw};

impl Work {
    /// A relationship of an entity that is inserted or updated.
    pub(super) fn relate_saved(&mut self, graph: &Graph, raw: Raw, relation: usize) -> Result<()> {
        let facts = graph.relation(raw, relation);
        facts.check()?;
        if facts.is_view() {
            return Ok(());
        }
        let state = graph.rel(raw, relation);
        match facts.kind() {
            RelationKind::BelongsTo => self.save_parent(graph, raw, relation, state),
            RelationKind::HasOne | RelationKind::HasMany => {
                self.save_children(graph, raw, relation, state)?;
            }
            RelationKind::ManyToMany => self.save_pairs(graph, raw, relation, state),
        }
        Ok(())
    }

    /// A relationship of an entity that is deleted.
    pub(super) fn relate_deleted(&mut self, graph: &Graph, raw: Raw, relation: usize) -> Result<()> {
        let facts = graph.relation(raw, relation);
        facts.check()?;
        if facts.is_view() {
            return Ok(());
        }
        match facts.kind() {
            RelationKind::BelongsTo => self.delete_under_parent(graph, raw, relation),
            RelationKind::HasOne | RelationKind::HasMany => {
                self.delete_above_children(graph, raw, relation)?;
            }
            RelationKind::ManyToMany => self.delete_pairs(graph, raw, relation),
        }
        Ok(())
    }

    fn save_parent(&mut self, graph: &Graph, raw: Raw, relation: usize, state: Option<&RelState>) {
        let Some(state) = state.filter(|state| state.is_changed()) else { return };
        let facts = graph.relation(raw, relation);
        let parent = state.now.first();
        if let Some(parent) = parent.filter(|parent| !graph.contains(*parent)) {
            self.ignored.push((raw, relation, parent));
            return;
        }
        let hands = self.hands_of(facts);
        let given = hands.entry(raw).or_default();
        for (&column, &key) in facts.local.iter().zip(&facts.remote) {
            set_hand(given, Hand { column, from: parent.map(|parent| (parent, key)) });
        }
    }

    fn hands_of(&mut self, facts: &Relation) -> &mut std::collections::BTreeMap<Raw, Vec<Hand>> {
        if facts.def.post_update { &mut self.late_hands } else { &mut self.hands }
    }

    fn save_children(
        &mut self,
        graph: &Graph,
        raw: Raw,
        relation: usize,
        state: Option<&RelState>,
    ) -> Result<()> {
        let Some(state) = state else { return Ok(()) };
        let facts = graph.relation(raw, relation);
        let is_replaced = !facts.is_many() && state.is_changed() && !graph.is_loaded(raw, relation);
        if is_replaced && state.removed().next().is_none() {
            // Who was there before must lose its parent.
            self.needs.insert(Need::Members(raw, relation));
        }
        for child in state.added() {
            if self.register(graph, child, Fate::Save) {
                self.give(graph, raw, facts, child);
            } else if !self.leaving.contains(&child) {
                self.ignored.push((raw, relation, child));
            }
        }
        for child in state.removed() {
            if !facts.cascade().delete_orphan {
                self.orphan(graph, facts, child)?;
            } else if graph.is_orphan(child) {
                self.register(graph, child, Fate::Delete);
            }
        }
        self.follow_key(graph, raw, facts, state);
        Ok(())
    }

    /// A key that changes is handed on by the database; the children in memory follow.
    fn follow_key(&mut self, graph: &Graph, raw: Raw, facts: &Relation, state: &RelState) {
        if graph.state(raw) != State::Persistent || state.now.is_empty() {
            return;
        }
        let changed = graph.table(raw).changed(raw.slot);
        if !facts.local.iter().any(|column| changed.contains(*column)) {
            return;
        }
        for child in state.unchanged().filter(|child| graph.state(*child) == State::Persistent) {
            let hands = self.cascaded.entry(child).or_default();
            for (&column, &key) in facts.remote.iter().zip(&facts.local) {
                set_hand(hands, Hand { column, from: Some((raw, key)) });
            }
        }
    }

    fn save_pairs(&mut self, graph: &Graph, raw: Raw, relation: usize, state: Option<&RelState>) {
        let Some(state) = state else { return };
        for member in state.added() {
            if graph.contains(member) {
                self.pairs.insert(pair(graph, raw, relation, member));
            } else {
                self.ignored.push((raw, relation, member));
            }
        }
        if !graph.has_row(raw) {
            // Nothing can be paired with a row that is not there: a rolled-back one that is added again.
            return;
        }
        for member in state.removed().filter(|member| graph.contains(*member)) {
            self.unpairs.insert(pair(graph, raw, relation, member));
        }
    }

    fn delete_under_parent(&mut self, graph: &Graph, raw: Raw, relation: usize) {
        let facts = graph.relation(raw, relation);
        if facts.cascade().delete || facts.cascade().delete_orphan {
            match graph.members(raw, relation) {
                Ok(parents) => parents.into_iter().for_each(|parent| {
                    self.register(graph, parent, Fate::Delete);
                }),
                Err(_) => drop(self.needs.insert(Need::Members(raw, relation))),
            }
        }
        if facts.def.post_update {
            self.late_deletes.push((raw, relation));
        }
    }

    /// A row that is deleted together with the one that it refers to must let go of it first.
    pub(super) fn release_late(&mut self, graph: &Graph) {
        for (raw, relation) in std::mem::take(&mut self.late_deletes) {
            let facts = graph.relation(raw, relation);
            if !self
                .fates
                .iter()
                .any(|(other, fate)| *fate == Fate::Delete && other.table == facts.target.number)
            {
                continue;
            }
            let table = graph.table(raw);
            let is_known = |at: &usize| table.old_cell(raw.slot, *at).is_some();
            if table.freshness(raw.slot).is_expired() || !facts.local.iter().all(is_known) {
                self.needs.insert(Need::Row(raw));
                continue;
            }
            let target = graph.by_key(raw, facts).flatten();
            if target.is_some_and(|target| self.is_deleted(target)) {
                let hands = facts.local.iter().map(|&column| Hand { column, from: None });
                self.late_hands.entry(raw).or_default().extend(hands);
            }
        }
    }

    fn delete_above_children(&mut self, graph: &Graph, raw: Raw, relation: usize) -> Result<()> {
        let facts = graph.relation(raw, relation);
        if !graph.is_loaded(raw, relation) {
            if !facts.def.passive_deletes {
                self.needs.insert(Need::Members(raw, relation));
            }
            return Ok(());
        }
        let Some(state) = graph.rel(raw, relation) else { return Ok(()) };
        for child in state.now.iter() {
            if facts.cascade().delete {
                self.register(graph, child, Fate::Delete);
            } else {
                self.orphan(graph, facts, child)?;
            }
        }
        for child in state.removed() {
            if !facts.cascade().delete_orphan {
                self.orphan(graph, facts, child)?;
            } else if graph.is_orphan(child) {
                self.register(graph, child, Fate::Delete);
            }
        }
        Ok(())
    }

    fn delete_pairs(&mut self, graph: &Graph, raw: Raw, relation: usize) {
        let facts = graph.relation(raw, relation);
        if !graph.is_loaded(raw, relation) {
            if !facts.def.passive_deletes {
                self.needs.insert(Need::Members(raw, relation));
            }
            return;
        }
        let Some(state) = graph.rel(raw, relation) else { return };
        for member in state.unchanged().chain(state.removed()).filter(|member| graph.contains(*member)) {
            self.unpairs.insert(pair(graph, raw, relation, member));
        }
    }

    /// The child takes over the parent's key, unless its own side of the relationship says otherwise.
    fn give(&mut self, graph: &Graph, parent: Raw, facts: &Relation, child: Raw) {
        if speaks_for_itself(graph, facts, child) {
            return;
        }
        let hands = self.hands.entry(child).or_default();
        for (&column, &key) in facts.remote.iter().zip(&facts.local) {
            set_hand(hands, Hand { column, from: Some((parent, key)) });
        }
    }

    /// The child's foreign key becomes NULL, unless it has found another parent.
    ///
    /// # Errors
    ///
    /// The key is part of the primary key of a child that has left the session; SQLAlchemy refuses, too.
    fn orphan(&mut self, graph: &Graph, facts: &Relation, child: Raw) -> Result<()> {
        if !graph.contains(child) {
            let blank = |&column: &usize| refuse_blank_key(graph, child, Hand { column, from: None });
            return facts.remote.iter().try_for_each(blank);
        }
        if !self.register(graph, child, Fate::Save)
            || self.is_deleted(child)
            || speaks_for_itself(graph, facts, child)
        {
            return Ok(());
        }
        let hands = self.hands.entry(child).or_default();
        for &column in &facts.remote {
            if !hands.iter().any(|hand| hand.column == column) {
                hands.push(Hand { column, from: None });
            }
        }
        Ok(())
    }

    /// Drops what goes to deleted rows; a key of a parent that is deleted becomes NULL.
    ///
    /// # Errors
    ///
    /// A column of a child's primary key would become NULL.
    pub(super) fn finish_hands(&mut self, graph: &Graph) -> Result<()> {
        let fates = &self.fates;
        let is_deleted = |raw: &Raw| fates.get(raw) == Some(&Fate::Delete);
        self.hands.retain(|child, _| fates.get(child) == Some(&Fate::Save));
        for (child, hands) in &mut self.hands {
            for hand in hands {
                let parent = hand.from.map(|(parent, _)| parent);
                if parent.is_some_and(|parent| {
                    is_deleted(&parent) && has_children_side(graph, *child, hand.column)
                }) {
                    hand.from = None;
                }
                refuse_blank_key(graph, *child, *hand)?;
            }
        }
        let lives = |pair: &Pair| !is_deleted(&pair.1) && !is_deleted(&pair.2);
        self.pairs.retain(lives);
        Ok(())
    }
}

/// Later words count, and a parent counts more than none.
fn set_hand(hands: &mut Vec<Hand>, hand: Hand) {
    match hands.iter_mut().find(|other| other.column == hand.column) {
        Some(other) => *other = hand,
        None => hands.push(hand),
    }
}

/// Whether the child's own side of the relationship was changed, so that it decides.
fn speaks_for_itself(graph: &Graph, facts: &Relation, child: Raw) -> bool {
    let inverse = facts.inverse.and_then(|inverse| graph.rel(child, inverse));
    inverse.is_some_and(RelState::is_changed)
}

/// Whether the parent knows this foreign key as one of its relationships to children.
fn has_children_side(graph: &Graph, child: Raw, column: usize) -> bool {
    let relations = graph.meta(child).relations();
    relations.iter().any(|facts| {
        facts.kind() == RelationKind::BelongsTo && facts.local.contains(&column) && facts.inverse.is_some()
    })
}

fn refuse_blank_key(graph: &Graph, child: Raw, hand: Hand) -> Result<()> {
    let table = graph.table(child);
    let facts = table.core().meta.table;
    let blanks = hand.from.is_none()
        && facts.primary_key.contains(&hand.column)
        && table.cell(child.slot, hand.column).is_some_and(|cell| !cell.is_null());
    if !blanks {
        return Ok(());
    }
    let column = facts.columns[hand.column].name;
    let message = format!(
        "{}: it loses its parent, but `{column}` is part of its primary key and cannot become NULL; delete it, or let \
         the relationship cascade",
        table.key_text(child.slot)
    );
    Err(Error::Invalid { model: facts.model, message })
}

/// A pair, seen from the side whose model and relationship have the lower numbers.
fn pair(graph: &Graph, owner: Raw, relation: usize, member: Raw) -> Pair {
    let facts = graph.relation(owner, relation);
    let here = (owner.table, relation);
    match facts.inverse.map(|inverse| (member.table, inverse)) {
        Some(there) if there < here => (there, member, owner),
        _ => (here, owner, member),
    }
}

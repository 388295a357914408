//! `session.merge(..)`: values from elsewhere, taken into the session.

use std::collections::HashMap;

use futures_util::TryFutureExt;

use crate::error::Result;
use crate::loading::option::{LoadSpec, Strategy};
use crate::loading::rows::Later;
use crate::schema::RelationKind;
use crate::session::{Entity, Merge, Meta, Place, Raw, Session, Values};
use crate::types::{Param, ParamValue};

/// A model and a primary key.
type Identity = (u32, Vec<Option<Vec<u8>>>);

impl Session {
    /// Takes a value into the session: into the entity that has its key, or as a new one.
    ///
    /// A value is a plain struct (from a form, a message, another session), a `create()..` with what is nested in
    /// it, or a [`Snapshot`](crate::session::Snapshot). An entity that is not in the session is loaded first; if there
    /// is no such row, the value is added, to be inserted by the next flush. Columns that differ count as changed,
    /// columns that the value does not know stay.
    ///
    /// Relationships that the value tells of are taken over, too, along those with the cascade `merge` (all by
    /// default): members are merged, and become the members. Costs one SELECT for each model whose rows are not
    /// here and one for each relationship that is not loaded, whatever the number of values.
    ///
    /// # Errors
    ///
    /// [`Error::Stale`](crate::error::Error::Stale) if the value has another version than the row;
    /// [`Error::Invalid`](crate::error::Error::Invalid) if a nested `create()..` leads to an entity. Otherwise as
    /// [`all`](Session::all).
    ///
    /// # Cancellation
    ///
    /// If the future is dropped, rows were read, and nothing was taken over.
    ///
    /// # Example
    ///
    /// ```no_run
    /// # use cormorant::prelude::*;
    /// # #[derive(Model, Clone)]
    /// # #[model(table = "users")]
    /// # struct User {
    /// #     #[model(primary_key, generated)]
    /// #     id: i64,
    /// #     email: String,
    /// # }
    /// # async fn example(mut session: Session, form: User) -> cormorant::Result<()> {
    /// let user = session.merge(form).await?; // SELECT .. FROM "users" WHERE "users"."id" = $1
    /// session.commit().await?; // UPDATE "users" SET "email" = $1 ..
    /// # let _ = user;
    /// # Ok(())
    /// # }
    /// ```
    pub fn merge<V: Merge>(
        &mut self,
        value: V,
    ) -> impl Future<Output = Result<Entity<V::Model>>> + Send + use<'_, V> {
        self.merge_untyped(value.into_values()).map_ok(Place::typed)
    }

    async fn merge_untyped(&mut self, values: Result<Values>) -> Result<Place> {
        let values = values?;
        self.usable()?;
        let nodes = values.nodes();
        let known = self.find_or_load(&values, &nodes).await?;
        self.load_collections(&values, &nodes, &known).await?;
        let root = self.take_in(&values, &nodes, known)?;
        Ok(self.graph.place(root))
    }

    /// The entities that have the keys of values.
    async fn find_or_load(&mut self, values: &Values, nodes: &[Raw]) -> Result<HashMap<Raw, Raw>> {
        let mut by_model: Vec<(&'static Meta, Vec<Raw>, Vec<Vec<Param>>)> = Vec::new();
        for &raw in nodes {
            let meta = values.meta(raw);
            let Some(key) = values.graph.old_key(raw, meta.table().primary_key) else { continue };
            match by_model.iter_mut().find(|(of, ..)| std::ptr::eq(*of, meta)) {
                Some((_, raws, keys)) => {
                    raws.push(raw);
                    keys.push(key);
                }
                None => by_model.push((meta, vec![raw], vec![key])),
            }
        }
        let mut known = HashMap::new();
        for (meta, raws, keys) in by_model {
            let found = self.get_untyped(meta, keys, false).await?;
            known.extend(raws.into_iter().zip(found).filter_map(|(raw, found)| Some((raw, found?))));
        }
        Ok(known)
    }

    /// Loads the relationships whose members are to be replaced.
    async fn load_collections(
        &mut self,
        values: &Values,
        nodes: &[Raw],
        known: &HashMap<Raw, Raw>,
    ) -> Result<()> {
        let mut wanted: Vec<(&'static Meta, usize, Vec<Raw>)> = Vec::new();
        for &raw in nodes {
            let Some(&target) = known.get(&raw) else { continue };
            let meta = values.meta(raw);
            for at in values.relations_of(raw) {
                let is_key = meta.relations()[at].kind() == RelationKind::BelongsTo;
                if is_key || self.graph.is_loaded(target, at) {
                    continue;
                }
                match wanted.iter_mut().find(|(of, relation, _)| std::ptr::eq(*of, meta) && *relation == at) {
                    Some((.., parents)) => parents.push(target),
                    None => wanted.push((meta, at, vec![target])),
                }
            }
        }
        for (meta, relation, parents) in wanted {
            let spec = LoadSpec::of(relation, Strategy::SelectIn);
            self.load_again(Later { meta, parents, spec, base: None }).await?;
        }
        Ok(())
    }

    /// Writes values and relationships; waits for nothing.
    fn take_in(&mut self, values: &Values, nodes: &[Raw], known: HashMap<Raw, Raw>) -> Result<Raw> {
        // Before anything is written: a value that is refused leaves no half of a graph behind.
        for (&raw, &target) in &known {
            self.graph.check_version(target, &values.graph, raw)?;
        }
        let (mut places, mut made, mut new) = (known, HashMap::<Identity, Raw>::new(), Vec::new());
        for &raw in nodes {
            if let Some(&target) = places.get(&raw) {
                self.graph.take_over(target, values, raw);
                continue;
            }
            let key = identity(values, raw);
            let target = match key.as_ref().and_then(|key| made.get(key)) {
                Some(&target) => {
                    self.graph.take_over(target, values, raw);
                    target
                }
                None => {
                    let target = self.graph.copy_row(&values.graph, raw);
                    made.extend(key.map(|key| (key, target)));
                    new.push(target);
                    target
                }
            };
            places.insert(raw, target);
        }
        for &raw in nodes {
            for at in values.relations_of(raw) {
                let members: Vec<Raw> = values.members(raw, at).iter().map(|member| places[member]).collect();
                if values.meta(raw).relations()[at].is_many() {
                    self.graph.replace(places[&raw], at, &members)?;
                } else {
                    self.graph.set_one(places[&raw], at, members.first().copied())?;
                }
            }
        }
        for target in new {
            self.graph.add(target)?;
        }
        Ok(places[&values.root])
    }
}

/// The primary key of a value, if it has one: two new values with one key are one entity.
fn identity(values: &Values, raw: Raw) -> Option<Identity> {
    let key = values.graph.old_key(raw, values.meta(raw).table().primary_key)?;
    let bytes = key.into_iter().map(|part| match part.value {
        ParamValue::Binary(bytes) => Some(bytes.to_vec()),
        _ => None,
    });
    Some((raw.table, bytes.collect()))
}

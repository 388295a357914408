//! Entities by primary key, and entities anew.

use std::future::Future;

use futures_util::TryFutureExt;

use crate::engine::Flow;
use crate::error::Result;
use crate::loading::fetch::loaded_columns;
use crate::loading::option::Columns;
use crate::query::Lock;
use crate::schema::{Key, TableDef};
use crate::session::State;
use crate::session::{Entity, Graph, Mapped, Meta, Place, Raw, Session};
use crate::sql::{self, BinaryOp, Qualifier};
use crate::types::{ArrayBuilder, Param, Reader};

/// A primary key that rows can be found by: one value, or a tuple of them.
pub trait KeyParams: Key {
    /// The values, column by column.
    #[doc(hidden)]
    fn params(&self) -> Vec<Param>;
}

impl<T: crate::types::ColumnType + Key> KeyParams for T {
    fn params(&self) -> Vec<Param> {
        vec![Param::new(self)]
    }
}

macro_rules! tuples {
    ($($name:ident)*) => {
        impl<$($name: crate::types::ColumnType + Key),*> KeyParams for ($($name,)*) {
            #[allow(non_snake_case, reason = "one name for type and value")]
            fn params(&self) -> Vec<Param> {
                let ($($name,)*) = self;
                vec![$(Param::new($name)),*]
            }
        }
    };
}

tuples!(A B);
tuples!(A B C);
tuples!(A B C D);
tuples!(A B C D E);
tuples!(A B C D E G);

impl Session {
    /// The entity with this primary key; `None` if there is no such row.
    ///
    /// An entity that is in the session and not expired costs no statement, and does not flush.
    ///
    /// # Errors
    ///
    /// As [`all`](Session::all).
    pub fn get<M>(
        &mut self,
        key: M::Key,
    ) -> impl Future<Output = Result<Option<Entity<M>>>> + Send + use<'_, M>
    where
        M: Mapped<Key: KeyParams>,
    {
        let found = self.get_places(M::meta(), vec![key.params()]);
        found.map_ok(|found| found.into_iter().next().flatten().map(Place::typed))
    }

    /// The entities with these primary keys, in their order; `None` where there is no such row. One statement for
    /// all that are not in the session.
    ///
    /// # Errors
    ///
    /// As [`all`](Session::all).
    pub fn get_many<M>(
        &mut self,
        keys: impl IntoIterator<Item = M::Key>,
    ) -> impl Future<Output = Result<Vec<Option<Entity<M>>>>> + Send
    where
        M: Mapped<Key: KeyParams>,
    {
        let keys: Vec<Vec<Param>> = keys.into_iter().map(|key| key.params()).collect();
        let found = self.get_places(M::meta(), keys);
        found.map_ok(|found| found.into_iter().map(|place| place.map(Place::typed)).collect())
    }

    /// Reads all columns of an entity again. Flushes first; its relationships are not loaded afterwards, and what
    /// relationships with `cascade(refresh_expire)` led to is expired.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`](crate::error::Error::Invalid) if the row is gone or the entity was never inserted; otherwise as
    /// [`all`](Session::all).
    pub fn refresh<M: Mapped>(
        &mut self,
        entity: Entity<M>,
    ) -> impl Future<Output = Result<()>> + Send + use<'_, M> {
        let raw = self.graph.raw(entity);
        self.refresh_one(M::meta(), raw, None, None)
    }

    /// As [`refresh`](Session::refresh), of these columns only.
    ///
    /// # Errors
    ///
    /// As [`refresh`](Session::refresh).
    pub fn refresh_columns<M: Mapped, C: Columns<M>>(
        &mut self,
        entity: Entity<M>,
        columns: C,
    ) -> impl Future<Output = Result<()>> + Send + use<'_, M, C> {
        let (raw, columns) = (self.graph.raw(entity), columns.positions());
        self.refresh_one(M::meta(), raw, Some(columns), None)
    }

    /// Forgets these columns of an entity, and changes of them that were not flushed: they are unknown until they are
    /// refreshed or set. The primary key stays known.
    ///
    /// # Errors
    ///
    /// As [`expire`](Session::expire).
    pub fn expire_columns<M: Mapped, C: Columns<M>>(&mut self, entity: Entity<M>, columns: C) -> Result<()> {
        let raw = self.graph.raw(entity)?;
        self.graph.expire_columns(raw, &columns.positions())
    }

    /// As [`refresh`](Session::refresh), and locks the row until the end of the transaction:
    /// `session.refresh_locked(account, for_update())`.
    ///
    /// # Errors
    ///
    /// As [`refresh`](Session::refresh).
    pub fn refresh_locked<M: Mapped>(
        &mut self,
        entity: Entity<M>,
        lock: Lock,
    ) -> impl Future<Output = Result<()>> + Send + use<'_, M> {
        let raw = self.graph.raw(entity);
        self.refresh_one(M::meta(), raw, None, Some(lock))
    }

    /// Reads all expired entities again: one statement per model.
    ///
    /// # Errors
    ///
    /// As [`refresh`](Session::refresh).
    pub async fn refresh_expired(&mut self) -> Result<()> {
        self.usable()?;
        for (meta, entities) in self.graph.expired() {
            self.refresh_untyped(meta, entities, None, None).await?;
        }
        Ok(())
    }

    async fn get_places(&mut self, meta: &'static Meta, keys: Vec<Vec<Param>>) -> Result<Vec<Option<Place>>> {
        let found = self.get_untyped(meta, keys, false).await?;
        Ok(found.into_iter().map(|raw| raw.map(|raw| self.graph.place(raw))).collect())
    }

    async fn refresh_one(
        &mut self,
        meta: &'static Meta,
        raw: Result<Raw>,
        columns: Option<Vec<usize>>,
        lock: Option<Lock>,
    ) -> Result<()> {
        self.refresh_untyped(meta, vec![raw?], columns, lock).await
    }

    pub(crate) async fn get_untyped(
        &mut self,
        meta: &'static Meta,
        keys: Vec<Vec<Param>>,
        overwrite: bool,
    ) -> Result<Vec<Option<Raw>>> {
        self.usable()?;
        let missing: Vec<&Vec<Param>> =
            keys.iter().filter(|key| self.graph.find_fresh(meta, key).is_none()).collect();
        if !missing.is_empty() {
            let statement = by_keys(meta.table(), &missing, None, None);
            self.before_statement().await?;
            self.read_rows(meta, statement, None, overwrite).await?;
        }
        Ok(keys.iter().map(|key| self.graph.find_fresh(meta, key)).collect())
    }

    async fn refresh_untyped(
        &mut self,
        meta: &'static Meta,
        entities: Vec<Raw>,
        columns: Option<Vec<usize>>,
        lock: Option<Lock>,
    ) -> Result<()> {
        self.before_statement().await?;
        let mut keys = Vec::with_capacity(entities.len());
        for &raw in &entities {
            if self.graph.state(raw) == State::Detached {
                let away =
                    "it cannot be refreshed: it is not in the session any more; read it again, or `add` it";
                return Err(self.graph.invalid(raw, away));
            }
            let key = self.graph.old_key(raw, meta.table().primary_key).filter(|_| self.graph.has_row(raw));
            let never = "it cannot be refreshed: it was never inserted; flush first";
            keys.push(key.ok_or_else(|| self.graph.invalid(raw, never))?);
        }
        if columns.is_none() {
            entities.iter().for_each(|&raw| self.graph.expire_along(raw));
        }
        let statement = by_keys(meta.table(), &keys.iter().collect::<Vec<_>>(), columns.as_deref(), lock);
        let found = self.read_rows(meta, statement, columns.as_deref(), true).await?;
        for &raw in &entities {
            if !found.contains(&raw) {
                return Err(self.graph.invalid(raw, "it cannot be refreshed: its row is gone"));
            }
            if columns.is_none() {
                self.graph.unload_relations(raw);
            }
        }
        Ok(())
    }

    /// Reads entities that lack values of these columns: an expired one may have old ones. The primary key is
    /// always known.
    pub(crate) async fn read_lacking(
        &mut self,
        meta: &'static Meta,
        entities: &[Raw],
        columns: &[usize],
    ) -> Result<()> {
        let key_columns = meta.table().primary_key;
        if columns.iter().all(|column| key_columns.contains(column)) {
            return Ok(());
        }
        let is_lacking = |raw: &&Raw| self.graph.contains(**raw) && self.graph.lacks(**raw, columns);
        let lacking: Vec<Raw> = entities.iter().filter(is_lacking).copied().collect();
        let keys: Vec<_> = lacking.iter().filter_map(|&raw| self.graph.old_key(raw, key_columns)).collect();
        if keys.is_empty() {
            return Ok(());
        }
        self.begin_statement().await?;
        let statement = by_keys(meta.table(), &keys.iter().collect::<Vec<_>>(), None, None);
        self.read_rows(meta, statement, None, false).await?;
        match lacking.into_iter().find(|&raw| self.graph.lacks(raw, columns)) {
            Some(raw) => Err(self.graph.invalid(raw, "nothing of it can be loaded: its row is gone")),
            None => Ok(()),
        }
    }

    /// Runs a statement on one model and reads its rows into the identity map.
    async fn read_rows(
        &mut self,
        meta: &'static Meta,
        statement: sql::Select,
        only: Option<&[usize]>,
        overwrite: bool,
    ) -> Result<Vec<Raw>> {
        let columns = loaded_columns(meta.table(), only);
        let expect = meta.expect(&columns);
        let rendered = statement.render();
        rendered.check()?;
        let partial = only.map(|_| &columns[..]);
        let mut found = Vec::new();
        let (graph, connection) = self.parts()?;
        graph.begin_reading(overwrite, Vec::new());
        let mut sink = |reader: &mut Reader<'_>| {
            found.push(graph.load_untyped(meta, reader, partial)?);
            Ok(Flow::More)
        };
        let read = connection.fetch_raw(&rendered.sql, &rendered.params, &expect, &mut sink).await;
        self.graph.end_reading();
        read.map(|_| found)
    }
}

impl Graph {
    /// Expired entities, by model.
    fn expired(&self) -> Vec<(&'static Meta, Vec<Raw>)> {
        let mut by_model: Vec<(&'static Meta, Vec<Raw>)> = Vec::new();
        for raw in self.all().filter(|&raw| self.has_row(raw) && self.contains(raw)) {
            if !self.is_expired(raw) {
                continue;
            }
            let meta = self.meta(raw);
            match by_model.iter_mut().find(|(known, _)| std::ptr::eq(*known, meta)) {
                Some((_, entities)) => entities.push(raw),
                None => by_model.push((meta, vec![raw])),
            }
        }
        by_model
    }
}

/// `SELECT .. FROM "users" WHERE "users"."id" = ANY($1)`; one key is compared with `=`.
fn by_keys(
    table: &'static TableDef,
    keys: &[&Vec<Param>],
    only: Option<&[usize]>,
    lock: Option<Lock>,
) -> sql::Select {
    let qualifier = Qualifier::Table(table.table_name());
    let column = |at: usize| sql::Expr::column(qualifier.clone(), table.columns[at].name);
    let mut from = sql::From::Table(sql::TableRef { name: table.table_name(), alias: None });
    let filter = match (keys, table.primary_key) {
        ([key], _) => {
            let parts = table.primary_key.iter().zip(key.iter());
            let equal = |(&at, part): (&usize, &Param)| {
                sql::Expr::binary(column(at), BinaryOp::Eq, sql::Expr::Param(part.clone()))
            };
            sql::Expr::all(parts.map(equal))
        }
        (_, [at]) => {
            let array = Box::new(sql::Expr::Param(array_of(table, *at, 0, keys)));
            Some(sql::Expr::Quantified(Box::new(column(*at)), BinaryOp::Eq, sql::Quantifier::Any, array))
        }
        (_, key_columns) => {
            let arrays = key_columns.iter().enumerate().map(|(part, &at)| array_of(table, at, part, keys));
            let keys = sql::FunctionTable {
                lateral: false,
                call: sql::Call::new("unnest", arrays.map(sql::Expr::Param).collect()),
                with_ordinality: false,
                alias: "keys".into(),
                columns: (0..key_columns.len()).map(|part| format!("k{part}").into()).collect(),
            };
            let equal = key_columns.iter().enumerate().map(|(part, &at)| {
                let key = sql::Expr::column(Qualifier::Alias("keys".into()), format!("k{part}"));
                sql::Expr::binary(column(at), BinaryOp::Eq, key)
            });
            from = sql::From::Join(Box::new(sql::Join {
                left: from,
                kind: sql::JoinKind::Inner,
                right: sql::From::Function(Box::new(keys)),
                on: sql::Expr::all(equal),
            }));
            None
        }
    };
    let items = loaded_columns(table, only).into_iter();
    let core = sql::SelectCore {
        items: items.map(|at| sql::Item { expr: column(at), alias: None }).collect(),
        from: vec![from],
        filter,
        ..sql::SelectCore::default()
    };
    let locks = lock.map(|lock| lock.on(qualifier.clone())).into_iter().collect();
    sql::Select { body: sql::SelectBody::Core(Box::new(core)), locks, ..sql::Select::default() }
}

fn array_of(table: &'static TableDef, column: usize, part: usize, keys: &[&Vec<Param>]) -> Param {
    let mut array = ArrayBuilder::new(table.columns[column].ty);
    keys.iter().for_each(|key| array.push_param(&key[part]));
    array.finish()
}

//! UPDATE and DELETE of many rows through a session: loaded entities learn of it.

use crate::engine::Flow;
use crate::error::Result;
use crate::loading::rows::read_key;
use crate::schema::TableDef;
use crate::session::{Graph, Meta, Raw, Session};
use crate::sql;
use crate::types::{Expect, Reader};

/// What a bulk statement does to rows of which some are loaded.
enum Effect {
    /// These columns are written.
    Written(Vec<usize>),
    Deleted,
}

impl Session {
    /// Runs a statement without rows; where it changes or deletes rows of a model that is loaded, it gives their
    /// keys back, and the entities follow.
    pub(crate) async fn execute_untyped(&mut self, mut statement: sql::Statement) -> Result<u64> {
        self.before_statement().await?;
        let Some((meta, effect)) = self.graph.effect(&statement) else {
            let rendered = statement.render();
            rendered.check()?;
            let (_, connection) = self.parts()?;
            return connection.execute_raw(&rendered.sql, &rendered.params).await;
        };
        let columns = returned(meta.table(), &effect);
        give_back(&mut statement, meta.table(), &columns);
        self.execute_and_follow(meta, &effect, &statement, &columns).await
    }

    async fn execute_and_follow(
        &mut self,
        meta: &'static Meta,
        effect: &Effect,
        statement: &sql::Statement,
        columns: &[usize],
    ) -> Result<u64> {
        let rendered = statement.render();
        rendered.check()?;
        let expect: Vec<Expect> = meta.expect(columns);
        let key_types: Vec<_> = meta.table().key_columns().map(|column| column.ty).collect();
        let (mut count, mut touched) = (0, false);
        let (graph, connection) = self.parts()?;
        graph.begin_reading(true, Vec::new());
        let mut sink = |reader: &mut Reader<'_>| {
            count += 1;
            let key = read_key(reader, 0..key_types.len(), key_types.iter().copied())?;
            if let Some(raw) = key.and_then(|key| graph.find(meta, &key)) {
                touched = true;
                reader.seek(0);
                match effect {
                    Effect::Written(_) => graph.written_in_bulk(meta, raw, reader, columns)?,
                    Effect::Deleted => graph.deleted_in_bulk(raw),
                }
            }
            Ok(Flow::More)
        };
        let read = connection.fetch_raw(&rendered.sql, &rendered.params, &expect, &mut sink).await;
        self.graph.end_reading();
        read?;
        if touched {
            match effect {
                Effect::Written(written) => self.graph.unload_by_columns(meta, Some(written)),
                Effect::Deleted => self.graph.unload_by_columns(meta, None),
            }
        }
        Ok(count)
    }
}

impl Graph {
    /// The model whose loaded entities a statement may concern.
    fn effect(&self, statement: &sql::Statement) -> Option<(&'static Meta, Effect)> {
        let (table, written) = match statement {
            sql::Statement::Update(update) if update.returning.is_empty() => {
                (&update.table, Some(&update.set))
            }
            sql::Statement::Delete(delete) if delete.returning.is_empty() => (&delete.from, None),
            _ => return None,
        };
        let meta = self.loaded_models().find(|meta| meta.table().table_name() == table.name)?;
        let effect = match written {
            None => Effect::Deleted,
            Some(set) => {
                Effect::Written(set.iter().filter_map(|set| meta.table().position(&set.column)).collect())
            }
        };
        Some((meta, effect))
    }
}

/// The primary key, then the other written columns.
fn returned(table: &'static TableDef, effect: &Effect) -> Vec<usize> {
    let mut columns = table.primary_key.to_vec();
    if let Effect::Written(written) = effect {
        columns.extend(written.iter().filter(|column| !table.primary_key.contains(column)));
    }
    columns
}

fn give_back(statement: &mut sql::Statement, table: &'static TableDef, columns: &[usize]) {
    let qualifier = sql::Qualifier::Table(table.table_name());
    let items = columns.iter().map(|&at| sql::Item {
        expr: sql::Expr::column(qualifier.clone(), table.columns[at].name),
        alias: None,
    });
    match statement {
        sql::Statement::Update(update) => update.returning.extend(items),
        sql::Statement::Delete(delete) => delete.returning.extend(items),
        _ => {}
    }
}

impl Graph {
    fn written_in_bulk(
        &mut self,
        meta: &'static Meta,
        raw: Raw,
        reader: &mut Reader<'_>,
        columns: &[usize],
    ) -> Result<()> {
        self.about_to_follow(raw);
        self.load_untyped(meta, reader, Some(columns)).map(drop)
    }
}

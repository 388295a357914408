//! What a flush must load before it can be planned: members of relationships, values of rows.

use std::collections::{BTreeMap, HashMap};

use crate::error::Result;
use crate::schema::{RelationKind, TableDef};
use crate::session::flush::collect::Need;
use crate::session::relation::Relation;
use crate::session::{Cell, Graph, Meta, Raw};
use crate::sql::{
    BinaryOp, Call, Expr, From, FunctionTable, Item, Join, JoinKind, Order, OrderBy, Qualifier, Rendered,
    Select, SelectBody, SelectCore, TableName, TableRef,
};
use crate::types::{ArrayBuilder, Param, Reader};

/// One statement that loads what is needed of one relationship or one model.
#[derive(Debug)]
pub(crate) struct Fetch {
    pub(crate) rendered: Rendered,
    pub(crate) meta: &'static Meta,
    what: What,
}

#[derive(Debug)]
enum What {
    /// Owners by their key values, which come before the member's columns in each row.
    Members {
        relation: usize,
        owners: HashMap<Vec<Vec<u8>>, Vec<Raw>>,
        found: BTreeMap<Raw, Vec<Raw>>,
    },
    Rows,
}

const KEYS: &str = "v";
const LINK: &str = "link";

/// The statements that load what a plan needs, one per relationship and model.
pub(crate) fn fetches(graph: &Graph, needs: &[Need]) -> Vec<Fetch> {
    let mut members: BTreeMap<(u32, usize), Vec<Raw>> = BTreeMap::new();
    let mut rows: BTreeMap<u32, Vec<Raw>> = BTreeMap::new();
    for need in needs {
        match *need {
            Need::Members(raw, relation) => members.entry((raw.table, relation)).or_default().push(raw),
            Need::Row(raw) => rows.entry(raw.table).or_default().push(raw),
        }
    }
    let members = members.into_iter().map(|((_, relation), owners)| of_members(graph, relation, &owners));
    members.chain(rows.into_values().map(|rows| of_rows(graph, &rows))).collect()
}

impl Fetch {
    /// Takes in a row.
    pub(crate) fn row(&mut self, graph: &mut Graph, reader: &mut Reader<'_>) -> Result<()> {
        let What::Members { owners, found, relation: _ } = &mut self.what else {
            graph.load_untyped(self.meta, reader, None)?;
            return Ok(());
        };
        let width = owners.keys().next().map_or(0, Vec::len);
        let mut key = Vec::with_capacity(width);
        for _ in 0..width {
            key.push(reader.raw()?.unwrap_or_default().to_vec());
        }
        let member = graph.load_untyped(self.meta, reader, None)?;
        for owner in owners.get(&key).into_iter().flatten() {
            found.entry(*owner).or_default().push(member);
        }
        Ok(())
    }

    /// Notes that all rows were read.
    pub(crate) fn finish(self, graph: &mut Graph) {
        let What::Members { relation, owners, mut found } = self.what else { return };
        for owner in owners.into_values().flatten() {
            let members = found.remove(&owner).unwrap_or_default();
            graph.set_loaded(owner, relation, &members);
        }
    }
}

fn of_members(graph: &Graph, relation: usize, owners: &[Raw]) -> Fetch {
    let facts = graph.relation(owners[0], relation);
    let (keys, by_key) = keys(graph, owners, &facts.local);
    let (from, remote) = source(facts);
    let rows = unnest(keys);
    let same = remote.iter().enumerate().map(|(at, remote)| {
        let key = Expr::column(Qualifier::Alias(KEYS.into()), at.to_string());
        Expr::binary(remote.clone(), BinaryOp::Eq, key)
    });
    let joined =
        From::Join(Box::new(Join { left: rows, kind: JoinKind::Inner, right: from, on: Expr::all(same) }));
    let what = What::Members { relation, owners: by_key, found: BTreeMap::new() };
    let target = facts.target;
    let order = if facts.def.order_by.is_empty() { by_primary_key(target.table) } else { by_order(facts) };
    Fetch { rendered: select(target.table, remote, joined, order).render(), meta: target, what }
}

fn of_rows(graph: &Graph, rows: &[Raw]) -> Fetch {
    let meta = graph.meta(rows[0]);
    let (keys, _) = keys(graph, rows, meta.table.primary_key);
    let table = From::Table(TableRef { name: meta.table.table_name(), alias: None });
    let same = meta.table.primary_key.iter().enumerate().map(|(at, &column)| {
        let key = Expr::column(Qualifier::Alias(KEYS.into()), at.to_string());
        Expr::binary(own_column(meta.table, column), BinaryOp::Eq, key)
    });
    let left = unnest(keys);
    let joined =
        From::Join(Box::new(Join { left, kind: JoinKind::Inner, right: table, on: Expr::all(same) }));
    let rendered = select(meta.table, Vec::new(), joined, Vec::new()).render();
    Fetch { rendered, meta, what: What::Rows }
}

/// The owners' keys as one array per column, and the owners by their keys.
fn keys(graph: &Graph, owners: &[Raw], columns: &[usize]) -> (Vec<Param>, HashMap<Vec<Vec<u8>>, Vec<Raw>>) {
    let table = graph.meta(owners[0]).table;
    let mut arrays: Vec<ArrayBuilder> =
        columns.iter().map(|&at| ArrayBuilder::new(table.columns[at].ty)).collect();
    let mut by_key: HashMap<Vec<Vec<u8>>, Vec<Raw>> = HashMap::new();
    for &owner in owners {
        let cells = columns.iter().map(|&at| graph.table(owner).old_cell(owner.slot, at));
        let params: Vec<Option<Param>> = cells.map(|cell| cell.map(Cell::param)).collect();
        let bytes = params.iter().map(|param| match param.as_ref().map(|param| &param.value) {
            Some(crate::types::ParamValue::Binary(bytes)) => bytes.to_vec(),
            _ => Vec::new(),
        });
        by_key.entry(bytes.collect()).or_default().push(owner);
        for (array, param) in arrays.iter_mut().zip(&params) {
            match param {
                Some(param) => array.push_param(param),
                None => array.push_encoded(None),
            }
        }
    }
    (arrays.into_iter().map(ArrayBuilder::finish).collect(), by_key)
}

/// Where members come from, and the columns that hold their owners' keys.
fn source(facts: &Relation) -> (From, Vec<Expr>) {
    let target = facts.target.table;
    let table = From::Table(TableRef { name: target.table_name(), alias: None });
    let Some(link) = facts.between().filter(|_| facts.kind() == RelationKind::ManyToMany) else {
        return (table, facts.remote.iter().map(|&at| own_column(target, at)).collect());
    };
    let linked = |name: &&'static str| Expr::column(Qualifier::Alias(LINK.into()), *name);
    let (near, far) = (&link.local, &link.remote);
    let same = far.iter().zip(&facts.remote);
    let on =
        Expr::all(same.map(|(name, &at)| Expr::binary(own_column(target, at), BinaryOp::Eq, linked(name))));
    let name = TableName { schema: link.schema.map(Into::into), name: link.name.into() };
    let left = From::Table(TableRef { name, alias: Some(LINK.into()) });
    let joined = From::Join(Box::new(Join { left, kind: JoinKind::Inner, right: table, on }));
    (joined, near.iter().map(linked).collect())
}

fn unnest(arrays: Vec<Param>) -> From {
    let count = arrays.len();
    let arrays = arrays.into_iter().map(Expr::Param).collect();
    From::Function(Box::new(FunctionTable {
        lateral: false,
        call: Call::new("unnest", arrays),
        with_ordinality: false,
        alias: KEYS.into(),
        columns: (0..count).map(|at| at.to_string().into()).collect(),
    }))
}

fn select(table: &'static TableDef, first: Vec<Expr>, from: From, order_by: Vec<OrderBy>) -> Select {
    let columns = (0..table.columns.len()).map(|at| own_column(table, at));
    let items = first.into_iter().chain(columns).map(|expr| Item { expr, alias: None }).collect();
    let core = SelectCore { items, from: vec![from], ..SelectCore::default() };
    Select { body: SelectBody::Core(Box::new(core)), order_by, ..Select::default() }
}

fn by_primary_key(table: &'static TableDef) -> Vec<OrderBy> {
    let column = |&at: &usize| OrderBy { expr: own_column(table, at), order: Order::Asc, nulls: None };
    table.primary_key.iter().map(column).collect()
}

fn by_order(facts: &Relation) -> Vec<OrderBy> {
    let qualifier = Qualifier::Table(facts.target.table.table_name());
    let by = |&(name, descending): &(&'static str, bool)| OrderBy {
        expr: Expr::column(qualifier.clone(), name),
        order: if descending { Order::Desc } else { Order::Asc },
        nulls: None,
    };
    facts.def.order_by.iter().map(by).collect()
}

fn own_column(table: &'static TableDef, at: usize) -> Expr {
    Expr::column(Qualifier::Table(table.table_name()), table.columns[at].name)
}

//! The statements that load a relationship: pure functions from the relationship and the keys to SQL.
//!
//! Every statement gives the key columns first (by which a member finds its parents), then the columns of the
//! model at the other end. Its text never depends on the number of parents.

use crate::error::{Error, Result};
use crate::loading::option::LoadSpec;
use crate::schema::{RelationDef, RelationKind, TableDef};
use crate::sql::{self, BinaryOp, Qualifier};
use crate::types::{ArrayBuilder, Param, PgType};

/// A relationship seen from its parents.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Edge {
    pub(crate) own: &'static TableDef,
    pub(crate) def: &'static RelationDef,
    pub(crate) target: &'static TableDef,
}

/// The columns by which parents and members find each other.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct EdgeKeys {
    /// Positions of the parent's columns.
    pub(crate) local: Vec<usize>,
    /// The same columns at the other end (or in the link table), as expressions.
    pub(crate) remote: Vec<sql::Expr>,
    /// Types of the parent's columns.
    pub(crate) types: Vec<PgType>,
}

/// Alias of the link table in these statements.
const LINK: &str = "link";
/// Alias of the parents' keys.
const KEYS: &str = "keys";
/// Alias of the members where each parent has a limit.
const MEMBERS: &str = "members";

impl Edge {
    pub(crate) fn new(own: &'static TableDef, relation: usize) -> Result<Self> {
        let def = &own.relations[relation];
        match def.fault(own) {
            Some(message) => Err(Error::Schema { message }),
            None => Ok(Edge { own, def, target: (def.target)() }),
        }
    }

    fn target_qualifier(&self) -> Qualifier {
        Qualifier::Table(self.target.table_name())
    }

    /// The columns by which parents and members find each other.
    pub(crate) fn keys(&self) -> EdgeKeys {
        let (pairs, remote) = match self.def.kind {
            RelationKind::ManyToMany => (self.def.link_columns(self.own).0, Qualifier::Alias(LINK.into())),
            RelationKind::BelongsTo | RelationKind::HasOne | RelationKind::HasMany => {
                (self.def.join_columns(self.own), self.target_qualifier())
            }
        };
        let local: Vec<usize> = pairs.iter().filter_map(|(near, _)| self.own.position(near)).collect();
        EdgeKeys {
            types: local.iter().map(|&at| self.own.columns[at].ty).collect(),
            local,
            remote: pairs.iter().map(|(_, far)| sql::Expr::column(remote.clone(), *far)).collect(),
        }
    }

    /// `"posts"`, or `"post_tag" AS "link" JOIN "tag" ON ..`.
    fn from(&self) -> sql::From {
        let target = sql::From::Table(sql::TableRef { name: self.target.table_name(), alias: None });
        let Some(link) = self.def.link else { return target };
        let (_, pairs) = self.def.link_columns(self.own);
        let equal = pairs.iter().map(|(near, far)| {
            let far = sql::Expr::column(self.target_qualifier(), *far);
            let near = sql::Expr::column(Qualifier::Alias(LINK.into()), *near);
            sql::Expr::binary(far, BinaryOp::Eq, near)
        });
        let name = sql::TableName { schema: link.schema.map(Into::into), name: link.name.into() };
        let left = sql::From::Table(sql::TableRef { name, alias: Some(LINK.into()) });
        sql::From::Join(Box::new(sql::Join {
            left,
            kind: sql::JoinKind::Inner,
            right: target,
            on: sql::Expr::all(equal),
        }))
    }

    /// The order of the members: that of the option, of the relationship, or the primary key.
    pub(crate) fn order(&self, spec: &LoadSpec) -> Vec<sql::OrderBy> {
        if !self.def.kind.is_many() {
            return Vec::new();
        }
        if !spec.order_by.is_empty() {
            return spec.order_by.clone();
        }
        let column = |name: &'static str, descending: bool| sql::OrderBy {
            expr: sql::Expr::column(self.target_qualifier(), name),
            order: if descending { sql::Order::Desc } else { sql::Order::Asc },
            nulls: None,
        };
        if self.def.order_by.is_empty() {
            return self.target.key_columns().map(|key| column(key.name, false)).collect();
        }
        self.def.order_by.iter().map(|&(name, descending)| column(name, descending)).collect()
    }

    /// The relationship's own condition and that of the option.
    pub(crate) fn conditions(&self, spec: &LoadSpec) -> Vec<sql::Expr> {
        let own = self.def.condition.map(|sql| sql::Expr::Raw(vec![sql::RawPart::Sql(sql.into())]));
        own.into_iter().chain(spec.filter.clone()).collect()
    }

    /// Positions of the loaded columns of the other end; the primary key is always among them.
    pub(crate) fn columns(&self, spec: &LoadSpec) -> Vec<usize> {
        loaded_columns(self.target, spec.columns.as_deref())
    }

    fn items(&self, spec: &LoadSpec) -> Vec<sql::Item> {
        let columns = self.columns(spec).into_iter();
        let columns =
            columns.map(|at| sql::Expr::column(self.target_qualifier(), self.target.columns[at].name));
        self.keys().remote.into_iter().chain(columns).map(|expr| sql::Item { expr, alias: None }).collect()
    }
}

/// Positions of the columns to load: all, or these and the primary key.
pub(crate) fn loaded_columns(table: &'static TableDef, only: Option<&[usize]>) -> Vec<usize> {
    let wanted = |at: &usize| only.is_none_or(|only| only.contains(at) || table.primary_key.contains(at));
    (0..table.columns.len()).filter(wanted).collect()
}

/// Members of parents with these keys: one array parameter per key column.
pub(crate) fn by_keys(edge: &Edge, spec: &LoadSpec, keys: &[Vec<Param>]) -> sql::Select {
    let columns = edge.keys();
    let arrays: Vec<Param> =
        (0..columns.types.len()).map(|at| key_array(columns.types[at], keys, at)).collect();
    if let Some(limit) = spec.limit {
        return limited(edge, spec, limit, arrays);
    }
    if let [remote] = &columns.remote[..] {
        let mut arrays = arrays;
        let array = Box::new(sql::Expr::Param(arrays.pop().expect("one array per key column")));
        let among =
            sql::Expr::Quantified(Box::new(remote.clone()), BinaryOp::Eq, sql::Quantifier::Any, array);
        return members(edge, spec, edge.from(), vec![among]);
    }
    let from = sql::From::Join(Box::new(sql::Join {
        left: unnest(arrays),
        kind: sql::JoinKind::Inner,
        right: edge.from(),
        on: sql::Expr::all(same_key(&columns)),
    }));
    members(edge, spec, from, Vec::new())
}

/// Members of the parents that a statement gives: `.. WHERE key IN (SELECT key FROM ..)`.
///
/// `base` selects the parents, `parent` is the name under which it knows them.
pub(crate) fn by_subquery(
    edge: &Edge,
    spec: &LoadSpec,
    base: &sql::Select,
    parent: &Qualifier,
) -> sql::Select {
    let columns = edge.keys();
    let names = columns.local.iter().map(|&at| edge.own.columns[at].name);
    let items =
        names.map(|name| sql::Item { expr: sql::Expr::column(parent.clone(), name), alias: None }).collect();
    let mut query = base.clone();
    if query.limit.is_none() && query.offset.is_none() {
        query.order_by.clear();
    }
    query.locks.clear();
    if let sql::SelectBody::Core(core) = &mut query.body {
        core.items = items;
    }
    let tested = if columns.remote.len() == 1 {
        columns.remote[0].clone()
    } else {
        sql::Expr::Row(columns.remote.clone())
    };
    let among = sql::Expr::In { expr: Box::new(tested), query: Box::new(query), negated: false };
    members(edge, spec, edge.from(), vec![among])
}

fn members(edge: &Edge, spec: &LoadSpec, from: sql::From, mut conditions: Vec<sql::Expr>) -> sql::Select {
    conditions.extend(edge.conditions(spec));
    let core = sql::SelectCore {
        items: edge.items(spec).into(),
        from: vec![from],
        filter: sql::Expr::all(conditions),
        ..sql::SelectCore::default()
    };
    sql::Select {
        body: sql::SelectBody::Core(Box::new(core)),
        order_by: edge.order(spec),
        ..sql::Select::default()
    }
}

/// `unnest($1, $2) AS "keys" ("k0", "k1") CROSS JOIN LATERAL (SELECT .. LIMIT $3) AS "members"`, in the order
/// of the members.
fn limited(edge: &Edge, spec: &LoadSpec, limit: i64, arrays: Vec<Param>) -> sql::Select {
    let columns = edge.keys();
    let mut inner = members(edge, spec, edge.from(), same_key(&columns).collect());
    inner.limit = Some(sql::Expr::Param(Param::new(&limit)));
    let mut number = sql::Call::new("row_number", Vec::new());
    number.over =
        Some(sql::Over::Window(sql::Window { order_by: edge.order(spec), ..sql::Window::default() }));
    let width = match &mut inner.body {
        sql::SelectBody::Core(core) => {
            core.items.to_mut().push(sql::Item { expr: sql::Expr::Call(Box::new(number)), alias: None });
            core.items.len()
        }
        _ => 0,
    };
    let names: Vec<sql::Name> = (0..width).map(|at| format!("m{at}").into()).collect();
    let member = |name: &sql::Name| sql::Expr::column(Qualifier::Alias(MEMBERS.into()), name.clone());
    let items = names[..width - 1].iter().map(|name| sql::Item { expr: member(name), alias: None }).collect();
    let order = sql::OrderBy { expr: member(&names[width - 1]), order: sql::Order::Asc, nulls: None };
    let lateral = sql::DerivedTable { lateral: true, query: inner, alias: MEMBERS.into(), columns: names };
    let from = sql::From::Join(Box::new(sql::Join {
        left: unnest(arrays),
        kind: sql::JoinKind::Cross,
        right: sql::From::Derived(Box::new(lateral)),
        on: None,
    }));
    let core = sql::SelectCore { items, from: vec![from], ..sql::SelectCore::default() };
    sql::Select {
        body: sql::SelectBody::Core(Box::new(core)),
        order_by: vec![order],
        ..sql::Select::default()
    }
}

fn key_array(ty: PgType, keys: &[Vec<Param>], at: usize) -> Param {
    let mut array = ArrayBuilder::new(ty);
    keys.iter().for_each(|key| array.push_param(&key[at]));
    array.finish()
}

fn unnest(arrays: Vec<Param>) -> sql::From {
    let columns = (0..arrays.len()).map(|at| format!("k{at}").into()).collect();
    sql::From::Function(Box::new(sql::FunctionTable {
        lateral: false,
        call: sql::Call::new("unnest", arrays.into_iter().map(sql::Expr::Param).collect()),
        with_ordinality: false,
        alias: KEYS.into(),
        columns,
    }))
}

fn same_key(columns: &EdgeKeys) -> impl Iterator<Item = sql::Expr> {
    columns.remote.iter().enumerate().map(|(at, remote)| {
        let key = sql::Expr::column(Qualifier::Alias(KEYS.into()), format!("k{at}"));
        sql::Expr::binary(remote.clone(), BinaryOp::Eq, key)
    })
}

/// Adds a relationship to a statement by LEFT JOIN, under the alias `name`; its columns follow the others.
///
/// With a condition of its own the other end is a derived table, so that the condition keeps its names.
pub(crate) fn join_into(
    core: &mut sql::SelectCore,
    edge: &Edge,
    spec: &LoadSpec,
    parent: &Qualifier,
    name: &str,
) {
    let alias = Qualifier::Alias(name.to_owned().into());
    let target = joined_table(edge, spec, name);
    let (right, on) = match edge.def.link {
        None => (target, equal_columns(&edge.def.join_columns(edge.own), parent, &alias)),
        Some(link) => {
            let link_name = format!("{name}.link");
            let link_alias = Qualifier::Alias(link_name.clone().into());
            let (near, far) = edge.def.link_columns(edge.own);
            let left = sql::From::Table(sql::TableRef {
                name: sql::TableName { schema: link.schema.map(Into::into), name: link.name.into() },
                alias: Some(link_name.into()),
            });
            let on = equal_columns(&far, &link_alias, &alias);
            let inner = sql::Join { left, kind: sql::JoinKind::Inner, right: target, on };
            (sql::From::Join(Box::new(inner)), equal_columns(&near, parent, &link_alias))
        }
    };
    if let Some(left) = core.from.pop() {
        core.from.push(sql::From::Join(Box::new(sql::Join { left, kind: sql::JoinKind::Left, right, on })));
    }
    core.items.to_mut().extend(edge.columns(spec).into_iter().map(|at| sql::Item {
        expr: sql::Expr::column(alias.clone(), edge.target.columns[at].name),
        alias: None,
    }));
}

/// The other end of a joined relationship, under its alias.
fn joined_table(edge: &Edge, spec: &LoadSpec, name: &str) -> sql::From {
    let alias = sql::Name::from(name.to_owned());
    let conditions = edge.conditions(spec);
    if conditions.is_empty() {
        return sql::From::Table(sql::TableRef { name: edge.target.table_name(), alias: Some(alias) });
    }
    let all = edge.target.columns.iter();
    let core = sql::SelectCore {
        items: all
            .clone()
            .map(|column| sql::Item {
                expr: sql::Expr::column(edge.target_qualifier(), column.name),
                alias: None,
            })
            .collect(),
        from: vec![sql::From::Table(sql::TableRef { name: edge.target.table_name(), alias: None })],
        filter: sql::Expr::all(conditions),
        ..sql::SelectCore::default()
    };
    let query = sql::Select { body: sql::SelectBody::Core(Box::new(core)), ..sql::Select::default() };
    let columns = all.map(|column| column.name.into()).collect();
    sql::From::Derived(Box::new(sql::DerivedTable { lateral: false, query, alias, columns }))
}

/// The relationship's own order of its members, under an alias.
pub(crate) fn joined_order(edge: &Edge, name: &str) -> Vec<sql::OrderBy> {
    let key = edge.target.key_columns().map(|column| (column.name, false));
    let own = edge.def.order_by.iter().copied();
    let columns: Vec<(&'static str, bool)> =
        if edge.def.order_by.is_empty() { key.collect() } else { own.collect() };
    let alias = Qualifier::Alias(name.to_owned().into());
    let by = |(column, descending): (&'static str, bool)| sql::OrderBy {
        expr: sql::Expr::column(alias.clone(), column),
        order: if descending { sql::Order::Desc } else { sql::Order::Asc },
        nulls: None,
    };
    columns.into_iter().map(by).collect()
}

fn equal_columns(
    pairs: &[(&'static str, &'static str)],
    near: &Qualifier,
    far: &Qualifier,
) -> Option<sql::Expr> {
    sql::Expr::all(pairs.iter().map(|(here, there)| {
        let there = sql::Expr::column(far.clone(), *there);
        sql::Expr::binary(there, BinaryOp::Eq, sql::Expr::column(near.clone(), *here))
    }))
}

//! Tables between model and statement: what is known of each, in the order in which they are made.

use crate::ddl::enums::Enum;
use crate::ddl::{Options, check, enums, link, order, table};
use crate::error::Result;
use crate::schema::TableDef;
use crate::sql::{ConstraintRule, CreateIndex, CreateTable, Ddl, TableConstraint, TableName};

/// A table to make.
pub(super) struct Table {
    /// Who asked for it, for messages: "model `User`", "relationship `Post::tags`".
    pub(super) owner: String,
    /// The table without foreign keys.
    pub(super) create: CreateTable,
    pub(super) foreign_keys: Vec<Key>,
    pub(super) indexes: Vec<CreateIndex>,
    pub(super) comments: Vec<Ddl>,
}

/// A foreign key of a table to make.
pub(super) struct Key {
    pub(super) constraint: TableConstraint,
    pub(super) target: TableName,
    /// What refers to the target, for messages.
    pub(super) described: String,
    /// The target's model.
    pub(super) target_model: &'static str,
    /// It refers to columns that only an index makes unique, which is made after the table.
    pub(super) needs_index: bool,
}

/// What is made, in order: enums, tables with their foreign keys, then the foreign keys that close a circle.
pub(super) struct Plan {
    pub(super) enums: Vec<Enum>,
    pub(super) tables: Vec<Table>,
    pub(super) late: Vec<(TableName, TableConstraint)>,
}

/// Turns models into tables, checks that they fit together, and orders them.
///
/// Pure: nothing is sent.
pub(super) fn plan(tables: &[&'static TableDef], options: &Options) -> Result<Plan> {
    let models = check::distinct(tables)?;
    let mut planned = models.iter().map(|model| table::plan(model, options)).collect::<Result<Vec<_>>>()?;
    planned.extend(link::tables(&models, options)?);
    check::relationships(&models)?;
    let enums = enums::of(&planned, options);
    check::names(&planned, &enums)?;
    check::targets(&planned, options)?;
    Ok(arrange(planned, enums))
}

fn arrange(tables: Vec<Table>, enums: Vec<Enum>) -> Plan {
    let position = |name: &TableName| tables.iter().position(|table| table.create.name == *name);
    let points_to: Vec<Vec<usize>> = tables
        .iter()
        .map(|table| table.foreign_keys.iter().filter_map(|key| position(&key.target)).collect())
        .collect();
    let order = order::parents_first(&points_to);

    let mut slots: Vec<Option<Table>> = tables.into_iter().map(Some).collect();
    let mut made: Vec<TableName> = Vec::new();
    let mut plan = Plan { enums, tables: Vec::new(), late: Vec::new() };
    let waiting: Vec<TableName> = slots.iter().flatten().map(|table| table.create.name.clone()).collect();
    for mut table in order.into_iter().filter_map(|index| slots[index].take()) {
        let own = table.create.name.clone();
        for key in std::mem::take(&mut table.foreign_keys) {
            let is_there = made.contains(&key.target) || !waiting.contains(&key.target);
            if is_there || (key.target == own && !key.needs_index) {
                table.create.constraints.push(key.constraint);
            } else {
                plan.late.push((own.clone(), key.constraint));
            }
        }
        made.push(own);
        plan.tables.push(table);
    }
    plan
}

impl Table {
    /// Its constraints, and whether an index of the same name comes with each.
    pub(super) fn constraints(&self) -> impl Iterator<Item = (&TableConstraint, bool)> {
        let own = self.create.constraints.iter();
        let foreign = self.foreign_keys.iter().map(|key| &key.constraint);
        own.chain(foreign).map(|constraint| {
            let has_index =
                matches!(constraint.rule, ConstraintRule::PrimaryKey(_) | ConstraintRule::Unique { .. });
            (constraint, has_index)
        })
    }
}

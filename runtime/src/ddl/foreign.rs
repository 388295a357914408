//! Foreign keys: whom they refer to, and whether they can.

use crate::ddl::names;
use crate::ddl::plan::Key;
use crate::ddl::table::{column_names, columns, wrong};
use crate::error::{Error, Result};
use crate::schema::{
    ColumnDef, ForeignKeyDef, IndexColumn, IndexDef, IndexTerm, ReferentialAction, TableDef,
};
use crate::sql::{ConstraintRule, ForeignKey, KeyAction, TableConstraint, Timing};
use crate::types::PgType;

pub(super) fn plan(table: &'static TableDef, def: &ForeignKeyDef) -> Result<Key> {
    let ForeignKeyDef {
        name,
        columns: positions,
        target,
        target_columns,
        on_delete,
        on_update,
        deferrable,
        initially_deferred,
    } = *def;
    let target = target();
    let own = columns(table, positions)?;
    let referred = referred(table, target, target_columns)?;
    check_pairs(table, &own, target, &referred)?;
    let needs_index = is_unique_by_index(&format!("model `{}`", table.model), target, &referred)?;
    let own_names: Vec<&str> = own.iter().map(|column| column.name).collect();
    let key = ForeignKey {
        columns: column_names(&own),
        target: target.table_name(),
        target_columns: column_names(&referred),
        on_delete: on_delete.map(action),
        on_update: on_update.map(action),
        timing: match (deferrable, initially_deferred) {
            (_, true) => Timing::Deferred,
            (true, false) => Timing::Deferrable,
            (false, false) => Timing::Immediate,
        },
    };
    Ok(Key {
        constraint: TableConstraint {
            name: name.map_or_else(|| names::foreign_key(table.name, &own_names).into(), Into::into),
            rule: ConstraintRule::ForeignKey(Box::new(key)),
        },
        target: target.table_name(),
        described: format!("the foreign key over {}", listed(&own)),
        target_model: target.model,
        needs_index,
    })
}

fn action(action: ReferentialAction) -> KeyAction {
    match action {
        ReferentialAction::NoAction => KeyAction::NoAction,
        ReferentialAction::Restrict => KeyAction::Restrict,
        ReferentialAction::Cascade => KeyAction::Cascade,
        ReferentialAction::SetNull => KeyAction::SetNull,
        ReferentialAction::SetDefault => KeyAction::SetDefault,
    }
}

/// The columns referred to, by name; without names those of the primary key.
fn referred(
    table: &'static TableDef,
    target: &'static TableDef,
    names: &[&str],
) -> Result<Vec<&'static ColumnDef>> {
    if names.is_empty() {
        return columns(target, target.primary_key);
    }
    let find = |name: &&str| {
        target
            .columns
            .iter()
            .find(|column| column.name == *name)
            .ok_or_else(|| no_column(table, target, name))
    };
    names.iter().map(find).collect()
}

fn no_column(table: &TableDef, target: &TableDef, name: &str) -> Error {
    let message =
        format!("a foreign key refers to column `{name}`, which model `{}` does not have", target.model);
    wrong(table, &message)
}

/// As many columns on both sides, and of types that can be compared.
fn check_pairs(
    table: &TableDef,
    own: &[&ColumnDef],
    target: &TableDef,
    referred: &[&ColumnDef],
) -> Result<()> {
    if own.len() != referred.len() {
        let message = format!(
            "the foreign key over {} has {} and refers to {} of model `{}`: name as many in `references`",
            listed(own),
            counted(own.len()),
            counted(referred.len()),
            target.model
        );
        return Err(wrong(table, &message));
    }
    for (own, referred) in own.iter().zip(referred) {
        if !comparable(own.ty, referred.ty) {
            let message = format!(
                "`{}` is {} and refers to `{}::{}`, which is {}: give both fields the same type",
                own.field, own.ty, target.model, referred.field, referred.ty
            );
            return Err(wrong(table, &message));
        }
    }
    Ok(())
}

/// Whether columns are made unique by an index that is no constraint, and so is made after its table.
///
/// # Errors
///
/// They are not unique at all. `owner` has the foreign key.
pub(super) fn is_unique_by_index(
    owner: &str,
    target: &'static TableDef,
    referred: &[&ColumnDef],
) -> Result<bool> {
    let is_referred = |positions: &[usize]| {
        positions.len() == referred.len()
            && positions.iter().all(|&position| {
                let name = target.columns.get(position).map(|column| column.name);
                referred.iter().any(|column| Some(column.name) == name)
            })
    };
    if is_referred(target.primary_key) || target.uniques.iter().any(|it| is_referred(it.columns)) {
        return Ok(false);
    }
    let full = target.indexes.iter().filter(|index| index.unique && index.predicate.is_none());
    if full.filter_map(indexed).any(|positions| is_referred(&positions)) {
        return Ok(true);
    }
    let message = format!(
        "{owner}: a foreign key refers to {} of model `{}`, which is neither the primary key nor unique: make it \
         `unique` there",
        listed(referred),
        target.model
    );
    Err(Error::Schema { message })
}

/// The columns of an index; none if it has expressions.
fn indexed(index: &IndexDef) -> Option<Vec<usize>> {
    let column = |part: &IndexColumn| match part.term {
        IndexTerm::Column(position) => Some(position),
        IndexTerm::Expression(_) => None,
    };
    index.columns.iter().map(column).collect()
}

/// Whether PostgreSQL accepts a foreign key between these types: the same, or both whole numbers, or both texts.
fn comparable(left: PgType, right: PgType) -> bool {
    const FAMILIES: [&[u32]; 2] = [&[20, 21, 23], &[25, 1042, 1043]];
    left == right || FAMILIES.iter().any(|family| family.contains(&left.oid) && family.contains(&right.oid))
}

/// `` `a`, `b` ``
fn listed(columns: &[&ColumnDef]) -> String {
    columns.iter().map(|column| format!("`{}`", column.name)).collect::<Vec<_>>().join(", ")
}

pub(super) fn counted(columns: usize) -> String {
    if columns == 1 { "1 column".to_owned() } else { format!("{columns} columns") }
}

//! A model as a table to make.

use crate::ddl::plan::{Key, Table};
use crate::ddl::{Options, foreign, names};
use crate::error::{Error, Result};
use crate::schema::{CheckDef, ColumnDef, Generated, IndexColumn, IndexDef, IndexTerm, TableDef, UniqueDef};
use crate::sql::{
    ColumnSource, ColumnSpec, CommentOn, ConstraintRule, CreateIndex, CreateTable, Ddl, IndexPart,
    IndexPartTerm, Name, Nulls, Order, TableConstraint, TypeName,
};

pub(super) fn plan(table: &'static TableDef, options: &Options) -> Result<Table> {
    let mut constraints: Vec<TableConstraint> = primary_key(table)?.into_iter().collect();
    for def in table.uniques {
        constraints.push(unique(table, def, options)?);
    }
    for def in table.checks {
        let taken = |name: &str| {
            constraints.iter().any(|it| it.name == name)
                || table.checks.iter().any(|it| it.name == Some(name))
        };
        constraints.push(check(table, def, taken));
    }
    Ok(Table {
        owner: format!("model `{}`", table.model),
        create: CreateTable {
            name: table.table_name(),
            if_not_exists: options.if_not_exists,
            columns: table.columns.iter().map(column).collect(),
            constraints,
        },
        foreign_keys: table
            .foreign_keys
            .iter()
            .map(|key| foreign::plan(table, key))
            .collect::<Result<Vec<Key>>>()?,
        indexes: table.indexes.iter().map(|def| index(table, def, options)).collect::<Result<_>>()?,
        comments: comments(table),
    })
}

/// The columns at these positions.
pub(super) fn columns(table: &'static TableDef, positions: &[usize]) -> Result<Vec<&'static ColumnDef>> {
    let column = |position: &usize| {
        table.columns.get(*position).ok_or_else(|| wrong(table, &format!("there is no column {position}")))
    };
    positions.iter().map(column).collect()
}

pub(super) fn wrong(table: &TableDef, message: &str) -> Error {
    Error::Schema { message: format!("model `{}`: {message}", table.model) }
}

pub(super) fn column_names(columns: &[&ColumnDef]) -> Vec<Name> {
    columns.iter().map(|column| column.name.into()).collect()
}

/// The type of a column, with its modifiers.
pub(super) fn type_of(column: &ColumnDef) -> TypeName {
    TypeName { ty: column.ty, modifiers: column.modifiers.to_vec() }
}

fn column(column: &ColumnDef) -> ColumnSpec {
    let default = column.server_default.map(|sql| ColumnSource::Default(sql.into()));
    ColumnSpec {
        name: column.name.into(),
        ty: type_of(column),
        collation: column.collation.map(Into::into),
        nullable: column.nullable,
        source: match column.generated {
            Some(Generated::ByDefault) => Some(ColumnSource::IdentityByDefault),
            Some(Generated::Always) => Some(ColumnSource::IdentityAlways),
            Some(Generated::Stored(sql)) => Some(ColumnSource::Stored(sql.into())),
            Some(Generated::Server) | None => default,
        },
    }
}

fn primary_key(table: &'static TableDef) -> Result<Option<TableConstraint>> {
    let columns = columns(table, table.primary_key)?;
    if columns.is_empty() {
        return Ok(None);
    }
    let rule = ConstraintRule::PrimaryKey(column_names(&columns));
    Ok(Some(TableConstraint { name: names::primary_key(table.name).into(), rule }))
}

fn unique(table: &'static TableDef, def: &UniqueDef, options: &Options) -> Result<TableConstraint> {
    let UniqueDef { name, columns: positions, nulls_not_distinct } = *def;
    let columns = columns(table, positions)?;
    if let (true, Some(version @ ..15)) = (nulls_not_distinct, options.server_version) {
        return Err(wrong(
            table,
            &format!("`nulls_not_distinct` needs PostgreSQL 15, this server is {version}"),
        ));
    }
    Ok(TableConstraint {
        name: name.map_or_else(|| names::unique(table.name, &columns).into(), Into::into),
        rule: ConstraintRule::Unique { columns: column_names(&columns), nulls_not_distinct },
    })
}

fn check(table: &TableDef, def: &CheckDef, taken: impl Fn(&str) -> bool) -> TableConstraint {
    let CheckDef { name, sql } = *def;
    let chosen = || names::check(table.name, sql, table.columns, taken).into();
    TableConstraint { name: name.map_or_else(chosen, Into::into), rule: ConstraintRule::Check(sql.into()) }
}

fn index(table: &'static TableDef, def: &IndexDef, options: &Options) -> Result<CreateIndex> {
    let IndexDef { name, columns: parts, unique, method, include, predicate } = *def;
    let parts = parts.iter().map(|part| index_part(table, part)).collect::<Result<Vec<_>>>()?;
    let include = column_names(&columns(table, include)?);
    let terms = parts.iter().map(|part| match &part.term {
        IndexPartTerm::Column(name) => name.to_string(),
        IndexPartTerm::Expression(sql) => names::expression(sql),
    });
    let terms: Vec<String> = terms.chain(include.iter().map(ToString::to_string)).collect();
    Ok(CreateIndex {
        name: name.map_or_else(|| names::index(table.name, &terms).into(), Into::into),
        table: table.table_name(),
        unique,
        if_not_exists: options.if_not_exists,
        method: method.map(Into::into),
        parts,
        include,
        predicate: predicate.map(Into::into),
    })
}

fn index_part(table: &'static TableDef, part: &IndexColumn) -> Result<IndexPart> {
    let IndexColumn { term, descending, nulls_first, operator_class } = part;
    let term = match term {
        IndexTerm::Column(position) => {
            let columns = columns(table, &[*position])?;
            IndexPartTerm::Column(columns.iter().map(|column| column.name).collect::<String>().into())
        }
        IndexTerm::Expression(sql) => IndexPartTerm::Expression((*sql).into()),
    };
    Ok(IndexPart {
        term,
        operator_class: operator_class.map(Into::into),
        order: if *descending { Order::Desc } else { Order::Asc },
        nulls: nulls_first.map(|first| if first { Nulls::First } else { Nulls::Last }),
    })
}

fn comments(table: &TableDef) -> Vec<Ddl> {
    let name = table.table_name();
    let of_table = table.comment.map(|text| (CommentOn::Table(name.clone()), text));
    let of_columns = table.columns.iter().filter_map(|column| {
        column.comment.map(|text| (CommentOn::Column(name.clone(), column.name.into()), text))
    });
    of_table
        .into_iter()
        .chain(of_columns)
        .map(|(on, text)| Ddl::Comment { on, text: Some(text.into()) })
        .collect()
}

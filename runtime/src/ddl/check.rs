//! Whether models fit together.

use std::collections::HashMap;

use crate::ddl::Options;
use crate::ddl::enums::Enum;
use crate::ddl::plan::Table;
use crate::error::{Error, Result};
use crate::schema::TableDef;
use crate::sql::{
    CommentOn, ConstraintRule, CreateIndex, Ddl, IndexPart, IndexPartTerm, MAX_NAME, Name, TableConstraint,
    TableName,
};

/// Each model once; no two models of one table.
pub(super) fn distinct(tables: &[&'static TableDef]) -> Result<Vec<&'static TableDef>> {
    let mut models: Vec<&'static TableDef> = Vec::new();
    for table in tables {
        if models.contains(table) {
            continue;
        }
        if let Some(other) = models.iter().find(|other| other.table_name() == table.table_name()) {
            let message = format!(
                "models `{}` and `{}` both have the table `{}`: give one of them another name with \
                 `#[model(table = \"..\")]`, or leave one out of the list",
                other.model, table.model, table.name
            );
            return Err(Error::Schema { message });
        }
        models.push(table);
    }
    Ok(models)
}

/// Every relationship finds its foreign key.
pub(super) fn relationships(models: &[&'static TableDef]) -> Result<()> {
    let mut faults =
        models.iter().flat_map(|model| model.relations.iter().filter_map(|relation| relation.fault(model)));
    faults.next().map_or(Ok(()), |message| Err(Error::Schema { message }))
}

/// Every foreign key refers to a table of the list.
pub(super) fn targets(tables: &[Table], options: &Options) -> Result<()> {
    if options.others_exist {
        return Ok(());
    }
    let names: Vec<&TableName> = tables.iter().map(|table| &table.create.name).collect();
    for table in tables {
        if let Some(key) = table.foreign_keys.iter().find(|key| !names.contains(&&key.target)) {
            let message = format!(
                "{}: {} refers to model `{model}` (table `{}`), which is not in the list: add `{model}` to it",
                table.owner,
                key.described,
                key.target.name,
                model = key.target_model
            );
            return Err(Error::Schema { message });
        }
    }
    Ok(())
}

/// Names that PostgreSQL can keep, and no name twice where there can be one.
pub(super) fn names(tables: &[Table], enums: &[Enum]) -> Result<()> {
    let mut relations = Names::default();
    for Enum { definition: enum_, .. } in enums {
        let owner = format!("enum `{}`", enum_.rust);
        keepable(&owner, enum_.name)?;
        relations.add(enum_.schema, enum_.name, format!("the type of {owner}"))?;
    }
    for table in tables {
        keepable(&table.owner, &table.create.name.name)?;
        let schema = table.create.name.schema.as_deref();
        relations.add(schema, &table.create.name.name, format!("the table of {}", table.owner))?;
    }
    for table in tables {
        inner_names(table, &mut relations)?;
    }
    Ok(())
}

fn inner_names<'t>(table: &'t Table, relations: &mut Names<'t>) -> Result<()> {
    let (owner, schema) = (&table.owner, table.create.name.schema.as_deref());
    schema.map_or(Ok(()), |schema| keepable(owner, schema))?;
    let mut columns = Names::default();
    for column in &table.create.columns {
        keepable(owner, &column.name)?;
        columns.add(None, &column.name, format!("a column of {owner}"))?;
    }
    let mut constraints = Names::default();
    for (constraint, has_index) in table.constraints() {
        keepable(owner, &constraint.name)?;
        constraints.add(None, &constraint.name, describe(constraint, owner))?;
        if has_index {
            relations.add(schema, &constraint.name, describe(constraint, owner))?;
        }
    }
    for index in &table.indexes {
        keepable(owner, &index.name)?;
        relations.add(schema, &index.name, describe_index(index, owner))?;
    }
    Ok(())
}

fn keepable(owner: &str, name: &str) -> Result<()> {
    let message = if name.is_empty() {
        format!("{owner}: a name is empty")
    } else if name.contains('\0') {
        format!("{owner}: the name `{}` holds a NUL character", name.escape_default())
    } else if name.len() > MAX_NAME {
        format!("{owner}: the name `{name}` has {} bytes, PostgreSQL would cut it at {MAX_NAME}", name.len())
    } else {
        return Ok(());
    };
    Err(Error::Schema { message })
}

fn describe(constraint: &TableConstraint, owner: &str) -> String {
    let (kind, columns): (_, &[Name]) = match &constraint.rule {
        ConstraintRule::PrimaryKey(columns) => ("the primary key", columns),
        ConstraintRule::Unique { columns, .. } => ("the unique constraint", columns),
        ConstraintRule::Check(_) => ("a check", &[]),
        ConstraintRule::ForeignKey(key) => ("the foreign key", &key.columns),
    };
    let columns: Vec<String> = columns.iter().map(|name| format!("`{name}`")).collect();
    let over = if columns.is_empty() { "" } else { " over " };
    format!("{kind}{over}{} of {owner}", columns.join(", "))
}

fn describe_index(index: &CreateIndex, owner: &str) -> String {
    let term = |part: &IndexPart| match &part.term {
        IndexPartTerm::Column(name) => format!("`{name}`"),
        IndexPartTerm::Expression(sql) => format!("`{sql}`"),
    };
    let terms: Vec<String> = index.parts.iter().map(term).collect();
    format!("the index over {} of {owner}", terms.join(", "))
}

/// Names that must differ, by schema, and what they name.
#[derive(Default)]
struct Names<'t>(HashMap<(Option<&'t str>, &'t str), String>);

impl<'t> Names<'t> {
    fn add(&mut self, schema: Option<&'t str>, name: &'t str, what: String) -> Result<()> {
        if let Some(other) = self.0.get(&(schema, name)) {
            let message = format!(
                "{other} and {what} would both be called `{name}`: give one of them another name \
                 (`name = \"..\"`)"
            );
            return Err(Error::Schema { message });
        }
        self.0.insert((schema, name), what);
        Ok(())
    }
}

/// Every statement can be sent.
pub(super) fn statements(statements: &[Ddl]) -> Result<()> {
    statements.iter().try_for_each(|ddl| {
        ddl.render().check().map_err(|error| match error {
            Error::Schema { message } => Error::Schema { message: format!("{}: {message}", subject(ddl)) },
            other => other,
        })
    })
}

fn subject(ddl: &Ddl) -> String {
    match ddl {
        Ddl::CreateTable(table) => format!("table `{}`", table.name.name),
        Ddl::CreateIndex(index) => format!("index `{}`", index.name),
        Ddl::AddConstraint { constraint, .. } => format!("constraint `{}`", constraint.name),
        Ddl::CreateSchema { name, .. } | Ddl::DropSchema { name, .. } => format!("schema `{name}`"),
        Ddl::CreateExtension { name, .. } => format!("extension `{name}`"),
        Ddl::CreateEnum { name, .. } | Ddl::AddEnumValue { name, .. } | Ddl::DropType { name, .. } => {
            format!("type `{}`", name.name)
        }
        Ddl::Comment { on: CommentOn::Table(table), .. } => format!("comment on `{}`", table.name),
        Ddl::Comment { on: CommentOn::Column(table, column), .. } => {
            format!("comment on `{}`.`{column}`", table.name)
        }
        Ddl::DropConstraint { name, .. } => format!("constraint `{name}`"),
        Ddl::DropTable { name, .. } => format!("table `{}`", name.name),
        Ddl::IfNew(inner) => subject(inner),
    }
}

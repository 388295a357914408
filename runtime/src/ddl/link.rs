//! Tables between the ends of many-to-many relationships that have no model of their own.

use crate::ddl::foreign::counted;
use crate::ddl::plan::{Key, Table};
use crate::ddl::table::type_of;
use crate::ddl::{Options, foreign, names};
use crate::error::{Error, Result};
use crate::schema::{ColumnDef, LinkTable, RelationDef, TableDef};
use crate::sql::{
    ColumnSpec, ConstraintRule, CreateTable, ForeignKey, KeyAction, Name, TableConstraint, TableName, Timing,
};

/// The tables, each once, however many relationships go through it.
pub(super) fn tables(models: &[&'static TableDef], options: &Options) -> Result<Vec<Table>> {
    let mut links: Vec<Link> = Vec::new();
    for (model, relation) in
        models.iter().flat_map(|model| model.relations.iter().map(move |it| (*model, it)))
    {
        let Some(def) = relation.link.filter(|link| link.model.is_none()) else { continue };
        let name = TableName { schema: def.schema.map(Into::into), name: def.name.into() };
        // A model of the list may describe the table better than the relationship does.
        if models.iter().any(|model| model.table_name() == name) {
            continue;
        }
        let link = Link::new(model, relation, def, name)?;
        match links.iter_mut().find(|other| other.name == link.name) {
            Some(other) => other.merge(&link)?,
            None => links.push(link),
        }
    }
    Ok(links.into_iter().map(|link| link.plan(options)).collect())
}

/// A table between two others.
struct Link {
    /// `Post::tags`
    relation: String,
    name: TableName,
    near: End,
    far: End,
}

/// The key of one end, as columns of the link table.
struct End {
    target: &'static TableDef,
    /// Column of the link table, column of the end.
    columns: Vec<(&'static str, &'static ColumnDef)>,
    on_delete: Option<KeyAction>,
    needs_index: bool,
}

impl Link {
    fn new(
        model: &'static TableDef,
        relation: &'static RelationDef,
        link: &'static LinkTable,
        name: TableName,
    ) -> Result<Self> {
        let title = format!("{}::{}", model.model, relation.name);
        let target = (relation.target)();
        let on_delete = relation.passive_deletes.then_some(KeyAction::Cascade);
        Ok(Link {
            near: End::new(&title, model, relation.local, link.local, on_delete)?,
            far: End::new(&title, target, relation.remote, link.remote, None)?,
            relation: title,
            name,
        })
    }

    /// Two relationships through one table must mean the same columns, from either side.
    fn merge(&mut self, other: &Link) -> Result<()> {
        let (near, far) = if self.near.is(&other.near) && self.far.is(&other.far) {
            (&other.near, &other.far)
        } else if self.near.is(&other.far) && self.far.is(&other.near) {
            (&other.far, &other.near)
        } else {
            let message = format!(
                "relationships `{}` and `{}` go through the table `{}` by different columns: name the same columns \
                 in both, or make a model of the table",
                self.relation, other.relation, self.name.name
            );
            return Err(Error::Schema { message });
        };
        self.near.on_delete = self.near.on_delete.or(near.on_delete);
        self.far.on_delete = self.far.on_delete.or(far.on_delete);
        Ok(())
    }

    fn plan(self, options: &Options) -> Table {
        let Link { relation, name, near, far } = self;
        let ends = [&near, &far];
        let columns: Vec<ColumnSpec> = ends.into_iter().flat_map(End::specs).collect();
        let key = columns.iter().map(|column| column.name.clone()).collect();
        Table {
            owner: format!("relationship `{relation}`"),
            foreign_keys: ends.into_iter().map(|end| end.foreign_key(&name.name)).collect(),
            create: CreateTable {
                constraints: vec![TableConstraint {
                    name: names::primary_key(&name.name).into(),
                    rule: ConstraintRule::PrimaryKey(key),
                }],
                name,
                if_not_exists: options.if_not_exists,
                columns,
            },
            indexes: Vec::new(),
            comments: Vec::new(),
        }
    }
}

impl End {
    /// `named` are the columns of the end that the relationship names; its primary key if it names none.
    fn new(
        relation: &str,
        target: &'static TableDef,
        named: &[&'static str],
        link: &[&'static str],
        on_delete: Option<KeyAction>,
    ) -> Result<Self> {
        let wrong =
            |message: String| Error::Schema { message: format!("relationship `{relation}`: {message}") };
        let columns: Vec<&'static ColumnDef> = if named.is_empty() {
            target.key_columns().collect()
        } else {
            let find = |name: &&str| {
                target
                    .columns
                    .iter()
                    .find(|column| column.name == *name)
                    .ok_or_else(|| wrong(format!("model `{}` has no column `{name}`", target.model)))
            };
            named.iter().map(find).collect::<Result<_>>()?
        };
        if columns.len() != link.len() {
            return Err(wrong(format!(
                "the table in between has {} for model `{}`, which needs {}: name one for each column of its key",
                counted(link.len()),
                target.model,
                columns.len()
            )));
        }
        let needs_index =
            foreign::is_unique_by_index(&format!("relationship `{relation}`"), target, &columns)?;
        Ok(End { target, columns: link.iter().copied().zip(columns).collect(), on_delete, needs_index })
    }

    /// Whether both mean the same columns of the same table, in whatever order.
    fn is(&self, other: &End) -> bool {
        let has = |(name, column): &(&str, &ColumnDef)| {
            other.columns.iter().any(|(link, theirs)| link == name && theirs.name == column.name)
        };
        self.target == other.target
            && self.columns.len() == other.columns.len()
            && self.columns.iter().all(has)
    }

    fn specs(&self) -> impl Iterator<Item = ColumnSpec> + '_ {
        self.columns.iter().map(|&(name, column)| ColumnSpec {
            name: name.into(),
            ty: type_of(column),
            collation: column.collation.map(Into::into),
            nullable: false,
            source: None,
        })
    }

    fn foreign_key(&self, table: &str) -> Key {
        let own: Vec<&str> = self.columns.iter().map(|(name, _)| *name).collect();
        let key = ForeignKey {
            columns: own.iter().map(|name| Name::from(*name)).collect(),
            target: self.target.table_name(),
            target_columns: self.columns.iter().map(|(_, column)| column.name.into()).collect(),
            on_delete: self.on_delete,
            on_update: None,
            timing: Timing::Immediate,
        };
        Key {
            constraint: TableConstraint {
                name: names::foreign_key(table, &own).into(),
                rule: ConstraintRule::ForeignKey(Box::new(key)),
            },
            target: self.target.table_name(),
            described: "its table in between".to_owned(),
            target_model: self.target.model,
            needs_index: self.needs_index,
        }
    }
}

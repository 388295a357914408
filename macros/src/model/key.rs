//! Primary key, unique constraints, indexes and checks.

use syn::{Ident, LitStr};

use crate::attr::{CheckAttr, IndexAttr, ModelAttr, Once, OrderAttr, Term, UniqueAttr};
use crate::errors::Errors;
use crate::model::{Fields, names};

/// A UNIQUE constraint.
pub(crate) struct Unique {
    pub(crate) name: Option<String>,
    pub(crate) columns: Vec<usize>,
    pub(crate) nulls_not_distinct: bool,
}

/// A CHECK constraint.
pub(crate) struct Check {
    pub(crate) name: Option<String>,
    pub(crate) sql: String,
}

/// An index.
pub(crate) struct Index {
    pub(crate) name: Option<String>,
    pub(crate) columns: Vec<IndexColumn>,
    pub(crate) unique: bool,
    pub(crate) method: Option<String>,
    pub(crate) include: Vec<usize>,
    pub(crate) predicate: Option<String>,
}

/// A term of an index.
pub(crate) struct IndexColumn {
    pub(crate) term: IndexTerm,
    pub(crate) descending: bool,
    pub(crate) nulls_first: Option<bool>,
    pub(crate) operator_class: Option<String>,
}

/// What is indexed.
pub(crate) enum IndexTerm {
    Column(usize),
    Expression(String),
}

/// The columns marked `primary_key`, or those of `primary_key(..)` on the struct, in its order.
pub(crate) fn primary_key(
    ident: &Ident,
    attr: &ModelAttr,
    fields: &Fields,
    errors: &mut Errors,
) -> Vec<usize> {
    let marked: Vec<usize> = (0..fields.mapped.len())
        .filter(|&position| fields.mapped[position].attr.primary_key.is_set())
        .collect();
    match attr.primary_key.get() {
        Some(_) if !marked.is_empty() => {
            let message = "the primary key is given twice: here and on its fields; take one of them away";
            errors.at(attr.primary_key.word(), message);
            marked
        }
        Some(idents) => fields.positions(idents, errors),
        // Perhaps the mark is among the words that could not be read.
        None if marked.is_empty() && !fields.misread => {
            errors.at(
                ident,
                format!("the model `{ident}` has no primary key: mark the field, `#[model(primary_key)]`, or several"),
            );
            marked
        }
        None => marked,
    }
}

/// Those of single columns first.
pub(crate) fn uniques(attr: &ModelAttr, fields: &Fields, errors: &mut Errors) -> Vec<Unique> {
    let mut all = Vec::new();
    for (position, field) in fields.mapped.iter().enumerate() {
        all.extend(field.attr.unique.get().map(|unique| Unique::new(unique, vec![position], errors)));
    }
    for unique in &attr.uniques {
        let columns = fields.positions(&unique.columns, errors);
        if !unique.names_columns {
            errors
                .at(&unique.word, "`unique` on a struct names its columns: `unique(first_name, last_name)`");
        }
        all.push(Unique::new(unique, columns, errors));
    }
    all
}

impl Unique {
    fn new(attr: &UniqueAttr, columns: Vec<usize>, errors: &mut Errors) -> Self {
        Unique {
            name: constraint_name(&attr.name, errors),
            columns,
            nulls_not_distinct: attr.nulls_not_distinct.is_set(),
        }
    }
}

/// Those of single columns first.
pub(crate) fn indexes(attr: &ModelAttr, fields: &Fields, errors: &mut Errors) -> Vec<Index> {
    let mut all = Vec::new();
    for (position, field) in fields.mapped.iter().enumerate() {
        if let Some(index) = field.attr.index.get() {
            let own = IndexColumn::new(IndexTerm::Column(position), &index.own, errors);
            all.push(Index::new(index, vec![own], fields, errors));
        }
    }
    for index in &attr.indexes {
        if !index.names_columns {
            errors.at(&index.word, "`index` on a struct names its columns: `index(last_name, first_name)`");
        }
        let columns = index_columns(index, fields, errors);
        all.push(Index::new(index, columns, fields, errors));
    }
    all
}

fn index_columns(index: &IndexAttr, fields: &Fields, errors: &mut Errors) -> Vec<IndexColumn> {
    let mut columns = Vec::new();
    for term in &index.terms {
        let what = match &term.term {
            Term::Column(ident) => fields.position(ident, errors).map(IndexTerm::Column),
            Term::Expression(sql) => Some(IndexTerm::Expression(sql.value())),
        };
        columns.extend(what.map(|what| IndexColumn::new(what, &term.order, errors)));
    }
    columns
}

impl Index {
    fn new(attr: &IndexAttr, columns: Vec<IndexColumn>, fields: &Fields, errors: &mut Errors) -> Self {
        Index {
            name: attr.name.get().map(|name| names::checked(name, "an index", errors)),
            columns,
            unique: attr.unique.is_set(),
            method: attr.method.get().map(|method| names::checked(method, "an index method", errors)),
            include: attr.include.get().map(|include| fields.positions(include, errors)).unwrap_or_default(),
            predicate: attr.predicate.get().map(LitStr::value),
        }
    }
}

impl IndexColumn {
    fn new(term: IndexTerm, order: &OrderAttr, errors: &mut Errors) -> Self {
        IndexColumn {
            term,
            descending: order.descending.get().copied().unwrap_or(false),
            nulls_first: order.nulls_first.get().copied(),
            operator_class: order
                .operator_class
                .get()
                .map(|class| names::checked(class, "an operator class", errors)),
        }
    }
}

/// Those of single columns first.
pub(crate) fn checks(attr: &ModelAttr, fields: &Fields, errors: &mut Errors) -> Vec<Check> {
    let of_columns = fields.mapped.iter().flat_map(|field| &field.attr.checks);
    of_columns.chain(&attr.checks).map(|check| Check::new(check, errors)).collect()
}

impl Check {
    fn new(attr: &CheckAttr, errors: &mut Errors) -> Self {
        if attr.sql.value().trim().is_empty() {
            errors.at(&attr.sql, "`check` needs a condition: `check = \"price > 0\"`");
        }
        Check { name: constraint_name(&attr.name, errors), sql: attr.sql.value() }
    }
}

pub(crate) fn constraint_name(name: &Once<LitStr>, errors: &mut Errors) -> Option<String> {
    name.get().map(|name| names::checked(name, "a constraint", errors))
}

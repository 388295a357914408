//! Relationships.

use syn::{Attribute, Ident, LitStr, Path};

use crate::attr::{Kind, LinkColumn, ModelAttr, RelationAttr, TermAttr, Through, ThroughTable};
use crate::errors::Errors;
use crate::model::{Fields, foreign, names, resolve_self};

/// A relationship.
pub(crate) struct Relation {
    pub(crate) kind: RelationKind,
    pub(crate) docs: Vec<Attribute>,
    pub(crate) name: Ident,
    pub(crate) target: Path,
    /// Positions of own columns; empty for the primary key, or to be taken from the opposite side.
    pub(crate) local: Vec<usize>,
    /// Fields of the target; empty for the primary key, or to be taken from the opposite side.
    pub(crate) remote: Vec<Ident>,
    pub(crate) link: Option<Link>,
    pub(crate) inverse: Option<Ident>,
    pub(crate) cascade: Cascade,
    pub(crate) passive_deletes: bool,
    pub(crate) post_update: bool,
    /// Fields of the target, with `true` for DESC.
    pub(crate) order_by: Vec<(Ident, bool)>,
    pub(crate) condition: Option<String>,
}

/// Which relationship.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RelationKind {
    BelongsTo,
    HasOne,
    HasMany,
    ManyToMany,
}

/// The table in between.
pub(crate) enum Link {
    /// A table without model.
    Table { schema: Option<String>, name: String, local: Vec<String>, remote: Vec<String> },
    /// A model; without columns its foreign keys decide.
    Model { model: Path, local: Vec<Ident>, remote: Vec<Ident> },
}

/// What flows along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "the six cascades are independent of each other")]
pub(crate) struct Cascade {
    pub(crate) save_update: bool,
    pub(crate) delete: bool,
    pub(crate) delete_orphan: bool,
    pub(crate) merge: bool,
    pub(crate) refresh_expire: bool,
    pub(crate) expunge: bool,
}

/// Those of columns first.
pub(crate) fn all(model: &Ident, attr: &ModelAttr, fields: &Fields, errors: &mut Errors) -> Vec<Relation> {
    let mut all = Vec::new();
    for (position, field) in fields.mapped.iter().enumerate() {
        let relation = field.attr.belongs_to.get();
        all.extend(relation.map(|relation| Relation::new(model, relation, vec![position], errors)));
    }
    for relation in &attr.relations {
        let local = local_columns(relation, fields, errors);
        all.push(Relation::new(model, relation, local, errors));
    }
    all
}

fn local_columns(relation: &RelationAttr, fields: &Fields, errors: &mut Errors) -> Vec<usize> {
    let own = if relation.kind == Kind::BelongsTo { &relation.columns } else { &relation.references };
    match own.get() {
        Some(columns) => fields.positions(columns, errors),
        None if relation.kind == Kind::BelongsTo => {
            errors.at(
                &relation.word,
                "`belongs_to` on a struct names its columns, `columns(a, b)`; for one column write it on the field",
            );
            Vec::new()
        }
        None => Vec::new(),
    }
}

impl Relation {
    fn new(model: &Ident, attr: &RelationAttr, local: Vec<usize>, errors: &mut Errors) -> Self {
        let remote = match attr.kind {
            Kind::BelongsToHere | Kind::BelongsTo => &attr.references,
            Kind::HasMany | Kind::HasOne | Kind::ManyToMany => &attr.foreign_key,
        };
        let remote = remote.get().cloned().unwrap_or_default();
        if !local.is_empty() {
            foreign::same_number(&attr.word, local.len(), &remote, errors);
        }
        no_orphans_of_a_shared_child(attr, errors);
        a_condition_makes_read_only(attr, errors);
        Relation {
            kind: attr.kind.into(),
            docs: attr.docs.clone(),
            name: attr.name.clone(),
            target: resolve_self(&attr.target, model),
            local,
            remote,
            link: link(attr, errors),
            inverse: attr.inverse.get().cloned(),
            cascade: cascade(attr),
            passive_deletes: attr.passive_deletes.is_set(),
            post_update: attr.post_update.is_set(),
            order_by: order_by(attr, errors),
            condition: attr.condition.get().map(LitStr::value),
        }
    }
}

impl From<Kind> for RelationKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::BelongsToHere | Kind::BelongsTo => RelationKind::BelongsTo,
            Kind::HasMany => RelationKind::HasMany,
            Kind::HasOne => RelationKind::HasOne,
            Kind::ManyToMany => RelationKind::ManyToMany,
        }
    }
}

/// Words add to what holds if nothing is said (save-update and merge); `none` takes that away first.
fn cascade(attr: &RelationAttr) -> Cascade {
    let words = attr.cascade.get().map_or(&[][..], Vec::as_slice);
    let says = |name: &str| words.iter().any(|word| word == name);
    let all = says("all");
    let usual = all || !(says("none") || attr.condition.is_set());
    Cascade {
        save_update: usual || says("save_update"),
        merge: usual || says("merge"),
        delete: all || says("delete") || says("delete_orphan"),
        delete_orphan: says("delete_orphan"),
        refresh_expire: all || says("refresh_expire"),
        expunge: all || says("expunge"),
    }
}

/// Only a child with one parent can lose it.
fn no_orphans_of_a_shared_child(attr: &RelationAttr, errors: &mut Errors) {
    let is_of_parent = matches!(attr.kind, Kind::HasMany | Kind::HasOne);
    let word = attr.cascade.get().and_then(|words| words.iter().find(|word| *word == "delete_orphan"));
    if let (false, Some(word)) = (is_of_parent, word) {
        errors.at(
            word,
            "`delete_orphan` stands on the side of the parent: on `has_many` or `has_one`, whose child has no other",
        );
    }
}

/// What is only read has no other side to keep in step, and nothing flows along.
fn a_condition_makes_read_only(attr: &RelationAttr, errors: &mut Errors) {
    if !attr.condition.is_set() {
        return;
    }
    for word in [attr.inverse.word(), attr.cascade.word(), attr.passive_deletes.word()].into_iter().flatten()
    {
        errors.at(word, format!("a relationship with `where` can only be read: take `{word}` away"));
    }
}

/// The table in between of a many-to-many relationship.
fn link(attr: &RelationAttr, errors: &mut Errors) -> Option<Link> {
    match attr.through.get() {
        Some(through) => Some(Link::new(through, errors)),
        None if attr.kind == Kind::ManyToMany && !attr.through.is_set() => {
            errors.at(
                &attr.word,
                "`many_to_many` needs the table in between: `through = \"post_tag\"(post_id, tag_id)`, or its model",
            );
            None
        }
        None => None,
    }
}

impl Link {
    fn new(through: &Through, errors: &mut Errors) -> Self {
        let none = (Vec::new(), Vec::new());
        let (local, remote) = through.columns.as_ref().unwrap_or(&none);
        match &through.table {
            ThroughTable::Table { schema, name } => Link::Table {
                schema: schema.as_ref().map(|schema| names::checked(schema, "a schema", errors)),
                name: names::checked(name, "a table", errors),
                local: local.iter().map(|column| column_text(column, errors)).collect(),
                remote: remote.iter().map(|column| column_text(column, errors)).collect(),
            },
            ThroughTable::Model(model) => Link::Model {
                model: model.clone(),
                local: local.iter().filter_map(|column| column_ident(column, errors)).collect(),
                remote: remote.iter().filter_map(|column| column_ident(column, errors)).collect(),
            },
        }
    }
}

fn column_text(column: &LinkColumn, errors: &mut Errors) -> String {
    let name = match column {
        LinkColumn::Ident(ident) => syn::ext::IdentExt::unraw(ident).to_string(),
        LinkColumn::Text(text) => text.value(),
    };
    names::check_column(&name, column, errors);
    name
}

fn column_ident(column: &LinkColumn, errors: &mut Errors) -> Option<Ident> {
    match column {
        LinkColumn::Ident(ident) => Some(ident.clone()),
        LinkColumn::Text(text) => {
            errors.at(text, "the columns of a model are named by its fields, without quotes");
            None
        }
    }
}

fn order_by(attr: &RelationAttr, errors: &mut Errors) -> Vec<(Ident, bool)> {
    attr.order_by.get().into_iter().flatten().filter_map(|term| order_term(term, errors)).collect()
}

fn order_term(term: &TermAttr, errors: &mut Errors) -> Option<(Ident, bool)> {
    let order = &term.order;
    for word in [order.nulls_first.word(), order.operator_class.word()].into_iter().flatten() {
        errors.at(word, format!("`{word}` is for indexes: `order_by` knows `asc` and `desc`"));
    }
    match &term.term {
        crate::attr::Term::Column(ident) => Some((ident.clone(), order.descending.get() == Some(&true))),
        crate::attr::Term::Expression(_) => None,
    }
}

//! Foreign keys.

use syn::{Ident, Path};

use crate::attr::{ActionsAttr, ForeignKeyAttr, Kind, ModelAttr, Reference, RelationAttr, action_name};
use crate::errors::Errors;
use crate::model::{Fields, key, resolve_self};

/// A foreign key.
pub(crate) struct ForeignKey {
    pub(crate) name: Option<String>,
    pub(crate) columns: Vec<usize>,
    pub(crate) target: Path,
    /// Fields of the target; none for its primary key.
    pub(crate) target_columns: Vec<Ident>,
    /// Variant of `ReferentialAction`.
    pub(crate) on_delete: Option<Ident>,
    /// Variant of `ReferentialAction`.
    pub(crate) on_update: Option<Ident>,
    pub(crate) deferrable: bool,
    pub(crate) initially_deferred: bool,
}

/// Those of single columns first.
pub(crate) fn all(model: &Ident, attr: &ModelAttr, fields: &Fields, errors: &mut Errors) -> Vec<ForeignKey> {
    let mut all = Vec::new();
    for (position, field) in fields.mapped.iter().enumerate() {
        if let Some(reference) = field.attr.references.get() {
            all.push(of_reference(model, reference, position, errors));
        }
        if let Some(relation) = field.attr.belongs_to.get() {
            all.push(of_relation(model, relation, vec![position], errors));
        }
    }
    all.extend(attr.foreign_keys.iter().map(|foreign| of_struct(model, foreign, fields, errors)));
    for relation in attr.relations.iter().filter(|relation| relation.kind == Kind::BelongsTo) {
        let columns = relation.columns.get().map_or(&[][..], Vec::as_slice);
        // A wrong name is reported where the relationship is built.
        let positions = fields.positions(columns, &mut Errors::default());
        all.push(of_relation(model, relation, positions, errors));
    }
    all
}

fn of_reference(model: &Ident, reference: &Reference, position: usize, errors: &mut Errors) -> ForeignKey {
    let columns = vec![position];
    same_number(&reference.word, columns.len(), &reference.target.columns, errors);
    let target = resolve_self(&reference.target.model, model);
    ForeignKey::new(columns, target, reference.target.columns.clone(), &reference.actions, errors)
}

fn of_relation(
    model: &Ident,
    relation: &RelationAttr,
    columns: Vec<usize>,
    errors: &mut Errors,
) -> ForeignKey {
    let target_columns = relation.references.get().cloned().unwrap_or_default();
    let target = resolve_self(&relation.target, model);
    ForeignKey::new(columns, target, target_columns, &relation.actions, errors)
}

fn of_struct(model: &Ident, attr: &ForeignKeyAttr, fields: &Fields, errors: &mut Errors) -> ForeignKey {
    let columns = fields.positions(attr.columns.get().map_or(&[][..], Vec::as_slice), errors);
    let target = attr.target.get().expect("a foreign key without target is a mistake of reading");
    same_number(&attr.word, columns.len(), &target.columns, errors);
    let model = resolve_self(&target.model, model);
    ForeignKey::new(columns, model, target.columns.clone(), &attr.actions, errors)
}

impl ForeignKey {
    fn new(
        columns: Vec<usize>,
        target: Path,
        target_columns: Vec<Ident>,
        actions: &ActionsAttr,
        errors: &mut Errors,
    ) -> Self {
        ForeignKey {
            name: key::constraint_name(&actions.name, errors),
            columns,
            target,
            target_columns,
            on_delete: actions.on_delete.get().map(action_name),
            on_update: actions.on_update.get().map(action_name),
            deferrable: actions.deferrable.is_set() || actions.initially_deferred.is_set(),
            initially_deferred: actions.initially_deferred.is_set(),
        }
    }
}

/// Columns and the columns they refer to go in pairs.
pub(crate) fn same_number(word: &Ident, here: usize, there: &[Ident], errors: &mut Errors) {
    if there.is_empty() || there.len() == here {
        return;
    }
    let plural = |number| if number == 1 { "1 column".to_owned() } else { format!("{number} columns") };
    let message =
        format!("{} here cannot refer to {} there: name one for each", plural(here), plural(there.len()));
    errors.at(word, message);
}

//! Which columns must be given.

use quote::format_ident;
use syn::Ident;
use syn::ext::IdentExt;

use crate::case;
use crate::model::{Column, Model, Relation, RelationKind};
use crate::types;

/// A column that must be given, by itself or by its relationship.
pub(super) struct Required<'m> {
    /// Position of the column.
    pub(super) column: usize,
    /// `EmailGiven`
    pub(super) parameter: Ident,
    /// `email`, or `author_id_or_author`.
    pub(super) marker: Ident,
    /// The relationships that give the column, by position.
    pub(super) relations: Vec<(usize, &'m Relation)>,
}

pub(super) fn all(model: &Model) -> Vec<Required<'_>> {
    let columns = model.columns.iter().enumerate();
    columns
        .filter(|(_, column)| must_be_given(column))
        .map(|(at, column)| required(model, at, column))
        .collect()
}

/// NOT NULL, and nobody else makes the value. A type alias for `Option` counts as NOT NULL: the macro sees names.
fn must_be_given(column: &Column) -> bool {
    !types::is_option(&column.ty)
        && column.generated.is_none()
        && column.server_default.is_none()
        && column.default.is_none()
        && column.version.is_none()
}

fn required<'m>(model: &'m Model, at: usize, column: &Column) -> Required<'m> {
    let gives =
        |relation: &Relation| relation.kind == RelationKind::BelongsTo && relation.local.contains(&at);
    let relations: Vec<_> =
        model.relations.iter().enumerate().filter(|(_, relation)| gives(relation)).collect();
    let mut marker = column.field();
    for (_, relation) in &relations {
        marker = format!("{marker}_or_{}", relation.name.unraw());
    }
    Required {
        column: at,
        parameter: format_ident!("{}Given", case::camel(&column.field()), span = column.ident.span()),
        // Raw, in case that the field is named like a keyword.
        marker: if relations.is_empty() {
            column.ident.clone()
        } else {
            Ident::new(&marker, column.ident.span())
        },
        relations,
    }
}

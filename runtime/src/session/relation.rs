//! Relationships with their columns and opposite sides looked up.

use crate::schema::{Cascade, LinkTable, RelationDef, RelationKind, TableDef};
use crate::session::Meta;

/// A relationship, with positions in place of names.
#[derive(Debug)]
pub(crate) struct Relation {
    pub(crate) def: &'static RelationDef,
    pub(crate) target: &'static Meta,
    /// Position of the opposite relationship at the target.
    pub(crate) inverse: Option<usize>,
    /// Columns here: the foreign key (`BelongsTo`), or the key that it refers to.
    pub(crate) local: Vec<usize>,
    /// Columns there: the key referred to (`BelongsTo`), or the foreign key.
    pub(crate) remote: Vec<usize>,
}

impl Relation {
    /// Looks the columns and the opposite side of a relationship up.
    pub(crate) fn resolve(
        owner: &'static TableDef,
        def: &'static RelationDef,
        target: &'static Meta,
    ) -> Self {
        let (here, there) = (owner, target.table);
        let inverse =
            def.inverse.and_then(|name| there.relations.iter().position(|other| other.name == name));
        let opposite = inverse.map(|at| &there.relations[at]);
        let key = |table: &'static TableDef| table.primary_key.to_vec();
        let (local, remote) = match def.kind {
            RelationKind::BelongsTo => (
                columns(here, def.local).unwrap_or_default(),
                columns(there, def.remote).unwrap_or_else(|| key(there)),
            ),
            RelationKind::HasOne | RelationKind::HasMany => (
                columns(here, def.local)
                    .or_else(|| columns(here, opposite?.remote))
                    .unwrap_or_else(|| key(here)),
                columns(there, def.remote).or_else(|| columns(there, opposite?.local)).unwrap_or_default(),
            ),
            RelationKind::ManyToMany => (key(here), key(there)),
        };
        Relation { def, target, inverse, local, remote }
    }

    pub(crate) fn kind(&self) -> RelationKind {
        self.def.kind
    }

    pub(crate) fn cascade(&self) -> Cascade {
        self.def.cascade
    }

    pub(crate) fn is_many(&self) -> bool {
        self.def.kind.is_many()
    }

    /// Whether the foreign key is at the other end.
    pub(crate) fn owns_children(&self) -> bool {
        matches!(self.def.kind, RelationKind::HasOne | RelationKind::HasMany)
    }

    /// Whether it can only be read.
    pub(crate) fn is_view(&self) -> bool {
        self.def.condition.is_some()
    }

    pub(crate) fn link_table(&self) -> Option<&'static LinkTable> {
        self.def.link
    }
}

/// Positions of named columns; `None` if no names are given.
fn columns(table: &'static TableDef, names: &[&str]) -> Option<Vec<usize>> {
    if names.is_empty() {
        return None;
    }
    Some(names.iter().filter_map(|name| table.position(name)).collect())
}

#[cfg(test)]
mod tests {
    use crate::session::Mapped;
    use crate::session::models::{Post, User};

    #[test]
    fn both_sides_of_a_relationship_name_the_same_columns() {
        let (posts, author) = (&User::meta().relations()[0], &Post::meta().relations()[0]);
        assert_eq!((posts.local.as_slice(), posts.remote.as_slice()), (&[0][..], &[2][..]));
        assert_eq!((author.local.as_slice(), author.remote.as_slice()), (&[2][..], &[0][..]));
        assert_eq!((posts.inverse, author.inverse), (Some(0), Some(0)));
    }
}

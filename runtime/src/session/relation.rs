//! Relationships with their columns and opposite sides looked up.

use crate::error::{Error, Result};
use crate::schema::{Cascade, RelationDef, RelationKind, TableDef};
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
    /// The table in between (`ManyToMany`).
    between: Option<Between>,
    /// Why it cannot be followed.
    fault: Option<String>,
}

/// The table in between of a relationship from many to many.
#[derive(Debug)]
pub(crate) struct Between {
    pub(crate) schema: Option<&'static str>,
    pub(crate) name: &'static str,
    /// Its columns that hold this end's key, in the order of [`Relation::local`].
    pub(crate) local: Vec<&'static str>,
    /// Its columns that hold the other end's key, in the order of [`Relation::remote`].
    pub(crate) remote: Vec<&'static str>,
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
        let ends = |pairs: Vec<(&'static str, &'static str)>, link: Vec<(&'static str, &'static str)>| {
            let local = pairs.iter().filter_map(|(near, _)| here.position(near)).collect();
            let remote = link.iter().filter_map(|(_, far)| there.position(far)).collect();
            (local, remote)
        };
        let (local, remote) = match def.kind {
            RelationKind::ManyToMany => {
                let (near, far) = def.link_columns(here);
                ends(near, far)
            }
            RelationKind::BelongsTo | RelationKind::HasOne | RelationKind::HasMany => {
                let pairs = def.join_columns(here);
                ends(pairs.clone(), pairs)
            }
        };
        let between = def.link.map(|link| {
            let (near, far) = def.link_columns(here);
            Between {
                schema: link.schema,
                name: link.name,
                local: near.iter().map(|(_, column)| *column).collect(),
                remote: far.iter().map(|(column, _)| *column).collect(),
            }
        });
        Relation { def, target, inverse, local, remote, between, fault: def.fault(here) }
    }

    pub(crate) fn kind(&self) -> RelationKind {
        self.def.kind
    }

    /// Refuses a relationship that cannot be followed.
    pub(crate) fn check(&self) -> Result<()> {
        match &self.fault {
            Some(message) => Err(Error::Schema { message: message.clone() }),
            None => Ok(()),
        }
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

    pub(crate) fn between(&self) -> Option<&Between> {
        self.between.as_ref()
    }
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

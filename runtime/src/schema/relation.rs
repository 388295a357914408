//! Relationships.

use crate::schema::TableDef;

/// A relationship of a model.
#[derive(Debug)]
pub struct RelationDef {
    /// The relationship's name: `posts` of `User::posts`.
    pub name: &'static str,
    /// Its kind.
    pub kind: RelationKind,
    /// The table at the other end. A function, since tables may refer to each other.
    pub target: fn() -> &'static TableDef,
    /// Names of the columns of this table that are compared; empty for the primary key (has) or to be taken
    /// from the opposite side.
    pub local: &'static [&'static str],
    /// Names of the columns at the other end that are compared; empty for the primary key (belongs_to).
    pub remote: &'static [&'static str],
    /// The table in between, for many-to-many.
    pub link: Option<&'static LinkTable>,
    /// Name of the opposite relationship at the other end.
    pub inverse: Option<&'static str>,
    /// What flows along.
    pub cascade: Cascade,
    /// The database deletes the children (ON DELETE CASCADE): those that are not loaded are left to it.
    pub passive_deletes: bool,
    /// The foreign key is written by an UPDATE of its own, after INSERTs and before DELETEs.
    pub post_update: bool,
    /// ORDER BY of loaded collections: column names of the other end, with `true` for DESC. Empty: primary key.
    pub order_by: &'static [(&'static str, bool)],
    /// An extra condition as SQL over the other end's columns; such a relationship can only be read.
    pub condition: Option<&'static str>,
}

/// Which relationship.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RelationKind {
    /// The foreign key is here.
    BelongsTo,
    /// The foreign key is there, once.
    HasOne,
    /// The foreign key is there, many times.
    HasMany,
    /// Both keys are in a table in between.
    ManyToMany,
}

impl RelationKind {
    /// Whether there can be more than one at the other end.
    #[must_use]
    pub const fn is_many(self) -> bool {
        matches!(self, RelationKind::HasMany | RelationKind::ManyToMany)
    }
}

/// What flows along a relationship.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "the six cascades are independent of each other")]
pub struct Cascade {
    /// `add` reaches the other end.
    pub save_update: bool,
    /// `delete` reaches the other end.
    pub delete: bool,
    /// A child without parent is deleted.
    pub delete_orphan: bool,
    /// `merge` reaches the other end.
    pub merge: bool,
    /// `refresh` and `expire` reach the other end.
    pub refresh_expire: bool,
    /// `expunge` reaches the other end.
    pub expunge: bool,
}

impl Cascade {
    /// What holds if nothing is said: save-update and merge.
    pub const DEFAULT: Cascade = Cascade {
        save_update: true,
        delete: false,
        delete_orphan: false,
        merge: true,
        refresh_expire: false,
        expunge: false,
    };
}

/// The table between the two ends of a many-to-many relationship.
#[derive(Debug)]
pub struct LinkTable {
    /// The schema; without one the search path decides.
    pub schema: Option<&'static str>,
    /// The table's name.
    pub name: &'static str,
    /// Its columns that hold this end's key.
    pub local: &'static [&'static str],
    /// Its columns that hold the other end's key.
    pub remote: &'static [&'static str],
    /// The model of the link table, if there is one; `create_all` makes the table itself if there is none.
    pub model: Option<fn() -> &'static TableDef>,
}

/// Names of columns that are compared: `(here, there)`.
pub type ColumnPairs = Vec<(&'static str, &'static str)>;

impl RelationDef {
    /// The columns of a relationship without a table in between, as pairs `(of this table, of the other)`.
    ///
    /// What the declaration leaves out comes from the primary key of the end without the foreign key and, for
    /// `has_one` and `has_many`, from the opposite `belongs_to`.
    #[must_use]
    pub fn join_columns(&self, own: &'static TableDef) -> ColumnPairs {
        let target = (self.target)();
        let opposite = self.inverse.and_then(|name| target.relations.iter().find(|other| other.name == name));
        let (local, remote) = match self.kind {
            RelationKind::BelongsTo => (names(self.local), or_key(self.remote, target)),
            RelationKind::HasOne | RelationKind::HasMany | RelationKind::ManyToMany => {
                let there = if self.remote.is_empty() {
                    opposite.map_or(&[][..], |it| it.local)
                } else {
                    self.remote
                };
                let here =
                    if self.local.is_empty() { opposite.map_or(&[][..], |it| it.remote) } else { self.local };
                (or_key(here, own), names(there))
            }
        };
        local.into_iter().zip(remote).collect()
    }

    /// The columns of a relationship through a table: pairs `(of this table, of the link)` and
    /// `(of the link, of the other table)`.
    #[must_use]
    pub fn link_columns(&self, own: &'static TableDef) -> (ColumnPairs, ColumnPairs) {
        let Some(link) = self.link else { return (Vec::new(), Vec::new()) };
        let target = (self.target)();
        let near = or_key(self.local, own).into_iter().zip(link.columns_to(own, link.local, 0)).collect();
        // Where both ends are one table, the link's second foreign key to it is that of the other end.
        let skip = usize::from(own == target);
        let far =
            link.columns_to(target, link.remote, skip).into_iter().zip(or_key(self.remote, target)).collect();
        (near, far)
    }
}

impl LinkTable {
    /// The columns that hold the key of an end: those that are given, else those of the model's foreign key to it.
    fn columns_to(&self, end: &'static TableDef, given: &[&'static str], skip: usize) -> Vec<&'static str> {
        let Some(model) = self.model.filter(|_| given.is_empty()) else { return names(given) };
        let model = model();
        let mut keys = model.foreign_keys.iter().filter(|key| (key.target)() == end);
        keys.nth(skip).map_or_else(Vec::new, |key| {
            key.columns.iter().map(|&column| model.columns[column].name).collect()
        })
    }
}

fn names(columns: &[&'static str]) -> Vec<&'static str> {
    columns.to_vec()
}

fn or_key(columns: &[&'static str], table: &'static TableDef) -> Vec<&'static str> {
    if columns.is_empty() {
        table.key_columns().map(|column| column.name).collect()
    } else {
        columns.to_vec()
    }
}

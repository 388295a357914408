//! Relationships.

use crate::schema::{ForeignKeyDef, TableDef};

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
    /// `has_one` and `has_many`, from the opposite `belongs_to`; without one, from the only foreign key there that
    /// leads here. Empty if that is not to be found: see [`fault`](RelationDef::fault).
    #[must_use]
    pub fn join_columns(&self, own: &'static TableDef) -> ColumnPairs {
        let (local, remote) = self.ends(own);
        local.into_iter().zip(remote).collect()
    }

    /// The columns here and those there.
    fn ends(&self, own: &'static TableDef) -> (Vec<&'static str>, Vec<&'static str>) {
        let target = (self.target)();
        if self.kind == RelationKind::BelongsTo {
            return (names(self.local), or_key(self.remote, target));
        }
        let opposite = self.inverse.and_then(|name| target.relations.iter().find(|other| other.name == name));
        let (here, there) = match (opposite, self.only_key(own)) {
            (Some(opposite), _) => (opposite.remote, names(opposite.local)),
            (None, Some(key)) => (key.target_columns, key.column_names(target)),
            (None, None) => (&[][..], Vec::new()),
        };
        let here = or_key(if self.local.is_empty() { here } else { self.local }, own);
        (here, if self.remote.is_empty() { there } else { names(self.remote) })
    }

    /// The foreign keys at the other end that lead here.
    fn keys_there(&self, own: &'static TableDef) -> impl Iterator<Item = &'static ForeignKeyDef> {
        (self.target)().foreign_keys.iter().filter(move |key| (key.target)() == own)
    }

    fn only_key(&self, own: &'static TableDef) -> Option<&'static ForeignKeyDef> {
        let mut keys = self.keys_there(own);
        keys.next().filter(|_| keys.next().is_none())
    }

    /// Why the relationship cannot be followed, and what to do: no foreign key there leads here, or several do.
    #[must_use]
    pub fn fault(&self, own: &'static TableDef) -> Option<String> {
        let (title, target) = (format!("`{}::{}`", own.model, self.name), (self.target)());
        let odd = |columns: usize, key: usize| {
            format!("{title} names {columns} columns for a key of {key}: name as many, in the same order")
        };
        let Some(link) = self.link else {
            let (here, there) = self.ends(own);
            let (model, there_is) = (own.model, target.model);
            return match (there.len(), self.keys_there(own).count()) {
                (0, 0) => Some(format!(
                    "{title}: `{there_is}` has no foreign key to `{model}`: declare one there, \
                     `belongs_to(..: {model})` or `references({model})`, or name its columns here, `foreign_key(..)`"
                )),
                (0, _) => Some(format!(
                    "{title}: `{there_is}` has several foreign keys to `{model}`: say which one is meant, \
                     `foreign_key(..)` or `inverse = ..`"
                )),
                (columns, _) => (columns != here.len()).then(|| odd(columns, here.len())),
            };
        };
        let (near, far) = self.link_columns(own);
        for (end, pairs, key) in [(own, near, self.local), (target, far, self.remote)] {
            let key = or_key(key, end).len();
            if pairs.is_empty() {
                let between = link.model.map_or(link.name, |model| model().model);
                let to = end.model;
                return Some(format!(
                    "{title}: `{between}`, the model in between, has no foreign key to `{to}`: declare one there, \
                     `belongs_to(..: {to})` or `references({to})`, or name the columns, `through = {between}(.., ..)`"
                ));
            }
            if pairs.len() != key {
                return Some(odd(pairs.len(), key));
            }
        }
        None
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
        keys.nth(skip).map_or_else(Vec::new, |key| key.column_names(model))
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

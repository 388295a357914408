//! What `create_all` and `drop_all` do beside the tables.

use crate::schema::EnumDef;
use crate::sql::Name;

/// What `create_all` and `drop_all` do beside the tables, and where they hold back.
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Options {
    pub(super) if_not_exists: bool,
    pub(super) others_exist: bool,
    pub(super) drop_schemas: bool,
    pub(super) keep_enums: bool,
    pub(super) server_version: Option<u32>,
    pub(super) enums: Vec<&'static EnumDef>,
    pub(super) extensions: Vec<Name>,
}

impl Options {
    /// Makes everything anew and fails if something is there already; drops what is there.
    pub fn new() -> Self {
        Options::default()
    }

    /// Leaves tables, indexes, constraints and types alone that are there already.
    ///
    /// A table that is there is not compared with its model.
    pub fn if_not_exists(mut self) -> Self {
        self.if_not_exists = true;
        self
    }

    /// Lets foreign keys refer to tables that are not in the list: they are in the database already.
    pub fn others_exist(mut self) -> Self {
        self.others_exist = true;
        self
    }

    /// Drops the tables' schemas, too. They must be empty by then.
    pub fn drop_schemas(mut self) -> Self {
        self.drop_schemas = true;
        self
    }

    /// Refuses what the server with this major version (13, 17) does not know.
    pub fn server_version(mut self, major: u32) -> Self {
        self.server_version = Some(major);
        self
    }

    /// `drop_all` leaves the enums of the tables' columns: other tables have them, too.
    pub fn keep_enums(mut self) -> Self {
        self.keep_enums = true;
        self
    }

    /// Makes these enum types before the tables, and drops them after. Those of the tables' columns need not be
    /// said: they are made where they are missing.
    pub fn enums(mut self, enums: impl IntoIterator<Item = &'static EnumDef>) -> Self {
        self.enums.extend(enums);
        self
    }

    /// Makes sure that an extension is there before the tables: `citext`, `ltree`, `hstore`, `pg_trgm`. It is
    /// never dropped.
    pub fn extension(mut self, name: impl Into<Name>) -> Self {
        self.extensions.push(name.into());
        self
    }
}

//! Facts of a model, looked up once.

use std::fmt;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::schema::{Generated, TableDef};
use crate::session::flush::Texts;
use crate::session::relation::Relation;
use crate::session::store::Store;
use crate::session::table::Table;
use crate::session::{Mapped, Mask};
use crate::types::Expect;

/// What the session knows of a model. There is one of these per model, at one address.
pub struct Meta {
    pub(crate) number: u32,
    pub(crate) table: &'static TableDef,
    related: &'static [fn() -> &'static Meta],
    // Looked up at first use, since models may refer to each other in circles.
    relations: OnceLock<Vec<Relation>>,
    keys: OnceLock<Mask>,
    pub(crate) make: fn() -> Box<dyn Table>,
    /// Types that the columns' readers expect.
    pub(crate) expect_all: fn(&mut Vec<Expect>),
    pub(crate) texts: Texts,
    /// Columns that the database computes: nobody writes them.
    pub(crate) computed: Mask,
}

impl Meta {
    /// Gathers the facts of a model and gives it the next number. Called once per model, by the `OnceLock` in
    /// [`Mapped::meta`].
    #[must_use]
    pub fn of<M: Mapped>() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        Meta {
            number: NEXT.fetch_add(1, Ordering::Relaxed),
            table: M::TABLE,
            related: M::RELATED,
            relations: OnceLock::new(),
            keys: OnceLock::new(),
            make: || Box::new(Store::<M>::new()),
            expect_all: M::expect,
            texts: Texts::default(),
            computed: computed(M::TABLE),
        }
    }

    /// The model's name.
    #[must_use]
    pub fn model(&self) -> &'static str {
        self.table.model
    }

    /// The relationships, with positions in place of names.
    pub(crate) fn relations(&self) -> &[Relation] {
        self.relations.get_or_init(|| {
            let ends = self.table.relations.iter().zip(self.related);
            ends.map(|(def, target)| Relation::resolve(self.table, def, target())).collect()
        })
    }

    /// Columns by which rows are found: those of the primary key and those of relationships.
    pub(crate) fn keys(&self) -> &Mask {
        self.keys.get_or_init(|| {
            let local = self.relations().iter().flat_map(|facts| &facts.local);
            self.table.primary_key.iter().chain(local).copied().collect()
        })
    }
}

fn computed(table: &TableDef) -> Mask {
    let columns = table.columns.iter().enumerate();
    let computed = columns.filter(|(_, column)| matches!(column.generated, Some(Generated::Stored(_))));
    computed.map(|(at, _)| at).collect()
}

impl fmt::Debug for Meta {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Meta({}, {})", self.number, self.table.model)
    }
}

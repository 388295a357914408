//! Facts of a model, looked up once.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::schema::TableDef;
use crate::session::Mapped;

/// What the session knows of a model. There is one of these per model, at one address.
#[derive(Debug)]
pub struct Meta {
    pub(crate) number: u32,
    pub(crate) table: &'static TableDef,
    pub(crate) related: &'static [fn() -> &'static Meta],
}

impl Meta {
    /// Gathers the facts of a model and gives it the next number. Called once per model, by the `OnceLock` in
    /// [`Mapped::meta`].
    #[must_use]
    pub fn of<M: Mapped>() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        Meta { number: NEXT.fetch_add(1, Ordering::Relaxed), table: M::TABLE, related: M::RELATED }
    }

    /// The model's name.
    #[must_use]
    pub fn model(&self) -> &'static str {
        self.table.model
    }
}

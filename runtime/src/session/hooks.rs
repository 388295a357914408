//! Hooks: the user's functions around a flush, a commit, a rollback.

use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

use crate::error::{BoxError, Error, Result};
use crate::session::flush::{Plan, Step};
use crate::session::{Entity, Mapped, Meta, Raw, Session};

type ForRow = Box<dyn Fn(&mut Session, Raw) -> Result<(), BoxError> + Send + Sync>;
type ForAll = Box<dyn Fn(&mut Session) -> Result<(), BoxError> + Send + Sync>;

/// What happens with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum RowEvent {
    Insert,
    Update,
    Delete,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum When {
    Before,
    After,
}

/// What happens with the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    BeforeFlush,
    AfterFlush,
    BeforeCommit,
    AfterCommit,
    BeforeRollback,
    AfterRollback,
}

/// Functions that are called around a flush, a commit or a rollback. One set serves any number of sessions:
/// `engine.session_builder().hooks(hooks)`.
///
/// A hook may read and change entities of the session (`session.set(user, User::email, ..)`), and it may refuse
/// with an error: [`Error::Vetoed`]. A veto before anything was sent leaves the session as it was; one after that
/// demands a rollback. Hooks run in the order in which they were given. They cannot wait.
///
/// # Example: every address in small letters
///
/// ```no_run
/// # fn main() {}
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/docs/models.in.rs"));
/// # use cormorant::session::Hooks;
/// # fn example() -> Hooks {
/// let hooks = Hooks::new().before_insert(|session, user: Entity<User>| {
///     let email = session.value(user, User::email)?.to_lowercase();
///     session.set(user, User::email, email)?;
///     Ok(())
/// });
/// # hooks
/// # }
/// ```
#[derive(Default)]
pub struct Hooks {
    rows: Vec<(When, RowEvent, fn() -> &'static Meta, ForRow)>,
    all: Vec<(Event, ForAll)>,
}

macro_rules! row_hooks {
    ($($(#[$doc:meta])* $name:ident $when:ident $event:ident;)*) => {$(
        $(#[$doc])*
        #[must_use]
        pub fn $name<M, F>(mut self, hook: F) -> Self
        where
            M: Mapped,
            F: Fn(&mut Session, Entity<M>) -> Result<(), BoxError> + Send + Sync + 'static,
        {
            let call = move |session: &mut Session, raw| {
                let entity = session.graph.entity::<M>(raw);
                hook(session, entity)
            };
            self.rows.push((When::$when, RowEvent::$event, M::meta, Box::new(call)));
            self
        }
    )*};
}

macro_rules! session_hooks {
    ($($(#[$doc:meta])* $name:ident $event:ident;)*) => {$(
        $(#[$doc])*
        #[must_use]
        pub fn $name<F>(mut self, hook: F) -> Self
        where
            F: Fn(&mut Session) -> Result<(), BoxError> + Send + Sync + 'static,
        {
            self.all.push((Event::$event, Box::new(hook)));
            self
        }
    )*};
}

impl Hooks {
    /// No hooks.
    #[must_use]
    pub fn new() -> Self {
        Hooks::default()
    }

    row_hooks! {
        /// Before a row is inserted. What the hook sets is inserted.
        before_insert Before Insert;
        /// After a row was inserted: generated values are there.
        after_insert After Insert;
        /// Before a row is updated. What the hook sets is written, too.
        before_update Before Update;
        /// After a row was updated.
        after_update After Update;
        /// Before a row is deleted, also as an orphan or along with its parent.
        before_delete Before Delete;
        /// After a row was deleted.
        after_delete After Delete;
    }

    session_hooks! {
        /// Before a flush that has something to look at. The hook may add and delete entities.
        before_flush BeforeFlush;
        /// After a flush.
        after_flush AfterFlush;
        /// Before a commit flushes.
        before_commit BeforeCommit;
        /// After the transaction was saved. An error of the hook is that of `commit`, but nothing is taken back.
        after_commit AfterCommit;
        /// Before a rollback: what it takes back can still be seen. An error of the hook does not stop it; it is the
        /// answer of `rollback` once that is done.
        before_rollback BeforeRollback;
        /// After a rollback. An error of the hook is that of `rollback`.
        after_rollback AfterRollback;
    }

    fn has_rows(&self) -> bool {
        !self.rows.is_empty()
    }
}

impl fmt::Debug for Hooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hooks").field("rows", &self.rows.len()).field("session", &self.all.len()).finish()
    }
}

impl Session {
    /// Calls the hooks of the session.
    pub(crate) fn call_hooks(&mut self, event: Event) -> Result<()> {
        let Some(hooks) = self.hooks.clone() else { return Ok(()) };
        let called = hooks.all.iter().filter(|(of, _)| *of == event);
        called.into_iter().try_for_each(|(_, hook)| {
            hook(self).map_err(|source| {
                let key = String::new();
                Error::Vetoed { model: "", key, source }
            })
        })
    }

    /// Calls the hooks for what a plan is about to do to rows that they were not told of. Whether there were any:
    /// the plan may be another one then.
    pub(crate) fn tell_before(&mut self, plan: &Plan, told: &mut Told) -> Result<bool> {
        let Some(hooks) = self.hooks.clone().filter(|hooks| hooks.has_rows()) else { return Ok(false) };
        let mut is_new = false;
        for (event, raw) in touched(plan) {
            if !told.insert(event, raw) {
                continue;
            }
            is_new |= self.call_row_hooks(&hooks, When::Before, event, raw)?;
        }
        Ok(is_new)
    }

    /// Calls the hooks for what was done to rows.
    pub(crate) fn tell_after(&mut self, told: &Told) -> Result<()> {
        let Some(hooks) = self.hooks.clone() else { return Ok(()) };
        told.list
            .iter()
            .try_for_each(|&(event, raw)| self.call_row_hooks(&hooks, When::After, event, raw).map(drop))
    }

    fn call_row_hooks(&mut self, hooks: &Arc<Hooks>, when: When, event: RowEvent, raw: Raw) -> Result<bool> {
        let meta = self.graph.meta(raw);
        let mut called = false;
        for (of, on, model, hook) in &hooks.rows {
            if (*of, *on) == (when, event) && std::ptr::eq(model(), meta) {
                called = true;
                // Now, since the hook may take the entity out of the session.
                let key = self.graph.table(raw).key_text(raw.slot);
                hook(self, raw).map_err(|source| Error::Vetoed { model: meta.model(), key, source })?;
            }
        }
        Ok(called)
    }
}

/// What hooks were told of, each once.
#[derive(Default)]
pub(crate) struct Told {
    list: Vec<(RowEvent, Raw)>,
    known: HashSet<(RowEvent, Raw)>,
}

impl Told {
    fn insert(&mut self, event: RowEvent, raw: Raw) -> bool {
        let is_new = self.known.insert((event, raw));
        if is_new {
            self.list.push((event, raw));
        }
        is_new
    }
}

/// What a plan does to rows, in its order.
fn touched(plan: &Plan) -> Vec<(RowEvent, Raw)> {
    let mut list = Vec::new();
    for step in &plan.steps {
        let (event, table, rows): (_, _, Vec<u32>) = match step {
            Step::Insert { table, rows, .. } => (RowEvent::Insert, *table, rows.clone()),
            Step::Update { table, rows, .. } | Step::LateUpdate { table, rows, .. } => {
                (RowEvent::Update, *table, rows.clone())
            }
            Step::UpdateEach { table, rows } => {
                (RowEvent::Update, *table, rows.iter().map(|(slot, _)| *slot).collect())
            }
            Step::Delete { table, rows } => (RowEvent::Delete, *table, rows.clone()),
            Step::Unpair(_) | Step::Pair(_) => continue,
        };
        list.extend(rows.into_iter().map(|slot| (event, Raw { table, slot })));
    }
    list
}

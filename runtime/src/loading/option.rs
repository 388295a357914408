//! Loader options: which relationships a statement brings along, and how.

use std::fmt;
use std::marker::PhantomData;

use crate::query::{
    Column, Condition, ModelTable, NoLoad, Only, Orders, Quiet, Relation, Select, Shape, Within,
};
use crate::session::{Mapped, Meta};
use crate::sql;

/// How a relationship is loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Strategy {
    /// One more statement for all parents: `WHERE "posts"."author_id" = ANY ($1)`.
    SelectIn,
    /// In the same statement: a LEFT JOIN.
    Joined,
    /// One more statement that repeats the first one as a subquery.
    Subquery,
    /// Not at all; reading it is an error. What holds for every relationship that no option names.
    Raise,
}

/// A loader option as plain data.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LoadSpec {
    /// Position of the relationship in its model.
    pub(crate) relation: usize,
    pub(crate) strategy: Strategy,
    /// Condition over the other end.
    pub(crate) filter: Option<sql::Expr>,
    /// Order of the members; that of the relationship if empty.
    pub(crate) order_by: Vec<sql::OrderBy>,
    /// Members per parent.
    pub(crate) limit: Option<i64>,
    /// Columns of the other end; all if `None`.
    pub(crate) columns: Option<Vec<usize>>,
    /// Options of the other end.
    pub(crate) then: Vec<LoadSpec>,
}

impl LoadSpec {
    /// All members of a relationship, in its order.
    pub(crate) fn of(relation: usize, strategy: Strategy) -> Self {
        LoadSpec {
            relation,
            strategy,
            filter: None,
            order_by: Vec::new(),
            limit: None,
            columns: None,
            then: Vec::new(),
        }
    }
}

/// Loads a relationship from `S` to `T`: what `.load(..)` takes.
///
/// # Example: posts with their tags, two statements more
///
/// `select(User).load(User::posts.selectin().then(Post::tags.selectin()))` sends one statement for the users,
/// one for all their posts and one for all tags of those, whatever the number of users.
#[must_use = "give it to `.load(..)`"]
pub struct Loader<S, T> {
    pub(crate) spec: LoadSpec,
    marker: PhantomData<fn() -> (S, T)>,
}

macro_rules! strategies {
    ($($(#[$doc:meta])* $name:ident $strategy:ident;)*) => {$(
        $(#[$doc])*
        pub fn $name(self) -> Loader<S, T> {
            Loader::new(self.index(), Strategy::$strategy)
        }
    )*};
}

impl<S, T: ModelTable<Model = T>, K> Relation<S, T, K> {
    strategies! {
        /// Loads with one more statement for all parents; its text does not depend on their number.
        selectin SelectIn;
        /// Loads in the same statement, by a LEFT JOIN. Good for relationships to one.
        joined Joined;
        /// Loads with one more statement that repeats the first one as a subquery.
        subquery Subquery;
        /// Does not load, and says so when the relationship is read. Takes back an option of a shared statement.
        raise Raise;
    }
}

impl<S, T> Loader<S, T> {
    fn new(relation: usize, strategy: Strategy) -> Self {
        Loader { spec: LoadSpec::of(relation, strategy), marker: PhantomData }
    }

    /// Loads a relationship of the loaded rows, too. Called twice, both are loaded.
    pub fn then<K: StartsAt<T>, U>(mut self, next: Loader<K, U>) -> Self {
        self.spec.then.push(next.spec);
        self
    }

    /// Loads only the members for which the condition holds.
    pub fn filter<C, At>(mut self, condition: C) -> Self
    where
        C: Condition,
        C::Uses: Within<Only<T>, At>,
    {
        let conditions = self.spec.filter.take().into_iter().chain(condition.into_condition());
        self.spec.filter = sql::Expr::all(conditions);
        self
    }

    /// Orders the members, in place of the relationship's own order.
    pub fn order_by<O, At>(mut self, orders: O) -> Self
    where
        O: Orders,
        O::Uses: Within<Only<T>, At>,
    {
        orders.push_orders(&mut self.spec.order_by);
        self
    }

    /// Loads at most so many members of each parent, the first in the order.
    pub fn limit(mut self, members: i64) -> Self {
        self.spec.limit = Some(members);
        self
    }

    /// Loads only these columns (and the primary key) of the members; the others are unknown until `refresh`.
    pub fn only<C: Columns<T>>(mut self, columns: C) -> Self {
        self.spec.columns = Some(columns.positions());
        self
    }
}

impl<S, T> Clone for Loader<S, T> {
    fn clone(&self) -> Self {
        Loader { spec: self.spec.clone(), marker: PhantomData }
    }
}

impl<S, T> fmt::Debug for Loader<S, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.spec, f)
    }
}

/// Columns of a table, for partial loads: one, or a tuple.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of columns of `{T}`",
    label = "expected columns of `{T}`"
)]
pub trait Columns<T> {
    /// Their positions in the model.
    #[doc(hidden)]
    fn positions(&self) -> Vec<usize>;
}

impl<T, V> Columns<T> for Column<T, V> {
    fn positions(&self) -> Vec<usize> {
        vec![self.index()]
    }
}

macro_rules! tuples {
    ($($name:ident)*) => {
        impl<Table, $($name: Columns<Table>),*> Columns<Table> for ($($name,)*) {
            #[allow(non_snake_case, reason = "one name for type and value")]
            fn positions(&self) -> Vec<usize> {
                let ($($name,)*) = self;
                let mut all = Vec::new();
                $(all.extend($name.positions());)*
                all
            }
        }
    };
}

tuples!(A);
tuples!(A B);
tuples!(A B C);
tuples!(A B C D);
tuples!(A B C D E);
tuples!(A B C D E G);
tuples!(A B C D E G H);
tuples!(A B C D E G H I);

/// A selected entity: the name under which the statement knows its table, and its model.
#[derive(Clone, Debug)]
pub(crate) struct Start {
    pub(crate) table: sql::Qualifier,
    pub(crate) meta: &'static Meta,
}

impl Start {
    fn of<S: ModelTable<Model: Mapped>>() -> Self {
        Start { table: S::qualifier(), meta: <S::Model as Mapped>::meta() }
    }
}

/// Loader options of a statement. Such a statement runs on a session only.
#[derive(Clone, Debug, Default)]
pub struct Loads {
    /// The selected entity where each starts, and the option.
    pub(crate) specs: Vec<(Start, LoadSpec)>,
    /// Columns of a partially loaded entity.
    pub(crate) only: Vec<(Start, Vec<usize>)>,
    /// Whether rows overwrite what is loaded already.
    pub(crate) populate_existing: bool,
}

/// [`NoLoad`] or [`Loads`].
pub trait IntoLoads {
    /// The options so far.
    #[doc(hidden)]
    fn into_loads(self) -> Loads;
}

impl IntoLoads for NoLoad {
    fn into_loads(self) -> Loads {
        Loads::default()
    }
}

impl IntoLoads for Loads {
    fn into_loads(self) -> Loads {
        self
    }
}

/// A loader at `Self` goes on where one that ends at `T` stops.
#[diagnostic::on_unimplemented(
    message = "this loader starts at `{Self}`, the one before it ends at `{T}`",
    label = "starts at `{Self}`",
    note = "`.then(..)` takes a relationship of `{T}`; another relationship of the first model is a `.load(..)` of its own"
)]
pub trait StartsAt<T> {}

#[diagnostic::do_not_recommend]
impl<T: ModelTable> StartsAt<T> for T {}
#[diagnostic::do_not_recommend]
impl<T: ModelTable> StartsAt<Quiet> for T {}

/// The selected items hold the entity `S`.
#[diagnostic::on_unimplemented(
    message = "this loader starts at `{S}`, which is not selected",
    label = "starts at `{S}`",
    note = "a loader starts at a selected model: `select(User).load(User::posts.selectin())`; go further with `.then(..)`"
)]
pub trait Holds<S, At> {}

#[diagnostic::do_not_recommend]
impl<S: ModelTable> Holds<S, ()> for S {}

/// A loader, as `.load(..)` sees it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a loader",
    label = "expected a loader",
    note = "say how the relationship is loaded: `User::posts.selectin()`, or `.joined()`, `.subquery()`, `.raise()`"
)]
pub trait IsLoader {
    /// The table where it starts.
    type Start;
    /// Where it starts, and the option.
    #[doc(hidden)]
    fn into_load(self) -> LoadFrom;
}

/// A loader option and where it starts.
#[derive(Debug)]
pub struct LoadFrom {
    start: Start,
    spec: LoadSpec,
}

#[diagnostic::do_not_recommend]
impl<S: ModelTable<Model: Mapped>, T> IsLoader for Loader<S, T> {
    type Start = S;

    fn into_load(self) -> LoadFrom {
        LoadFrom { start: Start::of::<S>(), spec: self.spec }
    }
}

/// A loader that starts at a selected item of `It`: what `.load(..)` takes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a loader",
    label = "expected a loader",
    note = "say how the relationship is loaded: `User::posts.selectin()`, or `.joined()`, `.subquery()`, `.raise()`"
)]
pub trait LoadOption<It, At>: IsLoader {}

impl<R: IsLoader, It: Holds<R::Start, At>, At> LoadOption<It, At> for R {}

/// Position in a tuple of items.
#[derive(Debug)]
pub struct Nth<const N: usize>;

macro_rules! holds {
    ([$($before:ident)*] $this:ident [$($after:ident)*] $n:literal) => {
        #[diagnostic::do_not_recommend]
        impl<Start: ModelTable, $($before,)* $($after,)*> Holds<Start, Nth<$n>> for ($($before,)* Start, $($after,)*) {}
    };
}

macro_rules! holds_all {
    ([$($before:ident)*] [] $($n:literal)*) => {};
    ([$($before:ident)*] [$this:ident $($after:ident)*] $n:literal $($more:literal)*) => {
        holds!([$($before)*] $this [$($after)*] $n);
        holds_all!([$($before)* $this] [$($after)*] $($more)*);
    };
}

holds_all!([] [A] 0);
holds_all!([] [A B] 0 1);
holds_all!([] [A B C] 0 1 2);
holds_all!([] [A B C D] 0 1 2 3);
holds_all!([] [A B C D E] 0 1 2 3 4);
holds_all!([] [A B C D E G] 0 1 2 3 4 5);
holds_all!([] [A B C D E G H] 0 1 2 3 4 5 6);
holds_all!([] [A B C D E G H I] 0 1 2 3 4 5 6 7);

impl<It: Shape, F, L: IntoLoads> Select<It, F, L> {
    /// Loads a relationship of a selected entity along with it. Such a statement runs on a session only.
    ///
    /// # Example: users with their posts
    ///
    /// `select(User).load(User::posts.selectin())` sends
    /// `SELECT .. FROM "users"` and `SELECT .. FROM "posts" WHERE "posts"."author_id" = ANY ($1)`.
    pub fn load<R: LoadOption<It, At>, At>(self, loader: R) -> Select<It, F, Loads> {
        self.with_loads(|loads| {
            let LoadFrom { start, spec } = loader.into_load();
            loads.specs.push((start, spec));
        })
    }

    /// Loads only these columns (and the primary key) of a selected entity; the others are unknown until
    /// `refresh`.
    pub fn only<S, C, At>(self, table: crate::query::Table<S>, columns: C) -> Select<It, F, Loads>
    where
        It: Holds<S, At>,
        S: ModelTable<Model: Mapped>,
        C: Columns<S>,
    {
        let _ = table;
        self.with_loads(|loads| loads.only.push((Start::of::<S>(), columns.positions())))
    }

    /// Loads all columns of a selected entity but these, which are unknown until `refresh`.
    pub fn defer<S, C, At>(self, table: crate::query::Table<S>, columns: C) -> Select<It, F, Loads>
    where
        It: Holds<S, At>,
        S: ModelTable<Model: Mapped>,
        C: Columns<S>,
    {
        let _ = table;
        let left_out = columns.positions();
        let count = <S::Model as crate::schema::Model>::TABLE.columns.len();
        let kept = (0..count).filter(|column| !left_out.contains(column)).collect();
        self.with_loads(|loads| loads.only.push((Start::of::<S>(), kept)))
    }

    /// Overwrites columns and relationships that are loaded already with what the rows say. Changes that were
    /// not flushed are lost.
    pub fn populate_existing(self) -> Select<It, F, Loads> {
        self.with_loads(|loads| loads.populate_existing = true)
    }

    fn with_loads(self, change: impl FnOnce(&mut Loads)) -> Select<It, F, Loads> {
        let mut loads = self.loads.into_loads();
        change(&mut loads);
        Select::from_parts(self.query, loads)
    }
}

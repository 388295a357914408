//! SELECT.

use std::fmt;
use std::marker::PhantomData;

use crate::query::{
    AnyJoin, Borrowed, Closed, Condition, Correlated, Exprs, FromTarget, Grouped, GroupingSets, Having,
    HavingOf, Item, JoinTarget, Joined, LeftJoined, NoTable, NothingOuter, NullIn, Only, OpenScope, Optional,
    OrderedIn, Orders, PerGroup, PerKey, PerRow, Quiet, Root, Row, Selectable, Shape, Source, Statement,
    Tabular, Within,
};
use crate::sql::{self, Statement as Sql};
use crate::types::Param;

/// A statement without loader options.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoLoad;

/// A SELECT of the items `It` on the tables `F`.
///
/// `Select<User>` can be filtered, joined and ordered further; `Select<(User, String)>` is a finished statement
/// of such rows (see [`finish`](Select::finish)).
#[must_use = "a statement does nothing until it is executed"]
pub struct Select<It: Shape, F = <It as Shape>::Scope, L = NoLoad> {
    pub(crate) query: sql::Select,
    pub(crate) loads: L,
    marker: PhantomData<fn() -> (It, F)>,
}

/// Selects models, columns, expressions, projections, or a tuple of them.
///
/// FROM starts with the first table that the items name; further tables need a join.
///
/// # Example: `SELECT .. FROM "users"`
///
/// `select(User)` selects all columns of the model, by name.
pub fn select<S: Selectable<Items = I, First: Root<Scope = F>>, I: Shape, F>(items: S) -> Select<I, F> {
    let (items, from) = (items.into_items(), <S::First as Root>::from());
    let core = sql::SelectCore { items, from, ..sql::SelectCore::default() };
    let body = sql::SelectBody::Core(Box::new(core));
    Select::from_parts(body.into(), NoLoad)
}

impl<It: Shape, F, L> Select<It, F, L> {
    pub(crate) fn from_parts(query: sql::Select, loads: L) -> Self {
        Select { query, loads, marker: PhantomData }
    }

    /// The same statement under another type.
    pub(crate) fn retype<I: Shape, G>(self) -> Select<I, G, L> {
        Select::from_parts(self.query, self.loads)
    }

    /// The statement as plain data.
    #[must_use]
    pub fn as_sql(&self) -> &sql::Select {
        &self.query
    }

    /// The SQL text, with `$1` for the first value.
    #[must_use]
    pub fn to_sql(&self) -> String {
        self.query.render().sql
    }

    /// At most so many rows: `LIMIT $1`.
    pub fn limit(mut self, rows: i64) -> Self {
        self.query.limit = Some(sql::Expr::Param(Param::new(&rows)));
        self
    }

    /// Leaves out so many rows at the start: `OFFSET $1`.
    pub fn offset(mut self, rows: i64) -> Self {
        self.query.offset = Some(sql::Expr::Param(Param::new(&rows)));
        self
    }

    /// Orders the rows. Called twice, the first order counts first.
    pub fn order_by<O: Orders<Uses: OrderedIn<F, At>>, At>(mut self, orders: O) -> Self {
        orders.push_orders(&mut self.query.order_by);
        distinct_first(&mut self.query);
        self
    }

    /// The SELECT itself. Set operations and VALUES are wrapped into `SELECT .. FROM (..)` where they need one.
    pub(crate) fn core(&mut self) -> &mut sql::SelectCore {
        if !matches!(self.query.body, sql::SelectBody::Core(_)) {
            self.query = wrap(std::mem::take(&mut self.query));
        }
        match &mut self.query.body {
            sql::SelectBody::Core(core) => core,
            sql::SelectBody::Set { .. } | sql::SelectBody::Values(_) | sql::SelectBody::Raw(_) => {
                unreachable!("wrapped into a SELECT just before")
            }
        }
    }
}

/// `SELECT * FROM (query) AS "rows"`
pub(crate) fn wrap(mut query: sql::Select) -> sql::Select {
    let with = std::mem::take(&mut query.with);
    let derived = sql::DerivedTable { lateral: false, query, alias: "rows".into(), columns: Vec::new() };
    let core = sql::SelectCore {
        items: sql::Expr::Star(None).into(),
        from: vec![sql::From::Derived(Box::new(derived))],
        ..sql::SelectCore::default()
    };
    sql::Select { with, body: sql::SelectBody::Core(Box::new(core)), ..sql::Select::default() }
}

impl<It: Shape, F, L> Select<It, F, L> {
    /// Keeps the rows for which the condition holds. Called twice, both conditions must hold.
    ///
    /// `None` as a condition keeps all rows.
    pub fn filter<C: Condition<Uses: Within<F, At> + PerRow>, At>(mut self, condition: C) -> Self
    where
        F: OpenScope,
    {
        and(&mut self.core().filter, condition.into_condition());
        self
    }

    /// Keeps the rows for which the condition holds, if there is one. The statement's type stays the same.
    pub fn filter_opt<C: Condition<Uses: Within<F, At> + PerRow>, At>(self, condition: Option<C>) -> Self
    where
        F: OpenScope,
    {
        self.filter(condition)
    }

    /// Joins a table: rows of both sides that fit together.
    pub fn join<J: JoinTarget<F, At, Table = T>, T, At>(mut self, target: J) -> Select<It, Joined<T, F>, L>
    where
        F: OpenScope,
    {
        let (from, on) = target.into_join(&mut self.query.with);
        self.add_join(sql::JoinKind::Inner, from, Some(on));
        self.retype()
    }

    /// Joins a table that may have nothing that fits: its columns are `Option` then.
    pub fn left_join<J: JoinTarget<F, At, Table = T>, T, At>(
        mut self,
        target: J,
    ) -> Select<It, LeftJoined<T, F>, L>
where {
        let (from, on) = target.into_join(&mut self.query.with);
        self.add_join(sql::JoinKind::Left, from, Some(on));
        self.retype()
    }

    /// Joins a table all of whose rows are kept: the columns of the tables before it are `Option` then.
    pub fn right_join<J: JoinTarget<F, At, Table = T> + AnyJoin, T, At>(
        mut self,
        target: J,
    ) -> Select<It, Joined<T, Optional<F>>, L>
where {
        let (from, on) = target.into_join(&mut self.query.with);
        self.add_join(sql::JoinKind::Right, from, Some(on));
        self.retype()
    }

    /// Joins a table and keeps all rows of both sides: all columns are `Option` then.
    pub fn full_join<J: JoinTarget<F, At, Table = T> + AnyJoin, T, At>(
        mut self,
        target: J,
    ) -> Select<It, LeftJoined<T, Optional<F>>, L>
where {
        let (from, on) = target.into_join(&mut self.query.with);
        self.add_join(sql::JoinKind::Full, from, Some(on));
        self.retype()
    }

    /// Joins each row with each row of a table.
    pub fn cross_join<S: FromTarget<F, At, Table = T>, T, At>(
        mut self,
        source: S,
    ) -> Select<It, Joined<T, F>, L>
    where
        F: OpenScope,
    {
        let from = source.into_from(&mut self.query.with);
        self.add_join(sql::JoinKind::Cross, from, None);
        self.retype()
    }

    fn add_join(&mut self, kind: sql::JoinKind, right: sql::From, on: Option<sql::Expr>) {
        let core = self.core();
        match core.from.pop() {
            Some(left) => core.from.push(sql::From::Join(Box::new(sql::Join { left, kind, right, on }))),
            None => {
                core.from.push(right);
                and(&mut core.filter, on);
            }
        }
    }

    /// Uses a table of the statement around this subquery: a model, an alias, a CTE or derived table.
    pub fn correlate<S: Borrowed<F, Table = T>, T>(self, source: S) -> Select<It, Correlated<T, F>, L>
    where
        F: OpenScope,
    {
        let _ = source;
        self.retype()
    }

    /// Groups the rows. Called twice, both groupings count.
    pub fn group_by<E: Exprs<Uses: Within<F, At> + PerKey>, At>(
        mut self,
        exprs: E,
    ) -> Select<It, Grouped<F>, L>
    where
        F: OpenScope,
    {
        let list = collect(exprs);
        self.core().group_by.extend(list.into_iter().map(sql::Grouping::Expr));
        self.retype()
    }

    /// Groups by each prefix of the list, down to one group of all rows: columns are `Option` then.
    ///
    /// An element is a column, an expression, or a tuple of them that stays together: `((Post::author_id,
    /// Post::title), Post::views)` is `ROLLUP (("author_id", "title"), "views")`. An expression that is never NULL by
    /// itself (`coalesce`) is NULL in the rows of its sums as well: select it `.nullable()`.
    pub fn group_by_rollup<E: GroupingSets<Uses: Within<F, At> + PerKey>, At>(
        self,
        sets: E,
    ) -> Select<It, Grouped<Optional<F>>, L>
    where
        F: OpenScope,
    {
        self.group_by_all(sql::Grouping::Rollup(sets.into_sets()))
    }

    /// Groups by each subset of the list: columns are `Option` then. Elements are as in
    /// [`group_by_rollup`](Select::group_by_rollup).
    pub fn group_by_cube<E: GroupingSets<Uses: Within<F, At> + PerKey>, At>(
        self,
        sets: E,
    ) -> Select<It, Grouped<Optional<F>>, L>
    where
        F: OpenScope,
    {
        self.group_by_all(sql::Grouping::Cube(sets.into_sets()))
    }

    /// Groups by each of several lists: columns are `Option` then.
    ///
    /// `group_by_sets(((Sale::country, Sale::city), Sale::country, ()))` is
    /// `GROUP BY GROUPING SETS ((country, city), (country), ())`.
    pub fn group_by_sets<E: GroupingSets<Uses: Within<F, At> + PerKey>, At>(
        self,
        sets: E,
    ) -> Select<It, Grouped<Optional<F>>, L>
    where
        F: OpenScope,
    {
        self.group_by_all(sql::Grouping::Sets(sets.into_sets()))
    }

    fn group_by_all<G>(mut self, grouping: sql::Grouping) -> Select<It, G, L> {
        self.core().group_by.push(grouping);
        self.retype()
    }

    /// Keeps the groups for which the condition holds. Without [`group_by`](Select::group_by) all rows are one group.
    pub fn having<C, At, K, G>(mut self, condition: C) -> Select<It, G, L>
    where
        C: Condition<Uses: NullIn<F, At, Kind = K> + PerGroup>,
        F: OpenScope + HavingOf<K> + Having<K, After = G>,
    {
        and(&mut self.core().having, condition.into_condition());
        self.retype()
    }

    /// Each row once.
    pub fn distinct(mut self) -> Self
    where
        F: OpenScope,
    {
        self.core().distinct = sql::Distinct::Distinct;
        self
    }

    /// The first row for each value of these, in the order of [`order_by`](Select::order_by): which begins with them,
    /// whether it says so or not.
    ///
    /// # Example: the most read post of each author
    ///
    /// `select(Post).distinct_on(Post::author_id).order_by(Post::views.desc())` is
    /// `SELECT DISTINCT ON ("posts"."author_id") .. ORDER BY "posts"."author_id", "posts"."views" DESC`.
    pub fn distinct_on<E: Exprs<Uses: Within<F, At>>, At>(mut self, exprs: E) -> Self
    where
        F: OpenScope,
    {
        self.core().distinct = sql::Distinct::On(collect(exprs));
        distinct_first(&mut self.query);
        self
    }

    /// Settles the rows: the type is `Select<row>` from here on, so that it can be named and stored.
    ///
    /// A finished statement still takes limit, offset, order by [`position`](crate::query::position) and set
    /// operations.
    pub fn finish<R: Row + Shape, At>(self) -> Select<R, Closed, L>
    where
        Self: Statement<At, Row = R>,
    {
        self.retype()
    }
}

impl<It: Shape, M: Tabular, R, L> Select<It, Joined<M, R>, L> {
    /// Forgets the joined tables in the type (the SQL keeps them), so that the statement can be returned as
    /// `Select<User>`.
    pub fn narrow<At, Own>(self) -> Select<It, It::Scope, L>
    where
        It: Item<Joined<M, R>, At, Row: KeepsRow<<It as Item<It::Scope, Own>>::Row>> + Item<It::Scope, Own>,
    {
        self.retype()
    }
}

impl<It: Shape, M: Tabular, R, L> Select<It, LeftJoined<M, R>, L> {
    /// Forgets the joined tables in the type (the SQL keeps them), so that the statement can be returned as
    /// `Select<User>`.
    pub fn narrow<At, Own>(self) -> Select<It, It::Scope, L>
    where
        It: Item<LeftJoined<M, R>, At, Row: KeepsRow<<It as Item<It::Scope, Own>>::Row>>
            + Item<It::Scope, Own>,
    {
        self.retype()
    }
}

/// A scope that nothing was joined to yet: the first table can still be chosen.
#[diagnostic::on_unimplemented(
    message = "the first table of this statement is settled",
    label = "comes too late",
    note = "say `.from(..)` before joins, groups and `.correlate(..)`"
)]
pub trait Rooted {}
#[diagnostic::do_not_recommend]
impl Rooted for NoTable {}
#[diagnostic::do_not_recommend]
impl<M> Rooted for Only<M> {}

impl<It: Shape, F: Rooted, L> Select<It, F, L> {
    /// The first table, where it is not the one that the items name first: `FROM ..`.
    ///
    /// Needed for items that name no table (`select(count_all()).from(User)`), for definitions
    /// (`.from(total.derived(..))`), and where a join shall start at another table:
    /// `select((Post::title, User::email)).from(User).left_join(User::posts)`. The tables that the items name are
    /// to be joined then.
    pub fn from<S: Source<Table = T, Outer: NothingOuter>, T>(mut self, source: S) -> Select<It, Only<T>, L> {
        let from = source.into_from(&mut self.query.with);
        self.core().from = vec![from];
        self.retype()
    }
}

/// The row of a statement that forgets its joins: the same as before.
#[diagnostic::on_unimplemented(
    message = "this statement gives `{Self}`, and would give `{R}` without its joins in the type",
    label = "gives `{Self}`",
    note = "`.narrow()` is for statements whose own table is there in every row; others are settled with `.finish()`"
)]
pub trait KeepsRow<R> {}

#[diagnostic::do_not_recommend]
impl<R> KeepsRow<R> for R {}
#[diagnostic::do_not_recommend]
impl<R> KeepsRow<Quiet> for Option<R> {}

/// Adds a condition to those that are there.
pub(crate) fn and(slot: &mut Option<sql::Expr>, condition: Option<sql::Expr>) {
    *slot = match (slot.take(), condition) {
        (None, one) | (one, None) => one,
        (Some(first), Some(second)) => sql::Expr::all([first, second]),
    };
}

/// Lets the order begin with what DISTINCT ON tells rows apart by, as PostgreSQL demands.
pub(crate) fn distinct_first(query: &mut sql::Select) {
    let sql::SelectBody::Core(core) = &query.body else { return };
    let sql::Distinct::On(keys) = &core.distinct else { return };
    if query.order_by.is_empty() {
        return;
    }
    // `ORDER BY 1` is the first item.
    let named = |expr: &sql::Expr| match expr {
        sql::Expr::Constant(sql::Constant::Integer(n)) => {
            let at = usize::try_from(*n).ok().and_then(|n| n.checked_sub(1));
            at.and_then(|at| core.items.get(at)).map(|item| item.expr.clone())
        }
        expr => Some(expr.clone()),
    };
    let keys: Vec<_> = keys.iter().map(|key| (named(key), key)).collect();
    let ordered: Vec<_> = query.order_by.iter().map(|order| named(&order.expr)).collect();
    let leading = ordered.iter().take_while(|expr| keys.iter().any(|(key, _)| key == *expr)).count();
    let missing = keys.iter().filter(|(key, _)| !ordered[..leading].contains(key));
    let missing: Vec<_> = missing
        .map(|(_, key)| sql::OrderBy { expr: (*key).clone(), order: sql::Order::Asc, nulls: None })
        .collect();
    query.order_by.splice(leading..leading, missing);
}

fn collect<E: Exprs>(exprs: E) -> Vec<sql::Expr> {
    let mut list = Vec::new();
    exprs.push_exprs(&mut list);
    list
}

impl<It: Shape, F, L: Clone> Clone for Select<It, F, L> {
    fn clone(&self) -> Self {
        Select::from_parts(self.query.clone(), self.loads.clone())
    }
}

impl<It: Shape, F, L> fmt::Debug for Select<It, F, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.query, f)
    }
}

impl<It: Shape, F, L> From<Select<It, F, L>> for Sql {
    fn from(select: Select<It, F, L>) -> Self {
        Sql::Select(Box::new(select.query))
    }
}

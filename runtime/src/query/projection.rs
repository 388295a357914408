//! Rows of named fields: `#[derive(Projection)]` and `table!`.

use std::fmt;
use std::marker::PhantomData;

use crate::query::with::{as_select, hoist, hoist_definition, rename_changed, take_with};
use crate::query::{
    Closed, Condition, Fits, Inner, Item, Kind, Nullness, On, Present, Row, Selectable, Shape, Source,
    Statement, Tabular, bulk,
};
use crate::sql;
use crate::types::{Param, PgType};

/// A struct of named fields that a statement can give. Written by `#[derive(Projection)]`, and for models by
/// `#[derive(Model)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a projection",
    label = "no named row",
    note = "add `#[derive(Projection)]` to the struct `{Self}`"
)]
pub trait Projection: Row {
    /// Names of its columns, as they are used for CTEs and derived tables.
    const COLUMNS: &'static [&'static str];
}

/// A projection whose fields are all SQL values: it can be a row of VALUES.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a row of VALUES",
    label = "a nested field is no SQL value"
)]
pub trait FlatProjection: Projection {
    /// Types of its columns.
    const TYPES: &'static [PgType];
    /// Its values.
    #[doc(hidden)]
    fn into_params(self) -> Vec<Param>;
}

/// A row that fits the projection `P`: the projection itself, or a tuple whose values fit its fields.
#[diagnostic::on_unimplemented(
    message = "a row of `{Self}` does not fit `{P}`",
    label = "expected `{P}`, or a tuple of values that fit its fields",
    note = "a field that may be NULL is an `Option`; other types need `.cast::<..>()`"
)]
pub trait IntoRow<P> {}

/// Wraps an item whose tables are joined by an outer join: the whole of it is `None` where they are absent.
pub fn optional<S: Selectable>(item: S) -> Maybe<S> {
    Maybe(item)
}

/// An item that may be absent as a whole; see [`optional`].
#[derive(Clone, Copy, Debug)]
pub struct Maybe<S>(S);

#[diagnostic::do_not_recommend]
impl<S: Selectable> Selectable for Maybe<S> {
    type Items = Maybe<S::Items>;
    type First = S::First;

    fn push_items(self, out: &mut Vec<sql::Item>) {
        self.0.push_items(out);
    }
}

impl<I> Shape for Maybe<I> {
    type Scope = Closed;
}

impl<F, At, I: Item<Present<F>, At>> Item<F, At> for Maybe<I> {
    type Row = Option<I::Row>;
    type Kind = I::Kind;
}

/// The name of a CTE or derived table: the unit struct that `table!` makes.
pub trait Key: Tabular {
    /// Its row.
    type Row: Projection;
    /// Its name.
    const NAME: &'static str;
}

/// What a key gives in the scope `F`.
pub type KeyRow<F, K, At> = <<F as crate::query::Reads<K, At>>::Null as Nullness>::Wrap<<K as Key>::Row>;

/// `"alias"."a", "alias"."b"`: called by the impls that `table!` writes.
#[doc(hidden)]
pub fn push_key<K: Key>(out: &mut Vec<sql::Item>) {
    for name in K::Row::COLUMNS {
        out.push(sql::Item { expr: sql::Expr::column(K::qualifier(), *name), alias: None });
    }
}

fn column_names<K: Key>() -> Vec<sql::Name> {
    K::Row::COLUMNS.iter().map(|&name| name.into()).collect()
}

/// A table with its definition: what stands in FROM and JOIN for a key.
///
/// `Out` is what the definition borrows from tables to its left (LATERAL).
#[must_use = "a definition does nothing until it stands in a statement"]
pub struct Defined<K, Out = ()> {
    definition: Definition,
    marker: PhantomData<fn() -> (K, Out)>,
}

#[derive(Clone, Debug)]
enum Definition {
    /// Hoisted into WITH where it is used.
    Cte(Vec<sql::Cte>),
    /// In FROM.
    From(Vec<sql::Cte>, sql::From),
    /// Defined already, further out.
    Name,
}

impl<K: Key, Out> Defined<K, Out> {
    fn new(definition: Definition) -> Self {
        Defined { definition, marker: PhantomData }
    }

    /// This table with its join condition.
    pub fn on<C: Condition<Uses = S>, S>(self, condition: C) -> On<Self, S> {
        On::new(self, condition)
    }

    /// This table without a join condition: `ON TRUE`.
    pub fn on_true(self) -> On<Self, ()> {
        On::new(self, Option::<crate::query::Expr<bool, ()>>::None)
    }

    /// Says whether a CTE is computed once (`MATERIALIZED`) or merged into the statement.
    pub fn materialized(mut self, how: sql::Materialized) -> Self {
        if let Definition::Cte(ctes) = &mut self.definition
            && let Some(own) = ctes.last_mut()
        {
            own.materialized = Some(how);
        }
        self
    }
}

impl<K, Out> Clone for Defined<K, Out> {
    fn clone(&self) -> Self {
        Defined { definition: self.definition.clone(), marker: PhantomData }
    }
}

impl<K, Out> fmt::Debug for Defined<K, Out> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.definition, f)
    }
}

#[diagnostic::do_not_recommend]
impl<K: Key, Out> Source for Defined<K, Out> {
    type Table = K;
    type Outer = Out;

    fn into_from(self, with: &mut Vec<sql::Cte>) -> sql::From {
        let by_name = sql::TableRef { name: sql::TableName::new(K::NAME), alias: None };
        match self.definition {
            Definition::Cte(ctes) => {
                hoist_definition(with, ctes);
                sql::From::Table(by_name)
            }
            Definition::From(ctes, mut from) => {
                let stay = hoist(with, ctes);
                if let sql::From::Derived(derived) = &mut from {
                    derived.query.with.splice(0..0, stay);
                }
                from
            }
            Definition::Name => sql::From::Table(by_name),
        }
    }
}

fn cte<K: Key>(recursive: bool, statement: sql::Statement) -> sql::Cte {
    sql::Cte { name: K::NAME.into(), columns: column_names::<K>(), recursive, materialized: None, statement }
}

/// `WITH "key" ("a", ..) AS (statement)`. Called by the method `cte` of a key.
#[doc(hidden)]
pub fn define_cte<K: Key, Q, At>(statement: Q) -> Defined<K>
where
    Q: Statement<At>,
    Q::Row: IntoRow<K::Row>,
{
    let (mut statement, _) = statement.into_parts();
    let mut ctes = take_with(&mut statement);
    ctes.push(cte::<K>(false, statement));
    Defined::new(Definition::Cte(ctes))
}

/// `WITH RECURSIVE "key" ("a", ..) AS (base UNION ALL step)`. Called by the methods `recursive` of a key.
#[doc(hidden)]
pub fn define_recursive<K: Key, Q, At, S, Step, At2>(base: Q, step: S, all: bool) -> Defined<K>
where
    Q: Statement<At>,
    Q::Row: IntoRow<K::Row>,
    S: FnOnce(Defined<K>) -> Step,
    Step: Statement<At2>,
    Step::Row: IntoRow<K::Row>,
{
    let (mut step, _) = step(Defined::new(Definition::Name)).into_parts();
    let mut ctes = take_with(&mut step);
    let mut base = as_select(base.into_parts().0, &ctes);
    rename_changed(&mut base, &ctes);
    base.with = hoist(&mut ctes, std::mem::take(&mut base.with));
    without_modifiers::<Q::Row>(&mut base.body);
    let step = as_select(step, &ctes);
    let body = sql::SelectBody::Set {
        left: Box::new(base),
        operator: sql::SetOperator::Union,
        all,
        right: Box::new(step),
    };
    let union = sql::Select { body, ..sql::Select::default() };
    ctes.push(cte::<K>(true, sql::Statement::Select(Box::new(union))));
    Defined::new(Definition::Cte(ctes))
}

/// Takes lengths and precisions off the types of the first rows, `varchar(20)` to `text`: PostgreSQL demands of a
/// recursive query that all rows have the very types of the first ones, and these are what expressions give.
fn without_modifiers<R: Row>(body: &mut sql::SelectBody) {
    const MODIFIED: &[&str] =
        &["text", "numeric", "bit", "varbit", "time", "timetz", "timestamp", "timestamptz", "interval"];
    match body {
        sql::SelectBody::Core(core) => {
            let mut expect = Vec::new();
            R::expect(&mut expect);
            if expect.len() != core.items.len() {
                return;
            }
            for (item, expect) in core.items.to_mut().iter_mut().zip(expect) {
                let is_plain = matches!(item.expr, sql::Expr::Param(_) | sql::Expr::Cast(..));
                if !is_plain && !expect.ty.is_named() && MODIFIED.contains(&expect.ty.name) {
                    let expr = std::mem::replace(&mut item.expr, sql::Expr::Default);
                    item.expr = sql::Expr::cast(expr, expect.ty);
                }
            }
        }
        sql::SelectBody::Set { left, right, .. } => {
            without_modifiers::<R>(&mut left.body);
            without_modifiers::<R>(&mut right.body);
        }
        sql::SelectBody::Values(_) | sql::SelectBody::Raw(_) => {}
    }
}

fn derived<K: Key, Out>(lateral: bool, mut query: sql::Select) -> Defined<K, Out> {
    let ctes = std::mem::take(&mut query.with);
    let table = sql::DerivedTable { lateral, query, alias: K::NAME.into(), columns: column_names::<K>() };
    Defined::new(Definition::From(ctes, sql::From::Derived(Box::new(table))))
}

/// `(SELECT ..) AS "key" ("a", ..)`. Called by the method `derived` of a key.
#[doc(hidden)]
pub fn define_derived<K: Key, Q, At>(statement: Q) -> Defined<K>
where
    Q: Statement<At>,
    Q::Row: IntoRow<K::Row>,
{
    match statement.into_parts().0 {
        sql::Statement::Select(select) => derived(false, *select),
        // What writes can stand in WITH only.
        mut statement => {
            let mut ctes = take_with(&mut statement);
            ctes.push(cte::<K>(false, statement));
            Defined::new(Definition::Cte(ctes))
        }
    }
}

/// `LATERAL (SELECT ..) AS "key" ("a", ..)`. Called by the method `lateral` of a key.
#[doc(hidden)]
pub fn define_lateral<K: Key, Q, At, R, Out>(query: Q) -> Defined<K, Out>
where
    Q: Inner<At, Row = R, Uses = Out>,
    R: IntoRow<K::Row>,
{
    derived(true, query.into_query())
}

/// `(VALUES ..) AS "key" ("a", ..)`, or arrays where there is more than one row. Called by the method `values`
/// of a key.
#[doc(hidden)]
pub fn define_values<K: Key>(rows: impl IntoIterator<Item = K::Row>) -> Defined<K>
where
    K::Row: FlatProjection,
{
    let types = <K::Row as FlatProjection>::TYPES;
    let (from, columns) = bulk::unnest(types, rows.into_iter().map(FlatProjection::into_params), "rows");
    let core = sql::SelectCore {
        items: columns.into_iter().map(|expr| sql::Item { expr, alias: None }).collect(),
        from: vec![from],
        ..sql::SelectCore::default()
    };
    derived(false, sql::Select { body: sql::SelectBody::Core(Box::new(core)), ..sql::Select::default() })
}

/// What fills the projection `P`: the items `I`, for fields of the types `T`.
///
/// `I` and `T` are trees of pairs of one shape; the leaves of `T` are [`FieldOf`]. Named by the impls that the derive
/// writes.
#[derive(Debug)]
pub struct Filled<P, I, T>(PhantomData<fn() -> (P, I, T)>);

/// A field of type `T`.
#[derive(Debug)]
pub struct FieldOf<T>(PhantomData<fn() -> T>);

/// Items whose rows fit fields of the types `T` in the scope `F`.
pub trait Fills<F, T, At> {
    /// Whether they are aggregates.
    type Kind: Kind;
}

impl<F, I: Item<F, At, Row: Fits<T>>, T, At> Fills<F, FieldOf<T>, At> for I {
    type Kind = I::Kind;
}

impl<F, A: Fills<F, T, I>, B: Fills<F, U, J>, T, U, I, J> Fills<F, (T, U), (I, J)> for (A, B) {
    type Kind = <A::Kind as Kind>::Beside<B::Kind>;
}

impl<P, I, T> Shape for Filled<P, I, T> {
    type Scope = Closed;
}

impl<F, At, P: Row, I: Fills<F, T, At>, T> Item<F, At> for Filled<P, I, T> {
    type Row = P;
    type Kind = I::Kind;
}

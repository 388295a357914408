//! JOIN: one argument, a relationship or a table with its condition.

use std::marker::PhantomData;

use crate::query::table::model_source;
use crate::query::{
    Condition, Expr, Fresh, Joined, KeyValues, ModelTable, NotNull, NothingOuter, Of, One, Only, PerRow,
    Relation, Source, Table, TableName, Tabular, Within, exists_raw,
};
use crate::schema::{Model, RelationDef, RelationKind};
use crate::sql::{self, BinaryOp};
use crate::types::{MaybeNull, Param};

/// What a join takes: a relationship (`User::posts`), or a table with its condition (`Post.on(..)`).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be joined",
    label = "no relationship, and no table with its condition",
    note = "join by relationship, `.join(User::posts)`, or give the condition: `.join(Post.on(Post::author_id.eq(User::id)))`"
)]
pub trait Joinable {
    /// The joined table.
    type Table: Tabular;
    /// What the condition uses, the joined table included.
    type Condition;
    /// What must be there before it is joined.
    type Outer;
    /// The entry in FROM and the condition.
    #[doc(hidden)]
    fn into_join(self, with: &mut Vec<sql::Cte>) -> (sql::From, sql::Expr);
}

/// Something [`Joinable`] whose condition uses nothing but itself and the tables in `F`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be joined",
    label = "no relationship, and no table with its condition",
    note = "join by relationship, `.join(User::posts)`, or give the condition: `.join(Post.on(Post::author_id.eq(User::id)))`"
)]
pub trait JoinTarget<F, At>: Joinable {}

impl<J: Joinable, F, At, Out> JoinTarget<F, (At, Out)> for J
where
    F: Fresh<J::Table>,
    J::Condition: Within<Joined<J::Table, F>, At> + PerRow,
    J::Outer: Within<F, Out>,
{
}

/// What a right or full join takes: nothing that uses the tables before it in its own definition.
#[diagnostic::on_unimplemented(
    message = "a right or full join cannot take a LATERAL table",
    label = "its definition uses the tables before it, which may be absent here",
    note = "join it by `.join(..)` or `.left_join(..)`"
)]
pub trait AnyJoin {}

#[diagnostic::do_not_recommend]
impl<S: ModelTable, T: ModelTable, K> AnyJoin for Relation<S, T, K> {}
#[diagnostic::do_not_recommend]
impl<Src: Source<Outer: NothingOuter>, S> AnyJoin for On<Src, S> {}

/// A table that is not in the scope `F` yet and borrows nothing but from there.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot stand in FROM",
    label = "not a table",
    note = "give a model (`User`), an alias, or a CTE or derived table with its definition"
)]
pub trait FromTarget<F, At>: Source {}

impl<S: Source, F, At> FromTarget<F, At> for S
where
    F: Fresh<S::Table>,
    S::Outer: Within<F, At>,
{
}

/// A table that is not in the scope `F` yet and borrows nothing: in UPDATE .. FROM and DELETE .. USING.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot stand in FROM",
    label = "not a table",
    note = "give a model (`User`), an alias, or a CTE or derived table with its definition"
)]
pub trait Independent<F>: Source {}

impl<S: Source<Outer: NothingOuter>, F: Fresh<S::Table>> Independent<F> for S {}

/// The name of a table that is not in the scope `F` yet: what a subquery borrows.
pub trait Borrowed<F>: TableName {}

impl<S: TableName, F: Fresh<S::Table>> Borrowed<F> for S {}

/// A table with its join condition.
#[derive(Debug)]
pub struct On<Src, S> {
    source: Src,
    condition: sql::Expr,
    marker: PhantomData<fn() -> S>,
}

impl<Src: Source, S> On<Src, S> {
    /// A table with its join condition.
    #[doc(hidden)]
    pub fn new<C: Condition<Uses = S>>(source: Src, condition: C) -> Self {
        let always = sql::Expr::Constant(sql::Constant::Bool(true));
        On { source, condition: condition.into_condition().unwrap_or(always), marker: PhantomData }
    }
}

impl<M: Tabular> Table<M> {
    /// This table with its join condition: `.join(Post.on(Post::author_id.eq(User::id)))`.
    pub fn on<C: Condition<Uses = S>, S>(self, condition: C) -> On<Table<M>, S> {
        On::new(self, condition)
    }
}

#[diagnostic::do_not_recommend]
impl<Src: Source, S> Joinable for On<Src, S> {
    type Table = Src::Table;
    type Condition = S;
    type Outer = Src::Outer;

    fn into_join(self, with: &mut Vec<sql::Cte>) -> (sql::From, sql::Expr) {
        (self.source.into_from(with), self.condition)
    }
}

#[diagnostic::do_not_recommend]
impl<S: ModelTable, T: ModelTable, K> Joinable for Relation<S, T, K> {
    type Table = T;
    type Condition = ();
    type Outer = Of<S>;

    fn into_join(self, _: &mut Vec<sql::Cte>) -> (sql::From, sql::Expr) {
        let def = &<S::Model as Model>::TABLE.relations[self.index()];
        relation_join::<S, T>(def)
    }
}

/// The model is `T`: asked of an alias that is to stand for `T`.
#[diagnostic::on_unimplemented(
    message = "an alias of `{Self}` cannot stand for `{T}`",
    label = "names `{Self}`",
    note = "the alias of a relationship names the model at its other end: `alias!(other: {T});`"
)]
pub trait AliasOf<T> {}

#[diagnostic::do_not_recommend]
impl<T> AliasOf<T> for T {}

impl<S, T, K> Relation<S, T, K> {
    /// The same relationship, joined under another name: `Employee::manager.to(manager)`.
    pub fn to<A: ModelTable<Model: AliasOf<T>>>(self, alias: A) -> Relation<S, A, K> {
        let _ = alias;
        Relation::new(self.name(), u16::try_from(self.index()).expect("the position came from a u16"))
    }
}

impl<S: ModelTable, T: ModelTable> Relation<S, T, One> {
    /// Rows whose other end has this primary key: `"posts"."author_id" = $1`, without a join.
    ///
    /// For an entity: `Post::author.is(session.key(user)?)`. Only for relationships whose foreign key is here.
    pub fn is<V>(self, key: V) -> Expr<bool, (Of<S>, MaybeNull)>
    where
        V: KeyValues<<T::Model as Model>::Key>,
    {
        let table = <S::Model as Model>::TABLE;
        let def = &table.relations[self.index()];
        let mut values = Vec::new();
        key.push_values(&mut values);
        if def.kind != RelationKind::BelongsTo {
            let (target, on) = relation_join::<S, T>(def);
            let keys = <T::Model as Model>::TABLE.key_columns();
            let same = keys.zip(values).map(|(column, value)| equals(T::qualifier(), column.name, value));
            let core = sql::SelectCore {
                items: sql::Expr::Constant(sql::Constant::Integer(1)).into(),
                from: vec![target],
                filter: sql::Expr::all([on].into_iter().chain(same)),
                ..sql::SelectCore::default()
            };
            let query = sql::Select { body: sql::SelectBody::Core(Box::new(core)), ..sql::Select::default() };
            return Expr::new(sql::Expr::Exists(Box::new(query)));
        }
        let pairs = def.join_columns(table).into_iter().zip(values);
        let same = pairs.map(|((near, _), value)| equals(S::qualifier(), near, value));
        Expr::new(sql::Expr::all(same).unwrap_or(sql::Expr::Constant(sql::Constant::Bool(true))))
    }
}

fn equals(of: sql::Qualifier, column: &'static str, value: Param) -> sql::Expr {
    sql::Expr::binary(sql::Expr::column(of, column), BinaryOp::Eq, sql::Expr::Param(value))
}

impl<S: ModelTable, T: ModelTable, K> Relation<S, T, K> {
    /// Rows that have at least one at the other end that fulfils the condition: `EXISTS (SELECT .. )`.
    ///
    /// The condition may use columns of both ends.
    pub fn any<C: Condition<Uses: Within<Joined<T, Only<S>>, At>>, At>(
        self,
        condition: C,
    ) -> Expr<bool, NotNull<Of<S>>>
    where
        Only<S>: Fresh<T>,
    {
        exists_raw(self.exists_query(condition.into_condition()))
    }

    /// Rows that have at least one at the other end.
    pub fn exists(self) -> Expr<bool, NotNull<Of<S>>>
    where
        Only<S>: Fresh<T>,
    {
        exists_raw(self.exists_query(None))
    }

    /// As [`any`](Relation::any), under the name that reads well for relationships to one.
    pub fn has<C: Condition<Uses: Within<Joined<T, Only<S>>, At>>, At>(
        self,
        condition: C,
    ) -> Expr<bool, NotNull<Of<S>>>
    where
        Only<S>: Fresh<T>,
    {
        self.any(condition)
    }

    fn exists_query(self, condition: Option<sql::Expr>) -> sql::Select {
        let def = &<S::Model as Model>::TABLE.relations[self.index()];
        let (from, on) = relation_join::<S, T>(def);
        let core = sql::SelectCore {
            items: sql::Expr::Constant(sql::Constant::Integer(1)).into(),
            from: vec![from],
            filter: sql::Expr::all([Some(on), condition].into_iter().flatten()),
            ..sql::SelectCore::default()
        };
        sql::Select { body: sql::SelectBody::Core(Box::new(core)), ..sql::Select::default() }
    }
}

/// FROM entry and condition of a relationship from `S` to `T`.
fn relation_join<S: ModelTable, T: ModelTable>(def: &'static RelationDef) -> (sql::From, sql::Expr) {
    let near = <S::Model as Model>::TABLE;
    let target = model_source::<T>();
    if let Some(fault) = def.fault(near) {
        return (target, sql::Expr::Invalid(fault.into()));
    }
    let (here, there) = (S::qualifier(), T::qualifier());
    let extra = def.condition.map(|sql| sql::Expr::Raw(vec![sql::RawPart::Sql(sql.into())]));
    let Some(link) = def.link else {
        let pairs = def.join_columns(near);
        return (target, equal_columns(&pairs, &there, &here, extra));
    };
    // The link table gets a name that no table has, so that two relationships may share it.
    let name = format!("{}.{}", qualifier_name(&here), def.name);
    let alias = sql::Qualifier::Alias(name.clone().into());
    let (local, remote) = def.link_columns(near);
    let link_table = sql::From::Table(sql::TableRef {
        name: sql::TableName { schema: link.schema.map(Into::into), name: link.name.into() },
        alias: Some(name.into()),
    });
    let join = sql::Join {
        left: link_table,
        kind: sql::JoinKind::Inner,
        right: target,
        on: Some(equal_columns(&remote, &there, &alias, None)),
    };
    (sql::From::Join(Box::new(join)), equal_columns(&local, &alias, &here, extra))
}

/// `left.b = right.a AND ..` for pairs `(a, b)`.
fn equal_columns(
    pairs: &[(&'static str, &'static str)],
    left: &sql::Qualifier,
    right: &sql::Qualifier,
    extra: Option<sql::Expr>,
) -> sql::Expr {
    let equal = |&(near, far): &(&'static str, &'static str)| {
        let far = sql::Expr::column(left.clone(), far);
        sql::Expr::binary(far, BinaryOp::Eq, sql::Expr::column(right.clone(), near))
    };
    sql::Expr::all(pairs.iter().map(equal).chain(extra))
        .unwrap_or(sql::Expr::Constant(sql::Constant::Bool(true)))
}

fn qualifier_name(qualifier: &sql::Qualifier) -> &str {
    match qualifier {
        sql::Qualifier::Table(table) => &table.name,
        sql::Qualifier::Alias(name) => name,
        sql::Qualifier::None => "",
    }
}

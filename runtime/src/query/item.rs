//! What can be selected, and what a selected item gives.

use std::any::TypeId;
use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};

use crate::query::arity::for_tuples;
use crate::query::{
    Aggregate, Closed, Column, Expr, Expression, First, FirstIs, Kind, MayBeNull, ModelTable, NullIn,
    Nullness, Of, OrElse, Reads, Row, Table, Tabular,
};
use crate::schema::Model;
use crate::sql;
use crate::types::{ColumnType, Value};

/// What `select` takes: a model, a column, an expression, a projection, or a tuple of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be selected",
    label = "not made of models, columns, expressions and projections",
    note = "a plain value is selected with `value(..)`, a window function after `.over(..)`; a struct needs `#[derive(Model)]` or `#[derive(Projection)]`"
)]
pub trait Selectable {
    /// The items, as a type.
    type Items: Shape;
    /// The first table that they use.
    type First: OrElse;
    /// Appends the items.
    #[doc(hidden)]
    fn push_items(self, out: &mut Vec<sql::Item>);
    /// The items as a whole select list.
    #[doc(hidden)]
    fn into_items(self) -> sql::Items
    where
        Self: Sized,
    {
        let mut list = Vec::new();
        self.push_items(&mut list);
        list.into()
    }
}

/// What a statement selects, as a type: the scope that it has if nothing else is said.
///
/// `Select<User>` is an open statement on the table of `User`; `Select<(User, String)>` is a finished one that
/// gives such rows.
pub trait Shape {
    /// `Only<M>` for a model, `Closed` for everything else.
    type Scope;
}

/// What an item gives in the scope `F`.
pub trait Item<F, At> {
    /// A row of it.
    type Row: Row;
    /// Whether it is an aggregate.
    type Kind: Kind;
}

fn push(out: &mut Vec<sql::Item>, expr: sql::Expr) {
    out.push(sql::Item { expr, alias: None });
}

/// Appends all columns of a model or an alias of one.
#[doc(hidden)]
pub fn push_model<A: ModelTable>(out: &mut Vec<sql::Item>) {
    out.extend_from_slice(&model_items::<A>());
}

/// The columns of the models and aliases that were selected so far: made for the first statement of each, and kept
/// as long as the program, whose types these are.
static COLUMNS: RwLock<BTreeMap<TypeId, &'static sql::Columns>> = RwLock::new(BTreeMap::new());

/// All columns of a model or an alias of one.
pub(crate) fn model_items<A: ModelTable>() -> sql::Items {
    let key = TypeId::of::<A>();
    // Nothing under these locks panics.
    let known = COLUMNS.read().unwrap_or_else(PoisonError::into_inner).get(&key).copied();
    known
        .unwrap_or_else(|| {
            let names = <A::Model as Model>::TABLE.columns.iter().map(|column| column.name.into());
            let columns = sql::Columns::new(&A::qualifier(), names);
            let mut known = COLUMNS.write().unwrap_or_else(PoisonError::into_inner);
            known.entry(key).or_insert_with(|| Box::leak(Box::new(columns)))
        })
        .into()
}

#[diagnostic::do_not_recommend]
impl<M: ModelTable + Shape> Selectable for Table<M> {
    type Items = M;
    type First = FirstIs<M>;

    fn push_items(self, out: &mut Vec<sql::Item>) {
        push_model::<M>(out);
    }

    fn into_items(self) -> sql::Items {
        model_items::<M>()
    }
}

#[diagnostic::do_not_recommend]
impl<M: Tabular, V: Value> Selectable for Column<M, V> {
    type Items = Column<M, V>;
    type First = FirstIs<M>;

    fn push_items(self, out: &mut Vec<sql::Item>) {
        push(out, self.expr());
    }
}

#[diagnostic::do_not_recommend]
impl<T, S: First> Selectable for Expr<T, S> {
    type Items = Expr<T, S>;
    type First = S::First;

    fn push_items(self, out: &mut Vec<sql::Item>) {
        push(out, self.into_node());
    }
}

#[diagnostic::do_not_recommend]
impl<T, S: First> Selectable for Aggregate<T, S> {
    type Items = Aggregate<T, S>;
    type First = S::First;

    fn push_items(self, out: &mut Vec<sql::Item>) {
        push(out, sql::Expr::Call(Box::new(self.call)));
    }
}

impl<M, V> Shape for Column<M, V> {
    type Scope = Closed;
}
impl<T, S> Shape for Expr<T, S> {
    type Scope = Closed;
}
impl<T, S> Shape for Aggregate<T, S> {
    type Scope = Closed;
}
impl<T: ColumnType> Shape for T {
    type Scope = Closed;
}
impl<T: Shape> Shape for Option<T> {
    type Scope = Closed;
}

impl<F: Reads<M, At>, At, M: Tabular, V: Value> Item<F, At> for Column<M, V>
where
    V::Mark<()>: MayBeNull,
{
    type Row = <<F::Null as Nullness>::Or<<V::Mark<()> as MayBeNull>::Null> as Nullness>::Wrap<V::Base>;
    type Kind = F::Kind;
}

impl<F, At, T: ColumnType, S: NullIn<F, At>> Item<F, At> for Expr<T, S> {
    type Row = <S::Null as Nullness>::Wrap<T>;
    type Kind = S::Kind;
}

impl<F, At, T: ColumnType, S: NullIn<F, At>> Item<F, At> for Aggregate<T, S> {
    type Row = <S::Null as Nullness>::Wrap<T>;
    type Kind = S::Kind;
}

/// What a model or an alias of one gives: asked by the impls that the derive writes.
pub type ModelRow<F, A, At, M> = <<F as Reads<A, At>>::Null as Nullness>::Wrap<M>;

/// One or more expressions: GROUP BY, DISTINCT ON, PARTITION BY.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an expression or a tuple of expressions",
    label = "no columns or expressions"
)]
pub trait Exprs {
    /// The tables used.
    type Uses;
    /// Appends the expressions.
    #[doc(hidden)]
    fn push_exprs(self, out: &mut Vec<sql::Expr>);
}

#[diagnostic::do_not_recommend]
impl<M: Tabular, V: Value> Exprs for Column<M, V> {
    type Uses = Of<M>;

    fn push_exprs(self, out: &mut Vec<sql::Expr>) {
        out.push(self.expr());
    }
}

#[diagnostic::do_not_recommend]
impl<T: ColumnType, S> Exprs for Expr<T, S> {
    type Uses = S;

    fn push_exprs(self, out: &mut Vec<sql::Expr>) {
        out.push(self.into_node());
    }
}

#[diagnostic::do_not_recommend]
impl<T: ColumnType, S> Exprs for Aggregate<T, S> {
    type Uses = S;

    fn push_exprs(self, out: &mut Vec<sql::Expr>) {
        out.push(self.into_expr());
    }
}

/// A whole model groups by its primary key: PostgreSQL knows that its other columns depend on it.
#[diagnostic::do_not_recommend]
impl<M: ModelTable> Exprs for Table<M> {
    type Uses = Of<M>;

    fn push_exprs(self, out: &mut Vec<sql::Expr>) {
        let keys = <M::Model as Model>::TABLE.key_columns();
        out.extend(keys.map(|column| sql::Expr::column(M::qualifier(), column.name)));
    }
}

/// Pairs the uses of a tuple from the left.
macro_rules! nest {
    ($one:ty) => { $one };
    ($one:ty, $($more:ty),+) => { ($one, nest!($($more),+)) };
}

macro_rules! kinds {
    ($one:ty) => { $one };
    ($one:ty, $($more:ty),+) => { <$one as Kind>::Beside<kinds!($($more),+)> };
}

macro_rules! first_of {
    ($one:ident) => { $one::First };
    ($one:ident $($more:ident)+) => { <$one::First as OrElse>::Or<first_of!($($more)+)> };
}

macro_rules! tuples {
    ($(($name:ident $at:ident))*) => {
        #[diagnostic::do_not_recommend]
        impl<$($name: Selectable),*> Selectable for ($($name,)*) {
            type Items = ($($name::Items,)*);
            type First = first_of!($($name)*);

            #[allow(non_snake_case, reason = "one name for type and value")]
            fn push_items(self, out: &mut Vec<sql::Item>) {
                let ($($name,)*) = self;
                $($name.push_items(out);)*
            }
        }

        impl<$($name: Shape),*> Shape for ($($name,)*) {
            type Scope = Closed;
        }

        impl<Scope, $($name: Item<Scope, $at>, $at),*> Item<Scope, ($($at,)*)> for ($($name,)*) {
            type Row = ($($name::Row,)*);
            type Kind = kinds!($($name::Kind),*);
        }

        #[diagnostic::do_not_recommend]
        impl<$($name: Exprs),*> Exprs for ($($name,)*) {
            type Uses = nest!($($name::Uses),*);

            #[allow(non_snake_case, reason = "one name for type and value")]
            fn push_exprs(self, out: &mut Vec<sql::Expr>) {
                let ($($name,)*) = self;
                $($name.push_exprs(out);)*
            }
        }
    };
}

for_tuples!(tuples);

//! What a name can stand for in FROM beside its own table: a function, or SQL text of the user's own.

use std::fmt;
use std::marker::PhantomData;

use crate::query::argument::list;
use crate::query::function::raw_parts;
use crate::query::{
    Arguments, Closed, Condition, Expr, IntoRow, Key, NothingOuter, NullIn, Nullness, On, Present,
    Projection, Row, Source, TableName, Tabular,
};
use crate::sql::{self, RawPart, Visitor, walk_expr};

/// Defines a model, an alias or the name of a table in place: by a function of the database, or by SQL text.
///
/// In the prelude, so that `name.function(..)` and `name.raw(..)` are there for everything that can stand in FROM.
pub trait Define: TableName + Sized {
    /// Rows of SQL text of your own, in place of a table: `FROM (SELECT ..) AS "recent"`.
    ///
    /// Each `{}` stands for one of the arguments, as in [`raw`](crate::query::raw()). The text gives columns with
    /// the names of the row's columns, in any order; the server checks that they are there, and each value is
    /// checked against its field's type. Everything else of the statement stays typed: filters, joins, order. With
    /// an alias of a model a session gives entities.
    ///
    /// ```
    /// # use cormorant::prelude::*;
    /// #[derive(Model, Clone)]
    /// #[model(table = "users")]
    /// struct User {
    ///     #[model(primary_key, generated)]
    ///     id: i64,
    ///     email: String,
    /// }
    ///
    /// alias!(recent: User);
    /// let text = recent.raw("SELECT * FROM users TABLESAMPLE bernoulli ({})").with((10.0_f32,));
    /// let statement = select(recent).from(text).filter(recent.email.like("a%"));
    /// assert_eq!(
    ///     statement.to_sql(),
    ///     r#"SELECT "recent"."id", "recent"."email" FROM (SELECT * FROM users TABLESAMPLE bernoulli ($1)) AS "recent" WHERE "recent"."email" LIKE $2"#
    /// );
    /// ```
    ///
    /// A model that is in a schema needs an alias, since no alias of FROM can be called `"schema"."table"`;
    /// without one, running the statement is an error that says so.
    fn raw(self, sql: &'static str) -> RawTable<Self::Table> {
        RawTable { sql, marker: PhantomData }
    }

    /// The rows of a function: `FROM unnest("posts"."words") AS "word"("text")`.
    ///
    /// The row has one column. The arguments may use tables to the left. A value that may be NULL, also because an
    /// argument may, needs a field that is an `Option`, or [`assume_not_null`](Expr::assume_not_null).
    fn function<T, U, At>(self, call: Expr<T, U>) -> Placed<Self::Table, U>
    where
        Self::Table: Key,
        T: Row,
        U: NullIn<Present<Closed>, At>,
        (<U::Null as Nullness>::Wrap<T>,): IntoRow<<Self::Table as Key>::Row>,
    {
        function::<Self::Table, U>(call.into_node(), false)
    }

    /// As [`function`](Define::function), with a second column, an `i64` that counts the rows from 1: `.. WITH
    /// ORDINALITY`.
    fn function_with_ordinality<T, U, At>(self, call: Expr<T, U>) -> Placed<Self::Table, U>
    where
        Self::Table: Key,
        T: Row,
        U: NullIn<Present<Closed>, At>,
        (<U::Null as Nullness>::Wrap<T>, i64): IntoRow<<Self::Table as Key>::Row>,
    {
        function::<Self::Table, U>(call.into_node(), true)
    }
}

impl<T: TableName> Define for T {}

fn function<K: Key, U>(node: sql::Expr, with_ordinality: bool) -> Placed<K, U> {
    let columns = K::Row::COLUMNS.iter().map(|&name| name.into()).collect();
    let alias = K::NAME.into();
    let from = match node {
        sql::Expr::Call(call) => sql::From::Function(Box::new(sql::FunctionTable {
            lateral: false, // a function always is
            call: *call,
            with_ordinality,
            alias,
            columns,
        })),
        other => {
            let expr = match with_ordinality {
                false => other,
                true => sql::Expr::Invalid("WITH ORDINALITY counts the rows of a function's call".into()),
            };
            let core = sql::SelectCore { items: expr.into(), ..sql::SelectCore::default() };
            derived(true, sql::SelectBody::Core(Box::new(core)), alias, columns)
        }
    };
    Placed::new(Vec::new(), from)
}

fn derived(lateral: bool, body: sql::SelectBody, alias: sql::Name, columns: Vec<sql::Name>) -> sql::From {
    let query = sql::Select { body, ..sql::Select::default() };
    sql::From::Derived(Box::new(sql::DerivedTable { lateral, query, alias, columns }))
}

/// SQL text on its way into FROM: say what stands for its placeholders; see [`Define::raw`].
#[must_use = "say what stands for the placeholders: `.with((a, b))`, or `.with(())`"]
pub struct RawTable<T> {
    sql: &'static str,
    marker: PhantomData<fn() -> T>,
}

impl<T: Tabular> RawTable<T> {
    /// `FROM (text) AS "name"` with these in place of its `{}`; LATERAL if they use columns.
    pub fn with<A: Arguments<Uses = U>, U>(self, args: A) -> Placed<T, U> {
        let args = list(args);
        let lateral = args.iter().any(has_column);
        let parts = match name::<T>() {
            Ok(_) => raw_parts(self.sql, args),
            Err(reason) => reason,
        };
        let alias = name::<T>().unwrap_or_default();
        Placed::new(Vec::new(), derived(lateral, sql::SelectBody::Raw(parts), alias, Vec::new()))
    }

    /// `WITH "name" AS (text)`: in front of the statement, where INSERT, UPDATE and DELETE with RETURNING may
    /// stand, too.
    pub fn cte<A: Arguments<Uses: NothingOuter>>(self, args: A) -> Placed<T> {
        let (alias, parts) = match name::<T>() {
            Ok(name) => (name, raw_parts(self.sql, list(args))),
            Err(reason) => (sql::Name::default(), reason),
        };
        let cte = sql::Cte {
            name: alias.clone(),
            columns: Vec::new(),
            recursive: false,
            materialized: None,
            statement: sql::Statement::Raw(parts),
        };
        let table = sql::TableName { schema: None, name: alias };
        Placed::new(vec![cte], sql::From::Table(sql::TableRef { name: table, alias: None }))
    }
}

/// The name in FROM. A table of a schema has none that an alias could have.
fn name<T: Tabular>() -> Result<sql::Name, Vec<RawPart>> {
    match T::qualifier() {
        sql::Qualifier::Alias(name) | sql::Qualifier::Table(sql::TableName { schema: None, name }) => {
            Ok(name)
        }
        sql::Qualifier::Table(sql::TableName { schema: Some(schema), name }) => {
            let reason = format!(
                "the table `{schema}.{name}` cannot be replaced by SQL text under its own name: give it another \
                 one with `alias!`"
            );
            Err(vec![RawPart::Expr(sql::Expr::Invalid(reason.into()))])
        }
        sql::Qualifier::None => Ok(sql::Name::default()),
    }
}

fn has_column(expr: &sql::Expr) -> bool {
    struct Columns(bool);
    impl<'a> Visitor<'a> for Columns {
        fn expr(&mut self, expr: &'a sql::Expr) {
            self.0 |= matches!(expr, sql::Expr::Column(_));
            walk_expr(self, expr);
        }
    }
    let mut columns = Columns(false);
    columns.expr(expr);
    columns.0
}

impl<T> Clone for RawTable<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for RawTable<T> {}

impl<T> fmt::Debug for RawTable<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RawTable({:?})", self.sql)
    }
}

/// A name with what it stands for in FROM: a function or SQL text; see [`Define`].
///
/// `Out` is what the definition borrows from tables to its left (LATERAL).
#[must_use = "a definition does nothing until it stands in a statement"]
pub struct Placed<T, Out = ()> {
    with: Vec<sql::Cte>,
    from: sql::From,
    marker: PhantomData<fn() -> (T, Out)>,
}

impl<T: Tabular, Out> Placed<T, Out> {
    fn new(with: Vec<sql::Cte>, from: sql::From) -> Self {
        Placed { with, from, marker: PhantomData }
    }

    /// This table with its join condition.
    pub fn on<C: Condition<Uses = S>, S>(self, condition: C) -> On<Self, S> {
        On::new(self, condition)
    }

    /// This table without a join condition: `ON TRUE`.
    pub fn on_true(self) -> On<Self, ()> {
        On::new(self, Option::<Expr<bool, ()>>::None)
    }
}

impl<T, Out> Clone for Placed<T, Out> {
    fn clone(&self) -> Self {
        Placed { with: self.with.clone(), from: self.from.clone(), marker: PhantomData }
    }
}

impl<T, Out> fmt::Debug for Placed<T, Out> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Placed").field("with", &self.with).field("from", &self.from).finish()
    }
}

#[diagnostic::do_not_recommend]
impl<T: Tabular, Out> Source for Placed<T, Out> {
    type Table = T;
    type Outer = Out;

    fn into_from(self, with: &mut Vec<sql::Cte>) -> sql::From {
        with.extend(self.with);
        self.from
    }
}

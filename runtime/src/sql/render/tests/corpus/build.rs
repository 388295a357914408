//! Short words for building trees.

use super::super::sql::{
    BinaryOp, Call, Expr, From, Insert, InsertSource, Item, Order, OrderBy, Qualifier, Select, SelectBody,
    SelectCore, Statement, TableName, TableRef,
};
use super::super::types::{Param, PgType};

pub(super) fn column(table: &'static str, name: &'static str) -> Expr {
    Expr::column(Qualifier::Table(TableName::new(table)), name)
}

pub(super) fn user(name: &'static str) -> Expr {
    column("users", name)
}

pub(super) fn post(name: &'static str) -> Expr {
    column("posts", name)
}

pub(super) fn of(alias: &'static str, name: &'static str) -> Expr {
    Expr::column(Qualifier::Alias(alias.into()), name)
}

pub(super) fn number(n: i64) -> Expr {
    Expr::Param(Param::new(&n))
}

pub(super) fn small(n: i32) -> Expr {
    Expr::Param(Param::new(&n))
}

pub(super) fn text(text: &str) -> Expr {
    Expr::Param(Param::new(&text.to_owned()))
}

pub(super) fn mood() -> PgType {
    PgType::named(None, "mood")
}

pub(super) fn op(left: Expr, op: BinaryOp, right: Expr) -> Expr {
    Expr::binary(left, op, right)
}

pub(super) fn eq(left: Expr, right: Expr) -> Expr {
    op(left, BinaryOp::Eq, right)
}

pub(super) fn call(name: &'static str, args: Vec<Expr>) -> Expr {
    Expr::Call(Box::new(Call::new(name, args)))
}

pub(super) fn count_all() -> Expr {
    call("count", vec![Expr::Star(None)])
}

pub(super) fn item(expr: Expr) -> Item {
    Item { expr, alias: None }
}

pub(super) fn named(expr: Expr, alias: &'static str) -> Item {
    Item { expr, alias: Some(alias.into()) }
}

pub(super) fn by(expr: Expr) -> OrderBy {
    OrderBy { expr, order: Order::Asc, nulls: None }
}

pub(super) fn table_ref(name: &'static str) -> TableRef {
    TableRef { name: TableName::new(name), alias: None }
}

pub(super) fn aliased(name: &'static str, alias: &'static str) -> TableRef {
    TableRef { alias: Some(alias.into()), ..table_ref(name) }
}

pub(super) fn table(name: &'static str) -> From {
    From::Table(table_ref(name))
}

/// `SELECT item FROM from`
pub(super) fn core(expr: Expr, from: From) -> SelectCore {
    SelectCore { items: vec![item(expr)].into(), from: vec![from], ..SelectCore::default() }
}

pub(super) fn query(core: SelectCore) -> Select {
    Select { body: SelectBody::Core(Box::new(core)), ..Select::default() }
}

/// `SELECT "users"."id" FROM "users"`
pub(super) fn user_ids() -> Select {
    query(core(user("id"), table("users")))
}

/// `SELECT "posts"."author_id" FROM "posts"`
pub(super) fn author_ids() -> Select {
    query(core(post("author_id"), table("posts")))
}

pub(super) fn select(query: Select) -> Statement {
    Statement::Select(Box::new(query))
}

/// `INSERT INTO "users" ("email") VALUES ($1)`
pub(super) fn insert_user() -> Insert {
    Insert {
        with: Vec::new(),
        into: table_ref("users"),
        columns: vec!["email".into()],
        overriding: None,
        source: InsertSource::Values(vec![vec![text("a@b")]]),
        on_conflict: None,
        returning: Vec::new(),
    }
}

//! FROM.

use super::super::sql::{
    Call, Constant, DerivedTable, Expr, From, FunctionTable, Join, JoinKind, Qualifier, RecordTable,
    SampledTable, Select, SelectBody, SelectCore, TableName, TableRef,
};
use super::super::types::{ColumnType, Param};
use super::Case;
use super::build::{
    aliased, author_ids, by, call, core, count_all, eq, of, post, query, select, small, table, text, user,
};

fn one(rule: &'static str, expr: Expr, from: From, sql: &'static str) -> Case {
    Case::new(rule, select(query(core(expr, from))), sql)
}

fn join(left: From, kind: JoinKind, right: From, on: Option<Expr>) -> From {
    From::Join(Box::new(Join { left, kind, right, on }))
}

fn boss() -> From {
    From::Table(aliased("users", "boss"))
}

fn by_author() -> Option<Expr> {
    Some(eq(post("author_id"), user("id")))
}

fn by_manager() -> Option<Expr> {
    Some(eq(user("manager_id"), of("boss", "id")))
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases = joins();
    cases.extend(subqueries());
    cases.extend(functions());
    cases
}

fn joins() -> Vec<Case> {
    let users = || table("users");
    let authored = |kind| join(users(), kind, table("posts"), by_author());
    let app_users = TableName { schema: Some("app".into()), name: "users".into() };
    vec![
        one(
            "an inner join",
            user("id"),
            authored(JoinKind::Inner),
            r#"SELECT "users"."id" FROM "users" JOIN "posts" ON "posts"."author_id" = "users"."id""#,
        ),
        one(
            "joins on the left need no parentheses",
            user("id"),
            join(authored(JoinKind::Left), JoinKind::Right, boss(), by_manager()),
            r#"SELECT "users"."id" FROM "users" LEFT JOIN "posts" ON "posts"."author_id" = "users"."id" RIGHT JOIN "users" AS "boss" ON "users"."manager_id" = "boss"."id""#,
        ),
        one(
            "joins on the right need them",
            user("id"),
            join(boss(), JoinKind::Full, authored(JoinKind::Inner), by_manager()),
            r#"SELECT "users"."id" FROM "users" AS "boss" FULL JOIN ("users" JOIN "posts" ON "posts"."author_id" = "users"."id") ON "users"."manager_id" = "boss"."id""#,
        ),
        one(
            "a cross join has no condition",
            user("id"),
            join(users(), JoinKind::Cross, table("posts"), None),
            r#"SELECT "users"."id" FROM "users" CROSS JOIN "posts""#,
        ),
        one(
            "a join without condition says so",
            user("id"),
            join(users(), JoinKind::Left, table("posts"), None),
            r#"SELECT "users"."id" FROM "users" LEFT JOIN "posts" ON TRUE"#,
        ),
        one(
            "a table of a schema may stand beside its namesake",
            Expr::column(Qualifier::Table(app_users.clone()), "email"),
            join(users(), JoinKind::Cross, From::Table(TableRef { name: app_users, alias: None }), None),
            r#"SELECT "app"."users"."email" FROM "users" CROSS JOIN "app"."users""#,
        ),
        Case::new(
            "FROM has several entries",
            select(query(SelectCore { from: vec![users(), table("posts")], ..core(count_all(), users()) })),
            r#"SELECT count(*) FROM "users", "posts""#,
        ),
    ]
}

fn subqueries() -> Vec<Case> {
    let latest = Select {
        order_by: vec![by(post("id"))],
        limit: Some(Expr::Constant(Constant::Integer(1))),
        ..query(SelectCore { filter: by_author(), ..core(post("title"), table("posts")) })
    };
    let lateral =
        DerivedTable { lateral: true, query: latest, alias: "latest".into(), columns: vec!["title".into()] };
    let values = Select {
        body: SelectBody::Values(vec![vec![small(1), text("a")], vec![small(2), text("b")]]),
        ..Select::default()
    };
    let words = DerivedTable {
        lateral: false,
        query: values,
        alias: "words".into(),
        columns: vec!["n".into(), "word".into()],
    };
    vec![
        one(
            "a lateral subquery sees the tables to its left",
            of("latest", "title"),
            join(table("users"), JoinKind::Left, From::Derived(Box::new(lateral)), None),
            r#"SELECT "latest"."title" FROM "users" LEFT JOIN LATERAL (SELECT "posts"."title" FROM "posts" WHERE "posts"."author_id" = "users"."id" ORDER BY "posts"."id" LIMIT 1) AS "latest"("title") ON TRUE"#,
        ),
        one(
            "VALUES is a table",
            of("words", "word"),
            From::Derived(Box::new(words)),
            r#"SELECT "words"."word" FROM (VALUES ($1, $2), ($3, $4)) AS "words"("n", "word")"#,
        ),
        one(
            "a derived table may keep its column names",
            of("d", "author_id"),
            From::Derived(Box::new(DerivedTable {
                lateral: false,
                query: author_ids(),
                alias: "d".into(),
                columns: vec![],
            })),
            r#"SELECT "d"."author_id" FROM (SELECT "posts"."author_id" FROM "posts") AS "d""#,
        ),
    ]
}

fn functions() -> Vec<Case> {
    let unnest = FunctionTable {
        lateral: true,
        call: Call::new("unnest", vec![user("tags")]),
        with_ordinality: true,
        alias: "tag".into(),
        columns: vec!["tag".into(), "ord".into()],
    };
    let series = FunctionTable {
        lateral: false,
        call: Call::new("generate_series", vec![small(1), small(9)]),
        with_ordinality: false,
        alias: "n".into(),
        columns: vec![],
    };
    let record = RecordTable {
        lateral: false,
        call: Call::new(
            "json_to_recordset",
            vec![Expr::Raw(vec![super::super::sql::RawPart::Sql("'[]'::json".into())])],
        ),
        alias: "rows".into(),
        columns: vec![("id".into(), i64::TYPE.into()), ("tags".into(), String::TYPE.array().into())],
    };
    let sample = |repeatable| SampledTable {
        table: aliased("users", "some"),
        method: "bernoulli".into(),
        args: vec![Expr::Param(Param::new(&10.0_f32))],
        repeatable,
    };
    vec![
        one(
            "a function is a table, with a column that counts",
            of("tag", "ord"),
            join(table("users"), JoinKind::Cross, From::Function(Box::new(unnest)), None),
            r#"SELECT "tag"."ord" FROM "users" CROSS JOIN LATERAL unnest("users"."tags") WITH ORDINALITY AS "tag"("tag", "ord")"#,
        ),
        one(
            "a function of one column gives it the table's name",
            call("sum", vec![of("n", "n")]),
            From::Function(Box::new(series)),
            r#"SELECT sum("n"."n") FROM generate_series($1, $2) AS "n""#,
        ),
        one(
            "a function of records is told names and types",
            of("rows", "tags"),
            From::Record(Box::new(record)),
            r#"SELECT "rows"."tags" FROM json_to_recordset('[]'::json) AS "rows"("id" int8, "tags" text[])"#,
        ),
        one(
            "a sample of a table",
            of("some", "id"),
            From::Sample(Box::new(sample(None))),
            r#"SELECT "some"."id" FROM "users" AS "some" TABLESAMPLE bernoulli($1)"#,
        ),
        one(
            "a sample that can be repeated",
            of("some", "id"),
            From::Sample(Box::new(sample(Some(small(7))))),
            r#"SELECT "some"."id" FROM "users" AS "some" TABLESAMPLE bernoulli($1) REPEATABLE ($2)"#,
        ),
        one(
            "hostile names are quoted",
            Expr::column(Qualifier::Table(TableName::new("we\"ird; --")), "se\"lect"),
            table("we\"ird; --"),
            r#"SELECT "we""ird; --"."se""lect" FROM "we""ird; --""#,
        ),
    ]
}

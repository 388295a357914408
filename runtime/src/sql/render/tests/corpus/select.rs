//! The clauses of SELECT, set operations, CTEs.

use super::super::sql::{
    BinaryOp, Call, Constant, Cte, Distinct, Expr, From, Grouping, Item, Join, JoinKind, Lock, LockStrength,
    LockWait, Materialized, NamedWindow, Nulls, Order, OrderBy, Over, Qualifier, RawPart, Select, SelectBody,
    SelectCore, SetOperator, Statement, TableName, Window,
};
use super::Case;
use super::build::{
    author_ids, by, core, count_all, eq, insert_user, item, named, number, of, op, post, query, select,
    small, table, user, user_ids,
};

pub(super) fn cases() -> Vec<Case> {
    let mut cases = clauses();
    cases.extend(ends());
    cases.extend(groupings());
    cases.extend(set_operations());
    cases.extend(ctes());
    cases.extend(raws());
    cases
}

fn clauses() -> Vec<Case> {
    let on = Some(eq(post("author_id"), user("id")));
    let joined = Join { left: table("users"), kind: JoinKind::Left, right: table("posts"), on };
    let all = Select {
        order_by: vec![OrderBy { expr: count_all(), order: Order::Desc, nulls: None }, by(user("id"))],
        limit: Some(number(10)),
        offset: Some(number(20)),
        ..query(SelectCore {
            items: vec![item(user("id")), named(count_all(), "posts")].into(),
            from: vec![From::Join(Box::new(joined))],
            filter: Some(user("active")),
            group_by: vec![Grouping::Expr(user("id"))],
            having: Some(op(count_all(), BinaryOp::Gt, number(1))),
            ..SelectCore::default()
        })
    };
    let window = Window { partition_by: vec![user("active")], ..Window::default() };
    let extended = Window { base: Some("w".into()), order_by: vec![by(user("id"))], ..Window::default() };
    let windows = SelectCore {
        items: vec![item(Expr::Call(Box::new(Call {
            over: Some(Over::Named("v".into())),
            ..Call::new("row_number", vec![])
        })))]
        .into(),
        windows: vec![
            NamedWindow { name: "w".into(), window },
            NamedWindow { name: "v".into(), window: extended },
        ],
        ..core(user("id"), table("users"))
    };
    vec![
        Case::new(
            "all clauses in their order",
            select(all),
            r#"SELECT "users"."id", count(*) AS "posts" FROM "users" LEFT JOIN "posts" ON "posts"."author_id" = "users"."id" WHERE "users"."active" GROUP BY "users"."id" HAVING count(*) > $1 ORDER BY count(*) DESC, "users"."id" LIMIT $2 OFFSET $3"#,
        ),
        Case::new(
            "windows have names and extend each other",
            select(query(windows)),
            r#"SELECT row_number() OVER "v" FROM "users" WINDOW "w" AS (PARTITION BY "users"."active"), "v" AS ("w" ORDER BY "users"."id")"#,
        ),
        Case::new(
            "a SELECT needs no FROM",
            select(query(SelectCore { items: vec![item(number(1))].into(), ..SelectCore::default() })),
            "SELECT $1",
        ),
        Case::new(
            "a SELECT needs no items",
            select(query(SelectCore { from: vec![table("users")], ..SelectCore::default() })),
            r#"SELECT FROM "users""#,
        ),
        Case::new(
            "DISTINCT",
            select(query(SelectCore { distinct: Distinct::Distinct, ..core(user("age"), table("users")) })),
            r#"SELECT DISTINCT "users"."age" FROM "users""#,
        ),
        Case::new(
            "DISTINCT ON",
            select(Select {
                order_by: vec![by(user("age")), by(user("id"))],
                ..query(SelectCore {
                    distinct: Distinct::On(vec![user("age")]),
                    ..core(user("id"), table("users"))
                })
            }),
            r#"SELECT DISTINCT ON ("users"."age") "users"."id" FROM "users" ORDER BY "users"."age", "users"."id""#,
        ),
    ]
}

fn ends() -> Vec<Case> {
    let position = || OrderBy {
        expr: Expr::Constant(Constant::Integer(1)),
        order: Order::Desc,
        nulls: Some(Nulls::First),
    };
    let lock = |strength, of, wait| Lock { strength, of, wait };
    let app_users = TableName { schema: None, name: "users".into() };
    vec![
        Case::new(
            "an order by position",
            select(Select { order_by: vec![position()], ..user_ids() }),
            r#"SELECT "users"."id" FROM "users" ORDER BY 1 DESC NULLS FIRST"#,
        ),
        Case::new(
            "WITH TIES takes the place of LIMIT",
            select(Select {
                order_by: vec![by(user("id"))],
                limit: Some(op(number(1), BinaryOp::Add, number(2))),
                offset: Some(number(3)),
                with_ties: true,
                ..user_ids()
            }),
            r#"SELECT "users"."id" FROM "users" ORDER BY "users"."id" OFFSET $1 FETCH FIRST ($2 + $3) ROWS WITH TIES"#,
        ),
        Case::new(
            "locks of several strengths",
            select(Select {
                locks: vec![
                    lock(LockStrength::NoKeyUpdate, vec![Qualifier::Table(app_users)], LockWait::SkipLocked),
                    lock(LockStrength::KeyShare, vec![], LockWait::NoWait),
                ],
                ..user_ids()
            }),
            r#"SELECT "users"."id" FROM "users" FOR NO KEY UPDATE OF "users" SKIP LOCKED FOR KEY SHARE NOWAIT"#,
        ),
        Case::new(
            "a lock stands after LIMIT",
            select(Select {
                limit: Some(number(1)),
                locks: vec![lock(LockStrength::Update, vec![], LockWait::Wait)],
                ..user_ids()
            }),
            r#"SELECT "users"."id" FROM "users" LIMIT $1 FOR UPDATE"#,
        ),
    ]
}

fn groupings() -> Vec<Case> {
    let grouped = |grouping| {
        select(query(SelectCore { group_by: vec![grouping], ..core(count_all(), table("users")) }))
    };
    let sets = || vec![vec![user("age"), user("name")], vec![user("active")]];
    vec![
        Case::new(
            "ROLLUP",
            grouped(Grouping::Rollup(sets())),
            r#"SELECT count(*) FROM "users" GROUP BY ROLLUP (("users"."age", "users"."name"), "users"."active")"#,
        ),
        Case::new(
            "CUBE",
            grouped(Grouping::Cube(sets())),
            r#"SELECT count(*) FROM "users" GROUP BY CUBE (("users"."age", "users"."name"), "users"."active")"#,
        ),
        Case::new(
            "GROUPING SETS with the set of all rows",
            grouped(Grouping::Sets(vec![vec![user("age")], vec![]])),
            r#"SELECT count(*) FROM "users" GROUP BY GROUPING SETS ("users"."age", ())"#,
        ),
    ]
}

fn set(left: Select, operator: SetOperator, all: bool, right: Select) -> Select {
    let body = SelectBody::Set { left: Box::new(left), operator, all, right: Box::new(right) };
    Select { body, ..Select::default() }
}

fn set_operations() -> Vec<Case> {
    use SetOperator::{Except, Intersect, Union};
    let (users, authors) = (user_ids, author_ids);
    let limited = Select { order_by: vec![by(user("id"))], limit: Some(number(1)), ..users() };
    vec![
        Case::new(
            "set operations are read from the left",
            select(set(set(users(), Union, true, authors()), Except, false, users())),
            r#"SELECT "users"."id" FROM "users" UNION ALL SELECT "posts"."author_id" FROM "posts" EXCEPT SELECT "users"."id" FROM "users""#,
        ),
        Case::new(
            "on the right they need parentheses",
            select(set(users(), Except, false, set(authors(), Union, false, users()))),
            r#"SELECT "users"."id" FROM "users" EXCEPT (SELECT "posts"."author_id" FROM "posts" UNION SELECT "users"."id" FROM "users")"#,
        ),
        Case::new(
            "INTERSECT binds tighter",
            select(set(set(users(), Union, false, authors()), Intersect, false, users())),
            r#"(SELECT "users"."id" FROM "users" UNION SELECT "posts"."author_id" FROM "posts") INTERSECT SELECT "users"."id" FROM "users""#,
        ),
        Case::new(
            "and so needs none on the right of UNION",
            select(set(users(), Union, false, set(authors(), Intersect, true, users()))),
            r#"SELECT "users"."id" FROM "users" UNION SELECT "posts"."author_id" FROM "posts" INTERSECT ALL SELECT "users"."id" FROM "users""#,
        ),
        Case::new(
            "an operand keeps its own order and limit, and the whole has another",
            select(Select {
                order_by: vec![by(Expr::Constant(Constant::Integer(1)))],
                limit: Some(number(5)),
                ..set(limited.clone(), Union, true, limited)
            }),
            r#"(SELECT "users"."id" FROM "users" ORDER BY "users"."id" LIMIT $1) UNION ALL (SELECT "users"."id" FROM "users" ORDER BY "users"."id" LIMIT $2) ORDER BY 1 LIMIT $3"#,
        ),
        Case::new(
            "VALUES is a query",
            select(set(
                Select { body: SelectBody::Values(vec![vec![number(1)]]), ..Select::default() },
                Union,
                true,
                users(),
            )),
            r#"VALUES ($1) UNION ALL SELECT "users"."id" FROM "users""#,
        ),
    ]
}

fn cte(name: &'static str, statement: Statement) -> Cte {
    Cte { name: name.into(), columns: vec![], recursive: false, materialized: None, statement }
}

fn ctes() -> Vec<Case> {
    let from_cte = |name| query(core(of(name, "id"), table(name)));
    let deeper = SelectCore {
        items: vec![item(op(of("chain", "n"), BinaryOp::Add, small(1)))].into(),
        filter: Some(op(of("chain", "n"), BinaryOp::Lt, small(9))),
        ..core(number(1), table("chain"))
    };
    let start = SelectCore { items: vec![item(small(0))].into(), ..SelectCore::default() };
    let chain = Cte {
        columns: vec!["n".into()],
        recursive: true,
        ..cte("chain", select(set(query(start), SetOperator::Union, true, query(deeper))))
    };
    let insert = super::super::sql::Insert {
        returning: vec![item(Expr::column(Qualifier::None, "id"))],
        ..insert_user()
    };
    let hints = |materialized| Cte { materialized: Some(materialized), ..cte("found", select(user_ids())) };
    vec![
        Case::new(
            "a recursive CTE",
            select(Select { with: vec![chain], ..query(core(of("chain", "n"), table("chain"))) }),
            r#"WITH RECURSIVE "chain"("n") AS (SELECT $1 UNION ALL SELECT "chain"."n" + $2 FROM "chain" WHERE "chain"."n" < $3) SELECT "chain"."n" FROM "chain""#,
        ),
        Case::new(
            "a CTE that is computed once",
            select(Select { with: vec![hints(Materialized::Materialized)], ..from_cte("found") }),
            r#"WITH "found" AS MATERIALIZED (SELECT "users"."id" FROM "users") SELECT "found"."id" FROM "found""#,
        ),
        Case::new(
            "several CTEs, one of them hinted",
            select(Select {
                with: vec![hints(Materialized::NotMaterialized), cte("again", select(from_cte("found")))],
                ..from_cte("again")
            }),
            r#"WITH "found" AS NOT MATERIALIZED (SELECT "users"."id" FROM "users"), "again" AS (SELECT "found"."id" FROM "found") SELECT "again"."id" FROM "again""#,
        ),
        Case::new(
            "a CTE may write",
            select(Select { with: vec![cte("new", Statement::Insert(Box::new(insert)))], ..from_cte("new") }),
            r#"WITH "new" AS (INSERT INTO "users" ("email") VALUES ($1) RETURNING "id") SELECT "new"."id" FROM "new""#,
        ),
        Case::new(
            "an operand of UNION may have CTEs of its own",
            select(set(
                user_ids(),
                SetOperator::Union,
                false,
                Select { with: vec![cte("found", select(user_ids()))], ..from_cte("found") },
            )),
            r#"SELECT "users"."id" FROM "users" UNION (WITH "found" AS (SELECT "users"."id" FROM "users") SELECT "found"."id" FROM "found")"#,
        ),
    ]
}

fn raws() -> Vec<Case> {
    let parts = || {
        vec![
            RawPart::Sql("SELECT id FROM users WHERE id > ".into()),
            RawPart::Expr(number(1)),
            RawPart::Sql(" AND mood = ".into()),
            RawPart::Expr(Expr::Param(super::super::types::Param::null(super::build::mood()))),
        ]
    };
    let raw = || Select { body: SelectBody::Raw(parts()), ..Select::default() };
    let items: Vec<Item> = vec![item(of("found", "id"))];
    let core = SelectCore { items: items.into(), from: vec![table("found")], ..SelectCore::default() };
    vec![
        Case::new(
            "a statement of the user's own text",
            Statement::Raw(parts()),
            r#"SELECT id FROM users WHERE id > $1 AND mood = ($2::"mood")"#,
        ),
        Case::new(
            "text may be a CTE",
            select(Select { with: vec![cte("found", select(raw()))], ..query(core) }),
            r#"WITH "found" AS (SELECT id FROM users WHERE id > $1 AND mood = ($2::"mood")) SELECT "found"."id" FROM "found""#,
        ),
        Case::new(
            "text as an operand stands in parentheses",
            select(set(user_ids(), SetOperator::Union, true, raw())),
            r#"SELECT "users"."id" FROM "users" UNION ALL (SELECT id FROM users WHERE id > $1 AND mood = ($2::"mood"))"#,
        ),
    ]
}

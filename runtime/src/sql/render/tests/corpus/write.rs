//! INSERT, UPDATE, DELETE, MERGE.

use super::super::sql::{
    Assignment, BinaryOp, ConflictAction, ConflictTarget, Cte, Delete, Expr, From, Insert, InsertSource,
    Merge, MergeAction, MergeMatch, MergeWhen, OnConflict, Overriding, Qualifier, Statement, Update,
};
use super::Case;
use super::build::{
    aliased, call, eq, insert_user, item, number, of, op, post, select, table, table_ref, text, user,
    user_ids,
};

pub(super) fn cases() -> Vec<Case> {
    let mut cases = inserts();
    cases.extend(conflicts());
    cases.extend(updates());
    cases.extend(deletes());
    cases.extend(merges());
    cases
}

fn insert(insert: Insert) -> Statement {
    Statement::Insert(Box::new(insert))
}

fn bare(name: &'static str) -> Expr {
    Expr::column(Qualifier::None, name)
}

fn set(column: &'static str, value: Expr) -> Assignment {
    Assignment { column: column.into(), value }
}

fn inserts() -> Vec<Case> {
    vec![
        Case::new(
            "INSERT of rows, with defaults",
            insert(Insert {
                columns: vec!["email".into(), "name".into()],
                source: InsertSource::Values(vec![
                    vec![text("a"), Expr::Default],
                    vec![text("b"), text("B")],
                ]),
                returning: vec![item(bare("id")), item(bare("created_at"))],
                ..insert_user()
            }),
            r#"INSERT INTO "users" ("email", "name") VALUES ($1, DEFAULT), ($2, $3) RETURNING "id", "created_at""#,
        ),
        Case::new(
            "INSERT of nothing but defaults",
            insert(Insert { columns: vec![], source: InsertSource::DefaultValues, ..insert_user() }),
            r#"INSERT INTO "users" DEFAULT VALUES"#,
        ),
        Case::new(
            "INSERT of a query's rows, over the identity",
            insert(Insert {
                columns: vec!["id".into()],
                overriding: Some(Overriding::SystemValue),
                source: InsertSource::Query(Box::new(user_ids())),
                ..insert_user()
            }),
            r#"INSERT INTO "users" ("id") OVERRIDING SYSTEM VALUE SELECT "users"."id" FROM "users""#,
        ),
        Case::new(
            "INSERT under an alias, leaving given keys out",
            insert(Insert {
                into: aliased("users", "u"),
                overriding: Some(Overriding::UserValue),
                returning: vec![item(of("u", "id"))],
                ..insert_user()
            }),
            r#"INSERT INTO "users" AS "u" ("email") OVERRIDING USER VALUE VALUES ($1) RETURNING "u"."id""#,
        ),
    ]
}

fn conflicts() -> Vec<Case> {
    let on =
        |target, action| insert(Insert { on_conflict: Some(OnConflict { target, action }), ..insert_user() });
    let excluded = ConflictAction::Update {
        set: vec![
            set("name", of("excluded", "name")),
            set("age", op(user("age"), BinaryOp::Add, bare_one())),
        ],
        filter: Some(user("active")),
    };
    let columns = |columns, predicate| Some(ConflictTarget::Columns(columns, predicate));
    vec![
        Case::new(
            "ON CONFLICT DO NOTHING needs no target",
            on(None, ConflictAction::Nothing),
            r#"INSERT INTO "users" ("email") VALUES ($1) ON CONFLICT DO NOTHING"#,
        ),
        Case::new(
            "columns of a conflict are bare names",
            on(columns(vec![user("email")], None), excluded.clone()),
            r#"INSERT INTO "users" ("email") VALUES ($1) ON CONFLICT ("email") DO UPDATE SET "name" = "excluded"."name", "age" = "users"."age" + 1 WHERE "users"."active""#,
        ),
        Case::new(
            "a partial index on an expression",
            on(columns(vec![call("lower", vec![bare("name")])], Some(bare("active"))), excluded.clone()),
            r#"INSERT INTO "users" ("email") VALUES ($1) ON CONFLICT (lower("name")) WHERE "active" DO UPDATE SET "name" = "excluded"."name", "age" = "users"."age" + 1 WHERE "users"."active""#,
        ),
        Case::new(
            "a constraint by its name",
            on(Some(ConflictTarget::Constraint("users_email_key".into())), ConflictAction::Nothing),
            r#"INSERT INTO "users" ("email") VALUES ($1) ON CONFLICT ON CONSTRAINT "users_email_key" DO NOTHING"#,
        ),
    ]
}

fn bare_one() -> Expr {
    Expr::Constant(super::super::sql::Constant::Integer(1))
}

fn updates() -> Vec<Case> {
    let plain = || Update {
        with: vec![],
        table: table_ref("users"),
        set: vec![set("name", text("x")), set("active", Expr::Default)],
        from: vec![],
        filter: Some(eq(user("id"), number(1))),
        returning: vec![],
    };
    let joined = Update {
        table: aliased("users", "u"),
        set: vec![set("name", post("title"))],
        from: vec![table("posts")],
        filter: Some(eq(post("author_id"), of("u", "id"))),
        returning: vec![item(of("u", "id")), item(post("id"))],
        ..plain()
    };
    vec![
        Case::new(
            "UPDATE",
            Statement::Update(Box::new(plain())),
            r#"UPDATE "users" SET "name" = $1, "active" = DEFAULT WHERE "users"."id" = $2"#,
        ),
        Case::new(
            "UPDATE FROM, under an alias",
            Statement::Update(Box::new(joined)),
            r#"UPDATE "users" AS "u" SET "name" = "posts"."title" FROM "posts" WHERE "posts"."author_id" = "u"."id" RETURNING "u"."id", "posts"."id""#,
        ),
        Case::new(
            "UPDATE of all rows",
            Statement::Update(Box::new(Update { filter: None, ..plain() })),
            r#"UPDATE "users" SET "name" = $1, "active" = DEFAULT"#,
        ),
    ]
}

fn deletes() -> Vec<Case> {
    let plain = || Delete {
        with: vec![],
        from: table_ref("posts"),
        using: vec![],
        filter: Some(eq(post("id"), number(1))),
        returning: vec![],
    };
    let old = Cte {
        name: "old".into(),
        columns: vec![],
        recursive: false,
        materialized: None,
        statement: select(user_ids()),
    };
    vec![
        Case::new(
            "DELETE",
            Statement::Delete(Box::new(plain())),
            r#"DELETE FROM "posts" WHERE "posts"."id" = $1"#,
        ),
        Case::new(
            "DELETE USING a CTE",
            Statement::Delete(Box::new(Delete {
                with: vec![old],
                using: vec![table("old")],
                filter: Some(eq(post("author_id"), of("old", "id"))),
                returning: vec![item(Expr::Star(None))],
                ..plain()
            })),
            r#"WITH "old" AS (SELECT "users"."id" FROM "users") DELETE FROM "posts" USING "old" WHERE "posts"."author_id" = "old"."id" RETURNING *"#,
        ),
    ]
}

fn merges() -> Vec<Case> {
    let when = |matched, condition, action| MergeWhen { matched, condition, action };
    let merge = |whens, returning| {
        Statement::Merge(Box::new(Merge {
            with: vec![],
            into: aliased("users", "u"),
            using: From::Table(table_ref("posts")),
            on: eq(of("u", "id"), post("author_id")),
            whens,
            returning,
        }))
    };
    let new_row = || MergeAction::Insert {
        columns: vec!["email".into()],
        overriding: None,
        values: vec![post("title")],
    };
    let defaults = || MergeAction::Insert { columns: vec![], overriding: None, values: vec![] };
    vec![
        Case::new(
            "MERGE",
            merge(
                vec![
                    when(MergeMatch::Matched, Some(of("u", "active")), MergeAction::Update(vec![set("name", post("title"))])),
                    when(MergeMatch::Matched, Some(op(post("id"), BinaryOp::Gt, number(9))), MergeAction::Nothing),
                    when(MergeMatch::Matched, None, MergeAction::Delete),
                    when(MergeMatch::NotMatched, Some(op(post("id"), BinaryOp::Gt, number(1))), new_row()),
                    when(MergeMatch::NotMatched, None, defaults()),
                ],
                vec![],
            ),
            r#"MERGE INTO "users" AS "u" USING "posts" ON "u"."id" = "posts"."author_id" WHEN MATCHED AND "u"."active" THEN UPDATE SET "name" = "posts"."title" WHEN MATCHED AND "posts"."id" > $1 THEN DO NOTHING WHEN MATCHED THEN DELETE WHEN NOT MATCHED AND "posts"."id" > $2 THEN INSERT ("email") VALUES ("posts"."title") WHEN NOT MATCHED THEN INSERT DEFAULT VALUES"#,
        )
        .since(15),
        Case::new(
            "MERGE of PostgreSQL 17",
            merge(
                vec![when(MergeMatch::NotMatchedBySource, None, MergeAction::Delete)],
                vec![item(call("merge_action", vec![])), item(of("u", "id"))],
            ),
            r#"MERGE INTO "users" AS "u" USING "posts" ON "u"."id" = "posts"."author_id" WHEN NOT MATCHED BY SOURCE THEN DELETE RETURNING merge_action(), "u"."id""#,
        )
        .since(17),
    ]
}

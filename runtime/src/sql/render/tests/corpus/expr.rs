//! Expressions, each as the one item of a SELECT.

use super::super::sql::{
    BinaryOp, Call, CaseArm, Constant, Expr, Frame, FrameBound, FrameExclusion, FrameUnit, Nulls, Order,
    OrderBy, Over, PostfixOp, Qualifier, Quantifier, RawPart, TypeName, UnaryOp, Window,
};
use super::super::types::{ColumnType, Param, PgType};
use super::Case;
use super::build::{
    author_ids, by, call, core, count_all, eq, item, mood, number, op, post, query, select, small, table,
    text, user,
};

pub(super) fn cases() -> Vec<Case> {
    let mut cases = operators();
    cases.extend(values());
    cases.extend(subqueries());
    cases.extend(calls());
    cases.extend(windows());
    cases
}

fn one(rule: &'static str, expr: Expr, sql: &'static str) -> Case {
    Case::new(rule, select(query(core(expr, table("users")))), sql)
}

fn operators() -> Vec<Case> {
    let age = || Box::new(user("age"));
    let between = |negated| Expr::Between {
        expr: age(),
        low: Box::new(small(1)),
        high: Box::new(small(9)),
        negated,
        symmetric: false,
    };
    vec![
        one(
            "AND binds tighter than OR",
            Expr::Chain(
                BinaryOp::Or,
                vec![
                    Expr::Chain(BinaryOp::And, vec![user("active"), eq(user("id"), number(1))]),
                    Expr::unary(UnaryOp::Not, user("active")),
                ],
            ),
            r#"SELECT "users"."active" AND "users"."id" = $1 OR NOT "users"."active" FROM "users""#,
        ),
        one(
            "a test for NULL follows its expression",
            Expr::postfix(op(user("age"), BinaryOp::Add, small(1)), PostfixOp::IsNotNull),
            r#"SELECT "users"."age" + $1 IS NOT NULL FROM "users""#,
        ),
        one(
            "IS DISTINCT FROM takes comparisons bare",
            op(eq(user("id"), number(1)), BinaryOp::IsDistinctFrom, user("active")),
            r#"SELECT "users"."id" = $1 IS DISTINCT FROM "users"."active" FROM "users""#,
        ),
        one("BETWEEN", between(false), r#"SELECT "users"."age" BETWEEN $1 AND $2 FROM "users""#),
        one("NOT BETWEEN", between(true), r#"SELECT "users"."age" NOT BETWEEN $1 AND $2 FROM "users""#),
        one(
            "LIKE with ESCAPE quotes the character",
            Expr::Pattern(Box::new(user("name")), BinaryOp::NotLike, Box::new(text("50!%")), '\''),
            r#"SELECT "users"."name" NOT LIKE $1 ESCAPE '''' FROM "users""#,
        ),
        one(
            "a list is one array parameter",
            Expr::Quantified(
                Box::new(user("id")),
                BinaryOp::Eq,
                Quantifier::Any,
                Box::new(Expr::Param(Param::new(&vec![1_i64, 2]))),
            ),
            r#"SELECT "users"."id" = ANY($1) FROM "users""#,
        ),
        one(
            "COLLATE binds tighter than LIKE",
            op(
                Expr::Collate(Box::new(user("name")), "C".into()),
                BinaryOp::ILike,
                Expr::Collate(Box::new(text("a")), "C".into()),
            ),
            r#"SELECT "users"."name" COLLATE "C" ILIKE $1 COLLATE "C" FROM "users""#,
        ),
        one(
            "AT TIME ZONE binds tighter than arithmetic",
            op(
                Expr::AtTimeZone(Box::new(user("created_at")), Box::new(text("UTC"))),
                BinaryOp::Sub,
                Expr::cast(text("1 day"), PgType::builtin("interval", 1186, 1187)),
            ),
            r#"SELECT "users"."created_at" AT TIME ZONE $1 - $2::interval FROM "users""#,
        ),
        one(
            "EXTRACT names its field by a word",
            Expr::Extract("epoch", Box::new(user("created_at"))),
            r#"SELECT EXTRACT(epoch FROM "users"."created_at") FROM "users""#,
        ),
    ]
}

fn values() -> Vec<Case> {
    vec![
        one(
            "a type without a number is named at its parameter",
            eq(user("mood"), Expr::Param(Param::null(mood()))),
            r#"SELECT "users"."mood" = $1::"mood" FROM "users""#,
        ),
        one(
            "an array of such a type as well",
            Expr::Quantified(
                Box::new(user("mood")),
                BinaryOp::Eq,
                Quantifier::All,
                Box::new(Expr::Param(Param::null(mood().array()))),
            ),
            r#"SELECT "users"."mood" = ALL($1::"mood"[]) FROM "users""#,
        ),
        one(
            "casts name the type with its modifiers",
            Expr::cast(user("name"), TypeName { ty: String::TYPE, modifiers: vec![255] }),
            r#"SELECT "users"."name"::varchar(255) FROM "users""#,
        ),
        one(
            "an array literal names its elements' type",
            Expr::Array(
                vec![user("age"), small(1)],
                TypeName { ty: PgType::builtin("numeric", 1700, 1231), modifiers: vec![10, 2] },
            ),
            r#"SELECT ARRAY["users"."age", $1]::numeric(10, 2)[] FROM "users""#,
        ),
        one(
            "an empty array literal is possible",
            Expr::Array(vec![], i64::TYPE.into()),
            r#"SELECT ARRAY[]::int8[] FROM "users""#,
        ),
        one(
            "elements and slices of an array",
            Expr::Slice(Box::new(user("tags")), Some(Box::new(small(1))), None),
            r#"SELECT "users"."tags"[$1:] FROM "users""#,
        ),
        one(
            "rows are compared as wholes",
            op(Expr::Row(vec![user("age"), user("id")]), BinaryOp::Gt, Expr::Row(vec![small(1), number(2)])),
            r#"SELECT ("users"."age", "users"."id") > ($1, $2) FROM "users""#,
        ),
        one(
            "a row of one keeps its word",
            Expr::Row(vec![user("id")]),
            r#"SELECT ROW("users"."id") FROM "users""#,
        ),
        one(
            "constants are written into the text",
            Expr::Chain(
                BinaryOp::Concat,
                vec![
                    Expr::Constant(Constant::Text("it's \\ a \"test\" -- $1 /*".into())),
                    Expr::cast(Expr::Constant(Constant::Integer(-7)), String::TYPE),
                    Expr::cast(Expr::Constant(Constant::Bool(true)), String::TYPE),
                    Expr::Constant(Constant::Null),
                ],
            ),
            r#"SELECT 'it''s \ a "test" -- $1 /*' || (-7)::text || TRUE::text || NULL FROM "users""#,
        ),
        one(
            "CASE with conditions",
            Expr::Case {
                operand: None,
                arms: vec![
                    CaseArm { when: user("active"), then: text("yes") },
                    CaseArm { when: Expr::postfix(user("age"), PostfixOp::IsNull), then: text("?") },
                ],
                otherwise: Some(Box::new(text("no"))),
            },
            r#"SELECT CASE WHEN "users"."active" THEN $1 WHEN "users"."age" IS NULL THEN $2 ELSE $3 END FROM "users""#,
        ),
        one(
            "CASE of a value",
            Expr::Case {
                operand: Some(Box::new(user("age"))),
                arms: vec![CaseArm { when: small(1), then: text("one") }],
                otherwise: None,
            },
            r#"SELECT CASE "users"."age" WHEN $1 THEN $2 END FROM "users""#,
        ),
        one(
            "raw text stands as it is, in parentheses beside an operator",
            Expr::Chain(
                BinaryOp::And,
                vec![
                    user("active"),
                    Expr::Raw(vec![
                        RawPart::Expr(user("age")),
                        RawPart::Sql(" > ".into()),
                        RawPart::Expr(small(1)),
                        RawPart::Sql("OR false".into()),
                    ]),
                ],
            ),
            r#"SELECT "users"."active" AND ("users"."age" > $1 OR false) FROM "users""#,
        ),
        one(
            "documents are reached into from the left",
            op(
                op(op(user("profile"), BinaryOp::JsonGet, text("a")), BinaryOp::JsonGetText, text("b")),
                BinaryOp::Ne,
                text("c"),
            ),
            r#"SELECT "users"."profile" -> $1 ->> $2 <> $3 FROM "users""#,
        ),
    ]
}

fn subqueries() -> Vec<Case> {
    let authors = || Box::new(author_ids());
    let id = || Box::new(user("id"));
    vec![
        one(
            "IN takes a query",
            Expr::In { expr: id(), query: authors(), negated: false },
            r#"SELECT "users"."id" IN (SELECT "posts"."author_id" FROM "posts") FROM "users""#,
        ),
        one(
            "NOT IN",
            Expr::In { expr: id(), query: authors(), negated: true },
            r#"SELECT "users"."id" NOT IN (SELECT "posts"."author_id" FROM "posts") FROM "users""#,
        ),
        one(
            "NOT EXISTS",
            Expr::unary(UnaryOp::Not, Expr::Exists(authors())),
            r#"SELECT NOT EXISTS (SELECT "posts"."author_id" FROM "posts") FROM "users""#,
        ),
        one(
            "a comparison with a quantified query has one pair of parentheses",
            Expr::Quantified(id(), BinaryOp::Ge, Quantifier::All, Box::new(Expr::Subquery(authors()))),
            r#"SELECT "users"."id" >= ALL(SELECT "posts"."author_id" FROM "posts") FROM "users""#,
        ),
        one(
            "a subquery is a value",
            op(Expr::Subquery(Box::new(query(core(count_all(), table("posts"))))), BinaryOp::Mul, number(2)),
            r#"SELECT (SELECT count(*) FROM "posts") * $1 FROM "users""#,
        ),
        one(
            "an array of a query can be subscripted",
            Expr::Subscript(Box::new(Expr::ArraySubquery(authors())), Box::new(small(1))),
            r#"SELECT (ARRAY(SELECT "posts"."author_id" FROM "posts"))[$1] FROM "users""#,
        ),
    ]
}

fn calls() -> Vec<Case> {
    let string_agg = Call {
        distinct: true,
        order_by: vec![OrderBy { expr: user("name"), order: Order::Desc, nulls: Some(Nulls::Last) }],
        filter: Some(user("active")),
        ..Call::new("string_agg", vec![user("name"), Expr::Constant(Constant::Text(", ".into()))])
    };
    let median = Call {
        within_group: vec![by(user("age"))],
        ..Call::new("percentile_cont", vec![Expr::Param(Param::new(&0.5_f64))])
    };
    let twice = Call { schema: Some("app".into()), ..Call::new("Twice", vec![user("id")]) };
    let format = Call { variadic: true, ..Call::new("format", vec![text("%s"), user("tags")]) };
    vec![
        one("count(*)", count_all(), r#"SELECT count(*) FROM "users""#),
        one(
            "words of the grammar that look like calls are not quoted",
            call("coalesce", vec![call("nullif", vec![user("age"), small(0)]), small(1)]),
            r#"SELECT coalesce(nullif("users"."age", $1), $2) FROM "users""#,
        ),
        one(
            "a call may be named like a reserved word, a type or a keyword",
            call("left", vec![call("overlay", vec![user("name"), text("x"), small(1)]), small(2)]),
            r#"SELECT left("overlay"("users"."name", $1, $2), $3) FROM "users""#,
        ),
        one(
            "some functions are written without parentheses",
            Expr::Row(vec![
                call("current_date", vec![]),
                call("localtime", vec![Expr::Constant(Constant::Integer(0))]),
            ]),
            r#"SELECT (current_date, localtime(0)) FROM "users""#,
        ),
        one(
            "aggregates: DISTINCT, ORDER BY, FILTER",
            Expr::Call(Box::new(Call { order_by: vec![by(user("name"))], ..string_agg.clone() })),
            r#"SELECT string_agg(DISTINCT "users"."name", ', ' ORDER BY "users"."name") FILTER (WHERE "users"."active") FROM "users""#,
        ),
        one(
            "an aggregate's order has a direction",
            Expr::Call(Box::new(Call { distinct: false, filter: None, ..string_agg })),
            r#"SELECT string_agg("users"."name", ', ' ORDER BY "users"."name" DESC NULLS LAST) FROM "users""#,
        ),
        one(
            "WITHIN GROUP",
            Expr::Call(Box::new(median)),
            r#"SELECT percentile_cont($1) WITHIN GROUP (ORDER BY "users"."age") FROM "users""#,
        ),
        one(
            "a function of a schema",
            Expr::Call(Box::new(twice)),
            r#"SELECT "app"."Twice"("users"."id") FROM "users""#,
        ),
        one(
            "VARIADIC stands before the last argument",
            Expr::Call(Box::new(format)),
            r#"SELECT format($1, VARIADIC "users"."tags") FROM "users""#,
        ),
    ]
}

fn windows() -> Vec<Case> {
    let over = |window| {
        let sum = Call { over: Some(Over::Window(window)), ..Call::new("sum", vec![user("age")]) };
        Expr::Call(Box::new(sum))
    };
    let frame = |unit, start, end, exclusion| Some(Frame { unit, start, end, exclusion });
    vec![
        one("OVER everything", over(Window::default()), r#"SELECT sum("users"."age") OVER () FROM "users""#),
        one(
            "a window has partition, order and frame",
            over(Window {
                base: None,
                partition_by: vec![user("active"), user("name")],
                order_by: vec![by(user("id"))],
                frame: frame(
                    FrameUnit::Rows,
                    FrameBound::Preceding(Box::new(number(2))),
                    FrameBound::CurrentRow,
                    Some(FrameExclusion::Ties),
                ),
            }),
            r#"SELECT sum("users"."age") OVER (PARTITION BY "users"."active", "users"."name" ORDER BY "users"."id" ROWS BETWEEN $1 PRECEDING AND CURRENT ROW EXCLUDE TIES) FROM "users""#,
        ),
        one(
            "a frame counts groups or distances",
            over(Window {
                order_by: vec![by(user("id"))],
                frame: frame(
                    FrameUnit::Groups,
                    FrameBound::UnboundedPreceding,
                    FrameBound::Following(Box::new(op(number(1), BinaryOp::Add, number(1)))),
                    None,
                ),
                ..Window::default()
            }),
            r#"SELECT sum("users"."age") OVER (ORDER BY "users"."id" GROUPS BETWEEN UNBOUNDED PRECEDING AND $1 + $2 FOLLOWING) FROM "users""#,
        ),
        Case::new(
            "all columns of a table",
            select(query(core(Expr::Star(Some(Qualifier::Alias("posts".into()))), table("posts")))),
            r#"SELECT "posts".* FROM "posts""#,
        ),
        Case::new(
            "a select list has several items",
            select(query(super::super::sql::SelectCore {
                items: vec![item(post("id")), super::build::named(post("title"), "Title \"x\"")].into(),
                ..core(post("id"), table("posts"))
            })),
            r#"SELECT "posts"."id", "posts"."title" AS "Title ""x""" FROM "posts""#,
        ),
    ]
}

//! A report on Core, and the ORM beside it.

#[allow(dead_code, unreachable_pub, reason = "it is an example")]
#[path = "../../../examples/report.rs"]
mod example;

use cormorant::testing::TestDb;
use cormorant_examples::shop::{day, fill};

use example::{Line, run, sales, sell};

/// Month, country, cents, so far, rank.
fn rows(lines: &[Line]) -> Vec<(String, &str, i64, i64, i64)> {
    lines
        .iter()
        .map(|line| (line.month.to_string(), &*line.country, line.cents, line.so_far, line.rank))
        .collect()
}

#[cormorant::test(fixture = example_tables)]
async fn a_report_is_one_statement(db: TestDb) -> cormorant::Result<()> {
    let sent = db.engine().record();
    let lines = sales(&mut *db.engine().connection().await?, day(45)).await?;
    assert_eq!(
        sent.take(),
        [
            r#"WITH "monthly"("month", "country", "cents") AS (SELECT date_trunc('month', "cormorant_shop"."orders"."placed_on"::timestamp)::date, "cormorant_shop"."customers"."country", coalesce(sum("cormorant_shop"."orders"."cents"), $1) FROM "cormorant_shop"."orders" JOIN "cormorant_shop"."customers" ON "cormorant_shop"."customers"."id" = "cormorant_shop"."orders"."customer_id" WHERE "cormorant_shop"."orders"."placed_on" >= $2 GROUP BY date_trunc('month', "cormorant_shop"."orders"."placed_on"::timestamp)::date, "cormorant_shop"."customers"."country") SELECT "monthly"."month", "monthly"."country", "monthly"."cents", coalesce(sum("monthly"."cents") OVER (PARTITION BY "monthly"."country" ORDER BY "monthly"."month"), $3)::int8, rank() OVER (PARTITION BY "monthly"."month" ORDER BY "monthly"."cents" DESC) FROM "monthly" ORDER BY "monthly"."month", "monthly"."cents" DESC"#
        ]
    );
    // Two customers of Norway, with orders at the 57th and the 71st day.
    let expected = [
        ("2026-02-01".to_owned(), "SE", 4_400, 4_400, 1),
        ("2026-02-01".to_owned(), "NO", 3_800, 3_800, 2),
        ("2026-02-01".to_owned(), "DK", 3_400, 3_400, 3),
        ("2026-03-01".to_owned(), "SE", 4_500, 8_900, 1),
        ("2026-03-01".to_owned(), "NO", 4_000, 7_800, 2),
        ("2026-03-01".to_owned(), "DK", 3_500, 6_900, 3),
    ];
    assert_eq!(rows(&lines), expected);
    Ok(())
}

#[cormorant::test(fixture = example_tables)]
async fn a_report_in_the_session_sees_what_nobody_else_sees_yet(db: TestDb) -> cormorant::Result<()> {
    let engine = db.engine();
    let mut conn = engine.connection().await?;
    let cents = |lines: &[Line]| lines.iter().map(|line| line.cents).sum::<i64>();
    let before = cents(&sales(&mut conn, day(0)).await?);

    let mut session = engine.session();
    sell(&mut session, "ann@example.com", 9_900).await?;
    assert_eq!(cents(&sales(session.connection().await?, day(0)).await?), before + 9_900);
    assert_eq!(cents(&sales(&mut conn, day(0)).await?), before);
    session.rollback().await?;
    assert_eq!(cents(&sales(&mut conn, day(0)).await?), before);

    assert_eq!(cents(&run(engine).await?), before + 9_900);
    assert_eq!(cents(&sales(&mut conn, day(0)).await?), before + 9_900);
    Ok(())
}

async fn example_tables(engine: cormorant::engine::Engine) -> cormorant::Result<()> {
    cormorant_examples::shop::create_tables(&engine).await?;
    fill(engine).await
}

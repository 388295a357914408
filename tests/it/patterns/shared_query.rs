//! One query for Core and for the ORM.

#[allow(dead_code, unreachable_pub, reason = "it is an example")]
#[path = "../../../examples/shared_query.rs"]
mod example;

use cormorant::testing::TestDb;
use cormorant_examples::shop::{Customer, Order, fill};

use example::{active_customers, emails, number, retire};

#[cormorant::test(models(Customer, Order), fixture = fill)]
async fn a_connection_and_a_session_send_the_same_condition(db: TestDb) -> cormorant::Result<()> {
    let engine = db.engine();
    let mut conn = engine.connection().await?;
    let sent = engine.record();
    let rows: Vec<Customer> = emails(&mut conn, "NO").await?;
    assert_eq!(rows.iter().map(|row| row.email.as_str()).collect::<Vec<_>>(), ["ann@example.com"]);
    assert_eq!(number(&mut conn).await?, 3);

    let mut session = engine.session();
    assert_eq!(retire(&mut session, 2_400).await?, 1); // Ann never spent as much
    session.commit().await?;
    assert_eq!(number(&mut conn).await?, 2);

    let columns = r#""cormorant_shop"."customers"."id", "cormorant_shop"."customers"."email", "cormorant_shop"."customers"."name", "cormorant_shop"."customers"."country", "cormorant_shop"."customers"."is_active""#;
    let active = format!(
        r#"SELECT {columns} FROM "cormorant_shop"."customers" WHERE "cormorant_shop"."customers"."is_active""#
    );
    let counted = format!(
        r#"SELECT count(*) FROM ({active}) AS "active"("id", "email", "name", "country", "is_active")"#
    );
    assert_eq!(
        sent.take(),
        [
            format!(
                r#"{active} AND "cormorant_shop"."customers"."country" = $1 ORDER BY "cormorant_shop"."customers"."email""#
            ),
            counted.clone(),
            format!(r#"{active} ORDER BY "cormorant_shop"."customers"."id""#),
            r#"SELECT "cormorant_shop"."orders"."customer_id", "cormorant_shop"."orders"."id", "cormorant_shop"."orders"."customer_id", "cormorant_shop"."orders"."placed_on", "cormorant_shop"."orders"."cents", "cormorant_shop"."orders"."points" FROM "cormorant_shop"."orders" WHERE "cormorant_shop"."orders"."customer_id" = ANY($1) ORDER BY "cormorant_shop"."orders"."id""#.to_owned(),
            r#"UPDATE "cormorant_shop"."customers" SET "is_active" = $1 WHERE "cormorant_shop"."customers"."id" = $2"#.to_owned(),
            counted,
        ]
    );
    Ok(())
}

#[test]
fn a_condition_that_is_not_asked_for_is_not_there() {
    assert!(active_customers(None).to_sql().ends_with(r#" WHERE "cormorant_shop"."customers"."is_active""#));
}

//! An import writes all of its records, or none.

#[allow(dead_code, unreachable_pub, reason = "it is an example")]
#[path = "../../../examples/import.rs"]
mod example;

use std::fmt::Write as _;

use cormorant::prelude::*;
use cormorant::testing::TestDb;
use cormorant_examples::shop::{Customer, Order};

use example::{Failure, Imported, import};

/// How many rows there are.
async fn rows(db: &TestDb) -> cormorant::Result<(i64, i64)> {
    let mut conn = db.engine().connection().await?;
    let customers = conn.scalar(select(count(Customer::id))).await?;
    Ok((customers, conn.scalar(select(count(Order::id))).await?))
}

/// A record.
fn line(email: &str, country: &str, cents: i32) -> String {
    format!(
        r#"{{"email": "{email}", "name": "N", "country": "{country}", "orders": [{{"placed_on": "2026-01-02", "cents": 1}}, {{"placed_on": "2026-01-03", "cents": {cents}}}]}}"#
    )
}

#[cormorant::test(models(Customer, Order))]
async fn an_import_is_two_statements_in_one_transaction(db: TestDb) -> cormorant::Result<()> {
    let text = (0..1_000).fold(String::new(), |mut text, number| {
        writeln!(text, "{}", line(&format!("{number}@example.com"), "NO", 5)).expect("a text takes all");
        text
    });
    let sent = db.engine().record();
    let imported = import(db.engine(), &text).await.expect("the records are right");
    assert_eq!(imported, Imported { customers: 1_000, orders: 2_000 });
    assert_eq!(
        sent.all(),
        [
            "BEGIN",
            r#"INSERT INTO "cormorant_shop"."customers" ("email", "name", "country", "is_active") SELECT "v"."0", "v"."1", "v"."2", "v"."3" FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS "v"("0", "1", "2", "3", "n") ORDER BY "v"."n" RETURNING "cormorant_shop"."customers"."id""#,
            r#"COPY "cormorant_shop"."orders" ("customer_id", "placed_on", "cents") FROM STDIN (FORMAT binary)"#,
            "COMMIT",
        ]
    );
    assert_eq!(rows(&db).await?, (1_000, 2_000));
    let strangers = select(count(Customer::id)).filter(not(Customer::orders.exists()));
    assert_eq!(db.engine().connection().await?.scalar(strangers).await?, 0);
    Ok(())
}

#[cormorant::test(models(Customer, Order))]
async fn a_record_that_is_wrong_is_named_by_its_line(db: TestDb) -> cormorant::Result<()> {
    let right = line("ann@example.com", "NO", 5);
    let wrong = [
        (line("bob", "NO", 5), "line 3: `email` must be an address; nothing was imported"),
        (line("b@b.b", "no", 5), "line 3: `country` must be two capital letters; nothing was imported"),
        ("{}".to_owned(), "line 3: missing field `email` at line 1 column 2; nothing was imported"),
    ];
    for (wrong, expected) in wrong {
        let sent = db.engine().record();
        let failure = import(db.engine(), &format!("{right}\n\n{wrong}\n")).await.unwrap_err();
        assert_eq!(failure.to_string(), expected);
        assert_eq!(sent.all(), [""; 0]); // it is known before anything is sent
    }
    assert_eq!(rows(&db).await?, (0, 0));
    Ok(())
}

#[cormorant::test(models(Customer, Order))]
async fn what_only_the_database_can_know_takes_everything_back(db: TestDb) -> cormorant::Result<()> {
    let right = line("ann@example.com", "NO", 5);
    let failure = import(db.engine(), &format!("{right}\n{right}")).await.unwrap_err();
    let Failure::Database(error) = failure else { panic!("{failure}") };
    assert_eq!(error.constraint(), Some("customers_email_key"));

    // The customers are written when COPY comes to the order that is refused.
    let failure = import(db.engine(), &format!("{right}\n{}", line("b@b.b", "NO", 0))).await.unwrap_err();
    let Failure::Database(error) = failure else { panic!("{failure}") };
    assert_eq!(error.constraint(), Some("orders_cents_check"));
    assert_eq!(error.database().and_then(|said| said.hint.as_deref()), Some("COPY orders, line 4"));
    assert_eq!(rows(&db).await?, (0, 0));
    Ok(())
}

//! Rows that leave columns to the server's defaults while others give them: one statement, however many there are.

use chrono::{DateTime, Utc};
use cormorant::Result;
use cormorant::prelude::*;
use cormorant::testing::TestDb;
use expect_test::expect;

#[derive(Model, Clone, Debug, PartialEq)]
#[model(table = "it's a \"lot\"")]
struct Lot {
    #[model(primary_key, generated)]
    id: i32,
    number: i32,
    #[model(server_default = "now()")]
    made_at: DateTime<Utc>,
    #[model(server_default = "'it''s new'", length = 20)]
    state: String,
    #[model(server_default = "7")]
    rank: Option<i32>,
    #[model(server_default = "'{a,b}'")]
    tags: Vec<String>,
}

/// Gives some of the columns, by its number.
fn lot(number: i32) -> impl cormorant::query::New<Lot> {
    let lot = Lot::create().number(number);
    let lot = if number % 2 == 0 { lot.state("given") } else { lot };
    let lot = match number % 3 {
        0 => lot.rank(number),
        1 => lot.rank(None),
        _ => lot,
    };
    if number % 5 == 0 {
        lot.made_at(DateTime::<Utc>::UNIX_EPOCH).tags(vec![number.to_string()])
    } else {
        lot
    }
}

fn is_right(row: &Lot) -> bool {
    let number = row.number;
    let state = if number % 2 == 0 { "given" } else { "it's new" };
    let rank = [Some(number), None, Some(7)][usize::try_from(number % 3).expect("it is small")];
    let tags = if number % 5 == 0 { vec![number.to_string()] } else { vec!["a".to_owned(), "b".to_owned()] };
    row.state == state
        && row.rank == rank
        && row.tags == tags
        && (row.made_at == DateTime::<Utc>::UNIX_EPOCH) == (number % 5 == 0)
}

#[test]
fn defaults_are_written_out_beside_the_arrays() {
    let rows = insert(Lot).rows([Lot::create().number(1), Lot::create().number(2).state("x").rank(None)]);
    expect![[r#"INSERT INTO "it's a ""lot""" ("number", "state", "rank") SELECT "v"."c0", coalesce("v"."c1", ('it''s new')::text), CASE WHEN "v"."c3" THEN "v"."c2" ELSE (7)::int4 END FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS "v"("c0", "c1", "c2", "c3", "ord") ORDER BY "v"."ord""#]]
    .assert_eq(&rows.to_sql());
}

#[cormorant::test(models(Lot))]
async fn many_rows_with_and_without_defaults_are_one_statement(db: TestDb) -> Result<()> {
    let sent = db.engine().record();
    let mut conn = db.engine().connection().await?;
    let rows = conn.all(insert(Lot).rows((0..100_000).map(lot)).returning(Lot)).await?;
    assert_eq!(sent.take().len(), 1);
    assert_eq!(rows.len(), 100_000);
    for (row, number) in rows.iter().zip(0..) {
        assert_eq!((row.number, row.id), (number, number + 1));
        assert!(is_right(row), "{row:?}");
    }
    Ok(())
}

#[cormorant::test(models(Lot))]
async fn keys_that_some_rows_give_are_made_for_the_others(db: TestDb) -> Result<()> {
    let mut conn = db.engine().connection().await?;
    for many in [4_i32, 100_000] {
        conn.execute(delete(Lot).all_rows()).await?;
        let rows = (0..many).map(|number| {
            let lot = Lot::create().number(number);
            if number % 2 == 0 { lot.id(1_000_000 + number) } else { lot }
        });
        let keys = conn.all(insert(Lot).rows(rows).returning((Lot::number, Lot::id))).await?;
        assert_eq!(keys.len(), usize::try_from(many).expect("it is positive"));
        for (at, (number, id)) in (0..).zip(keys) {
            assert_eq!(number, at);
            assert!(if at % 2 == 0 { id == 1_000_000 + at } else { id < 1_000_000 }, "{number} {id}");
        }
    }
    Ok(())
}

//! What a flush sends, and what is in memory afterwards.

mod arrays;
mod composites;
mod failures;
mod limits;
mod models;
mod plans;
mod values;

use cormorant::Result;
use cormorant::engine::Recorder;
use cormorant::prelude::*;
use cormorant::session::{Entity, Session};
use cormorant::testing::TestDb;

use crate::support::count;
use models::{Charter, Country, Firm, Item, Person, Site};

/// The statements that were sent, without those that read.
fn writes(sent: &Recorder) -> Vec<String> {
    sent.take().into_iter().filter(|sql| !sql.starts_with("SELECT")).collect()
}

/// So many committed items.
async fn items(session: &mut Session, number: i32) -> Result<Vec<Entity<Item>>> {
    let items = session.add_all((1..=number).map(|n| Item::create().name(format!("item {n}")).qty(n)));
    session.commit().await?;
    Ok(items)
}

#[cormorant::test(models(Item))]
async fn any_number_of_changed_rows_of_a_table_is_one_update(db: TestDb) -> Result<()> {
    let mut session = db.engine().session();
    let items = items(&mut session, 10_000).await?;
    let sent = db.engine().record();
    session[items[7]].qty = -1;
    session.flush().await?;
    assert_eq!(writes(&sent), [r#"UPDATE "item" SET "qty" = $1 WHERE "item"."id" = $2"#]);
    for number in [100, 10_000] {
        for &item in &items[..number] {
            session[item].qty += 20_000;
        }
        session.flush().await?;
        assert_eq!(
            writes(&sent),
            [
                r#"UPDATE "item" SET "qty" = "v"."0" FROM unnest($1, $2) AS "v"("0", "1") WHERE "item"."id" = "v"."1""#
            ],
            "{number} rows"
        );
    }
    session.commit().await?;
    let checked = select((count_all(), min(Item::qty))).filter(Item::qty.gt(20_000));
    // The eighth was -1 before.
    assert_eq!(db.engine().connection().await?.one(checked).await?, (10_000, Some(20_101)));
    Ok(())
}

#[cormorant::test(models(Country, Firm, Person, Site, Charter))]
async fn a_graph_of_five_tables_is_one_insert_for_each(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let sent = engine.record();
    let mut session = engine.session();
    let country = session.add(Country::create().name("NO"));
    let firms = session.add_all((0..1000).map(|n| {
        Firm::create()
            .name(format!("firm {n}"))
            .country(country)
            .staff((0..6).map(move |of| Person::create().name(format!("person {n} {of}"))))
            .sites((0..3).map(move |of| Site::create().town(format!("town {n} {of}"))))
            .charter(Charter::create().text(format!("charter {n}")))
    }));
    session.commit().await?;
    let sent = writes(&sent);
    let tables: Vec<&str> = sent.iter().map(|sql| sql.split('"').nth(1).unwrap_or_default()).collect();
    assert!(sent.iter().all(|sql| sql.starts_with("INSERT")), "{sent:?}");
    assert_eq!(tables[..2], ["country", "firm"]);
    assert_eq!(tables.len(), 5, "{tables:?}");
    assert_eq!((count(engine, "firm").await, count(engine, "person").await), (1000, 6000));
    assert_eq!((count(engine, "site").await, count(engine, "charter").await), (3000, 1000));
    // Everybody is where they belong, in the database and in memory.
    let misplaced = "person JOIN firm ON firm.id = firm_id WHERE person.name NOT LIKE 'person' || substr(firm.name, 5) || ' %'";
    assert_eq!(count(engine, misplaced).await, 0);
    for &firm in &firms {
        let id = session[firm].id;
        assert_eq!(session[firm].country_id, session[country].id);
        for person in session.many(firm, Firm::staff)? {
            assert_eq!(session[person].firm_id, id);
        }
    }
    Ok(())
}

#[cormorant::test(models(Item), pool = 1)]
async fn a_flush_without_changes_sends_nothing_and_takes_no_connection(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let mut session = engine.session();
    let items = items(&mut session, 10).await?;
    let sent = engine.record();
    let only = engine.connection().await?;
    for &item in &items {
        session[item].qty += 0;
    }
    session.flush().await?;
    session.commit().await?;
    session.rollback().await?;
    engine.session().commit().await?;
    assert!(sent.all().is_empty(), "{sent:?}");
    drop(only);
    Ok(())
}

#[cormorant::test(models(Item))]
async fn an_update_has_the_changed_columns_of_each_row_and_no_others(db: TestDb) -> Result<()> {
    let mut session = db.engine().session();
    let items = items(&mut session, 6).await?;
    let sent = db.engine().record();
    for (n, &item) in items.iter().enumerate() {
        if n % 2 == 0 {
            session[item].name.push('!');
        }
        if n > 3 {
            session[item].qty = 0;
        }
    }
    session.flush().await?;
    assert_eq!(
        writes(&sent),
        [
            r#"UPDATE "item" SET "name" = "v"."0" FROM unnest($1, $2) WITH ORDINALITY AS "v"("0", "1", "n") WHERE "item"."id" = "v"."1" RETURNING "v"."n""#,
            r#"UPDATE "item" SET "name" = $1, "qty" = $2 WHERE "item"."id" = $3"#,
            r#"UPDATE "item" SET "qty" = $1 WHERE "item"."id" = $2"#,
        ]
    );
    let rows = session.all(select((Item::name, Item::qty)).order_by(Item::id)).await?;
    let rows: Vec<(&str, i32)> = rows.iter().map(|(name, qty)| (name.as_str(), *qty)).collect();
    assert_eq!(
        rows,
        [("item 1!", 1), ("item 2", 2), ("item 3!", 3), ("item 4", 4), ("item 5!", 0), ("item 6", 0)]
    );
    Ok(())
}

#[cormorant::test(models(Item))]
async fn generated_keys_follow_the_order_of_add(db: TestDb) -> Result<()> {
    let mut session = db.engine().session();
    let sent = db.engine().record();
    let items: Vec<Entity<Item>> = (0..2000)
        .map(|n| session.add(Item::create().name(format!("{}", (n * 7919) % 2000)).qty(n)))
        .collect();
    session.flush().await?;
    assert_eq!(writes(&sent).len(), 1);
    for (n, &item) in (1..).zip(&items) {
        assert_eq!((session[item].id, session[item].qty), (n, n - 1));
    }
    let wrong = session.all(select(Item::id).filter(Item::id.ne(Item::qty + 1))).await?;
    assert!(wrong.is_empty(), "{wrong:?}");
    Ok(())
}

#[cormorant::test(models(Item))]
async fn any_number_of_deleted_rows_of_a_table_is_one_delete(db: TestDb) -> Result<()> {
    let mut session = db.engine().session();
    let items = items(&mut session, 1001).await?;
    let sent = db.engine().record();
    for &item in &items[1..] {
        session.delete(item)?;
    }
    session.commit().await?;
    assert_eq!(writes(&sent), [r#"DELETE FROM "item" WHERE "item"."id" = ANY($1)"#]);
    session.delete(items[0])?;
    session.commit().await?;
    assert_eq!(writes(&sent), [r#"DELETE FROM "item" WHERE "item"."id" = $1"#]);
    assert_eq!(count(db.engine(), "item").await, 0);
    Ok(())
}

//! What other libraries lose or leave unsaid: nothing is lost here, and what cannot be done is a clear error.

mod interrupted;
mod models;

use std::error::Error as _;

use cormorant::engine::{Engine, Recorder};
use cormorant::error::{Constraint, DatabaseError};
use cormorant::prelude::*;
use cormorant::session::{Entity, Session, State};
use cormorant::testing::TestDb;
use cormorant::{Error, Result};
use expect_test::expect;
use rust_decimal::Decimal;

use crate::support::count;
use models::{Doc, Item, Kid, Mixed, Node, Parent, Price, TURNED, TextPrice, Turned, Weird};

/// The statements that write.
fn writes(sent: &Recorder) -> Vec<String> {
    sent.take().into_iter().filter(|sql| !sql.starts_with("SELECT")).collect()
}

/// So many items in the database: `item 1`, `item 2`, each once.
async fn items(engine: &Engine, number: i32) -> Result<(Session, Vec<Entity<Item>>)> {
    let mut session = engine.session();
    let new = (1..=number).map(|n| Item::create().name(format!("item {n}")).qty(1).weight(1.5));
    let items = session.add_all(new);
    session.commit().await?;
    Ok((session, items))
}

async fn stored(engine: &Engine) -> Result<Vec<(i32, String, Option<i32>)>> {
    engine.connection().await?.all(select((Item::id, Item::name, Item::qty)).order_by(Item::id)).await
}

#[cormorant::test(models(Item))]
async fn a_change_that_is_taken_back_writes_nothing(db: TestDb) -> Result<()> {
    let (mut session, items) = items(db.engine(), 1).await?;
    let sent = db.engine().record();
    session[items[0]].name = "other".to_owned();
    session[items[0]].qty = None;
    assert!(session.is_modified(items[0])?);
    session[items[0]].name = "item 1".to_owned();
    session[items[0]].qty = Some(1);
    assert!(!session.is_modified(items[0])?, "asking between the changes must not matter");
    session.flush().await?;
    session.commit().await?;
    assert!(sent.all().is_empty(), "{sent:?}");
    Ok(())
}

#[cormorant::test(models(Item))]
async fn a_row_loaded_twice_is_one_entity_and_both_changes_are_saved(db: TestDb) -> Result<()> {
    let engine = db.engine();
    items(engine, 1).await?;
    let mut session = engine.session();
    let one = session.one(select(Item).filter(Item::id.eq(1))).await?;
    let same = session.one(select(Item).filter(Item::name.eq("item 1"))).await?;
    assert_eq!(one, same);
    let sent = engine.record();
    session[one].name = "both".to_owned();
    session[same].qty = Some(2);
    session.commit().await?;
    assert_eq!(writes(&sent), [r#"UPDATE "item" SET "name" = $1, "qty" = $2 WHERE "item"."id" = $3"#]);
    assert_eq!(stored(engine).await?, [(1, "both".to_owned(), Some(2))]);
    Ok(())
}

#[cormorant::test(models(Item), pool = 2)]
async fn only_own_changes_are_written_and_those_of_others_survive(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let (mut session, items) = items(engine, 2).await?;
    let mut other = engine.session();
    let second = other.one(select(Item).filter(Item::id.eq(2))).await?;
    other[second].name = "theirs".to_owned();
    other.commit().await?;
    let sent = engine.record();
    session[items[0]].name = "ours".to_owned();
    session[items[1]].qty = Some(7);
    session.commit().await?;
    assert_eq!(
        writes(&sent),
        [
            r#"UPDATE "item" SET "name" = $1 WHERE "item"."id" = $2"#,
            r#"UPDATE "item" SET "qty" = $1 WHERE "item"."id" = $2"#,
        ]
    );
    assert_eq!(stored(engine).await?, [(1, "ours".to_owned(), Some(1)), (2, "theirs".to_owned(), Some(7))]);
    Ok(())
}

#[cormorant::test(models(Item), pool = 2)]
async fn an_update_of_a_row_that_is_gone_names_its_entity_and_saves_nothing(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let (mut session, items) = items(engine, 3).await?;
    engine.connection().await?.execute(delete(Item).filter(Item::id.eq(2))).await?;
    for &item in &items {
        session[item].name = "new".to_owned();
    }
    let error = session.commit().await.expect_err("the second row is gone");
    assert!(matches!(error, Error::Stale { model: "Item", .. }));
    expect!["Item 2 is stale: its row was changed or deleted since it was loaded"]
        .assert_eq(&error.to_string());
    let refused = session.commit().await.expect_err("the flush failed");
    assert!(matches!(refused, Error::RollbackNeeded { .. }), "{refused}");
    session.rollback().await?;
    assert_eq!(stored(engine).await?, [(1, "item 1".to_owned(), Some(1)), (3, "item 3".to_owned(), Some(1))]);
    Ok(())
}

#[cormorant::test(models(Item))]
async fn null_can_be_written_to_a_column_of_any_type(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let (mut session, items) = items(engine, 3).await?;
    session[items[0]].qty = None;
    session.commit().await?;
    let sent = engine.record();
    session[items[1]].qty = None;
    session[items[2]].qty = Some(3);
    session[items[1]].weight = None;
    session[items[2]].weight = Some(3.5);
    session.add(Item::create().name("new").qty(None));
    session.commit().await?;
    assert_eq!(writes(&sent).len(), 2, "NULLs and values travel together");
    let rows = stored(engine).await?;
    assert_eq!(rows.iter().map(|row| row.2).collect::<Vec<_>>(), [None, None, Some(3), None]);
    Ok(())
}

#[cormorant::test(models(Price))]
async fn a_decimal_is_exact_and_never_silently_null(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let digits = "12345678901234567890.12345678";
    let amount: Decimal = digits.parse().expect("a number");
    let mut session = engine.session();
    let price = session.add(Price::create().amount(amount));
    session.commit().await?;
    session.refresh(price).await?;
    assert_eq!(session[price].amount.to_string(), digits);
    session.rollback().await?;
    let error = session.all(select(TextPrice)).await.expect_err("a number is no text");
    expect![[r#"column `amount`: expected String, found a column of type numeric; statement: SELECT "price"."id", "price"."amount" FROM "price""#]].assert_eq(&error.to_string());
    Ok(())
}

#[cormorant::test(schema = TURNED)]
async fn columns_are_told_by_name_whatever_their_order_in_the_table(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let mut session = engine.session();
    let one = Turned { id: 7, first: "Ann".to_owned(), last: "Lee".to_owned(), age: Some(40) };
    session.add(one.clone());
    session.add(Turned::create().first("Bob").last("Ray").age(None));
    session.commit().await?;
    let mut session = engine.session();
    let all = session.all(select(Turned).order_by(Turned::first)).await?;
    assert_eq!(session[all[0]], one);
    assert_eq!((session[all[1]].first.as_str(), session[all[1]].last.as_str()), ("Bob", "Ray"));
    session[all[0]].last = "Kay".to_owned();
    session[all[1]].last = "May".to_owned();
    session.commit().await?;
    let names = select((Turned::first, Turned::last)).order_by(Turned::first);
    let names: Vec<(String, String)> = engine.connection().await?.all(names).await?;
    assert_eq!(names, [("Ann".to_owned(), "Kay".to_owned()), ("Bob".to_owned(), "May".to_owned())]);
    Ok(())
}

#[cormorant::test(models(Item))]
async fn what_was_rolled_back_is_written_when_it_is_saved_again(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let (mut session, items) = items(engine, 1).await?;
    let new = session.add(Item::create().name("new").qty(5));
    session[items[0]].name = "changed".to_owned();
    session.flush().await?;
    session.rollback().await?;
    assert_eq!((session.state(new)?, session.state(items[0])?), (State::Transient, State::Persistent));
    assert_eq!(count(engine, "item").await, 1);
    session.refresh(items[0]).await?;
    assert_eq!(session[items[0]].name, "item 1", "the change was taken back in memory, too");

    session[items[0]].name = "changed".to_owned();
    session.add(new)?;
    session.commit().await?;
    let rows = stored(engine).await?;
    assert_eq!(rows.len(), 2);
    assert_eq!((rows[0].1.as_str(), rows[1].1.as_str(), rows[1].2), ("changed", "new", Some(5)));
    assert_eq!(session[new].id, rows[1].0);
    Ok(())
}

#[cormorant::test(models(Parent, Kid))]
async fn a_graph_whose_flush_failed_can_be_corrected_and_saved(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let mut session = engine.session();
    session.add(Kid::create().nick("taken").parent_id(None));
    session.commit().await?;
    let parent = session
        .add(Parent::create().name("p").kids([Kid::create().nick("free"), Kid::create().nick("taken")]));
    let error = session.flush().await.expect_err("the nick is taken");
    assert!(error.is_unique_violation());
    session.rollback().await?;
    assert_eq!(count(engine, "parent").await, 0);
    let kids = session.many(parent, Parent::kids)?;
    assert_eq!(kids.len(), 2, "the link is there still");
    session.set(kids[1], Kid::nick, "other")?;
    session.add(parent)?;
    session.commit().await?;
    let saved = select((Parent::name, Kid::nick)).join(Parent::kids).order_by(Kid::nick);
    let saved: Vec<(String, String)> = engine.connection().await?.all(saved).await?;
    assert_eq!(saved, [("p".to_owned(), "free".to_owned()), ("p".to_owned(), "other".to_owned())]);
    for &kid in &kids {
        assert_eq!(session[kid].parent_id, Some(session[parent].id));
    }
    Ok(())
}

#[cormorant::test(models(Parent, Kid, Node))]
async fn graphs_and_trees_are_inserted_and_keys_set_null_before_a_delete(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let mut session = engine.session();
    let parent =
        session.add(Parent::create().name("p").kids([Kid::create().nick("a"), Kid::create().nick("b")]));
    let leaf = Node::create().label("leaf");
    let root = session.add(
        Node::create()
            .label("root")
            .children([Node::create().label("left"), Node::create().label("right").children([leaf])]),
    );
    session.commit().await?;
    let mut conn = engine.connection().await?;
    let tree: Vec<(String, Option<i32>)> =
        conn.all(select((Node::label, Node::parent_id)).order_by(Node::id)).await?;
    let labels: Vec<&str> = tree.iter().map(|row| row.0.as_str()).collect();
    assert_eq!(labels, ["root", "left", "right", "leaf"]);
    assert_eq!(tree.iter().map(|row| row.1).collect::<Vec<_>>(), [None, Some(1), Some(1), Some(3)]);

    let sent = engine.record();
    session.delete(parent)?;
    session.delete(root)?;
    session.commit().await?;
    assert_eq!(
        writes(&sent),
        [
            r#"UPDATE "kid" SET "parent_id" = "v"."0" FROM unnest($1, $2) WITH ORDINALITY AS "v"("0", "1", "n") WHERE "kid"."id" = "v"."1" RETURNING "v"."n""#,
            r#"UPDATE "node" SET "parent_id" = "v"."0" FROM unnest($1, $2) WITH ORDINALITY AS "v"("0", "1", "n") WHERE "node"."id" = "v"."1" RETURNING "v"."n""#,
            r#"DELETE FROM "node" WHERE "node"."id" = $1"#,
            r#"DELETE FROM "parent" WHERE "parent"."id" = $1"#,
        ]
    );
    let orphans: Vec<Option<i32>> = conn.all(select(Kid::parent_id)).await?;
    assert_eq!(orphans, [None, None]);
    assert_eq!((count(engine, "parent").await, count(engine, "node").await), (0, 3));
    Ok(())
}

#[cormorant::test(models(Weird, Mixed))]
async fn names_of_any_kind_work_in_every_statement(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let mut session = engine.session();
    let weird = session.add(Weird::create().name("w").parts([Mixed::create().r#type("x")]));
    let fan = session.add(Mixed::create().r#type("y").whole_id(None));
    session.link(weird, Weird::fans, fan)?;
    session.commit().await?;
    session[weird].name = "v".to_owned();
    session[fan].r#type = "z".to_owned();
    session.commit().await?;

    let mut session = engine.session();
    let all = select(Weird).load(Weird::parts.selectin()).load(Weird::fans.selectin());
    let weird = session.one(all).await?;
    let (parts, fans) = (session.many(weird, Weird::parts)?, session.many(weird, Weird::fans)?);
    assert_eq!(session[weird].name, "v");
    assert_eq!((session[parts[0]].r#type.as_str(), session[fans[0]].r#type.as_str()), ("x", "z"));
    let joined = session.all(select(Mixed).load(Mixed::whole.joined()).order_by(Mixed::id)).await?;
    assert_eq!(session.one_of(joined[0], Mixed::whole)?, Some(weird));
    session.commit().await?;
    session.add(Mixed::create().r#type("z").whole_id(None));
    let error = session.flush().await.expect_err("there is a `z`");
    assert_eq!(error.constraint(), Some("Un\"ique"));
    session.rollback().await?;
    for entity in session.all(select(Mixed)).await? {
        session.delete(entity)?;
    }
    let weird = session.one(select(Weird)).await?;
    session.delete(weird)?;
    session.commit().await?;
    assert_eq!(count(engine, r#""Fan ""of""""#).await, 0);
    assert_eq!(count(engine, r#""we""ird; --""#).await, 0);
    Ok(())
}

#[cormorant::test(models(Parent, Kid))]
async fn related_rows_of_70_000_parents_come_in_one_statement(db: TestDb) -> Result<()> {
    let engine = db.engine();
    engine
        .connection()
        .await?
        .script(
            "INSERT INTO parent (name) SELECT n::text FROM generate_series(1, 70000) n;
             INSERT INTO kid (nick, parent_id) VALUES ('first', 1), ('last', 70000)",
        )
        .await?;
    let sent = engine.record();
    let mut session = engine.session();
    let parents = session.all(select(Parent).order_by(Parent::id).load(Parent::kids.selectin())).await?;
    assert_eq!(
        sent.statements(),
        [
            r#"SELECT "parent"."id", "parent"."name" FROM "parent" ORDER BY "parent"."id""#,
            r#"SELECT "kid"."parent_id", "kid"."id", "kid"."nick", "kid"."parent_id" FROM "kid" WHERE "kid"."parent_id" = ANY($1) ORDER BY "kid"."id""#,
        ]
    );
    let nick = |parent: Entity<Parent>| -> Result<Vec<String>> {
        let kids = session.many(parent, Parent::kids)?;
        Ok(kids.into_iter().map(|kid| session[kid].nick.clone()).collect())
    };
    assert_eq!(parents.len(), 70_000);
    assert_eq!(
        (nick(parents[0])?, nick(parents[69_999])?),
        (vec!["first".to_owned()], vec!["last".to_owned()])
    );
    assert!(nick(parents[5])?.is_empty());
    Ok(())
}

#[cormorant::test(models(Parent, Kid))]
async fn a_refused_flush_tells_constraint_table_and_code(db: TestDb) -> Result<()> {
    let mut session = db.engine().session();
    session.add(Kid::create().nick("secret").parent_id(None));
    session.add(Kid::create().nick("secret").parent_id(None));
    let error = session.flush().await.expect_err("one nick, two kids");
    assert_eq!(error.integrity(), Some(Constraint::Unique));
    assert_eq!((error.constraint(), error.sqlstate()), (Some("kid_nick_key"), Some("23505")));
    assert_eq!(error.database().and_then(|database| database.table.as_deref()), Some("kid"));
    let source = error.source().and_then(|source| source.downcast_ref::<DatabaseError>());
    assert_eq!(source.and_then(|source| source.constraint.as_deref()), Some("kid_nick_key"));
    assert!(error.sql().is_some_and(|sql| sql.starts_with(r#"INSERT INTO "kid""#)));
    assert!(!error.to_string().contains("secret"), "values stay out of it: {error}");
    let refused = session.commit().await.expect_err("the flush failed");
    assert!(refused.to_string().contains("kid_nick_key"), "it says why: {refused}");
    Ok(())
}

#[cormorant::test(models(Parent, Kid))]
async fn a_collection_that_is_not_loaded_is_an_error_and_not_empty(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let mut session = engine.session();
    session.add(Parent::create().name("p").kids([Kid::create().nick("a")]));
    session.commit().await?;
    let mut session = engine.session();
    let parent = session.one(select(Parent)).await?;
    assert!(!session.is_loaded(parent, Parent::kids)?);
    let not_loaded =
        |error: Error| matches!(error, Error::NotLoaded { model: "Parent", relationship: "kids" });
    assert!(session.many(parent, Parent::kids).is_err_and(not_loaded));
    assert!(session.view(parent)?.kids().is_err_and(not_loaded));
    assert!(session.clear_many(parent, Parent::kids).is_err_and(not_loaded));
    session.load(parent, Parent::kids).await?;
    assert_eq!(session.many(parent, Parent::kids)?.len(), 1);
    Ok(())
}

#[cormorant::test(models(Doc), pool = 2)]
async fn the_second_of_two_who_change_one_version_is_told(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let mut one = engine.session();
    let docs = one.add_all((0..2).map(|n| Doc::create().body("draft").stars(n)));
    one.commit().await?;
    let mut two = engine.session();
    let theirs = two.all(select(Doc).order_by(Doc::id)).await?;
    two[theirs[1]].body = "second".to_owned();
    two.commit().await?;
    assert_eq!((two[theirs[0]].version, two[theirs[1]].version), (1, 2));
    // Another column, so that only the version tells.
    for &doc in &docs {
        one[doc].stars = 5;
    }
    let error = one.commit().await.expect_err("its version is old");
    assert!(matches!(&error, Error::Stale { model: "Doc", key } if key == "2"), "{error}");
    one.rollback().await?;
    one.refresh_expired().await?;
    one.delete(docs[1])?;
    two[theirs[1]].body = "third".to_owned();
    one.commit().await?;
    let error = two.commit().await.expect_err("the row is gone");
    assert!(matches!(&error, Error::Stale { model: "Doc", key } if key == "2"), "{error}");
    two.rollback().await?;
    let left = select((Doc::id, Doc::stars, Doc::version));
    assert_eq!(engine.connection().await?.all(left).await?, [(1, 0, 1)]);
    Ok(())
}

#[cormorant::test(models(Item))]
async fn commit_of_an_aborted_transaction_is_an_error(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let (mut session, items) = items(engine, 1).await?;
    session[items[0]].name = "lost".to_owned();
    session.flush().await?;
    let wrong = session.all(select(Item::id / (Item::id - 1))).await;
    assert!(wrong.is_err(), "a division by zero, which the program swallows");
    let error = session.commit().await.expect_err("nothing can be saved");
    assert!(matches!(error, Error::CommitRolledBack | Error::RollbackNeeded { .. }), "{error:?}");
    session.rollback().await?;
    assert_eq!(stored(engine).await?[0].1, "item 1");
    session.refresh(items[0]).await?;
    assert_eq!(session[items[0]].name, "item 1", "memory tells the truth");
    Ok(())
}

#[cormorant::test(models(Item))]
async fn a_nan_is_no_change_of_itself(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let (mut session, items) = items(engine, 1).await?;
    session[items[0]].weight = Some(f64::NAN);
    session.commit().await?;
    let sent = engine.record();
    session[items[0]].weight = Some(f64::NAN);
    assert!(!session.is_modified(items[0])?);
    session.commit().await?;
    let mut fresh = engine.session();
    let item = fresh.one(select(Item)).await?;
    sent.clear();
    fresh[item].qty = Some(2);
    fresh.commit().await?;
    assert_eq!(writes(&sent), [r#"UPDATE "item" SET "qty" = $1 WHERE "item"."id" = $2"#]);
    fresh[item].weight = Some(-0.0);
    fresh.commit().await?;
    fresh[item].weight = Some(0.0);
    assert!(!fresh.is_modified(item)?, "they are equal for the database");
    Ok(())
}

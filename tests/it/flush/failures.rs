//! Savepoints, failed flushes, and a server that does other things than it was told.

use cormorant::prelude::*;
use cormorant::session::State;
use cormorant::testing::TestDb;
use cormorant::{Error, Result};
use expect_test::expect;

use super::models::{Item, Kid, Parent};
use crate::support::{count, engine};

#[cormorant::test(models(Parent, Kid))]
async fn a_rolled_back_savepoint_restores_fields_pending_and_deleted_and_collections(
    db: TestDb,
) -> Result<()> {
    let engine = db.engine();
    let mut session = engine.session();
    let parent =
        session.add(Parent::create().name("p").kids([Kid::create().nick("a"), Kid::create().nick("b")]));
    session.commit().await?;
    let kids = session.many(parent, Parent::kids)?;
    session[parent].name = "in the transaction".to_owned();

    session.begin_nested().await?;
    session[parent].name = "in the savepoint".to_owned();
    session[kids[0]].nick = "x".to_owned();
    session.unlink(parent, Parent::kids, kids[0])?;
    session.delete(kids[1])?;
    let new = session.link(parent, Parent::kids, Kid::create().nick("c"))?;
    session.flush().await?;
    // And more of it that is not flushed.
    session[parent].name = "not flushed".to_owned();
    let pending = session.add(Kid::create().nick("d").parent_id(None));
    session.rollback_nested().await?;

    assert_eq!(session[parent].name, "in the transaction");
    assert_eq!((session[kids[0]].nick.as_str(), session[kids[0]].parent_id), ("a", Some(session[parent].id)));
    assert_eq!(session.many(parent, Parent::kids)?, kids);
    assert_eq!(session.state(kids[1])?, State::Persistent);
    assert_eq!((session.state(new)?, session.state(pending)?), (State::Transient, State::Transient));
    session.commit().await?;
    let stored = select((Parent::name, Kid::nick)).join(Parent::kids).order_by(Kid::nick);
    let stored: Vec<(String, String)> = engine.connection().await?.all(stored).await?;
    let name = "in the transaction".to_owned();
    assert_eq!(stored, [(name.clone(), "a".to_owned()), (name, "b".to_owned())]);
    Ok(())
}

#[cormorant::test(models(Parent, Kid))]
async fn deletions_and_new_rows_of_before_a_savepoint_survive_its_rollback(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let mut session = engine.session();
    let old = session.add(Kid::create().nick("old").parent_id(None));
    session.commit().await?;
    session.delete(old)?;
    let new = session.add(Kid::create().nick("new").parent_id(None));
    session.begin_nested().await?;
    session[new].nick = "newer".to_owned();
    session.begin_nested().await?;
    session[new].nick = "newest".to_owned();
    session.release().await?;
    session.rollback_nested().await?;
    assert_eq!((session[new].nick.as_str(), session.state(old)?), ("new", State::Deleted));
    session.commit().await?;
    let nicks: Vec<String> = engine.connection().await?.all(select(Kid::nick)).await?;
    assert_eq!(nicks, ["new"]);
    Ok(())
}

#[cormorant::test(models(Parent, Kid))]
async fn a_failed_flush_in_a_savepoint_leaves_what_was_before_it(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let mut session = engine.session();
    session.add(Kid::create().nick("taken").parent_id(None));
    session.begin_nested().await?;
    let second = session.add(Kid::create().nick("taken").parent_id(None));
    assert!(session.flush().await.is_err_and(|error| error.is_unique_violation()));
    session.rollback_nested().await?;
    session.set(second, Kid::nick, "free")?;
    session.add(second)?;
    session.commit().await?;
    assert_eq!(count(engine, "kid").await, 2);
    Ok(())
}

#[cormorant::test(models(Parent, Kid))]
async fn after_a_failed_flush_everything_but_rollback_is_refused(db: TestDb) -> Result<()> {
    let mut session = db.engine().session();
    let kid = session.add(Kid::create().nick("taken").parent_id(None));
    session.commit().await?;
    session.add(Kid::create().nick("taken").parent_id(None));
    session.flush().await.expect_err("the nick is taken");

    let refused = |answer: Result<()>| matches!(answer, Err(Error::RollbackNeeded { .. }));
    assert!(refused(session.flush().await));
    assert!(refused(session.commit().await));
    assert!(refused(session.begin_nested().await));
    assert!(refused(session.release().await));
    assert!(refused(session.refresh(kid).await));
    assert!(refused(session.refresh_columns(kid, Kid::nick).await));
    assert!(refused(session.refresh_expired().await));
    assert!(refused(session.load(kid, Kid::parent).await));
    assert!(refused(session.all(select(Kid)).await.map(drop)));
    assert!(refused(session.one(select(Kid)).await.map(drop)));
    assert!(refused(session.one_or_none(select(Kid)).await.map(drop)));
    assert!(refused(session.first(select(Kid)).await.map(drop)));
    assert!(refused(session.scalar(select(count_all()).from(Kid)).await.map(drop)));
    assert!(refused(session.get::<Kid>(99).await.map(drop)));
    assert!(refused(session.get_many::<Kid>([98, 99]).await.map(drop)));
    assert!(refused(session.execute(delete(Kid).all_rows()).await.map(drop)));
    assert!(refused(session.stream(select(Kid), 10).await.map(drop)));
    let error = session.flush().await.expect_err("still");
    expect![[r#"a flush failed before (unique constraint violated: duplicate key value violates unique constraint "kid_nick_key" (23505), constraint `kid_nick_key`, table `kid`; statement: INSERT INTO "kid" ("nick", "parent_id") VALUES ($1, $2) RETURNING "kid"."id"): call `rollback()` first"#]].assert_eq(&error.to_string());

    session.rollback().await?;
    session.refresh(kid).await?;
    assert_eq!(session[kid].nick, "taken");
    assert_eq!(session.all(select(Kid)).await?, [kid]);
    Ok(())
}

#[cormorant::test(models(Item))]
async fn a_trigger_that_leaves_rows_out_is_an_error_and_mixes_no_keys_up(db: TestDb) -> Result<()> {
    let engine = db.engine();
    engine
        .connection()
        .await?
        .script(
            "CREATE FUNCTION skip() RETURNS trigger LANGUAGE plpgsql AS
                 $$ BEGIN IF NEW.qty = 2 THEN RETURN NULL; END IF; RETURN NEW; END $$;
             CREATE TRIGGER skip BEFORE INSERT ON item FOR EACH ROW EXECUTE FUNCTION skip()",
        )
        .await?;
    let mut session = engine.session();
    session.add_all((1..=3).map(|n| Item::create().name("n").qty(n)));
    let error = session.flush().await.expect_err("the second was left out");
    expect!["Item: 3 rows were to be inserted, and 2 were: is there a trigger or a rule?"]
        .assert_eq(&error.to_string());
    session.rollback().await?;
    assert_eq!(count(engine, "item").await, 0);
    Ok(())
}

#[cormorant::test(models(Item))]
async fn a_session_is_usable_again_after_its_connection_was_lost(db: TestDb) -> Result<()> {
    let engine = engine(&db, 2);
    let mut session = engine.session();
    let item = session.add(Item::create().name("n").qty(1));
    session.flush().await?;
    let kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'idle in transaction'";
    assert_eq!(engine.connection().await?.execute_raw(kill, &[]).await?, 1);
    session[item].qty = 2;
    let error = session.commit().await.expect_err("the connection is gone");
    assert!(error.is_disconnect(), "{error:?}");
    assert!(matches!(session.commit().await, Err(Error::RollbackNeeded { .. })));
    // Whatever ROLLBACK says on a dead connection: the session is clean afterwards.
    let _ = session.rollback().await;
    session.add(item)?;
    session.commit().await?;
    assert_eq!(count(&engine, "item").await, 1);
    Ok(())
}

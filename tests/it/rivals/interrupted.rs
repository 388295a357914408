//! A flush or a commit that is dropped halfway saves nothing by halves.

use cormorant::prelude::*;
use cormorant::session::Entity;
use cormorant::testing::TestDb;
use cormorant::{Error, Result};

use super::models::{Kid, Parent};
use crate::support::{Relay, count, in_time};

/// A graph that takes several statements.
fn family(session: &mut Session, of: usize) -> Vec<Entity<Parent>> {
    let kids = move |n: usize| (0..3).map(move |kid| Kid::create().nick(format!("{of} {n} {kid}")));
    session.add_all((0..100).map(|n| Parent::create().name(format!("{of} {n}")).kids(kids(n))))
}

/// Fewer answers than a flush or a commit waits for: BEGIN and one of each table.
const SOME_ANSWERS: u64 = 3;

#[cormorant::test(models(Parent, Kid), pool = 3)]
async fn a_dropped_flush_forbids_commit_and_writes_nothing_or_everything_once(db: TestDb) -> Result<()> {
    let relay = Relay::new(&db).await.expect("a relay");
    let (engine, through) = (db.engine(), relay.engine().pool_size(1).build()?);
    let mut answers = 0;
    loop {
        let mut session = through.session();
        let parents = family(&mut session, 1);
        relay.let_pass(answers);
        let done = in_time(relay.or_held(session.flush())).await;
        relay.open();
        if let Some(done) = done {
            done?;
            session.rollback().await?;
            break;
        }
        answers += 1;
        let error = session.commit().await.expect_err("nobody knows what was written");
        assert!(matches!(error, Error::RollbackNeeded { .. }), "{error:?}");
        let error = session.all(select(Parent)).await.expect_err("nor what is read");
        assert!(matches!(error, Error::RollbackNeeded { .. }), "{error:?}");
        session.rollback().await?;
        assert_eq!((count(engine, "parent").await, count(engine, "kid").await), (0, 0));
        for parent in parents {
            session.add(parent)?;
        }
        session.commit().await?;
        assert_eq!((count(engine, "parent").await, count(engine, "kid").await), (100, 300));
        let linked = select(count_all()).from(Parent).join(Parent::kids);
        assert_eq!(engine.connection().await?.scalar(linked).await?, 300);
        engine.connection().await?.script("TRUNCATE parent, kid").await?;
    }
    assert!(answers >= SOME_ANSWERS, "{answers} answers were held back");
    Ok(())
}

#[cormorant::test(models(Parent, Kid), pool = 3)]
async fn a_dropped_commit_saves_everything_or_nothing_and_demands_a_rollback(db: TestDb) -> Result<()> {
    let relay = Relay::new(&db).await.expect("a relay");
    let (engine, through) = (db.engine(), relay.engine().pool_size(1).build()?);
    let mut answers = 0;
    loop {
        let mut session = through.session();
        family(&mut session, 1);
        relay.let_pass(answers);
        let done = in_time(relay.or_held(session.commit())).await;
        relay.open();
        if done.is_none() {
            let error = session.all(select(Parent)).await.expect_err("nobody knows what was saved");
            assert!(matches!(error, Error::RollbackNeeded { .. }), "{error:?}");
        }
        session.rollback().await?;
        let saved = (count(engine, "parent").await, count(engine, "kid").await);
        assert!(matches!(saved, (0, 0) | (100, 300)), "half of it: {saved:?}");
        engine.connection().await?.script("TRUNCATE parent, kid").await?;
        let Some(done) = done else {
            answers += 1;
            continue;
        };
        assert_eq!(saved, (100, 300));
        assert!(answers > SOME_ANSWERS, "{answers} answers were held back");
        return done;
    }
}

//! A flush or a commit that is dropped halfway saves nothing by halves.

use std::future::Future;
use std::pin::pin;
use std::task::Poll;

use cormorant::prelude::*;
use cormorant::session::Entity;
use cormorant::testing::TestDb;
use cormorant::{Error, Result};

use super::models::{Kid, Parent};
use crate::support::count;

/// Polls a future so many times and drops it; `None` if it did not come to its end.
async fn polled<F: Future>(future: F, polls: usize) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut left = polls;
    std::future::poll_fn(|cx| match future.as_mut().poll(cx) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending if left <= 1 => Poll::Ready(None),
        Poll::Pending => {
            left -= 1;
            Poll::Pending
        }
    })
    .await
}

/// A graph that takes several statements.
fn family(session: &mut Session, of: usize) -> Vec<Entity<Parent>> {
    let kids = move |n: usize| (0..3).map(move |kid| Kid::create().nick(format!("{of} {n} {kid}")));
    session.add_all((0..100).map(|n| Parent::create().name(format!("{of} {n}")).kids(kids(n))))
}

#[cormorant::test(models(Parent, Kid), pool = 3)]
async fn a_dropped_flush_forbids_commit_and_writes_nothing_or_everything_once(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let mut interrupted = 0;
    for polls in 1..10_000 {
        let mut session = engine.session();
        let parents = family(&mut session, polls);
        match polled(session.flush(), polls).await {
            Some(done) => {
                done?;
                session.rollback().await?;
                break;
            }
            None => interrupted += 1,
        }
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
    // How often a flush waits depends on how fast the server answers; once it always does.
    assert!(interrupted > 0, "the first poll never finishes a flush");
    Ok(())
}

#[cormorant::test(models(Parent, Kid), pool = 3)]
async fn a_dropped_commit_saves_everything_or_nothing_and_demands_a_rollback(db: TestDb) -> Result<()> {
    let engine = db.engine();
    for polls in 1..10_000 {
        let mut session = engine.session();
        family(&mut session, polls);
        session.flush().await?;
        let done = polled(session.commit(), polls).await;
        if done.is_none() {
            let error = session.all(select(Parent)).await.expect_err("nobody knows what was saved");
            assert!(matches!(error, Error::RollbackNeeded { .. }), "{error:?}");
        }
        session.rollback().await?;
        let saved = (count(engine, "parent").await, count(engine, "kid").await);
        assert!(matches!(saved, (0, 0) | (100, 300)), "half of it: {saved:?}");
        engine.connection().await?.script("TRUNCATE parent, kid").await?;
        if let Some(done) = done {
            assert_eq!(saved, (100, 300));
            return done;
        }
    }
    panic!("10,000 polls were not enough");
}

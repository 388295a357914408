//! Futures of a session that are dropped at any of their waits.

use std::cell::Cell;

use cormorant::prelude::*;
use cormorant::testing::TestDb;
use cormorant::{Error, Result};

use super::models::{Author, Post, SCHEMA};
use crate::support::drop_at_every_poll;

/// What is stored after the outer savepoint was rolled back or released, and the transaction committed.
async fn finish(session: &mut Session, author: Entity<Author>, release: bool) -> Result<String> {
    if release {
        session.release().await?;
    } else {
        session.rollback_nested().await?;
        session.refresh(author).await?;
    }
    let error = session.release().await.expect_err("there was one");
    assert!(matches!(error, Error::Configuration { .. }), "{error}");
    session.commit().await?;
    Ok(session[author].name.clone())
}

#[cormorant::test(schema = SCHEMA, pool = 1)]
async fn a_dropped_begin_nested_sets_no_savepoint_and_hurts_none(db: TestDb) -> Result<()> {
    let engine = db.engine();
    for release in [true, false] {
        let done = Cell::new(false);
        for polls in 1..1_000 {
            let mut session = engine.session();
            let author = session.get::<Author>(1).await?.expect("she is there");
            session[author].name = "before".to_owned();
            session.begin_nested().await?;
            session[author].name = "within".to_owned();
            session.flush().await?;
            let set = polled(session.begin_nested(), polls).await;
            if let Some(set) = set {
                set?;
                session.rollback_nested().await?;
                done.set(true);
            }
            let name = finish(&mut session, author, release).await?;
            assert_eq!(name, if release { "within" } else { "before" }, "{polls} polls");
            if done.get() {
                break;
            }
        }
        assert!(done.get(), "1,000 polls were not enough");
    }
    Ok(())
}

#[cormorant::test(schema = SCHEMA, pool = 1)]
async fn a_dropped_rollback_nested_is_done_before_the_next_statement(db: TestDb) -> Result<()> {
    let engine = db.engine();
    for polls in 1..1_000 {
        let mut session = engine.session();
        let author = session.get::<Author>(1).await?.expect("she is there");
        session[author].name = "before".to_owned();
        session.begin_nested().await?;
        session[author].name = "within".to_owned();
        session.flush().await?;
        let done = polled(session.rollback_nested(), polls).await;
        assert_eq!(session[author].name, "before", "in memory at once");
        session.refresh(author).await?;
        assert_eq!(session[author].name, "before", "{polls} polls");
        session.commit().await?;
        if let Some(done) = done {
            return done;
        }
    }
    panic!("1,000 polls were not enough");
}

#[cormorant::test(schema = SCHEMA, pool = 1)]
async fn a_dropped_release_leaves_a_session_that_can_go_on(db: TestDb) -> Result<()> {
    let engine = db.engine();
    for polls in 1..1_000 {
        let mut session = engine.session();
        let author = session.get::<Author>(1).await?.expect("she is there");
        session.begin_nested().await?;
        session[author].name = "within".to_owned();
        session.flush().await?;
        let done = polled(session.release(), polls).await;
        session.begin_nested().await?;
        session[author].name = "taken back".to_owned();
        session.flush().await?;
        session.rollback_nested().await?;
        session.refresh(author).await?;
        assert_eq!(session[author].name, "within", "{polls} polls");
        session.commit().await?;
        if let Some(done) = done {
            return done;
        }
    }
    panic!("1,000 polls were not enough");
}

#[cormorant::test(schema = SCHEMA, pool = 1)]
async fn dropped_reads_leave_a_usable_session_and_a_clean_pool(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let (_, done) = drop_at_every_poll(|| async {
        let mut session = engine.session_builder().schema("public").build();
        let posts = session.all(select(Post).load(Post::tags.selectin())).await?;
        session.load(&posts, Post::author).await?;
        session.refresh(posts[0]).await?;
        session.merge(Author { id: 2, name: "bob".to_owned() }).await?;
        session.close().await
    })
    .await;
    done?;
    for polls in 1..1_000 {
        let mut session = engine.session();
        let done = polled(session.all(select(Post).load(Post::tags.selectin())), polls).await;
        assert_eq!(session.all(select(Post)).await?.len(), 4, "{polls} polls");
        session.commit().await?;
        if done.is_some() {
            return Ok(());
        }
    }
    panic!("1,000 polls were not enough");
}

#[cormorant::test(schema = SCHEMA, pool = 1)]
async fn loading_for_nobody_sends_nothing_and_takes_no_connection(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let only = engine.connection().await?;
    let sent = engine.record();
    let mut session = engine.session();
    session.load(Vec::<Entity<Author>>::new(), Author::posts).await?;
    assert_eq!(session.get_many::<Author>([]).await?, []);
    session.refresh_expired().await?;
    assert_eq!(session.detach_all(Vec::<Entity<Author>>::new())?, []);
    let built = session.build(Post::create().title("x").author_id(None));
    session.load(built, Post::author).await?;
    session.commit().await?;
    assert!(sent.all().is_empty(), "{sent:?}");
    drop(only);
    Ok(())
}

/// Polls a future so many times and drops it; `None` if it did not come to its end.
async fn polled<F: Future>(future: F, polls: usize) -> Option<F::Output> {
    let mut future = std::pin::pin!(future);
    let mut left = polls;
    std::future::poll_fn(|cx| match future.as_mut().poll(cx) {
        std::task::Poll::Ready(done) => std::task::Poll::Ready(Some(done)),
        std::task::Poll::Pending if left <= 1 => std::task::Poll::Ready(None),
        std::task::Poll::Pending => {
            left -= 1;
            std::task::Poll::Pending
        }
    })
    .await
}

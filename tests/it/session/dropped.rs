//! Futures of a session that are dropped at any of their waits.

use cormorant::prelude::*;
use cormorant::testing::TestDb;
use cormorant::{Error, Result};

use super::models::{Author, Post, SCHEMA};
use crate::support::{cut_everywhere, in_time, value};

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

#[cormorant::test(schema = SCHEMA)]
async fn a_dropped_begin_nested_sets_no_savepoint_and_hurts_none(db: TestDb) -> Result<()> {
    for release in [true, false] {
        let answers = cut_everywhere(&db, async |engine, cut| {
            let mut session = engine.session();
            let author = session.get::<Author>(1).await?.expect("she is there");
            session[author].name = "before".to_owned();
            session.begin_nested().await?;
            session[author].name = "within".to_owned();
            session.flush().await?;
            if let Some(set) = cut.short(session.begin_nested()).await {
                set?;
                session.rollback_nested().await?;
            }
            let name = finish(&mut session, author, release).await?;
            assert_eq!(name, if release { "within" } else { "before" }, "{cut:?}");
            Ok(())
        })
        .await?;
        assert_eq!(answers, 1, "SAVEPOINT");
    }
    Ok(())
}

#[cormorant::test(schema = SCHEMA)]
async fn a_dropped_rollback_nested_is_done_before_the_next_statement(db: TestDb) -> Result<()> {
    let answers = cut_everywhere(&db, async |engine, cut| {
        let mut session = engine.session();
        let author = session.get::<Author>(1).await?.expect("she is there");
        session[author].name = "before".to_owned();
        session.begin_nested().await?;
        session[author].name = "within".to_owned();
        session.flush().await?;
        cut.short(session.rollback_nested()).await.transpose()?;
        assert_eq!(session[author].name, "before", "in memory at once");
        session.refresh(author).await?;
        assert_eq!(session[author].name, "before", "{cut:?}");
        session.commit().await
    })
    .await?;
    assert_eq!(answers, 1, "ROLLBACK TO SAVEPOINT");
    Ok(())
}

#[cormorant::test(schema = SCHEMA)]
async fn a_dropped_release_leaves_a_session_that_can_go_on(db: TestDb) -> Result<()> {
    let answers = cut_everywhere(&db, async |engine, cut| {
        let mut session = engine.session();
        let author = session.get::<Author>(1).await?.expect("she is there");
        session.begin_nested().await?;
        session[author].name = "within".to_owned();
        session.flush().await?;
        cut.short(session.release()).await.transpose()?;
        session.begin_nested().await?;
        session[author].name = "taken back".to_owned();
        session.flush().await?;
        session.rollback_nested().await?;
        session.refresh(author).await?;
        assert_eq!(session[author].name, "within", "{cut:?}");
        session.commit().await
    })
    .await?;
    assert_eq!(answers, 1, "RELEASE SAVEPOINT");
    Ok(())
}

#[cormorant::test(schema = SCHEMA)]
async fn dropped_reads_leave_a_clean_pool(db: TestDb) -> Result<()> {
    cut_everywhere(&db, async |engine, cut| {
        let work = async {
            let mut session = engine.session_builder().schema("public").build();
            let posts = session.all(select(Post).load(Post::tags.selectin())).await?;
            session.load(&posts, Post::author).await?;
            session.refresh(posts[0]).await?;
            session.merge(Author { id: 2, name: "bob".to_owned() }).await?;
            session.close().await
        };
        cut.short(work).await.transpose()?;
        let mut conn = in_time(engine.connection()).await?;
        assert!(!conn.in_transaction());
        assert_eq!(value::<i64>(&mut conn, "SELECT count(*) FROM post").await?, 4, "{cut:?}");
        Ok(())
    })
    .await?;
    Ok(())
}

#[cormorant::test(schema = SCHEMA)]
async fn a_dropped_read_leaves_a_usable_session(db: TestDb) -> Result<()> {
    cut_everywhere(&db, async |engine, cut| {
        let mut session = engine.session();
        cut.short(session.all(select(Post).load(Post::tags.selectin()))).await.transpose()?;
        assert_eq!(session.all(select(Post)).await?.len(), 4, "{cut:?}");
        session.commit().await
    })
    .await?;
    Ok(())
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

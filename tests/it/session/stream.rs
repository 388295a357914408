//! One stream of rows at a time on a connection, batches of entities as many as one likes.

use cormorant::prelude::*;
use cormorant::testing::TestDb;
use cormorant::{Error, Result};

use super::models::{Post, SCHEMA, Tag};

#[cormorant::test(schema = SCHEMA, pool = 1)]
async fn a_session_refuses_statements_while_a_stream_of_its_connection_is_open(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let mut session = engine.session();
    let post = session.get::<Post>(1).await?.expect("it is there");
    let conn = session.connection().await?;
    let stream = conn.stream(select(Post)).await?;
    // The borrow checker allows it in no other way.
    #[expect(clippy::mem_forget, reason = "what a leak leaves behind is the question")]
    std::mem::forget(stream);
    let refused = session.all(select(Tag)).await;
    assert!(matches!(refused, Err(Error::StreamOpen)), "{refused:?}");
    let refused = session.begin_nested().await;
    assert!(matches!(refused, Err(Error::StreamOpen)), "{refused:?}");
    session[post].title = "changed".to_owned();
    let refused = session.flush().await;
    assert!(matches!(refused, Err(Error::StreamOpen)), "{refused:?}");
    drop(session);
    assert_eq!(super::stored(engine).await?[0].2, "a1", "and the pool has a connection that works");
    Ok(())
}

#[cormorant::test(schema = SCHEMA, pool = 1)]
async fn batches_of_entities_leave_the_session_free_for_other_statements(db: TestDb) -> Result<()> {
    let mut session = db.engine().session();
    let mut posts = session.stream(select(Post).order_by(Post::id), 2).await?;
    let mut tags = session.stream(select(Tag).order_by(Tag::id), 1).await?;
    let mut seen = Vec::new();
    while let Some(batch) = posts.next(&mut session).await? {
        seen.extend(batch.iter().map(|&post| session[post].title.clone()));
        if let Some(batch) = tags.next(&mut session).await? {
            seen.extend(batch.iter().map(|&tag| session[tag].word.clone()));
        }
        assert_eq!(session.scalar(select(count_all()).from(Post)).await?, 4);
    }
    assert_eq!(seen, ["a1", "a2", "red", "b1", "b2", "blue"]);
    session.commit().await
}

//! Foreign keys that are written as columns: relationships follow at the flush.

use cormorant::Result;
use cormorant::prelude::*;
use cormorant::testing::TestDb;

use super::models::{Author, Post, SCHEMA};
use super::stored;

#[cormorant::test(schema = SCHEMA)]
async fn a_written_foreign_key_decides_on_the_relationship_after_the_flush(db: TestDb) -> Result<()> {
    let mut session = db.engine().session();
    let loaded = select(Author).order_by(Author::id).load(Author::posts.selectin());
    let authors = session.all(loaded).await?;
    let posts = session.many(authors[0], Author::posts)?;
    session.load(&posts, Post::author).await?;
    session[posts[0]].author_id = Some(2);
    assert_eq!(session.one_of(posts[0], Post::author)?, Some(authors[0]), "until then it stays");
    session.flush().await?;
    assert_eq!(session.one_of(posts[0], Post::author)?, Some(authors[1]), "found by its key");
    assert!(!session.is_loaded(authors[0], Author::posts)? && !session.is_loaded(authors[1], Author::posts)?);
    assert!(session.is_loaded(posts[1], Post::author)?, "that of others stays");
    session.load(&authors, Author::posts).await?;
    assert_eq!(session.many(authors[0], Author::posts)?, [posts[1]]);

    session[posts[0]].author_id = None;
    session.flush().await?;
    assert_eq!(session.one_of(posts[0], Post::author)?, None);
    assert_eq!(session.many(authors[0], Author::posts)?, [posts[1]], "it was not concerned");
    Ok(())
}

#[cormorant::test(schema = SCHEMA)]
async fn a_key_to_a_row_that_is_not_here_leaves_the_relationship_to_be_loaded(db: TestDb) -> Result<()> {
    let mut session = db.engine().session();
    let post = session.one(select(Post).filter(Post::id.eq(1)).load(Post::author.joined())).await?;
    session[post].author_id = Some(2);
    session.flush().await?;
    assert!(!session.is_loaded(post, Post::author)?);
    session.load(post, Post::author).await?;
    let author = session.one_of(post, Post::author)?.expect("bob");
    assert_eq!(session[author].name, "bob");
    Ok(())
}

#[cormorant::test(schema = SCHEMA)]
async fn a_relationship_that_is_set_overrules_the_column(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let mut session = engine.session();
    let authors = session.all(select(Author).order_by(Author::id).load(Author::posts.selectin())).await?;
    let post = session.many(authors[0], Author::posts)?[0];
    session[post].author_id = None;
    session.set_one(post, Post::author, Some(authors[1]))?;
    session.flush().await?;
    assert_eq!((session[post].author_id, session.one_of(post, Post::author)?), (Some(2), Some(authors[1])));
    assert!(session.many(authors[1], Author::posts)?.contains(&post), "both sides stay in step");
    session.commit().await?;
    assert_eq!(stored(engine).await?[0].1, Some(2));
    Ok(())
}

#[cormorant::test(schema = SCHEMA)]
async fn a_key_that_is_the_same_again_changes_nothing(db: TestDb) -> Result<()> {
    let mut session = db.engine().session();
    let ann = session.one(select(Author).filter(Author::id.eq(1)).load(Author::posts.selectin())).await?;
    let post = session.many(ann, Author::posts)?[0];
    session.load(post, Post::author).await?;
    session[post].author_id = Some(1);
    session[post].title = "other".to_owned();
    session.flush().await?;
    assert!(session.is_loaded(post, Post::author)? && session.is_loaded(ann, Author::posts)?);
    Ok(())
}

//! Foreign keys that are written as columns: relationships follow at the flush.

use cormorant::Result;
use cormorant::prelude::*;
use cormorant::session::{Entity, Session, State};
use cormorant::testing::TestDb;

use super::models::{Author, Note, Post, SCHEMA};
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
    assert_eq!(session.many(authors[0], Author::posts)?, posts, "as SQLAlchemy, until it is loaded again");
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

#[cormorant::test(schema = SCHEMA)]
async fn collections_that_are_loaded_outlive_a_written_foreign_key(db: TestDb) -> Result<()> {
    let mut session = db.engine().session();
    let authors = session.all(select(Author).order_by(Author::id).load(Author::posts.selectin())).await?;
    let (anns, bobs) = (session.many(authors[0], Author::posts)?, session.many(authors[1], Author::posts)?);
    session.refresh(anns[0]).await?;
    session[anns[0]].author_id = Some(2);
    let sent = db.engine().record();
    session.flush().await?;
    assert_eq!(sent.take(), [r#"UPDATE "post" SET "author_id" = $1 WHERE "post"."id" = $2"#]);
    assert_eq!(session.many(authors[0], Author::posts)?, anns);
    assert_eq!(session.many(authors[1], Author::posts)?, bobs);
    session.load(&authors, Author::posts).await?;
    assert_eq!(session.many(authors[0], Author::posts)?, [anns[1]]);
    assert_eq!(session.many(authors[1], Author::posts)?, [anns[0], bobs[0], bobs[1]]);
    Ok(())
}

#[cormorant::test(schema = SCHEMA)]
async fn a_child_of_a_deleted_parent_leads_to_it_until_it_is_read_again(db: TestDb) -> Result<()> {
    let mut session = db.engine().session();
    let cyd = session.add(Author::create().name("cyd"));
    let post = session.add(Post::create().title("c1").author(cyd));
    session.flush().await?;
    session.delete(cyd)?;
    let sent = db.engine().record();
    session.flush().await?;
    let sent = sent.take();
    let sent: Vec<_> = sent.iter().filter(|sql| !sql.starts_with("SELECT")).collect();
    assert_eq!(
        sent,
        [
            r#"UPDATE "post" SET "author_id" = $1 WHERE "post"."id" = $2"#,
            r#"DELETE FROM "author" WHERE "author"."id" = $1"#
        ]
    );
    assert_eq!((session[post].author_id, session.state(cyd)?), (None, State::Deleted));
    assert_eq!(session.one_of(post, Post::author)?, Some(cyd));
    let found = session.all(select(Post).filter(Post::title.eq("c1")).load(Post::author.selectin())).await?;
    assert_eq!((found, session.one_of(post, Post::author)?), (vec![post], Some(cyd)), "loaded is loaded");
    session.delete(post)?;
    let refused = session.add(post).expect_err("it would take the deleted author along").to_string();
    assert!(refused.ends_with("it was deleted by a flush"), "{refused}");

    session.refresh(post).await?;
    assert_eq!(session.one_of(post, Post::author)?, None);
    Ok(())
}

/// A post whose foreign key in memory is that of a transaction that was rolled back.
async fn rolled_back(session: &mut Session) -> Result<(Entity<Author>, Entity<Post>)> {
    let bob = session.one(select(Author).filter(Author::id.eq(2))).await?;
    let post = session.one(select(Post).filter(Post::id.eq(1))).await?;
    session.set_one(post, Post::author, Some(bob))?;
    session.flush().await?;
    session.rollback().await?;
    Ok((bob, post))
}

#[cormorant::test(schema = SCHEMA)]
async fn a_key_is_written_to_an_expired_row_whatever_is_in_memory(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let mut session = engine.session();
    let (bob, post) = rolled_back(&mut session).await?;
    session.set_one(post, Post::author, Some(bob))?;
    let sent = engine.record();
    session.commit().await?;
    assert_eq!(sent.take(), [r#"UPDATE "post" SET "author_id" = $1 WHERE "post"."id" = $2"#]);
    assert_eq!(stored(engine).await?[0].1, Some(2));
    Ok(())
}

#[cormorant::test(schema = SCHEMA)]
async fn a_relationship_of_an_expired_row_is_found_by_the_key_of_the_database(db: TestDb) -> Result<()> {
    let mut session = db.engine().session();
    let (_, post) = rolled_back(&mut session).await?;
    let sent = db.engine().record();
    session.load(post, Post::author).await?;
    let ann = session.one_of(post, Post::author)?.expect("its author");
    assert_eq!((session.key(ann)?, session[post].author_id), (1, Some(1)));
    assert_eq!(
        sent.take(),
        [
            r#"SELECT "post"."id", "post"."title", "post"."author_id" FROM "post" WHERE "post"."id" = $1"#,
            r#"SELECT "author"."id", "author"."id", "author"."name" FROM "author" WHERE "author"."id" = ANY($1)"#
        ]
    );

    session.rollback().await?;
    let note = session.one(select(Note).filter(Note::id.eq(1))).await?;
    session.expire(note)?;
    db.engine().connection().await?.execute(delete(Note).filter(Note::id.eq(1))).await?;
    let gone = session.load(note, Note::author).await.expect_err("its row is gone").to_string();
    assert!(gone.ends_with("nothing of it can be loaded: its row is gone"), "{gone}");
    Ok(())
}

#[cormorant::test(schema = SCHEMA)]
async fn a_row_that_was_read_again_is_an_orphan_of_the_parent_that_it_has_now(db: TestDb) -> Result<()> {
    let mut session = db.engine().session();
    let cyd = session.add(Author::create().name("cyd"));
    let note = session.add(Note::create().text("n5").author(cyd));
    session.commit().await?;
    session[note].author_id = 2;
    session.flush().await?;
    session.refresh(note).await?;
    let bob = session.one(select(Author).filter(Author::id.eq(2)).load(Author::notes.selectin())).await?;
    session.unlink(bob, Author::notes, note)?;
    let sent = db.engine().record();
    session.commit().await?;
    assert_eq!(sent.take(), [r#"DELETE FROM "note" WHERE "note"."id" = $1"#]);
    Ok(())
}

#[cormorant::test(schema = SCHEMA)]
async fn refresh_goes_along_what_is_loaded_and_not_along_what_came_from_the_other_side(
    db: TestDb,
) -> Result<()> {
    let mut session = db.engine().session();
    let cyd = session.add(Author::create().name("cyd"));
    session.flush().await?;
    let note = session.add(Note::create().text("n5").author(cyd));
    session.refresh(cyd).await?;
    assert_eq!(session.try_get(note)?.text, "n5");
    session.load(cyd, Author::notes).await?;
    session.refresh(cyd).await?;
    assert!(session.try_get(note).is_err(), "it is expired along with its author");
    Ok(())
}

//! Entities that leave: their rows are handed out, their keys are refused, their places used again.

use cormorant::Result;
use cormorant::prelude::*;
use cormorant::testing::TestDb;

use super::models::{Author, Post, SCHEMA, Tag};
use super::{is_detached, stored};

#[cormorant::test(schema = SCHEMA)]
async fn a_detached_row_is_handed_out_and_its_key_refused(db: TestDb) -> Result<()> {
    let mut session = db.engine().session();
    let ann = session.get::<Author>(1).await?.expect("she is there");
    session[ann].name = "Ann".to_owned();
    let row = session.detach(ann)?;
    assert_eq!(row, Author { id: 1, name: "Ann".to_owned() }, "with what was not flushed");
    assert!(is_detached(&session.try_get(ann)) && is_detached(&session.state(ann)));
    assert!(is_detached(&session.detach(ann)) && is_detached(&session.delete(ann)));
    assert!(is_detached(&session.refresh(ann).await) && is_detached(&session.load(ann, Author::posts).await));
    session.commit().await?;
    let again = session.get::<Author>(1).await?.expect("she is there");
    assert_eq!(session[again].name, "ann", "nothing was written of it");
    assert_ne!(again, ann);
    assert!(is_detached(&session.try_get(ann)), "whoever has the place now");
    Ok(())
}

#[cormorant::test(schema = SCHEMA)]
async fn nobody_leads_to_a_detached_entity_any_more(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let mut session = engine.session();
    let statement =
        select(Author).order_by(Author::id).load(Author::posts.selectin().then(Post::tags.selectin()));
    let authors = session.all(statement).await?;
    let posts = session.many(authors[0], Author::posts)?;
    let tags = session.many(posts[0], Post::tags)?;
    session.load(&tags, Tag::posts).await?;
    session.detach(posts[0])?;
    assert!(!session.is_loaded(authors[0], Author::posts)?, "one of them is missing here");
    assert!(!session.is_loaded(tags[0], Tag::posts)?);
    assert!(session.is_loaded(authors[1], Author::posts)?, "he never led to it");
    session.load(authors[0], Author::posts).await?;
    let posts = session.many(authors[0], Author::posts)?;
    assert_eq!(session[posts[0]].title, "a1");
    session.commit().await?;
    assert_eq!(stored(engine).await?.len(), 4);
    Ok(())
}

#[cormorant::test(schema = SCHEMA)]
async fn what_was_to_be_written_of_a_detached_entity_is_forgotten(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let mut session = engine.session();
    let ann = session.get::<Author>(1).await?.expect("she is there");
    session.load(ann, Author::posts).await?;
    let doomed = session.many(ann, Author::posts)?[0];
    session.delete(doomed)?;
    session.detach(doomed)?;
    let moved = session.get::<Post>(3).await?.expect("it is there");
    session.set_one(moved, Post::author, Some(ann))?;
    session.detach(moved)?;
    let pending =
        session.link(ann, Author::posts, Post { id: 9, title: "new".to_owned(), author_id: None })?;
    session.detach(pending)?;
    // The places are taken again, by entities that must not inherit anything.
    let others = session.add_all((0..3).map(|n| Post::create().title(format!("other {n}")).author_id(None)));
    session.commit().await?;
    let titles: Vec<_> =
        stored(engine).await?.into_iter().map(|(_, author, title)| (author, title)).collect();
    let expected = [(Some(1), "a1"), (Some(1), "a2"), (Some(2), "b1"), (Some(2), "b2")];
    let others_stored = (0..others.len()).map(|n| (None, format!("other {n}")));
    let expected: Vec<_> =
        expected.map(|(author, title)| (author, title.to_owned())).into_iter().chain(others_stored).collect();
    assert_eq!(titles, expected);
    Ok(())
}

#[cormorant::test(schema = SCHEMA)]
async fn places_are_used_again_at_once_or_after_the_transaction_that_wrote_them(db: TestDb) -> Result<()> {
    let mut session = db.engine().session();
    // A key's text tells its place.
    let place = |post: Entity<Post>| format!("{post:?}");
    let mut used = std::collections::HashSet::new();
    for _ in 0..50 {
        let posts = session.all(select(Post).order_by(Post::id)).await?;
        used.extend(posts.iter().copied().map(place));
        let rows = session.detach_all(posts)?;
        assert_eq!(rows.iter().map(|row| row.title.as_str()).collect::<Vec<_>>(), ["a1", "a2", "b1", "b2"]);
    }
    assert_eq!(used.len(), 4, "{used:?}");
    session.commit().await?;

    // Rows that the transaction wrote keep their places while it can be rolled back.
    let mut fresh = db.engine().session();
    let first = fresh.add(Post::create().title("x").author_id(None));
    fresh.flush().await?;
    fresh.detach(first)?;
    let second = fresh.add(Post::create().title("y").author_id(None));
    assert_ne!(place(first), place(second));
    fresh.rollback().await?;
    let third = fresh.build(Post::create().title("z").author_id(None));
    assert_eq!(place(first), place(third));
    assert!(is_detached(&fresh.state(first)), "another generation");
    Ok(())
}

#[cormorant::test(schema = SCHEMA)]
async fn a_rollback_does_not_bring_a_detached_entity_back(db: TestDb) -> Result<()> {
    let mut session = db.engine().session();
    let ann = session.get::<Author>(1).await?.expect("she is there");
    session.begin_nested().await?;
    session[ann].name = "Ann".to_owned();
    session.flush().await?;
    session.detach(ann)?;
    session.rollback_nested().await?;
    assert!(is_detached(&session.try_get(ann)));
    let again = session.get::<Author>(1).await?.expect("she is there");
    assert_eq!(session[again].name, "ann");
    session.rollback().await?;
    assert!(is_detached(&session.try_get(ann)));
    Ok(())
}

#[cormorant::test(schema = SCHEMA)]
async fn an_entity_cannot_be_detached_twice_in_one_list(db: TestDb) -> Result<()> {
    let mut session = db.engine().session();
    let ann = session.get::<Author>(1).await?.expect("she is there");
    let error = session.detach_all([ann, ann]).expect_err("twice");
    assert_eq!(error.to_string(), "Author: 1: it is to be detached twice");
    assert_eq!(session[ann].name, "ann", "and nothing has left");
    Ok(())
}

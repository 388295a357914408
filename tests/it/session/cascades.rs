//! What `refresh`, `expire` and `expunge` of one entity do to others.

use cormorant::prelude::*;
use cormorant::session::{Linked, State};
use cormorant::testing::TestDb;
use cormorant::{Error, Result};

use super::models::{Author, Note, Post, SCHEMA};

async fn ann(session: &mut Session) -> Result<(Entity<Author>, Linked<Note>, Linked<Post>)> {
    let ann = select(Author).filter(Author::id.eq(1));
    let ann = session.one(ann.load(Author::notes.selectin()).load(Author::posts.selectin())).await?;
    Ok((ann, session.many(ann, Author::notes)?, session.many(ann, Author::posts)?))
}

fn is_expired<T>(answer: &Result<T>) -> bool {
    matches!(answer, Err(Error::Expired { .. }))
}

#[cormorant::test(schema = SCHEMA)]
async fn refresh_and_expire_go_along_where_the_cascade_says_so(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let mut session = engine.session();
    let (author, notes, posts) = ann(&mut session).await?;
    let elsewhere = "UPDATE note SET text = text || '!'; UPDATE post SET title = 'x'";
    engine.connection().await?.script(elsewhere).await?;
    session.refresh(author).await?;
    assert_eq!(session[author].name, "ann");
    assert!(
        notes.iter().all(|&note| is_expired(&session.try_get(note))),
        "expired, and not loaded in secret"
    );
    assert_eq!(session[posts[0]].title, "a1", "posts do not go along");
    session.refresh_expired().await?;
    assert_eq!(session[notes[1]].text, "n2!");

    let (author, notes, posts) = ann(&mut session).await?;
    session.expire(author)?;
    assert!(is_expired(&session.try_get(author)) && is_expired(&session.try_get(notes[0])));
    assert!(session.try_get(posts[0]).is_ok());
    session.refresh_columns(notes[0], Note::text).await?;
    assert!(is_expired(&session.try_get(notes[1])), "columns of one go nowhere");
    Ok(())
}

#[cormorant::test(schema = SCHEMA)]
async fn refresh_along_a_cascade_writes_changes_first_and_loses_none(db: TestDb) -> Result<()> {
    let mut session = db.engine().session();
    let (author, notes, _) = ann(&mut session).await?;
    session[notes[0]].text = "mine".to_owned();
    session.refresh(author).await?;
    session.refresh(notes[0]).await?;
    assert_eq!(session[notes[0]].text, "mine");
    Ok(())
}

#[cormorant::test(schema = SCHEMA)]
async fn expunge_goes_along_where_the_cascade_says_so(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let mut session = engine.session();
    let (author, notes, posts) = ann(&mut session).await?;
    session[notes[0]].text = "not written".to_owned();
    session[posts[0]].title = "written".to_owned();
    let pending = session.link(author, Author::notes, Note::create().text("pending").author_id(1))?;
    session.expunge(author)?;
    let states = |session: &Session| -> Result<_> {
        Ok((
            session.state(author)?,
            session.state(notes[0])?,
            session.state(posts[0])?,
            session.state(pending)?,
        ))
    };
    assert_eq!(states(&session)?, (State::Detached, State::Detached, State::Persistent, State::Transient));
    session.commit().await?;
    let texts: Vec<String> = engine.connection().await?.all(select(Note::text).order_by(Note::id)).await?;
    assert_eq!(texts, ["n1", "n2", "n3", "n4"]);
    assert_eq!(super::stored(engine).await?[0].2, "written");
    assert_eq!(session[notes[0]].text, "not written", "still readable");
    Ok(())
}

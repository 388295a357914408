//! The verbs of a session: statements, options, entities by key.

use cormorant::engine::Recorder;
use cormorant::prelude::*;
use cormorant::query::for_update;
use cormorant::session::State;
use cormorant::testing::TestDb;
use cormorant::{Error, Result};

use super::is_detached;
use super::models::{Author, Page, Post, SCHEMA};

fn one(sent: &Recorder) -> String {
    let mut all = sent.take();
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

#[cormorant::test(schema = SCHEMA)]
async fn a_statement_has_the_same_text_on_core_and_on_a_session(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let sent = engine.record();
    let mut conn = engine.connection().await?;
    let mut session = engine.session();
    macro_rules! same {
        ($verb:ident, $statement:expr) => {{
            let on_core = conn.$verb($statement).await?;
            let text = one(&sent);
            let on_session = session.$verb($statement).await?;
            // A session asks for no more rows than the verb reads.
            let ours = one(&sent);
            assert_eq!(ours.split(" LIMIT ").next(), Some(text.as_str()));
            (on_core, on_session)
        }};
    }
    let titles = || select(Post::title).order_by(Post::id);
    let (core, ours) = same!(all, titles());
    assert_eq!(core, ours);
    let (core, ours) = same!(first, titles());
    assert_eq!((core.as_deref(), ours.as_deref()), (Some("a1"), Some("a1")));
    let (core, ours) = same!(one, select(Post).filter(Post::id.eq(2)));
    assert_eq!(session[ours], core);
    let (core, ours) = same!(one_or_none, select(Post).filter(Post::id.eq(99)));
    assert!(core.is_none() && ours.is_none());
    let (core, ours) = same!(scalar, select(count_all()).from(Post));
    assert_eq!((core, ours), (4, 4));
    let (core, ours) = same!(all, select((Post, Author::name)).join(Post::author).order_by(Post::id));
    assert_eq!(session[ours[3].0], core[3].0);
    assert_eq!(ours[3].1, core[3].1);
    let many = session.one(titles()).await.expect_err("four");
    assert!(matches!(many, Error::ManyRows), "{many:?}");
    let none = session.one(titles().filter(Post::id.eq(99))).await.expect_err("none");
    assert!(matches!(none, Error::NoRows), "{none:?}");
    Ok(())
}

#[cormorant::test(schema = SCHEMA, pool = 1)]
async fn no_connection_is_held_before_the_first_statement_nor_after_the_end(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let in_use = || engine.status().in_use;
    let mut session = engine.session();
    session.add(Author::create().name("cem"));
    assert_eq!(in_use(), 0);
    session.flush().await?;
    assert_eq!(in_use(), 1);
    session.commit().await?;
    assert_eq!(in_use(), 0);
    session.all(select(Author)).await?;
    session.rollback().await?;
    assert_eq!(in_use(), 0);
    session.all(select(Author)).await?;
    session.close().await?;
    assert_eq!(in_use(), 0);
    Ok(())
}

#[cormorant::test(schema = SCHEMA)]
async fn commit_expires_only_where_it_was_asked_to(db: TestDb) -> Result<()> {
    let engine = db.engine();
    for expires in [false, true] {
        let mut session = engine.session_builder().expire_on_commit(expires).build();
        let ann = session.get::<Author>(1).await?.expect("she is there");
        session.commit().await?;
        assert_eq!(session.try_get(ann).is_err(), expires);
        assert_eq!(session.key(ann)?, 1, "the key is known in any case");
        session.refresh(ann).await?;
        assert_eq!(session[ann].name, "ann");
    }
    Ok(())
}

#[cormorant::test(schema = SCHEMA)]
async fn populate_existing_overwrites_what_is_loaded_and_changed(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let mut session = engine.session();
    let ann = session.get::<Author>(1).await?.expect("she is there");
    engine.connection().await?.script("UPDATE author SET name = 'Ann'").await?;
    let all = || select(Author).order_by(Author::id);
    session.all(all()).await?;
    assert_eq!(session[ann].name, "ann", "a row that is here stays as it is");
    session.all(all().populate_existing()).await?;
    assert_eq!(session[ann].name, "Ann");
    assert!(!session.is_modified(ann)?);
    Ok(())
}

#[cormorant::test(schema = SCHEMA)]
async fn deferred_columns_are_unknown_and_the_rest_is_not(db: TestDb) -> Result<()> {
    let mut session = db.engine().session();
    let sent = db.engine().record();
    let post = session.one(select(Post).filter(Post::id.eq(1)).defer(Post, Post::title)).await?;
    assert_eq!(
        one(&sent),
        r#"SELECT "post"."id", NULL::text, "post"."author_id" FROM "post" WHERE "post"."id" = $1 LIMIT $2"#
    );
    assert_eq!(session.value(post, Post::author_id)?, &Some(1));
    let error = session.try_get(post).expect_err("one column is not known");
    assert!(matches!(error, Error::Unset { model: "Post", column: "title" }), "{error:?}");
    session.refresh_columns(post, Post::title).await?;
    assert_eq!(one(&sent), r#"SELECT "post"."id", "post"."title" FROM "post" WHERE "post"."id" = $1"#);
    assert_eq!(session[post].title, "a1");
    Ok(())
}

#[cormorant::test(schema = SCHEMA)]
async fn refresh_with_a_lock_keeps_others_off_the_row(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let mut session = engine.session();
    let ann = session.get::<Author>(1).await?.expect("she is there");
    let sent = engine.record();
    session.refresh_locked(ann, for_update()).await?;
    assert_eq!(
        one(&sent),
        r#"SELECT "author"."id", "author"."name" FROM "author" WHERE "author"."id" = $1 FOR UPDATE OF "author""#
    );
    let mut other = engine.connection().await?;
    let mut other = other.begin().await?;
    let locked = other.script("SELECT FROM author WHERE id = 1 FOR UPDATE NOWAIT").await.expect_err("locked");
    assert_eq!(locked.sqlstate(), Some("55P03"), "{locked}");
    other.rollback().await?;
    session.commit().await
}

#[cormorant::test(schema = SCHEMA)]
async fn clear_forgets_everything_but_the_transaction(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let mut session = engine.session();
    let ann = session.get::<Author>(1).await?.expect("she is there");
    session[ann].name = "flushed".to_owned();
    session.flush().await?;
    session[ann].name = "lost".to_owned();
    let new = session.add(Author::create().name("lost"));
    session.clear();
    assert!(is_detached(&session.try_get(ann)) && is_detached(&session.state(new)));
    session.commit().await?;
    let names: Vec<String> =
        engine.connection().await?.all(select(Author::name).order_by(Author::id)).await?;
    assert_eq!(names, ["flushed", "bob"]);
    Ok(())
}

#[cormorant::test(schema = SCHEMA)]
async fn two_rows_can_be_changed_at_once(db: TestDb) -> Result<()> {
    let mut session = db.engine().session();
    let authors = session.all(select(Author).order_by(Author::id)).await?;
    let (ann, bob) = session.pair_mut(authors[0], authors[1])?;
    std::mem::swap(&mut ann.name, &mut bob.name);
    assert!(session.is_modified(authors[0])? && session.is_modified(authors[1])?);
    assert!(matches!(session.pair_mut(authors[0], authors[0]), Err(Error::Invalid { .. })));
    Ok(())
}

#[cormorant::test(schema = SCHEMA)]
async fn an_expunged_entity_comes_back_with_what_was_changed_meanwhile(db: TestDb) -> Result<()> {
    let mut session = db.engine().session();
    let page = session.get::<Page>(1).await?.expect("it is there");
    session.expunge(page)?;
    assert_eq!(session.state(page)?, State::Detached);
    session[page].text = "changed outside".to_owned();
    session.commit().await?;
    session.add(page)?;
    session.commit().await?;
    session.refresh(page).await?;
    assert_eq!((session[page].text.as_str(), session[page].version), ("changed outside", 2));
    Ok(())
}

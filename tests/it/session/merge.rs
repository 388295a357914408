//! Values from elsewhere, taken into a session.

use cormorant::engine::Recorder;
use cormorant::prelude::*;
use cormorant::session::State;
use cormorant::testing::TestDb;
use cormorant::{Error, Result};
use expect_test::expect;

use super::models::{Author, Page, Post, SCHEMA, Tag};
use super::stored;

fn lines(sent: &Recorder) -> String {
    sent.take().join("\n")
}

#[cormorant::test(schema = SCHEMA)]
async fn a_merged_row_is_loaded_first_and_only_its_differences_are_written(db: TestDb) -> Result<()> {
    let mut session = db.engine().session();
    let sent = db.engine().record();
    let row = Post { id: 1, title: "new title".to_owned(), author_id: Some(1) };
    let post = session.merge(row).await?;
    assert_eq!(session.state(post)?, State::Persistent);
    let changed: Vec<_> = session.changes(post)?.iter().map(|change| change.column()).collect();
    assert_eq!(changed, ["title"]);
    session.commit().await?;
    expect![[r#"
        SELECT "post"."id", "post"."title", "post"."author_id" FROM "post" WHERE "post"."id" = $1
        UPDATE "post" SET "title" = $1 WHERE "post"."id" = $2"#]]
    .assert_eq(&lines(&sent));
    let same = session.merge(Post { id: 1, title: "new title".to_owned(), author_id: Some(1) }).await?;
    assert_eq!(same, post, "it is here: no statement, and nothing to write");
    session.commit().await?;
    assert_eq!(lines(&sent), "");
    Ok(())
}

#[cormorant::test(schema = SCHEMA)]
async fn a_merged_row_that_is_not_in_the_database_is_inserted(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let mut session = engine.session();
    let post = session.merge(Post { id: 77, title: "x".to_owned(), author_id: None }).await?;
    assert_eq!(session.state(post)?, State::Pending);
    session.commit().await?;
    assert_eq!(stored(engine).await?[4], (77, None, "x".to_owned()));
    Ok(())
}

#[cormorant::test(schema = SCHEMA)]
async fn nested_values_are_merged_along_relationships_and_become_the_members(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let sent = engine.record();
    let mut session = engine.session();
    let posts = [
        Post::create().id(2).title("a2, changed").author_id(None),
        Post::create().title("brand new").author_id(None),
        Post::create().id(3).title("b1").author_id(None),
    ];
    let ann = session.merge(Author::create().id(1).name("Ann").posts(posts)).await?;
    let posts = session.many(ann, Author::posts)?;
    assert_eq!(posts.len(), 3);
    assert!(
        posts.iter().all(|&post| session.one_of(post, Post::author).is_ok_and(|author| author == Some(ann)))
    );
    session.commit().await?;
    expect![[r#"
        SELECT "author"."id", "author"."name" FROM "author" WHERE "author"."id" = $1
        SELECT "post"."id", "post"."title", "post"."author_id" FROM "post" WHERE "post"."id" = ANY($1)
        SELECT "post"."author_id", "post"."id", "post"."title", "post"."author_id" FROM "post" WHERE "post"."author_id" = ANY($1) ORDER BY "post"."id"
        UPDATE "author" SET "name" = $1 WHERE "author"."id" = $2
        UPDATE "post" SET "author_id" = "v"."0" FROM unnest($1, $2) WITH ORDINALITY AS "v"("0", "1", "n") WHERE "post"."id" = "v"."1" RETURNING "v"."n"
        UPDATE "post" SET "title" = $1 WHERE "post"."id" = $2
        INSERT INTO "post" ("title", "author_id") VALUES ($1, $2) RETURNING "post"."id""#]]
    .assert_eq(&lines(&sent));
    let expected = [(1, None, "a1"), (2, Some(1), "a2, changed"), (3, Some(1), "b1"), (4, Some(2), "b2")];
    let expected = expected.map(|(id, author, title)| (id, author, title.to_owned()));
    assert_eq!(stored(engine).await?[..4], expected);
    assert_eq!(stored(engine).await?[4], (5, Some(1), "brand new".to_owned()));
    Ok(())
}

#[cormorant::test(schema = SCHEMA)]
async fn a_snapshot_of_a_graph_is_merged_into_another_session(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let mut session = engine.session();
    let graph = Author::posts.selectin().then(Post::tags.selectin());
    let ann = session.one(select(Author).filter(Author::id.eq(1)).load(graph)).await?;
    let posts = session.many(ann, Author::posts)?;
    let red = session.many(posts[0], Post::tags)?[0];
    session[posts[1]].title = "changed".to_owned();
    session.unlink(posts[0], Post::tags, red)?;
    let snapshot = session.snapshot(ann)?;
    session.close().await?;
    assert_eq!(snapshot.name, "ann");

    let sent = engine.record();
    let task = tokio::spawn({
        let engine = engine.clone();
        async move {
            let mut session = engine.session();
            let ann = session.merge(snapshot).await?;
            let posts = session.many(ann, Author::posts)?;
            assert_eq!(session[posts[1]].title, "changed");
            assert_eq!(session.many(posts[0], Post::tags)?.len(), 1);
            session.commit().await
        }
    });
    task.await.expect("it does not panic")?;
    expect![[r#"
        SELECT "author"."id", "author"."name" FROM "author" WHERE "author"."id" = $1
        SELECT "post"."id", "post"."title", "post"."author_id" FROM "post" WHERE "post"."id" = ANY($1)
        SELECT "tag"."id", "tag"."word" FROM "tag" WHERE "tag"."id" = ANY($1)
        SELECT "post"."author_id", "post"."id", "post"."title", "post"."author_id" FROM "post" WHERE "post"."author_id" = ANY($1) ORDER BY "post"."id"
        SELECT "link"."post_id", "tag"."id", "tag"."word" FROM "post_tag" AS "link" JOIN "tag" ON "tag"."id" = "link"."tag_id" WHERE "link"."post_id" = ANY($1) ORDER BY "tag"."id"
        UPDATE "post" SET "title" = $1 WHERE "post"."id" = $2
        DELETE FROM "post_tag" WHERE "post_tag"."post_id" = $1 AND "post_tag"."tag_id" = $2"#]]
    .assert_eq(&lines(&sent));
    let pairs = select(count_all()).from(Post).join(Post::tags);
    assert_eq!(engine.connection().await?.scalar(pairs).await?, 7);
    assert_eq!(stored(engine).await?[1].2, "changed");
    Ok(())
}

#[cormorant::test(schema = SCHEMA)]
async fn a_relationship_that_a_value_does_not_tell_of_stays(db: TestDb) -> Result<()> {
    let mut session = db.engine().session();
    let ann = session.one(select(Author).filter(Author::id.eq(1)).load(Author::posts.selectin())).await?;
    let posts = session.many(ann, Author::posts)?;
    session.merge(Author::create().id(1).name("Ann")).await?;
    assert_eq!(session.many(ann, Author::posts)?, posts);
    // Told from the other end: the author is merged, her other posts are not concerned.
    let nested = Post::create().id(3).title("b1").author(Author::create().id(1).name("Anna"));
    let moved = session.merge(nested).await?;
    assert_eq!(session[ann].name, "Anna");
    assert_eq!(session.many(ann, Author::posts)?, [posts[0], posts[1], moved]);
    session.commit().await?;
    assert_eq!(stored(db.engine()).await?.iter().filter(|(_, author, _)| *author == Some(1)).count(), 3);
    Ok(())
}

#[cormorant::test(schema = SCHEMA)]
async fn a_value_of_another_version_is_refused_and_changes_nothing(db: TestDb) -> Result<()> {
    let mut session = db.engine().session();
    let page = session.get::<Page>(1).await?.expect("it is there");
    session[page].text = "second".to_owned();
    session.commit().await?;
    let late = Page { id: 1, text: "too late".to_owned(), version: 1 };
    let error = session.merge(late).await.expect_err("the row has version 2");
    assert!(matches!(error, Error::Stale { model: "Page", .. }), "{error:?}");
    assert_eq!(session[page].text, "second");
    session.merge(Page { id: 1, text: "third".to_owned(), version: 2 }).await?;
    session.commit().await?;
    assert_eq!((session[page].text.as_str(), session[page].version), ("third", 3));
    Ok(())
}

#[cormorant::test(schema = SCHEMA)]
async fn a_value_does_not_lead_to_entities(db: TestDb) -> Result<()> {
    let mut session = db.engine().session();
    let ann = session.get::<Author>(1).await?.expect("she is there");
    let error = session.merge(Post::create().id(1).title("x").author(ann)).await.expect_err("not a value");
    assert_eq!(
        error.to_string(),
        "Author: a value to be merged leads to values and not to entities: link them afterwards"
    );
    let tags = [Tag::create().word("new"), Tag::create().id(1).word("RED")];
    let post = session.merge(Post::create().id(1).title("x").author_id(1).tags(tags)).await?;
    let tags = session.many(post, Post::tags)?;
    let words: Vec<&String> = tags.iter().map(|&tag| session.value(tag, Tag::word)).collect::<Result<_>>()?;
    assert_eq!(words, ["RED", "new"], "what was a member keeps its place");
    Ok(())
}

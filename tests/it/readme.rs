//! What README shows is what happens.

use cormorant::ddl::Options;
use cormorant::engine::Recorder;
use cormorant::prelude::*;
use cormorant::schema::Model;
use cormorant::testing::TestDb;
use cormorant_tests::readme::{Post, User};

const LEFT_JOIN: &str = r#"SELECT "users"."id", "users"."email", "users"."nick", "posts"."title" FROM "users" LEFT JOIN "posts" ON "posts"."author_id" = "users"."id" WHERE "users"."email" LIKE $1"#;

/// The SQL that README shows, without its line breaks.
fn readme_sql() -> Vec<String> {
    let readme = include_str!("../../README.md");
    let blocks = readme.split("```sql\n").skip(1).map(|rest| rest.split("```").next().unwrap_or(rest));
    blocks.map(|block| block.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

fn assert_shown(sent: &Recorder) {
    let shown = readme_sql().join(" ");
    let statements = sent.take();
    assert!(!statements.is_empty(), "nothing was sent");
    for statement in statements {
        assert!(shown.contains(&statement), "README does not show this:\n{statement}\nbut\n{shown}");
    }
}

#[cormorant::test]
async fn readme_shows_the_statements_that_are_sent(db: TestDb) -> cormorant::Result<()> {
    let engine = db.engine();
    engine.create_all(&[User::TABLE, Post::TABLE], &Options::new()).await?;
    let mut conn = engine.connection().await?;
    conn.execute(insert(User).values(User::create().email("ann@example.com"))).await?;

    let sent = engine.record();
    let rows: Vec<(User, Option<String>)> = conn
        .all(select((User, Post::title)).left_join(User::posts).filter(User::email.like("%@example.com")))
        .await?;
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].1, None);
    assert_eq!(sent.statements(), [LEFT_JOIN]);
    assert_shown(&sent);

    let mut session = engine.session();
    let ann = session.one(select(User).filter(User::email.eq("ann@example.com"))).await?;
    sent.clear();
    session[ann].nick = Some("Annie".to_owned());
    let post = session.add(Post::create().title("Hello").author(ann));
    session.commit().await?;
    assert_shown(&sent);
    assert_eq!(session[post].author_id, session[ann].id);
    Ok(())
}

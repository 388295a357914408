//! What README shows is what happens.

use cormorant::ddl::Options;
use cormorant::prelude::*;
use cormorant::testing::TestDb;
use cormorant_tests::readme::{Post, User};

/// The SQL that README shows, without its line breaks.
fn readme_sql() -> Vec<String> {
    let readme = include_str!("../../README.md");
    let blocks = readme.split("```sql\n").skip(1).map(|rest| rest.split("```").next().unwrap_or(rest));
    blocks.map(|block| block.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
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
    let [read, written] = &readme_sql()[..] else { panic!("README shows two blocks of SQL") };
    assert_eq!(&sent.take().join(" "), read);

    let mut session = engine.session();
    let ann = session.one(select(User).filter(User::email.eq("ann@example.com"))).await?;
    sent.clear();
    session[ann].nick = Some("Annie".to_owned());
    let post = session.add(Post::create().title("Hello").author(ann));
    session.commit().await?;
    assert_eq!(&sent.take().join(" "), written);
    assert_eq!(session[post].author_id, session[ann].id);
    Ok(())
}

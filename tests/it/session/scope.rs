//! A session lent to a closure.

use std::future::Future;

use cormorant::engine::{Engine, Isolation};
use cormorant::prelude::*;
use cormorant::testing::TestDb;
use cormorant::{Error, Result};

use super::models::{Author, SCHEMA};
use crate::support::{count, value};

#[derive(Debug)]
enum Refused {
    Rule(&'static str),
    Database(Error),
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Refused::Database(error)
    }
}

fn send<F: Future + Send>(future: F) -> F {
    future
}

async fn add(engine: &Engine, names: &[String]) -> Result<Vec<i32>, Refused> {
    engine
        .session_scope(async |session| {
            let authors = session.add_all(names.iter().map(|name| Author::create().name(name)));
            if names.iter().any(String::is_empty) {
                session.flush().await?;
                return Err(Refused::Rule("an author has a name"));
            }
            session.flush().await?;
            Ok(authors.iter().map(|&author| session[author].id).collect())
        })
        .await
}

#[cormorant::test(schema = SCHEMA, pool = 1)]
async fn a_scope_commits_what_is_ok_rolls_back_what_is_not_and_can_be_spawned(db: TestDb) -> Result<()> {
    let engine = db.engine().clone();
    let task = tokio::spawn(async move {
        let names = ["cem", "dan"].map(str::to_owned);
        let ids = send(add(&engine, &names)).await.expect("two names");
        assert_eq!(ids, [3, 4]);
        let refused = add(&engine, &["eve".to_owned(), String::new()]).await;
        assert!(matches!(refused, Err(Refused::Rule("an author has a name"))), "{refused:?}");
        let nul = add(&engine, &["\0".to_owned()]).await;
        assert!(matches!(nul, Err(Refused::Database(Error::Encode { .. }))), "{nul:?}");
    });
    task.await.expect("it does not panic");
    assert_eq!(count(db.engine(), "author").await, 4, "the two of SCHEMA, and two");
    Ok(())
}

#[cormorant::test(schema = SCHEMA, pool = 1)]
async fn a_scope_whose_commit_fails_gives_that_error_and_a_clean_connection(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let refused: Result<()> = engine
        .session_scope(async |session| {
            session.add(Author::create().id(1).name("another ann"));
            Ok(())
        })
        .await;
    assert!(matches!(refused, Err(Error::Integrity(_))), "{refused:?}");
    assert_eq!(count(engine, "author").await, 2);
    Ok(())
}

#[cormorant::test(schema = SCHEMA, pool = 1)]
async fn a_scope_takes_the_options_of_a_builder(db: TestDb) -> Result<()> {
    let builder = db.engine().session_builder().isolation(Isolation::Serializable).autoflush(false);
    let (level, authors): (String, i64) = builder
        .scope(async |session| -> Result<_> {
            session.add(Author::create().name("cem"));
            let authors = session.scalar(select(count_all()).from(Author)).await?;
            Ok((value(session.connection().await?, "SHOW transaction_isolation").await?, authors))
        })
        .await?;
    assert_eq!((level.as_str(), authors), ("serializable", 2));
    assert_eq!(count(db.engine(), "author").await, 3);
    Ok(())
}

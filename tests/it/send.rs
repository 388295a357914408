//! What waits can wait in any task: futures are `Send`, sessions and connections move between threads.

use std::future::Future;

use cormorant::Model;
use cormorant::engine::{Connection, Engine, PooledConnection};
use cormorant::prelude::*;
use cormorant::query::for_update;
use cormorant::session::{Entity, Session};
use cormorant::testing::TestDb;
use cormorant::{Error, Result};

use crate::support::count;

#[derive(Model, Clone, Debug)]
#[model(table = "send_parent", has_many(kids: Kid, inverse = parent))]
struct Parent {
    #[model(primary_key, generated)]
    id: i32,
    name: String,
}

#[derive(Model, Clone, Debug)]
#[model(table = "send_kid")]
struct Kid {
    #[model(primary_key, generated)]
    id: i32,
    nick: String,
    #[model(belongs_to(parent: Parent, inverse = kids))]
    parent_id: Option<i32>,
}

/// An error of a program's own.
#[derive(Debug)]
enum Refused {
    Database(Error),
    Rule(&'static str),
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Refused::Database(error)
    }
}

fn send<F: Future + Send>(future: F) -> F {
    future
}

fn send_and_sync<T: Send + Sync + 'static>() {}

#[test]
fn what_holds_rows_and_connections_moves_between_threads() {
    send_and_sync::<Session>();
    send_and_sync::<Engine>();
    send_and_sync::<PooledConnection>();
    send_and_sync::<Connection>();
    send_and_sync::<Entity<Parent>>();
    send_and_sync::<Error>();
}

/// Everything that a session can wait for, in a task of its own.
async fn everything(mut session: Session) -> Result<Session> {
    let parent = session.add(Parent::create().name("p").kids([Kid::create().nick("a")]));
    send(session.flush()).await?;
    send(session.commit()).await?;
    send(session.begin_nested()).await?;
    send(session.release()).await?;
    send(session.begin_nested()).await?;
    send(session.rollback_nested()).await?;
    send(session.all(select(Parent).load(Parent::kids.selectin()))).await?;
    send(session.one(select(Parent).load(Parent::kids.joined()))).await?;
    send(session.one_or_none(select((Parent, Parent::name)))).await?;
    send(session.first(select(Parent))).await?;
    send(session.scalar(select(count_all()).from(Kid))).await?;
    send(session.get::<Parent>(1)).await?;
    send(session.get_many::<Parent>([1, 2])).await?;
    send(session.load(parent, Parent::kids)).await?;
    send(session.refresh(parent)).await?;
    send(session.refresh_columns(parent, Parent::name)).await?;
    send(session.refresh_locked(parent, for_update())).await?;
    send(session.refresh_expired()).await?;
    send(session.execute(update(Kid).set(Kid::nick, "b").all_rows())).await?;
    let mut kids = send(session.stream(select(Kid), 10)).await?;
    while let Some(batch) = send(kids.next(&mut session)).await? {
        assert_eq!(session[batch[0]].nick, "b");
    }
    send(session.rollback()).await?;
    Ok(session)
}

#[cormorant::test(models(Parent, Kid))]
async fn a_session_can_be_used_in_a_spawned_task_and_handed_back(db: TestDb) -> Result<()> {
    let session = db.engine().session();
    let session = tokio::spawn(everything(session)).await.expect("it does not panic")?;
    let closed = tokio::spawn(async move { send(session.close()).await });
    closed.await.expect("it does not panic")?;
    assert_eq!(count(db.engine(), "send_kid").await, 1);
    Ok(())
}

#[cormorant::test(models(Parent, Kid))]
async fn a_connection_can_be_used_in_a_spawned_task(db: TestDb) -> Result<()> {
    let engine = db.engine().clone();
    let names = tokio::spawn(async move {
        let mut conn = send(engine.connection()).await?;
        let mut transaction = send(conn.begin()).await?;
        send(transaction.execute(insert(Parent).values(Parent::create().name("a")))).await?;
        let mut savepoint = send(transaction.savepoint()).await?;
        send(savepoint.execute(insert(Parent).values(Parent::create().name("b")))).await?;
        send(savepoint.rollback()).await?;
        send(transaction.commit()).await?;
        let mut rows = send(conn.stream(select(Parent::name))).await?;
        let mut names = Vec::new();
        while let Some(name) = send(rows.next()).await? {
            names.push(name);
        }
        drop(rows);
        send(conn.script("SELECT 1")).await?;
        let all: Vec<String> = send(conn.all(select(Parent::name))).await?;
        assert_eq!(all, names);
        Ok::<_, Error>(names)
    });
    assert_eq!(names.await.expect("it does not panic")?, ["a"]);
    Ok(())
}

/// A transaction that borrows from its caller and has an error of its own.
async fn add_all(engine: &Engine, names: &[String]) -> Result<u64, Refused> {
    let mut tried = 0;
    let added = engine
        .transaction(async |conn| {
            let mut added = 0;
            for name in names {
                added += conn.execute(insert(Parent).values(Parent::create().name(name.as_str()))).await?;
                if name.is_empty() {
                    return Err(Refused::Rule("a parent has a name"));
                }
            }
            Ok(added)
        })
        .await?;
    tried += added;
    Ok(tried)
}

/// As `add_all`, whatever the error.
async fn generic<E: From<Error> + Send>(engine: &Engine, name: &str) -> Result<u64, E> {
    engine
        .transaction(async |conn| -> Result<u64, E> {
            Ok(conn.execute(insert(Parent).values(Parent::create().name(name))).await?)
        })
        .await
}

#[cormorant::test(models(Parent, Kid))]
async fn a_transaction_closure_borrows_locals_has_its_own_error_and_can_be_spawned(db: TestDb) -> Result<()> {
    let engine = db.engine().clone();
    let task = tokio::spawn(async move {
        let names = vec!["a".to_owned(), "b".to_owned()];
        let added = send(add_all(&engine, &names)).await;
        assert!(matches!(added, Ok(2)), "{added:?}");
        let refused = add_all(&engine, &["c".to_owned(), String::new()]).await;
        assert!(matches!(refused, Err(Refused::Rule("a parent has a name"))), "{refused:?}");
        assert!(matches!(generic::<Refused>(&engine, "d").await, Ok(1)));
        let nul = generic::<Refused>(&engine, "\0").await;
        assert!(matches!(nul, Err(Refused::Database(Error::Encode { .. }))), "{nul:?}");
    });
    task.await.expect("it does not panic");
    let names: Vec<String> =
        db.engine().connection().await?.all(select(Parent::name).order_by(Parent::name)).await?;
    assert_eq!(names, ["a", "b", "d"], "nothing of what was refused");
    Ok(())
}

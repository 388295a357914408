//! Hooks see, change and refuse what a flush does; sessions tell what they will write.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use cormorant::prelude::*;
use cormorant::session::Hooks;
use cormorant::testing::TestDb;
use cormorant::{Error, Result};

#[derive(Model, Clone, Debug, PartialEq)]
#[model(has_many(items: Item, inverse = list, cascade(all, delete_orphan)))]
struct List {
    #[model(primary_key, generated)]
    id: i32,
    name: String,
}

#[derive(Model, Clone, Debug, PartialEq)]
struct Item {
    #[model(primary_key, generated)]
    id: i32,
    text: String,
    #[model(belongs_to(list: List, inverse = items))]
    list_id: i32,
}

#[cormorant::test(models(List, Item))]
async fn hooks_run_around_each_row_and_may_change_it(db: TestDb) -> Result<()> {
    let log = Arc::new(Mutex::new(Vec::new()));
    let note = |what: &'static str| {
        let log = Arc::clone(&log);
        move |session: &mut Session, item: Entity<Item>| {
            let text = session.value(item, Item::text)?.clone();
            log.lock().expect("no hook panics").push(format!("{what} {text}"));
            Ok(())
        }
    };
    let hooks = Hooks::new()
        .before_insert(|session, item: Entity<Item>| {
            let text = session.value(item, Item::text)?.to_lowercase();
            Ok(session.set(item, Item::text, text)?)
        })
        .after_insert(note("inserted"))
        .before_update(note("updates"))
        .before_delete(note("deletes"));
    let mut session = db.engine().session_builder().hooks(hooks).build();
    let list =
        session.add(List::create().name("a").items([Item::create().text("ONE"), Item::create().text("Two")]));
    session.flush().await?;
    let items = session.many(list, List::items)?;
    assert_eq!(session[items[0]].text, "one");
    session[items[1]].text = "second".to_owned();
    session.unlink(list, List::items, items[0])?;
    session.commit().await?;
    let log = log.lock().expect("no hook panics").clone();
    assert_eq!(log, ["inserted one", "inserted two", "updates second", "deletes one"]);
    let left: Vec<String> = db.engine().connection().await?.all(select(Item::text)).await?;
    assert_eq!(left, ["second"]);
    Ok(())
}

#[cormorant::test(models(List, Item))]
async fn a_veto_before_anything_was_sent_leaves_the_session_usable(db: TestDb) -> Result<()> {
    let commits = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&commits);
    let hooks = Hooks::new()
        .before_insert(|session, list: Entity<List>| {
            if session.value(list, List::name)?.is_empty() {
                Err("a list needs a name".into())
            } else {
                Ok(())
            }
        })
        .after_commit(move |_| {
            counted.fetch_add(1, Ordering::Relaxed);
            Ok(())
        });
    let mut session = db.engine().session_builder().hooks(hooks).build();
    let list = session.add(List::create().name(""));
    let sent = db.engine().record();
    let error = session.commit().await.expect_err("it has no name");
    assert!(matches!(error, Error::Vetoed { model: "List", .. }), "{error}");
    assert_eq!(error.to_string(), "a hook refused List without key");
    assert_eq!(sent.count(), 0, "nothing was sent");
    session.set(list, List::name, "b")?;
    session.commit().await?;
    assert_eq!((session[list].name.as_str(), commits.load(Ordering::Relaxed)), ("b", 1));
    Ok(())
}

#[cormorant::test(models(List, Item))]
async fn every_hook_is_called_before_or_after_what_it_is_named_for(db: TestDb) -> Result<()> {
    let log = Arc::new(Mutex::new(Vec::<String>::new()));
    let row = |what: &'static str| {
        let log = Arc::clone(&log);
        move |session: &mut Session, list: Entity<List>| {
            let key = session.key(list).map_or_else(|_| "new".to_owned(), |key| key.to_string());
            log.lock().expect("no hook panics").push(format!("{what} {key}"));
            Ok(())
        }
    };
    let all = |what: &'static str| {
        let log = Arc::clone(&log);
        move |_: &mut Session| {
            log.lock().expect("no hook panics").push(what.to_owned());
            Ok(())
        }
    };
    let hooks = Hooks::new()
        .before_insert(row("before insert"))
        .after_insert(row("after insert"))
        .before_update(row("before update"))
        .after_update(row("after update"))
        .before_delete(row("before delete"))
        .after_delete(row("after delete"))
        .before_flush(all("before flush"))
        .after_flush(all("after flush"))
        .before_commit(all("before commit"))
        .after_commit(all("after commit"))
        .before_rollback(all("before rollback"))
        .after_rollback(all("after rollback"));
    let told = || std::mem::take(&mut *log.lock().expect("no hook panics"));
    let mut session = db.engine().session_builder().hooks(hooks).build();

    let list = session.add(List::create().name("a"));
    session.commit().await?;
    let around = |row: &'static [&str]| {
        [&["before commit", "before flush"], row, &["after flush", "after commit"]].concat()
    };
    assert_eq!(told(), around(&["before insert new", "after insert 1"]));

    session[list].name = "b".to_owned();
    session.commit().await?;
    assert_eq!(told(), around(&["before update 1", "after update 1"]));

    session.commit().await?;
    assert_eq!(told(), ["before commit", "after commit"], "nothing to flush");

    session.delete(list)?;
    session.commit().await?;
    assert_eq!(told(), around(&["before delete 1", "after delete 1"]));

    session.add(List::create().name("c"));
    session.rollback().await?;
    assert_eq!(told(), ["before rollback", "after rollback"]);
    Ok(())
}

#[cormorant::test(models(List, Item))]
async fn a_hook_sees_what_a_rollback_takes_back_and_cannot_stop_it(db: TestDb) -> Result<()> {
    let lost = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&lost);
    let hooks = Hooks::new().before_rollback(move |session| {
        let names: Vec<Entity<List>> = session.new_entities().collect();
        let names = names.into_iter().map(|list| session[list].name.clone());
        seen.lock().expect("no hook panics").extend(names);
        Err("stay".into())
    });
    let mut session = db.engine().session_builder().hooks(hooks).build();
    let list = session.add(List { id: 7, name: "a".to_owned() });
    let error = session.rollback().await.expect_err("the hook says so");
    assert!(matches!(error, Error::Vetoed { model: "", .. }), "{error}");
    assert_eq!(*lost.lock().expect("no hook panics"), ["a"]);
    assert_eq!(session.new_entities::<List>().count(), 0, "it was rolled back");
    session.add(list)?;
    session.commit().await?;
    Ok(())
}

#[cormorant::test(models(List, Item))]
async fn a_session_tells_what_it_will_write(db: TestDb) -> Result<()> {
    let mut session = db.engine().session();
    let (a, b) = (session.add(List::create().name("a")), session.add(List::create().name("b")));
    assert_eq!(session.new_entities::<List>().collect::<Vec<_>>(), [a, b]);
    session.flush().await?;
    session[a].name = "c".to_owned();
    session[b].name = "b".to_owned();
    let changes = session.changes(a)?;
    assert_eq!(changes.len(), 1);
    assert_eq!((changes[0].column(), changes[0].old::<String>().map(String::as_str)), ("name", Some("a")));
    assert_eq!(changes[0].now::<String>().map(String::as_str), Some("c"));
    assert_eq!(session.changes(b)?.len(), 0, "the same value is no change");
    assert_eq!(session.dirty_entities::<List>().collect::<Vec<_>>(), [a]);
    session.delete(b)?;
    assert_eq!(session.deleted_entities::<List>().collect::<Vec<_>>(), [b]);
    let names: Vec<String> = session.connection().await?.all(select(List::name)).await?;
    assert_eq!(names, ["c"], "the session's connection sees what was flushed, before the commit");
    session.rollback().await?;
    let none: Vec<String> = db.engine().connection().await?.all(select(List::name)).await?;
    assert!(none.is_empty());
    Ok(())
}

#[cormorant::test(models(List, Item))]
async fn a_plan_can_be_read_before_it_is_sent(db: TestDb) -> Result<()> {
    let mut session = db.engine().session();
    let list =
        session.add(List::create().name("a").items([Item::create().text("one"), Item::create().text("two")]));
    let sent = db.engine().record();
    let plan = session.plan()?;
    assert_eq!(plan, PLAN_OF_NEW);
    assert_eq!(sent.count(), 0);
    session.flush().await?;
    assert_eq!(session.plan()?, "");
    session.delete(list)?;
    assert_eq!(session.plan()?, PLAN_OF_DELETE);
    Ok(())
}

/// Parents before children. The server makes the keys: they are not sent, and the list's goes to its items.
const PLAN_OF_NEW: &str = "\
INSERT list (name): 0
INSERT item (text, list_id): 0 1
  item 0 list_id <- list 0 id
  item 1 list_id <- list 0 id
";
/// Children before parents.
const PLAN_OF_DELETE: &str = "DELETE item: 0 1\nDELETE list: 0\n";

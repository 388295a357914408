//! What a flush does with versions of the user's, children that the database deletes, tables that need each other,
//! and rows that a statement deleted.

use cormorant::engine::Recorder;
use cormorant::prelude::*;
use cormorant::session::State;
use cormorant::testing::TestDb;
use cormorant::{Error, Result};

fn next_letter(version: Option<&String>) -> String {
    version.map_or_else(|| "a".to_owned(), |version| format!("{version}a"))
}

#[derive(Model, Clone, Debug)]
struct Leaf {
    #[model(primary_key, generated)]
    id: i32,
    text: String,
    #[model(version = next_letter)]
    version: String,
}

#[derive(Model, Clone, Debug)]
#[model(has_many(items: Item, inverse = shelf, cascade(all, delete_orphan), passive_deletes))]
struct Shelf {
    #[model(primary_key, generated)]
    id: i32,
    name: String,
}

#[derive(Model, Clone, Debug)]
struct Item {
    #[model(primary_key, generated)]
    id: i32,
    #[model(belongs_to(shelf: Shelf, inverse = items, on_delete = cascade))]
    shelf_id: i32,
}

#[derive(Model, Clone, Debug)]
#[model(has_many(players: Player, inverse = team, cascade(all, delete_orphan)))]
struct Team {
    #[model(primary_key, generated)]
    id: i32,
    name: String,
    #[model(belongs_to(captain: Player, post_update))]
    captain_id: Option<i32>,
}

#[derive(Model, Clone, Debug)]
struct Player {
    #[model(primary_key, generated)]
    id: i32,
    name: String,
    #[model(belongs_to(team: Team, inverse = players))]
    team_id: i32,
}

fn sent(recorder: &Recorder) -> Vec<String> {
    let statements = recorder.statements();
    recorder.clear();
    statements
}

#[cormorant::test(models(Leaf))]
async fn a_version_of_the_users_own_is_written_and_asked_for(db: TestDb) -> Result<()> {
    let (mut session, mut other) = (db.engine().session(), db.engine().session());
    let leaf = session.add(Leaf::create().text("one"));
    session.commit().await?;
    assert_eq!(session[leaf].version, "a");
    let same = other.get::<Leaf>(1).await?.expect("it was saved");
    other.commit().await?;

    let record = db.engine().record();
    session[leaf].text = "two".to_owned();
    session.commit().await?;
    assert_eq!(
        sent(&record),
        [r#"UPDATE "leaf" SET "text" = $1, "version" = $2 WHERE "leaf"."id" = $3 AND "leaf"."version" = $4"#]
    );
    assert_eq!(session[leaf].version, "aa");

    other[same].text = "three".to_owned();
    let error = other.commit().await.expect_err("it was changed meanwhile");
    assert_eq!(error.to_string(), "Leaf 1 is stale: its row was changed or deleted since it was loaded");
    other.rollback().await?;
    other.refresh(same).await?;
    assert_eq!((other[same].text.as_str(), other[same].version.as_str()), ("two", "aa"));
    Ok(())
}

#[cormorant::test(models(Shelf, Item))]
async fn children_that_are_not_loaded_are_left_to_the_database_that_deletes_them(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let mut conn = engine.connection().await?;
    conn.execute(insert(Shelf).rows(["one", "two"].map(|name| Shelf::create().name(name)))).await?;
    conn.execute(insert(Item).rows([1, 1, 2].map(|shelf| Item::create().shelf_id(shelf)))).await?;
    let mut session = engine.session();
    let shelves = session.all(select(Shelf).order_by(Shelf::id)).await?;
    session.load(shelves[1], Shelf::items).await?;

    let record = engine.record();
    session.delete(shelves[0])?;
    session.commit().await?;
    assert_eq!(sent(&record), [r#"DELETE FROM "shelf" WHERE "shelf"."id" = $1"#]);

    session.delete(shelves[1])?;
    session.commit().await?;
    assert_eq!(
        sent(&record),
        [r#"DELETE FROM "item" WHERE "item"."id" = $1"#, r#"DELETE FROM "shelf" WHERE "shelf"."id" = $1"#]
    );
    assert_eq!(conn.scalar(select(count(Item::id))).await?, 0);
    Ok(())
}

#[cormorant::test(models(Team, Player))]
async fn tables_that_need_each_others_keys_are_filled_and_emptied(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let mut session = engine.session();
    let team =
        session.add(Team::create().name("t").players(["a", "b"].map(|name| Player::create().name(name))));
    let players = session.many(team, Team::players)?;
    session.link(team, Team::captain, players[1])?;
    let record = engine.record();
    session.commit().await?;
    let statements = sent(&record);
    assert_eq!(statements.len(), 3, "{statements:?}");
    assert_eq!(statements[2], r#"UPDATE "team" SET "captain_id" = $1 WHERE "team"."id" = $2"#);
    assert_eq!(session[team].captain_id, Some(session[players[1]].id));
    let stored: Option<i32> = engine.connection().await?.one(select(Team::captain_id)).await?;
    assert_eq!(stored, session[team].captain_id);
    record.clear();

    session.delete(team)?;
    session.commit().await?;
    assert_eq!(
        sent(&record),
        [
            r#"UPDATE "team" SET "captain_id" = $1 WHERE "team"."id" = $2"#,
            r#"DELETE FROM "player" WHERE "player"."id" = ANY($1)"#,
            r#"DELETE FROM "team" WHERE "team"."id" = $1"#,
        ]
    );
    assert_eq!(engine.connection().await?.scalar(select(count(Player::id))).await?, 0);
    Ok(())
}

#[cormorant::test(models(Leaf))]
async fn entities_whose_rows_a_statement_deletes_are_deleted_until_it_is_rolled_back(
    db: TestDb,
) -> Result<()> {
    let mut session = db.engine().session();
    let leaves = session.add_all(["one", "two", "three"].map(|text| Leaf::create().text(text)));
    session.commit().await?;
    session[leaves[0]].text = "changed".to_owned();
    assert_eq!(session.execute(delete(Leaf).filter(Leaf::text.ne("three"))).await?, 2);
    let states =
        |session: &Session| leaves.iter().map(|&leaf| session.state(leaf)).collect::<Result<Vec<_>>>();
    assert_eq!(states(&session)?, [State::Deleted, State::Deleted, State::Persistent]);
    session.flush().await?;
    assert!(session.get::<Leaf>(1).await?.is_none());

    session.rollback().await?;
    assert_eq!(states(&session)?, [State::Persistent; 3]);
    session.refresh_expired().await?;
    assert_eq!(session[leaves[0]].text, "one");

    session.execute(delete(Leaf).all_rows()).await?;
    session.commit().await?;
    assert_eq!(states(&session)?, [State::Detached; 3]);
    assert!(matches!(session.delete(leaves[0]), Err(Error::Invalid { model: "Leaf", .. })));
    Ok(())
}

#[cormorant::test(models(Leaf))]
async fn a_row_is_changed_by_reference_or_not_lent_at_all(db: TestDb) -> Result<()> {
    let mut session = db.engine().session();
    let leaf = session.add(Leaf::create().text("one"));
    assert!(matches!(session.try_get_mut(leaf), Err(Error::Unset { model: "Leaf", column: "id" })));
    session.commit().await?;
    session.try_get_mut(leaf)?.text.push('!');
    session.commit().await?;
    assert_eq!(db.engine().connection().await?.one(select(Leaf::text)).await?, "one!");
    session.expire(leaf)?;
    assert!(matches!(session.try_get_mut(leaf), Err(Error::Expired { .. })));
    Ok(())
}

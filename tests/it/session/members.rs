//! Members that come, stay and go: what SQLAlchemy makes of it, whether or not they are in the session.

use cormorant::error::Constraint;
use cormorant::prelude::*;
use cormorant::session::{New, State};
use cormorant::testing::TestDb;
use cormorant::{Error, Result};

#[derive(Model, Clone, Debug)]
#[model(has_one(locker: Locker, inverse = player))]
#[model(has_one(badge: Badge, inverse = player, cascade(all, delete_orphan)))]
#[model(has_many(bags: Bag, inverse = player, cascade(all, delete_orphan)))]
#[model(has_many(seats: Seat, inverse = player))]
struct Player {
    #[model(primary_key, generated)]
    id: i32,
    name: String,
}

#[derive(Model, Clone, Debug)]
struct Locker {
    #[model(primary_key, generated)]
    id: i32,
    #[model(unique, belongs_to(player: Player, inverse = locker))]
    player_id: Option<i32>,
}

#[derive(Model, Clone, Debug)]
struct Bag {
    #[model(primary_key, generated)]
    id: i32,
    #[model(belongs_to(player: Player, inverse = bags))]
    player_id: i32,
}

#[derive(Model, Clone, Debug)]
struct Badge {
    #[model(primary_key, generated)]
    id: i32,
    text: String,
    #[model(unique, belongs_to(player: Player, inverse = badge))]
    player_id: i32,
}

/// The key of its player is part of its own.
#[derive(Model, Clone, Debug)]
struct Seat {
    #[model(primary_key, belongs_to(player: Player, inverse = seats))]
    player_id: i32,
    #[model(primary_key)]
    number: i32,
}

async fn ann_with_a_bag(session: &mut Session) -> Result<(Entity<Player>, Entity<Bag>)> {
    let ann = session.add(Player::create().name("ann"));
    let bag = session.add(Bag::create().player(ann));
    session.commit().await?;
    session.refresh(bag).await?;
    Ok((ann, bag))
}

#[cormorant::test(models(Player, Locker, Badge, Bag, Seat))]
async fn a_child_without_its_parent_is_an_orphan_where_the_parent_was_known(db: TestDb) -> Result<()> {
    let mut session = db.engine().session();
    let (ann, bag) = ann_with_a_bag(&mut session).await?;
    session.expire(ann)?;
    session.set_one(bag, Bag::player, None)?;
    let error = session.flush().await.expect_err("it is to be kept, and needs a player");
    assert_eq!(error.integrity(), Some(Constraint::NotNull), "{error}");
    session.rollback().await?;

    session.refresh(ann).await?;
    session.refresh(bag).await?;
    session.set_one(bag, Bag::player, None)?;
    let sent = db.engine().record();
    session.flush().await?;
    let deleted = [r#"DELETE FROM "bag" WHERE "bag"."id" = $1"#];
    assert_eq!(sent.take(), deleted);
    session.rollback().await?;

    // A flush that has to do with the player makes it known again.
    session.refresh(bag).await?;
    session.build(Bag::create().player(ann));
    session.flush().await?;
    session.set_one(bag, Bag::player, None)?;
    sent.take();
    session.flush().await?;
    assert_eq!(sent.take(), deleted);
    Ok(())
}

#[cormorant::test(models(Player, Locker, Badge, Bag, Seat))]
async fn an_only_child_that_another_replaces_from_its_own_side_goes_on_naming_its_parent(
    db: TestDb,
) -> Result<()> {
    let engine = db.engine();
    let mut session = engine.session();
    let ann = session.add(Player::create().name("ann"));
    let first = session.add(Locker::create().player(ann));
    let second = session.add(Locker::create());
    session.commit().await?;
    session.set_one(second, Locker::player, Some(ann))?;
    assert_eq!(session.one_of(ann, Player::locker)?, Some(second));
    assert_eq!(session.one_of(first, Locker::player)?, Some(ann));
    let sent = engine.record();
    session.commit().await?;
    let update = r#"UPDATE "locker" SET "player_id" = $1 WHERE "locker"."id" = $2"#;
    assert_eq!(sent.take(), [update, update], "the first one's key becomes NULL before");
    let stored = select(Locker::player_id).order_by(Locker::id);
    assert_eq!(engine.connection().await?.all(stored).await?, [None, Some(1)]);
    session.refresh(first).await?;
    assert_eq!(session.one_of(first, Locker::player)?, None);

    // Of two that are new, both have the parent.
    let bob = session.add(Player::create().name("bob"));
    session.add(Locker::create().player(bob));
    session.add(Locker::create().player(bob));
    let error = session.flush().await.expect_err("each player has one locker");
    assert_eq!(error.integrity(), Some(Constraint::Unique), "{error}");
    Ok(())
}

#[cormorant::test(models(Player, Locker, Badge, Bag, Seat))]
async fn a_flush_that_was_rolled_back_to_a_savepoint_leaves_no_orphans(db: TestDb) -> Result<()> {
    let mut session = db.engine().session();
    let ann = session.add(Player::create().name("ann"));
    let badge = session.add(Badge::create().text("7").player(ann));
    session.begin_nested().await?;
    session.expire(ann)?;
    session.add(Badge::create().text("8").player(ann));
    let error = session.flush().await.expect_err("the new badge comes before the old one goes");
    assert_eq!(error.integrity(), Some(Constraint::Unique), "{error}");
    session.rollback_nested().await?;
    session.refresh(badge).await?;
    session[badge].text = "9".to_owned();
    let sent = db.engine().record();
    session.commit().await?;
    assert_eq!(sent.take(), [r#"UPDATE "badge" SET "text" = $1 WHERE "badge"."id" = $2"#]);
    Ok(())
}

#[cormorant::test(models(Player, Locker, Badge, Bag, Seat))]
async fn members_that_stay_enter_the_session_after_those_that_come(db: TestDb) -> Result<()> {
    let mut session = db.engine().session();
    let (ann, bag) = ann_with_a_bag(&mut session).await?;
    session.load(ann, Player::bags).await?;
    let stays = session.build(Bag::create().player(ann));
    let comes = session.build(New::<Bag>::new());
    assert_eq!(session.many(ann, Player::bags)?, [bag, stays]);
    assert_eq!(session.state(stays)?, State::Transient);
    session.set_many(ann, Player::bags, [stays, comes, bag])?;
    assert_eq!(session.state(stays)?, State::Pending);
    session.commit().await?;
    assert_eq!((session.key(comes)?, session.key(stays)?), (2, 3));
    Ok(())
}

#[cormorant::test(models(Player, Locker, Badge, Bag, Seat))]
async fn an_empty_list_counts_as_the_members_of_a_new_entity(db: TestDb) -> Result<()> {
    let mut session = db.engine().session();
    let [told, untold] = ["told", "untold"].map(|name| session.add(Player::create().name(name)));
    session.set_many(told, Player::bags, [])?;
    session.flush().await?;
    session.execute(insert(Bag).rows([1, 2].map(|player| Bag::create().player_id(player)))).await?;
    session.all(select(Player).load(Player::bags.selectin())).await?;
    assert_eq!(session.many(told, Player::bags)?, [], "what is loaded is not overwritten");
    assert_eq!(session.many(untold, Player::bags)?.len(), 1, "nobody had asked for it");
    Ok(())
}

#[cormorant::test(models(Player, Locker, Badge, Bag, Seat))]
async fn what_was_taken_out_of_a_rolled_back_entity_enters_again_along_with_it(db: TestDb) -> Result<()> {
    let mut session = db.engine().session();
    let ann = session.add(Player::create().name("ann"));
    let locker = session.add(Locker::create().player(ann));
    session.flush().await?;
    session.set_one(ann, Player::locker, None)?;
    session.rollback().await?;
    assert_eq!(session.state(locker)?, State::Transient);
    session.add(ann)?;
    assert_eq!(session.state(locker)?, State::Pending);
    session.commit().await?;
    let stored = select((Locker::id, Locker::player_id));
    assert_eq!(db.engine().connection().await?.all(stored).await?, [(1, None)]);
    Ok(())
}

#[cormorant::test(models(Player, Locker, Badge, Bag, Seat))]
async fn members_that_are_gone_do_not_keep_a_deletion_from_being_revoked(db: TestDb) -> Result<()> {
    let mut session = db.engine().session();
    let (ann, bag) = ann_with_a_bag(&mut session).await?;
    session.load(ann, Player::bags).await?;
    session.delete(bag)?;
    session.flush().await?;
    session.load(ann, Player::locker).await?;
    session.delete(ann)?;
    session.add(ann)?;
    let sent = db.engine().record();
    session.flush().await?;
    assert_eq!(sent.take(), [""; 0]);
    assert_eq!((session.state(ann)?, session.state(bag)?), (State::Persistent, State::Deleted));
    Ok(())
}

#[cormorant::test(models(Player, Locker, Badge, Bag, Seat))]
async fn a_child_outside_the_session_learns_its_parents_key_and_is_not_taken_out_where_that_is_its_own(
    db: TestDb,
) -> Result<()> {
    let mut session = db.engine().session();
    let ann = session.add(Player::create().name("ann"));
    let seat = session.build(Seat::create().number(7).player(ann));
    session.flush().await?;
    assert_eq!((session.state(seat)?, session.value(seat, Seat::player_id)?), (State::Transient, &1));
    session.unlink(ann, Player::seats, seat)?;
    let error = session.flush().await.expect_err("its key would become NULL");
    let text = "Seat: (1, 7): it loses its parent, but `player_id` is part of its primary key and cannot become NULL; \
                delete it, or let the relationship cascade";
    assert_eq!(error.to_string(), text);
    assert!(matches!(error, Error::Invalid { model: "Seat", .. }), "{error:?}");
    Ok(())
}

#[cormorant::test(models(Player, Locker, Badge, Bag, Seat))]
async fn statements_do_not_flush_while_autoflush_is_off(db: TestDb) -> Result<()> {
    let mut session = db.engine().session();
    session.add(Player::create().name("ann"));
    assert!(session.set_autoflush(false));
    assert_eq!(session.all(select(Player::id)).await?, [0; 0]);
    assert!(!session.set_autoflush(true));
    assert_eq!(session.all(select(Player::id)).await?, [1]);
    Ok(())
}

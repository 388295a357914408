//! How often a flush waits, what it refuses before anything is sent, and that memory is as a reload would be.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use cormorant::error::Constraint;
use cormorant::prelude::*;
use cormorant::session::Hooks;
use cormorant::testing::TestDb;
use cormorant::{Error, Result};
use rust_decimal::Decimal;

use super::models::{Bag, Country, Firm, Item, Kid, Made, Parent, Person, Settings};
use super::writes;

#[cormorant::test(models(Item, Country, Parent, Made, Bag))]
async fn updates_of_five_tables_are_one_round_trip_and_so_is_begin(db: TestDb) -> Result<()> {
    let mut session = db.engine().session();
    let sent = db.engine().record();
    let mut round_trips = Vec::new();
    for round in 0..2 {
        let item = session.add(Item::create().name("n").qty(1));
        let country = session.add(Country::create().name("NO"));
        let parent = session.add(Parent::create().name("p"));
        let made = session.add(Made::create().name("m"));
        let settings = cormorant::types::Json(Settings { theme: "t".to_owned(), sizes: vec![] });
        let bag = session.add(Bag::create().words(vec![]).gaps(None).settings(settings).other(None));
        session.commit().await?;
        session[item].qty = 2;
        session[country].name = "SE".to_owned();
        session[parent].name = "q".to_owned();
        session[made].name = format!("m{round}");
        session[bag].words.push("w".to_owned());
        sent.clear();
        session.commit().await?;
        assert_eq!(sent.statements().len(), 5);
        assert_eq!(sent.all()[0], "BEGIN");
        round_trips.push(sent.round_trips());
    }
    // The first time the statements have to be prepared; then there are BEGIN with all five UPDATEs, and COMMIT.
    assert_eq!(round_trips, [3, 2]);
    Ok(())
}

#[cormorant::test(models(Country, Firm, Person))]
async fn new_rows_wait_only_for_the_keys_that_they_need(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let sent = engine.record();
    let mut round_trips = Vec::new();
    for _ in 0..2 {
        let mut session = engine.session();
        let country = session.add(Country::create().name("NO"));
        let firm = session.add(Firm::create().name("f").country(country));
        session.add_all((0..3).map(|_| Person::create().name("p").firm(firm)));
        sent.clear();
        session.commit().await?;
        round_trips.push(sent.round_trips());
    }
    // BEGIN and countries, firms, persons, COMMIT; the first time each statement is prepared before.
    assert_eq!(round_trips, [7, 4]);
    Ok(())
}

#[cormorant::test(models(Item))]
async fn a_row_that_is_gone_is_told_among_many_and_nothing_is_written(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let mut session = engine.session();
    let items = session.add_all((1..=5).map(|n| Item::create().name(format!("item {n}")).qty(n)));
    session.commit().await?;
    engine.connection().await?.execute(delete(Item).filter(Item::id.eq(4))).await?;
    for &item in &items {
        session[item].qty = 0;
    }
    let error = session.commit().await.expect_err("one is gone");
    assert!(matches!(&error, Error::Stale { model: "Item", key } if key == "4"), "{error}");
    session.rollback().await?;
    let left: Vec<i32> = engine.connection().await?.all(select(Item::qty).order_by(Item::id)).await?;
    assert_eq!(left, [1, 2, 3, 5]);
    Ok(())
}

#[derive(Model, Clone, Debug)]
#[model(has_many(tracks: Track, inverse = album))]
struct Album {
    #[model(primary_key, generated)]
    id: i32,
    title: String,
}

#[derive(Model, Clone, Debug)]
struct Track {
    #[model(primary_key, generated)]
    id: i32,
    #[model(belongs_to(album: Album, inverse = tracks))]
    album_id: i32,
}

#[cormorant::test(models(Album, Track))]
async fn a_child_that_cannot_be_without_its_deleted_parent_is_refused_before_anything_is_sent(
    db: TestDb,
) -> Result<()> {
    let engine = db.engine();
    let mut session = engine.session();
    let album = session.add(Album::create().title("t").tracks([Track::create(), Track::create()]));
    session.commit().await?;
    let sent = engine.record();
    session.delete(album)?;
    let error = session.flush().await.expect_err("the tracks need it");
    assert_eq!(error.integrity(), Some(Constraint::NotNull));
    assert_eq!(
        error.to_string(),
        "not null constraint violated: Track 1 has lost its `album`, and `Track::album_id` cannot be NULL: delete it, \
         give it another one, or let the relationship cascade (23502), table `track`, column `album_id`"
    );
    assert_eq!(writes(&sent), [""; 0]);
    session.rollback().await?;
    session.refresh(album).await?;
    session.load(album, Album::tracks).await?;
    session.clear_many(album, Album::tracks)?;
    let error = session.flush().await.expect_err("they need one still");
    assert_eq!(error.integrity(), Some(Constraint::NotNull));
    Ok(())
}

#[cormorant::test(models(Parent, Kid))]
async fn a_commit_gives_up_when_a_hook_changes_something_after_every_flush(db: TestDb) -> Result<()> {
    let hooks = Hooks::new().after_update(|session, parent: Entity<Parent>| {
        session[parent].name.push('x');
        Ok(())
    });
    let mut session = db.engine().session_builder().hooks(hooks).build();
    let parent = session.add(Parent::create().name("p"));
    session.commit().await?;
    session[parent].name = "q".to_owned();
    let error = session.commit().await.expect_err("it would never end");
    assert_eq!(
        error.to_string(),
        "`hooks`: over 100 subsequent flushes have occurred within `commit`: does a hook change entities after every \
         flush?"
    );
    assert!(matches!(session.commit().await, Err(Error::RollbackNeeded { .. })));
    session.rollback().await?;
    let names: Vec<String> = db.engine().connection().await?.all(select(Parent::name)).await?;
    assert_eq!(names, ["p"]);
    Ok(())
}

#[derive(Model, Clone, Debug, PartialEq)]
struct Price {
    #[model(primary_key, generated)]
    id: i32,
    #[model(precision = 20, scale = 3)]
    amount: Decimal,
    #[model(precision = 6)]
    whole: Decimal,
    #[model(precision = 10, scale = 1)]
    steps: Vec<Decimal>,
    at: DateTime<Utc>,
    #[model(precision = 3)]
    milli: DateTime<Utc>,
    #[model(precision = 1)]
    clock: Option<NaiveTime>,
    #[model(length = 3)]
    code: String,
}

fn price(n: i64) -> Price {
    // Nanoseconds, before and after the epoch of PostgreSQL; halves of what the columns can hold.
    let at = |step: i64| DateTime::UNIX_EPOCH + TimeDelta::days(n * 3000) + TimeDelta::nanoseconds(n * step);
    Price {
        id: 0,
        amount: Decimal::new(n * 99_999_500 - 5, 4),
        whole: Decimal::new(n * 12_345, 1) - Decimal::new(1, 20),
        steps: vec![Decimal::new(n * 5, 2), Decimal::new(-99_995, 4), Decimal::ZERO],
        at: at(1_234_567_891),
        milli: at(1_500_000),
        clock: NaiveTime::from_num_seconds_from_midnight_opt(86_000 + (n as u32) % 300, 450_000_000),
        code: "ab   ".to_owned(),
    }
}

#[cormorant::test(models(Price))]
async fn after_a_flush_an_entity_is_what_a_reload_gives(db: TestDb) -> Result<()> {
    let mut session = db.engine().session();
    let new = |row: Price| {
        let new = Price::create().amount(row.amount).whole(row.whole).steps(row.steps).at(row.at);
        new.milli(row.milli).clock(row.clock).code(row.code)
    };
    let one = session.add(new(price(3)));
    session.flush().await?;
    let mut prices = session.add_all((0..40).map(|n| new(price(n - 20))));
    prices.push(one);
    session.flush().await?;
    for round in 0..2 {
        let stored: Vec<Price> = session.connection().await?.all(select(Price).order_by(Price::id)).await?;
        for stored in stored {
            let entity = session.get::<Price>(stored.id).await?.expect("it is there");
            // Zeros after the point, too.
            assert_eq!(format!("{:?}", session[entity]), format!("{stored:?}"), "round {round}");
        }
        for (n, &entity) in (100..).zip(&prices) {
            let id = session[entity].id;
            session[entity] = Price { id, ..price(n) };
        }
        session.flush().await?;
    }
    Ok(())
}

//! Relationships of every kind: several to one table, of several columns, through a model, ordered, with conditions.

use cormorant::prelude::*;
use cormorant::testing::TestDb;
use cormorant::{Error, Result};

#[derive(Model, Clone, Debug)]
#[model(has_many(departures: Flight, inverse = origin, foreign_key(origin_id), order_by(number desc)))]
#[model(has_many(arrivals: Flight, inverse = destination, foreign_key(destination_id)))]
#[model(has_many(cancelled: Flight, foreign_key(origin_id), where = "is_cancelled"))]
struct City {
    #[model(primary_key, generated)]
    id: i32,
    name: String,
}

#[derive(Model, Clone, Debug)]
#[model(many_to_many(guests: Guest, through = Booking, inverse = flights))]
struct Flight {
    #[model(primary_key, generated)]
    id: i32,
    number: i32,
    is_cancelled: bool,
    #[model(belongs_to(origin: City, inverse = departures))]
    origin_id: i32,
    #[model(belongs_to(destination: City, inverse = arrivals))]
    destination_id: i32,
}

#[derive(Model, Clone, Debug)]
#[model(many_to_many(flights: Flight, through = Booking, inverse = guests))]
struct Guest {
    #[model(primary_key, generated)]
    id: i32,
    name: String,
}

/// Between flights and guests, with columns of its own.
#[derive(Model, Clone, Debug)]
#[model(has_many(bags: Bag, inverse = booking, cascade(all, delete_orphan)))]
struct Booking {
    #[model(primary_key, belongs_to(flight: Flight))]
    flight_id: i32,
    #[model(primary_key, belongs_to(guest: Guest))]
    guest_id: i32,
    #[model(server_default = "'economy'")]
    class: String,
}

/// Two columns refer to a booking.
#[derive(Model, Clone, Debug)]
#[model(belongs_to(booking: Booking, columns(flight_id, guest_id), inverse = bags))]
struct Bag {
    #[model(primary_key, generated)]
    id: i32,
    kilos: i32,
    flight_id: i32,
    guest_id: i32,
}

async fn flights(session: &mut Session) -> Result<(Entity<City>, Entity<City>, Vec<Entity<Flight>>)> {
    let (rome, oslo) = (City::create().name("Rome"), City::create().name("Oslo"));
    let (rome, oslo) = (session.add(rome), session.add(oslo));
    let flight = |number, is_cancelled| {
        Flight::create().number(number).is_cancelled(is_cancelled).origin(rome).destination(oslo)
    };
    let flights = session.add_all([flight(1, false), flight(2, true), flight(3, false)]);
    session.commit().await?;
    Ok((rome, oslo, flights))
}

#[cormorant::test(models(City, Flight, Guest, Booking, Bag))]
async fn several_relationships_to_one_table_are_told_apart_ordered_and_filtered(db: TestDb) -> Result<()> {
    let mut session = db.engine().session();
    let (rome, oslo, all) = flights(&mut session).await?;
    assert_eq!(session.many(oslo, City::arrivals)?, all, "both sides were in step without a query");
    session.load(vec![rome, oslo], City::departures).await?;
    session.load(vec![rome, oslo], City::arrivals).await?;
    session.load(rome, City::cancelled).await?;
    assert_eq!(session.many(rome, City::departures)?, [all[2], all[1], all[0]], "the last number first");
    assert_eq!(
        (session.many(rome, City::arrivals)?.len(), session.many(oslo, City::departures)?.len()),
        (0, 0)
    );
    assert_eq!(session.many(rome, City::cancelled)?, [all[1]]);
    let error = session.link(rome, City::cancelled, all[0]).expect_err("it is a view");
    assert_eq!(error.to_string(), "City: `cancelled` has a condition of its own, so it can only be read");
    // A child that moves leaves one parent and enters the other at once.
    session.link(oslo, City::departures, all[0])?;
    assert_eq!(session.many(rome, City::departures)?, [all[2], all[1]]);
    assert_eq!(session.one_of(all[0], Flight::origin)?, Some(oslo));
    session.commit().await?;
    assert_eq!(session[all[0]].origin_id, session[oslo].id);
    Ok(())
}

#[cormorant::test(models(City, Flight, Guest, Booking, Bag))]
async fn a_model_in_between_can_be_looked_through_and_used_itself(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let mut session = engine.session();
    let (_, _, all) = flights(&mut session).await?;
    let ann = session.link(all[0], Flight::guests, Guest::create().name("Ann"))?;
    session.commit().await?;
    let booking =
        session.get::<Booking>((session[all[0]].id, session[ann].id)).await?.expect("a pair is a row");
    assert_eq!(session[booking].class, "economy", "the database's default");
    session.load(booking, Booking::bags).await?;
    for kilos in [10, 20] {
        session.add(Bag::create().kilos(kilos).booking(booking));
    }
    session.commit().await?;
    let bags = session.many(booking, Booking::bags)?;
    assert_eq!((session[bags[1]].flight_id, session[bags[1]].guest_id), session.key(booking)?);

    let mut fresh = engine.session();
    let statement = select(Flight).order_by(Flight::id).load(Flight::guests.selectin());
    let all = fresh.all(statement).await?;
    let counts: Vec<usize> = all
        .iter()
        .map(|&flight| fresh.many(flight, Flight::guests).map(|all| all.len()))
        .collect::<Result<_>>()?;
    assert_eq!(counts, [1, 0, 0]);
    let booking = fresh.one(select(Booking).load(Booking::bags.selectin())).await?;
    assert_eq!(fresh.many(booking, Booking::bags)?.len(), 2, "by a key of two columns");
    fresh.delete(booking)?;
    fresh.commit().await?;
    assert_eq!(engine.connection().await?.scalar(select(count_all()).from(Bag)).await?, 0);
    Ok(())
}

#[cormorant::test(models(City, Flight, Guest, Booking, Bag))]
async fn pairs_of_a_model_in_between_go_by_its_columns_whichever_end_they_are_made_from(
    db: TestDb,
) -> Result<()> {
    let engine = db.engine();
    let mut session = engine.session();
    let (_, _, all) = flights(&mut session).await?;
    let sent = engine.record();
    let guests = session.add_all(["a", "b"].map(|name| Guest::create().name(name).flights([all[1], all[2]])));
    session.commit().await?;
    let named = |sent: Vec<String>| {
        let pairs: Vec<_> = sent.into_iter().filter(|sql| sql.contains(r#""booking""#)).collect();
        assert_eq!(pairs.len(), 1, "{pairs:?}");
        assert!(pairs[0].contains(r#""guest_id""#) && pairs[0].contains(r#""flight_id""#), "{pairs:?}");
    };
    named(sent.take());
    session.unlink(guests[0], Guest::flights, all[1])?;
    session.commit().await?;
    named(sent.take());
    let pairs =
        select((Booking::flight_id, Booking::guest_id)).order_by((Booking::flight_id, Booking::guest_id));
    assert_eq!(engine.connection().await?.all(pairs).await?, [(2, 2), (3, 1), (3, 2)]);
    Ok(())
}

#[cormorant::test(models(City, Flight, Guest, Booking, Bag))]
async fn statements_join_and_ask_by_relationships(db: TestDb) -> Result<()> {
    let mut session = db.engine().session();
    let (rome, oslo, _) = flights(&mut session).await?;
    let names = || select(City::name).order_by(City::name);
    let cities = names().filter(City::departures.any(Flight::number.gt(2)));
    assert_eq!(session.all(cities).await?, ["Rome"]);
    let cities = names().filter(not(City::departures.exists()));
    assert_eq!(session.all(cities).await?, ["Oslo"]);
    let flights = select(count_all()).from(Flight);
    assert_eq!(session.scalar(flights.filter(Flight::origin.has(City::name.eq("Rome")))).await?, 3);
    let flights = select(count_all()).from(Flight);
    assert_eq!(session.scalar(flights.filter(Flight::origin.is(session.key(oslo)?))).await?, 0);
    let joined = select((City::name, max(Flight::number))).join(City::departures).group_by(City::name);
    assert_eq!(session.all(joined).await?, [("Rome".to_owned(), Some(3))]);
    assert_eq!(session.key(rome)?, 1);
    Ok(())
}

#[cormorant::test(models(City, Flight, Guest, Booking, Bag))]
async fn members_are_added_removed_replaced_and_cleared(db: TestDb) -> Result<()> {
    let engine = db.engine();
    let mut session = engine.session();
    let (_, _, all) = flights(&mut session).await?;
    let guests = session.add_all(["a", "b", "c"].map(|name| Guest::create().name(name)));
    session.relation(all[0], Flight::guests)?.add(guests[0])?.add(guests[1])?.remove(guests[0])?;
    assert_eq!(session.many(all[0], Flight::guests)?, [guests[1]]);
    assert_eq!(session.many(guests[1], Guest::flights)?, [all[0]]);
    session.flush().await?;
    session.relation(all[0], Flight::guests)?.replace([guests[2], guests[0]])?;
    assert!(session.many(guests[1], Guest::flights)?.is_empty());
    session.set_many(all[1], Flight::guests, [guests[0], guests[1]])?;
    session.relation(all[2], Flight::guests)?.clear()?;
    session.commit().await?;
    let pairs = select((Flight::number, Guest::name)).join(Flight::guests).order_by((Flight::id, Guest::id));
    let pairs: Vec<(i32, String)> = engine.connection().await?.all(pairs).await?;
    let expected = [(1, "a"), (1, "c"), (2, "a"), (2, "b")].map(|(number, name)| (number, name.to_owned()));
    assert_eq!(pairs, expected);
    let mut fresh = engine.session();
    let flight = fresh.get::<Flight>(1).await?.expect("it is there");
    let error = fresh.set_many(flight, Flight::guests, []).expect_err("who would leave?");
    assert!(matches!(error, Error::NotLoaded { relationship: "guests", .. }), "{error:?}");
    Ok(())
}

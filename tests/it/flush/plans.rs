//! Plans of new rows, derived by hand, without a server: an engine connects at the first statement.
//!
//! Each test has models of its own. Lines with `<-` are the keys that go from parents to children.

use cormorant::prelude::*;
use cormorant::session::Session;
use cormorant::{Error, Result};

fn session() -> Result<Session> {
    Ok(Engine::builder().url("postgres://127.0.0.1:1/nobody").build()?.session())
}

#[tokio::test]
async fn parents_come_before_children_in_whatever_order_they_were_added() -> Result<()> {
    #[derive(Model, Clone, Debug)]
    struct Region {
        #[model(primary_key, generated)]
        id: i32,
        name: String,
    }
    #[derive(Model, Clone, Debug)]
    struct Shop {
        #[model(primary_key, generated)]
        id: i32,
        #[model(belongs_to(region: Region))]
        region_id: i32,
    }
    #[derive(Model, Clone, Debug)]
    struct Sale {
        #[model(primary_key, generated)]
        id: i32,
        cents: i32,
        #[model(belongs_to(shop: Shop))]
        shop_id: i32,
    }

    let mut session = session()?;
    let first = session.add(Sale::create().cents(1).shop(Shop::create().region(Region::create().name("n"))));
    let shop = session.one_of(first, Sale::shop)?.expect("it was created with the sale");
    session.add(Sale::create().cents(2).shop(shop));
    assert_eq!(
        session.plan()?,
        "INSERT region (name): 0\n\
         INSERT shop (region_id): 0\n\
         INSERT sale (cents, shop_id): 0 1\n\
         \x20 sale 0 shop_id <- shop 0 id\n\
         \x20 sale 1 shop_id <- shop 0 id\n\
         \x20 shop 0 region_id <- region 0 id\n"
    );
    Ok(())
}

#[tokio::test]
async fn rows_of_a_table_that_refers_to_itself_come_after_their_parents_level_by_level() -> Result<()> {
    #[derive(Model, Clone, Debug)]
    #[model(has_many(children: Branch, inverse = parent))]
    struct Branch {
        #[model(primary_key, generated)]
        id: i32,
        name: String,
        #[model(belongs_to(parent: Branch, inverse = children))]
        parent_id: Option<i32>,
    }

    let mut session = session()?;
    // 0 is the leaf, 1 its parent, 2 the root; 3 and 4 are roots' other children, 5 stands alone.
    let leaf = session.add(Branch::create().name("leaf"));
    let middle = session.add(Branch::create().name("middle"));
    let root = session.add(Branch::create().name("root"));
    session.link(leaf, Branch::parent, middle)?;
    session.link(root, Branch::children, middle)?;
    session.link(root, Branch::children, Branch::create().name("a"))?;
    session.link(root, Branch::children, Branch::create().name("b"))?;
    session.add(Branch::create().name("alone"));
    assert_eq!(
        session.plan()?,
        "INSERT branch (name, parent_id): 2 5\n\
         INSERT branch (name, parent_id): 1 3 4\n\
         INSERT branch (name, parent_id): 0\n\
         \x20 branch 0 parent_id <- branch 1 id\n\
         \x20 branch 1 parent_id <- branch 2 id\n\
         \x20 branch 3 parent_id <- branch 2 id\n\
         \x20 branch 4 parent_id <- branch 2 id\n"
    );
    Ok(())
}

#[tokio::test]
async fn rows_that_need_each_others_keys_are_refused() -> Result<()> {
    #[derive(Model, Clone, Debug)]
    struct Hen {
        #[model(primary_key, generated)]
        id: i32,
        #[model(belongs_to(egg: Egg))]
        egg_id: Option<i32>,
    }
    #[derive(Model, Clone, Debug)]
    struct Egg {
        #[model(primary_key, generated)]
        id: i32,
        #[model(belongs_to(hen: Hen))]
        hen_id: Option<i32>,
    }

    let mut session = session()?;
    let hen = session.add(Hen::create());
    let egg = session.add(Egg::create().hen(hen));
    assert_eq!(
        session.plan()?,
        "INSERT hen (egg_id): 0\nINSERT egg (hen_id): 0\n  egg 0 hen_id <- hen 0 id\n",
        "models in a circle are fine as long as rows are not"
    );
    session.link(hen, Hen::egg, egg)?;
    assert!(matches!(session.plan(), Err(Error::Circular { models }) if models == ["Hen", "Egg"]));
    Ok(())
}

#[tokio::test]
async fn a_circle_with_post_update_is_closed_by_an_update_of_its_own() -> Result<()> {
    #[derive(Model, Clone, Debug)]
    #[model(has_many(players: Player, inverse = team))]
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

    let mut session = session()?;
    let team = session
        .add(Team::create().name("t").players([Player::create().name("a"), Player::create().name("b")]));
    let players = session.many(team, Team::players)?;
    session.link(team, Team::captain, players[1])?;
    assert_eq!(
        session.plan()?,
        "INSERT team (name, captain_id): 0\n\
         INSERT player (name, team_id): 0 1\n\
         LATE UPDATE team (captain_id): 0\n\
         \x20 player 0 team_id <- team 0 id\n\
         \x20 player 1 team_id <- team 0 id\n\
         \x20 team 0 captain_id <- player 1 id\n"
    );
    Ok(())
}

#[tokio::test]
async fn pairs_come_after_both_sides_and_stand_once() -> Result<()> {
    #[derive(Model, Clone, Debug)]
    #[model(many_to_many(authors: Author, through = "book_author"(book_id, author_id), inverse = books))]
    struct Book {
        #[model(primary_key, generated)]
        id: i32,
        title: String,
    }
    #[derive(Model, Clone, Debug)]
    #[model(many_to_many(books: Book, through = "book_author"(author_id, book_id), inverse = authors))]
    struct Author {
        #[model(primary_key, generated)]
        id: i32,
        name: String,
    }

    let mut session = session()?;
    let book = session.add(Book::create().title("t"));
    let (a, b) = (session.add(Author::create().name("a")), session.add(Author::create().name("b")));
    session.link(book, Book::authors, a)?;
    session.link(b, Author::books, book)?;
    assert_eq!(
        session.plan()?,
        "INSERT book (title): 0\nINSERT author (name): 0 1\nPAIR Book::authors: 0-0 0-1\n"
    );
    Ok(())
}

#[tokio::test]
async fn new_rows_go_together_as_long_as_neighbours_have_the_same_columns() -> Result<()> {
    #[derive(Model, Clone, Debug)]
    struct Coin {
        #[model(primary_key, generated)]
        id: i32,
        cents: i32,
        #[model(server_default = "'EUR'")]
        currency: String,
        note: Option<String>,
    }

    let mut session = session()?;
    session.add_all((0..2).map(|cents| Coin::create().cents(cents)));
    // NULL travels as a value, what the server makes does not.
    session.add(Coin::create().cents(2).note(Some("n".to_owned())));
    session.add(Coin::create().cents(3).currency("NOK"));
    session.add(Coin::create().cents(4).id(99));
    session.add(Coin::create().cents(5));
    assert_eq!(
        session.plan()?,
        "INSERT coin (cents, note): 0 1 2\n\
         INSERT coin (cents, currency, note): 3\n\
         INSERT coin (id, cents, note): 4\n\
         INSERT coin (cents, note): 5\n"
    );
    Ok(())
}

#[tokio::test]
async fn a_new_row_without_the_parent_that_it_needs_is_refused_by_model_and_column() -> Result<()> {
    #[derive(Model, Clone, Debug)]
    #[model(has_many(wheels: Wheel, inverse = car))]
    struct Car {
        #[model(primary_key, generated)]
        id: i32,
    }
    #[derive(Model, Clone, Debug)]
    struct Wheel {
        #[model(primary_key, generated)]
        id: i32,
        #[model(belongs_to(car: Car, inverse = wheels))]
        car_id: i32,
    }

    let mut session = session()?;
    let car = session.add(Car::create());
    let wheel = session.add(Wheel::create().car(car));
    session.relation(wheel, Wheel::car)?.clear()?;
    let error = session.plan().expect_err("a wheel needs a car");
    assert_eq!(
        error.to_string(),
        "not null constraint violated: a new Wheel has lost its `car`, and `Wheel::car_id` cannot be NULL: delete it, \
         give it another one, or let the relationship cascade (23502), table `wheel`, column `car_id`"
    );
    Ok(())
}

//! Relationships are loaded by the statements that are asked for, and by no other.

mod models;

use cormorant::engine::{Engine, Recorder};
use cormorant::prelude::*;
use cormorant::session::{Entity, Session};
use cormorant::testing::TestDb;
use cormorant::{Error, Result};

use models::{Author, Book, Desk, SCHEMA, Tag};

/// An engine on a database with so many authors.
async fn filled(db: &TestDb, authors: i32) -> Result<Engine> {
    let engine = db.engine().clone();
    let mut conn = engine.connection().await?;
    conn.script(&format!("SELECT fill({authors})")).await?;
    Ok(engine)
}

/// The SELECTs that were sent.
fn selects(sent: &Recorder) -> Vec<String> {
    sent.statements().into_iter().filter(|sql| sql.starts_with("SELECT")).collect()
}

fn titles(session: &Session, books: &[Entity<Book>]) -> Vec<String> {
    books.iter().map(|&book| session[book].title.clone()).collect()
}

#[cormorant::test(schema = SCHEMA)]
async fn what_no_option_names_is_not_loaded_and_says_so(db: TestDb) -> Result<()> {
    let engine = filled(&db, 2).await?;
    let mut session = engine.session();
    let author = session.one(select(Author).filter(Author::id.eq(1))).await?;
    let error = session.many(author, Author::books).expect_err("nobody loaded it");
    assert!(
        matches!(error, Error::NotLoaded { model: "Author", relationship: "books" }),
        "an error that names both: {error}"
    );
    Ok(())
}

#[cormorant::test(schema = SCHEMA)]
async fn selectin_is_one_statement_for_any_number_of_parents(db: TestDb) -> Result<()> {
    let engine = filled(&db, 1000).await?;
    for parents in [1, 10, 1000] {
        let sent = engine.record();
        let mut session = engine.session();
        let authors = session
            .all(select(Author).order_by(Author::id).limit(parents).load(Author::books.selectin()))
            .await?;
        assert_eq!(authors.len(), usize::try_from(parents).expect("small"));
        assert_eq!(
            selects(&sent),
            [
                r#"SELECT "author"."id", "author"."name", "author"."mentor_id" FROM "author" ORDER BY "author"."id" LIMIT $1"#,
                r#"SELECT "book"."author_id", "book"."id", "book"."title", "book"."author_id" FROM "book" WHERE "book"."author_id" = ANY($1) ORDER BY "book"."id""#,
            ]
        );
        let last = *authors.last().expect("not empty");
        let books = session.many(last, Author::books)?;
        let n = session[last].id;
        assert_eq!(titles(&session, &books), [format!("book {}", 2 * n - 1), format!("book {}", 2 * n)]);
    }
    Ok(())
}

#[cormorant::test(schema = SCHEMA)]
async fn nested_options_cost_one_statement_a_level(db: TestDb) -> Result<()> {
    let engine = filled(&db, 1000).await?;
    for parents in [1, 10, 1000] {
        let sent = engine.record();
        let mut session = engine.session();
        let statement = select(Author)
            .order_by(Author::id)
            .limit(parents)
            .load(Author::books.selectin().then(Book::tags.selectin()))
            .load(Author::desk.selectin());
        let authors = session.all(statement).await?;
        assert_eq!(selects(&sent).len(), 4, "authors, books, desks, tags");
        let book = session.many(authors[0], Author::books)?[0];
        let tags = session.many(book, Book::tags)?;
        let words: Vec<_> = tags.iter().map(|&tag| session[tag].word.as_str()).collect();
        assert_eq!(words, ["blue", "green"]);
        assert!(session.one_of(authors[0], Author::desk)?.is_some(), "odd authors have a desk");
    }
    Ok(())
}

#[cormorant::test(schema = SCHEMA)]
async fn joined_to_one_is_the_same_statement(db: TestDb) -> Result<()> {
    let engine = filled(&db, 10).await?;
    let sent = engine.record();
    let mut session = engine.session();
    let books = session
        .all(select(Book).order_by(Book::id).load(Book::author.joined().then(Author::mentor.joined())))
        .await?;
    assert_eq!(
        selects(&sent),
        [
            r#"SELECT "book"."id", "book"."title", "book"."author_id", "book.author"."id", "book.author"."name", "book.author"."mentor_id", "book.author.mentor"."id", "book.author.mentor"."name", "book.author.mentor"."mentor_id" FROM "book" LEFT JOIN "author" AS "book.author" ON "book.author"."id" = "book"."author_id" LEFT JOIN "author" AS "book.author.mentor" ON "book.author.mentor"."id" = "book.author"."mentor_id" ORDER BY "book"."id""#
        ]
    );
    assert_eq!(books.len(), 20);
    let author = session.one_of(books[19], Book::author)?.expect("every book has one");
    assert_eq!(session[author].name, "author 10");
    let mentor = session.one_of(author, Author::mentor)?.expect("all but the first have one");
    assert_eq!(session[mentor].name, "author 1");
    assert_eq!(session.one_of(mentor, Author::mentor)?, None, "the first has none, and that is known");
    Ok(())
}

#[cormorant::test(schema = SCHEMA)]
async fn joined_to_one_comes_with_members_that_have_a_statement_of_their_own(db: TestDb) -> Result<()> {
    let engine = filled(&db, 10).await?;
    let sent = engine.record();
    let mut session = engine.session();
    let then = Book::author.joined().then(Author::mentor.joined().only(Author::name));
    let red = select(Tag).filter(Tag::id.eq(1)).load(Tag::books.selectin().then(then));
    let red = session.one(red).await?;
    assert_eq!(
        selects(&sent)[1..],
        [
            r#"SELECT "link"."tag_id", "book"."id", "book"."title", "book"."author_id", "book.author"."id", "book.author"."name", "book.author"."mentor_id", "book.author.mentor"."id", "book.author.mentor"."name" FROM "book_tag" AS "link" JOIN "book" ON "book"."id" = "link"."book_id" LEFT JOIN "author" AS "book.author" ON "book.author"."id" = "book"."author_id" LEFT JOIN "author" AS "book.author.mentor" ON "book.author.mentor"."id" = "book.author"."mentor_id" WHERE "link"."tag_id" = ANY($1) ORDER BY "book"."id""#
        ]
    );
    let view = session.view(red)?;
    let mentors = view.books()?.into_iter().map(|book| {
        let author = book.author()?.expect("every book has one");
        Ok(author.mentor()?.map(|mentor| mentor.entity()))
    });
    let mentors = mentors.collect::<Result<Vec<_>>>()?;
    let first = session.get::<Author>(1).await?.expect("it is the mentor of all");
    assert!(mentors.iter().flatten().all(|&mentor| mentor == first), "one row is one entity");
    assert!(mentors.contains(&None) && mentors.contains(&Some(first)), "only the first author has none");
    Ok(())
}

#[cormorant::test(schema = SCHEMA)]
async fn a_joined_collection_does_not_repeat_its_parent(db: TestDb) -> Result<()> {
    let engine = filled(&db, 10).await?;
    let sent = engine.record();
    let mut session = engine.session();
    let authors = session.all(select(Author).order_by(Author::id).load(Author::books.joined())).await?;
    assert_eq!((authors.len(), selects(&sent).len()), (10, 1));
    let books = session.many(authors[3], Author::books)?;
    assert_eq!(titles(&session, &books), ["book 7", "book 8"]);
    Ok(())
}

#[cormorant::test(schema = SCHEMA)]
async fn a_second_joined_collection_and_one_under_a_limit_get_statements_of_their_own(
    db: TestDb,
) -> Result<()> {
    let engine = filled(&db, 10).await?;
    let sent = engine.record();
    let mut session = engine.session();
    let statement =
        select(Author).order_by(Author::id).load(Author::books.joined()).load(Author::pupils.joined());
    let authors = session.all(statement).await?;
    assert_eq!((authors.len(), selects(&sent).len()), (10, 2));
    assert_eq!(session.many(authors[0], Author::pupils)?.len(), 9);

    let sent = engine.record();
    let mut session = engine.session();
    let authors =
        session.all(select(Author).order_by(Author::id).limit(3).load(Author::books.joined())).await?;
    assert_eq!((authors.len(), selects(&sent).len()), (3, 2), "LIMIT counts authors, not books");
    assert_eq!(session.many(authors[2], Author::books)?.len(), 2);
    Ok(())
}

#[cormorant::test(schema = SCHEMA)]
async fn subquery_repeats_the_statement_and_sends_no_keys(db: TestDb) -> Result<()> {
    let engine = filled(&db, 10).await?;
    let sent = engine.record();
    let mut session = engine.session();
    let statement = select(Author)
        .filter(Author::id.le(4))
        .order_by(Author::id)
        .load(Author::books.subquery().then(Book::tags.subquery()));
    let authors = session.all(statement).await?;
    assert_eq!(
        selects(&sent)[1..],
        [
            r#"SELECT "book"."author_id", "book"."id", "book"."title", "book"."author_id" FROM "book" WHERE "book"."author_id" IN (SELECT "author"."id" FROM "author" WHERE "author"."id" <= $1) ORDER BY "book"."id""#,
            r#"SELECT "link"."book_id", "tag"."id", "tag"."word" FROM "book_tag" AS "link" JOIN "tag" ON "tag"."id" = "link"."tag_id" WHERE "link"."book_id" IN (SELECT "book"."id" FROM "book" WHERE "book"."author_id" IN (SELECT "author"."id" FROM "author" WHERE "author"."id" <= $1)) ORDER BY "tag"."id""#,
        ]
    );
    let book = session.many(authors[3], Author::books)?[1];
    assert_eq!(session.many(book, Book::tags)?.len(), 2);
    Ok(())
}

#[cormorant::test(schema = SCHEMA)]
async fn every_loader_sends_as_many_statements_for_1000_parents_as_for_one(db: TestDb) -> Result<()> {
    let engine = filled(&db, 1000).await?;
    for parents in [1, 10, 1000] {
        let of_many = [
            (Author::books.selectin(), 2),
            (Author::books.joined(), 1),
            (Author::books.subquery(), 2),
            (Author::books.selectin().limit(2), 2),
            (Author::books.selectin().filter(Book::id.gt(0)).order_by(Book::title), 2),
            (Author::books.selectin().only(Book::title), 2),
            (Author::books.selectin().then(Book::tags.selectin()), 3),
            (Author::books.selectin().then(Book::author.joined()), 2),
            // A collection would repeat the members that it is joined to.
            (Author::books.selectin().then(Book::tags.joined()), 3),
            (Author::books.joined().then(Book::tags.joined()), 2),
            (Author::books.subquery().then(Book::tags.subquery()), 3),
        ];
        for (loader, statements) in of_many {
            let (sent, mut session) = (engine.record(), engine.session());
            let what = format!("{loader:?}");
            let authors = session.all(select(Author).filter(Author::id.le(parents)).load(loader)).await?;
            assert_eq!(authors.len(), usize::try_from(parents).expect("small"));
            for author in authors {
                assert_eq!(session.many(author, Author::books)?.len(), 2, "{what}");
            }
            assert_eq!(selects(&sent).len(), statements, "{parents}: {what}: {:?}", sent.take());
        }
        let of_one = [(Author::desk.selectin(), 2), (Author::desk.joined(), 1), (Author::desk.subquery(), 2)];
        for (loader, statements) in of_one {
            let (sent, mut session) = (engine.record(), engine.session());
            let authors = session.all(select(Author).filter(Author::id.le(parents)).load(loader)).await?;
            for author in authors {
                assert_eq!(session.one_of(author, Author::desk)?.is_some(), session[author].id % 2 == 1);
            }
            assert_eq!(selects(&sent).len(), statements, "{parents}");
        }

        let (sent, mut session) = (engine.record(), engine.session());
        let raise = Author::books.raise();
        let authors = session.all(select(Author).filter(Author::id.le(parents)).load(raise)).await?;
        assert!(matches!(session.many(authors[0], Author::books), Err(Error::NotLoaded { .. })));
        session.load(&authors, Author::books).await?;
        session.load(&authors, Author::desk).await?;
        assert_eq!(selects(&sent).len(), 3, "the authors; then one for each relationship");
    }
    Ok(())
}

#[cormorant::test(schema = SCHEMA)]
async fn members_can_be_filtered_ordered_and_limited_for_each_parent(db: TestDb) -> Result<()> {
    let engine = filled(&db, 5).await?;
    let mut session = engine.session();
    let newest = Author::books.selectin().order_by(Book::id.desc()).limit(1);
    let authors = session.all(select(Author).order_by(Author::id).load(newest)).await?;
    for &author in &authors {
        let books = session.many(author, Author::books)?;
        let n = session[author].id;
        assert_eq!(titles(&session, &books), [format!("book {}", 2 * n)]);
    }
    let mut session = engine.session();
    let even = Author::books.selectin().filter(Book::title.like("%2"));
    let authors = session.all(select(Author).order_by(Author::id).load(even)).await?;
    let counts: Vec<usize> = authors
        .iter()
        .map(|&author| session.many(author, Author::books).map(|books| books.len()))
        .collect::<Result<_>>()?;
    assert_eq!(counts, [1, 0, 0, 0, 0]);
    Ok(())
}

#[cormorant::test(schema = SCHEMA)]
async fn load_afterwards_is_one_statement_for_a_list(db: TestDb) -> Result<()> {
    let engine = filled(&db, 100).await?;
    let mut session = engine.session();
    let tags = session.all(select(Tag).order_by(Tag::id)).await?;
    let sent = engine.record();
    session.load(&tags, Tag::books).await?;
    assert_eq!(selects(&sent).len(), 1);
    assert_eq!(session.many(tags[0], Tag::books)?.len(), 133);
    let desk = session.one(select(Desk).filter(Desk::owner_id.eq(3))).await?;
    let author = session.get::<Author>(3).await?;
    let sent = engine.record();
    session.load(desk, Desk::owner).await?;
    assert_eq!(selects(&sent).len(), 0, "the owner is here already");
    assert_eq!(session.one_of(desk, Desk::owner)?, author);
    Ok(())
}

#[cormorant::test(schema = SCHEMA)]
async fn a_row_met_twice_is_one_entity(db: TestDb) -> Result<()> {
    let engine = filled(&db, 3).await?;
    let mut session = engine.session();
    let pairs = session.all(select((Book, Author)).join(Book::author).order_by(Book::id)).await?;
    assert_eq!(pairs.len(), 6);
    assert_eq!(pairs[0].1, pairs[1].1);
    let sent = engine.record();
    assert_eq!(session.get::<Author>(1).await?, Some(pairs[0].1));
    assert_eq!(selects(&sent).len(), 0, "it is in the identity map");
    let found = session.get_many::<Author>([3, 77, 1]).await?;
    assert_eq!(found, [Some(pairs[4].1), None, Some(pairs[0].1)]);
    assert_eq!(selects(&sent).len(), 1, "for the one that is not here");
    Ok(())
}

#[cormorant::test(schema = SCHEMA)]
async fn columns_left_out_are_unknown_until_refresh(db: TestDb) -> Result<()> {
    let engine = filled(&db, 3).await?;
    let mut session = engine.session();
    let author = session.one(select(Author).filter(Author::id.eq(2)).only(Author, Author::name)).await?;
    assert_eq!(session.value(author, Author::name)?, "author 2");
    let error = session.value(author, Author::mentor_id).expect_err("it was not selected");
    assert!(matches!(error, Error::Unset { model: "Author", column: "mentor_id" }), "{error}");
    session.refresh(author).await?;
    assert_eq!(session[author].mentor_id, Some(1));
    Ok(())
}

#[cormorant::test(schema = SCHEMA)]
async fn views_walk_what_is_loaded_and_serialize_it_without_cycles(db: TestDb) -> Result<()> {
    let engine = filled(&db, 2).await?;
    let mut session = engine.session();
    let statement = select(Author)
        .filter(Author::id.eq(2))
        .load(Author::books.selectin().then(Book::tags.selectin()))
        .load(Author::mentor.selectin());
    let author = session.one(statement).await?;
    let view = session.view(author)?;
    assert_eq!(view.name, "author 2");
    assert_eq!(view.books()?[1].title, "book 4");
    assert_eq!(view.mentor()?.map(|mentor| mentor.name.clone()).as_deref(), Some("author 1"));
    assert!(matches!(view.pupils(), Err(Error::NotLoaded { .. })));
    let json = serde_json::to_value(view).expect("names are text");
    let expected = serde_json::json!({
        "id": 2, "name": "author 2", "mentor_id": 1,
        "mentor": { "id": 1, "name": "author 1", "mentor_id": null, "mentor": null },
        "books": [
            { "id": 3, "title": "book 3", "author_id": 2, "tags": [{ "id": 1, "word": "red" }, { "id": 2, "word": "blue" }] },
            { "id": 4, "title": "book 4", "author_id": 2, "tags": [{ "id": 2, "word": "blue" }, { "id": 3, "word": "green" }] },
        ],
    });
    assert_eq!(json, expected);
    Ok(())
}

#[cormorant::test(schema = SCHEMA)]
async fn a_stream_holds_one_batch_of_entities_and_writes_their_changes(db: TestDb) -> Result<()> {
    let engine = filled(&db, 1000).await?;
    let sent = engine.record();
    let mut session = engine.session();
    let kept = session.one(select(Author).filter(Author::id.eq(1))).await?;
    let mut books =
        session.stream(select(Book).order_by(Book::id).load(Book::author.selectin()), 300).await?;
    let (mut seen, mut first) = (0, None);
    while let Some(batch) = books.next(&mut session).await? {
        seen += batch.len();
        first.get_or_insert(batch[0]);
        for &book in &batch {
            let author = session.one_of(book, Book::author)?.expect("every book has one");
            let name = session[author].name.clone();
            session[book].title = format!("by {name}");
        }
    }
    session.commit().await?;
    assert_eq!(seen, 2000);
    assert_eq!(session[kept].name, "author 1", "what was there before stays");
    let gone = session.try_get(first.expect("not empty")).expect_err("the batch has left");
    assert!(matches!(gone, Error::Detached { model: "Book" }), "{gone}");
    let statements = sent.statements();
    let count = |start: &str| statements.iter().filter(|sql| sql.starts_with(start)).count();
    assert_eq!((count("DECLARE"), count("FETCH"), count("UPDATE")), (1, 7, 7));
    let by: Vec<String> =
        engine.connection().await?.all(select(Book::title).filter(Book::id.eq(1999))).await?;
    assert_eq!(by, ["by author 1000"]);
    Ok(())
}

#[cormorant::test(schema = SCHEMA)]
async fn bulk_statements_keep_loaded_entities_true(db: TestDb) -> Result<()> {
    let engine = filled(&db, 3).await?;
    let mut session = engine.session();
    let books = session.all(select(Book).order_by(Book::id).limit(3).load(Book::author.selectin())).await?;
    let author = session.one_of(books[0], Book::author)?.expect("every book has one");
    session.load(author, Author::books).await?;
    let moved =
        update(Book).set(Book::author_id, 2).set(Book::title, Book::title.concat("!")).filter(Book::id.le(4));
    assert_eq!(session.execute(moved).await?, 4);
    assert_eq!((session[books[0]].title.as_str(), session[books[0]].author_id), ("book 1!", 2));
    assert!(session.many(author, Author::books).is_err(), "its members may be others now");
    assert!(!session.is_modified(books[0])?, "there is nothing to write");

    assert_eq!(session.execute(delete(Book).filter(Book::id.in_(select_tagless()))).await?, 0);
    let connection = session.execute(delete(Desk).filter(Desk::id.eq(1))).await?;
    assert_eq!(connection, 1, "no desk is loaded, the statement goes as it is");
    session.rollback().await?;
    session.refresh(books[0]).await?;
    assert_eq!(session[books[0]].title, "book 1");
    Ok(())
}

fn select_tagless() -> Select<i32> {
    select(Book::id).filter(not(Book::tags.exists())).finish()
}

#[cormorant::test(schema = SCHEMA)]
async fn a_relationship_to_one_is_compared_by_key_without_a_join(db: TestDb) -> Result<()> {
    let engine = filled(&db, 3).await?;
    let mut session = engine.session();
    let author = session.get::<Author>(2).await?.expect("there are three");
    let statement = select(Book::id).filter(Book::author.is(session.key(author)?)).order_by(Book::id);
    assert_eq!(
        statement.to_sql(),
        r#"SELECT "book"."id" FROM "book" WHERE "book"."author_id" = $1 ORDER BY "book"."id""#
    );
    assert_eq!(session.all(statement).await?, [3, 4]);
    let desks = select(Author::id).filter(Author::desk.is(1));
    assert_eq!(session.all(desks).await?, [1]);
    Ok(())
}

//! Enums and newtypes by their derives, against a server.

use cormorant::ddl::{Options, create_sql};
use cormorant::query::{insert, max, select, sum};
use cormorant::schema::Model as _;
use cormorant::testing::TestDb;
use cormorant::types::enum_::{UnknownCode, UnknownLabel};
use cormorant::{DbEnum, DbNewtype, Error, Model, Result};

#[derive(DbEnum, Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[db_enum(name = "app mood")]
enum Mood {
    Happy,
    #[db_enum(label = "it's \"sad\"")]
    VerySad,
}

#[derive(DbEnum, Clone, Copy, Debug, PartialEq)]
#[db_enum(text, rename_all = "SCREAMING-KEBAB-CASE")]
enum Kind {
    PlainText,
    Other,
}

#[derive(DbEnum, Clone, Copy, Debug, PartialEq)]
#[db_enum(integer = i16)]
enum Level {
    Low = -1,
    High = 300,
}

#[derive(DbNewtype, Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct PersonId(i64);

#[derive(DbNewtype, Clone, Debug, PartialEq)]
#[db_newtype(domain = "email")]
struct Email {
    text: String,
}

#[derive(DbNewtype, Clone, Copy, Debug, PartialEq)]
struct Points(i32);

#[derive(Model, Clone, Debug, PartialEq)]
struct Person {
    #[model(primary_key)]
    id: PersonId,
    mood: Mood,
    moods: Vec<Mood>,
    kind: Option<Kind>,
    level: Level,
    email: Option<Email>,
    points: Points,
    #[model(belongs_to(boss: Person))]
    boss_id: Option<PersonId>,
}

fn ann() -> Person {
    Person {
        id: PersonId(1),
        mood: Mood::VerySad,
        moods: vec![Mood::Happy, Mood::VerySad],
        kind: Some(Kind::PlainText),
        level: Level::High,
        email: Some(Email { text: "ann@example.com".to_owned() }),
        points: Points(5),
        boss_id: None,
    }
}

fn bob() -> Person {
    let person = ann();
    Person { id: PersonId(2), mood: Mood::Happy, kind: None, email: None, boss_id: Some(person.id), ..person }
}

async fn create(db: &TestDb) -> Result<()> {
    let sql = format!("CREATE DOMAIN email AS text; {}", create_sql(&[Person::TABLE], &Options::new())?);
    db.engine().connection().await?.script(&sql).await
}

#[cormorant::test]
async fn enums_and_newtypes_are_stored_and_read_back(db: TestDb) -> Result<()> {
    create(&db).await?;
    let mut conn = db.engine().connection().await?;
    conn.execute(insert(Person).values(ann())).await?;
    conn.execute(insert(Person).rows([bob(), Person { id: PersonId(3), ..bob() }])).await?;
    let people = conn.all(select(Person).order_by(Person::id)).await?;
    assert_eq!(people, [ann(), bob(), Person { id: PersonId(3), ..bob() }]);
    Ok(())
}

#[cormorant::test]
async fn enums_and_newtypes_are_compared_and_aggregated(db: TestDb) -> Result<()> {
    create(&db).await?;
    let mut conn = db.engine().connection().await?;
    conn.execute(insert(Person).rows([ann(), bob()])).await?;
    let sad =
        select(Person::id).filter(Person::mood.eq(Mood::VerySad)).filter(Person::kind.eq(Kind::PlainText));
    assert_eq!(conn.all(sad).await?, [PersonId(1)]);
    let some = select(Person::id).filter(Person::mood.in_([Mood::Happy, Mood::VerySad])).order_by(Person::id);
    assert_eq!(conn.all(some).await?, [PersonId(1), PersonId(2)]);
    let of = select(Person::id).filter(Person::email.eq(Email { text: "ann@example.com".to_owned() }));
    assert_eq!(conn.one(of).await?, PersonId(1));
    let most = conn.one(select((max(Person::mood), sum(Person::points)))).await?;
    assert_eq!(most, (Some(Mood::VerySad), Some(10_i64)));
    Ok(())
}

#[cormorant::test]
async fn a_label_that_was_added_on_the_server_is_an_error_only_where_it_is_met(db: TestDb) -> Result<()> {
    create(&db).await?;
    let mut conn = db.engine().connection().await?;
    conn.execute(insert(Person).rows([ann(), bob()])).await?;
    conn.script("ALTER TYPE \"app mood\" ADD VALUE 'calm'; UPDATE person SET kind = 'NEW' WHERE id = 2")
        .await?;
    conn.script("UPDATE person SET mood = 'calm', level = 7 WHERE id = 2").await?;
    assert_eq!(conn.one(select(Person::mood).filter(Person::id.eq(PersonId(1)))).await?, Mood::VerySad);
    let second = Person::id.eq(PersonId(2));
    let mood = conn.one(select(Person::mood).filter(second.clone())).await.expect_err("a new label");
    assert_eq!(source::<UnknownLabel>(&mood).label, "calm");
    let kind = conn.one(select(Person::kind).filter(second.clone())).await.expect_err("a new text");
    assert_eq!(source::<UnknownLabel>(&kind).label, "NEW");
    let level = conn.one(select(Person::level).filter(second)).await.expect_err("a new number");
    assert_eq!(source::<UnknownCode>(&level).code, 7);
    assert!(matches!((mood, kind, level), (Error::Decode(_), Error::Decode(_), Error::Decode(_))));
    Ok(())
}

fn source<E: std::error::Error + 'static>(error: &dyn std::error::Error) -> &E {
    let mut next = error.source();
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref() {
            return found;
        }
        next = error.source();
    }
    panic!("the error has no such source")
}

#[test]
fn an_enum_and_a_newtype_say_their_types() {
    let types: Vec<_> = Person::TABLE.columns.iter().map(|column| column.ty.to_string()).collect();
    assert_eq!(types, ["int8", "app mood", "app mood[]", "text", "int2", "email", "int4", "int8"]);
    assert_eq!(Mood::ENUM.labels, ["happy", "it's \"sad\""]);
}

//! The enums of columns.

use cormorant::DbEnum;
use cormorant::ddl::{Options, drop_all};
use cormorant::prelude::*;
use cormorant::schema::TableDef;
use cormorant::testing::TestDb;
use expect_test::expect;

use super::{refusal, script};

#[derive(DbEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[db_enum(schema = "zoo")]
enum Mood {
    Calm,
    VeryAngry,
}

#[derive(DbEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[db_enum(integer)]
enum Legs {
    Two = 2,
    Four = 4,
}

#[derive(Model, Clone, Debug, PartialEq)]
#[model(table = "animals", schema = "zoo")]
struct Animal {
    #[model(primary_key)]
    id: i64,
    mood: Option<Mood>,
    moods: Vec<Mood>,
    legs: Legs,
}

#[derive(Model, Clone, Debug, PartialEq)]
#[model(table = "keepers", schema = "zoo")]
struct Keeper {
    #[model(primary_key)]
    id: i64,
    mood: Mood,
}

fn drops(tables: &[&'static TableDef], options: &Options) -> String {
    let drops = drop_all(tables, options).expect("they fit together");
    drops.iter().map(|ddl| format!("{ddl};\n")).collect()
}

#[test]
fn the_enums_of_columns_are_made_once_and_where_they_are_missing() {
    expect![[r#"
        CREATE SCHEMA IF NOT EXISTS "zoo";
        DO 'BEGIN CREATE TYPE "zoo"."mood" AS ENUM (''calm'', ''very_angry''); EXCEPTION WHEN duplicate_object THEN NULL; END';
        CREATE TABLE "zoo"."animals" (
            "id" int8 NOT NULL,
            "mood" "zoo"."mood",
            "moods" "zoo"."mood"[] NOT NULL,
            "legs" int4 NOT NULL,
            CONSTRAINT "animals_pkey" PRIMARY KEY ("id")
        );
        CREATE TABLE "zoo"."keepers" (
            "id" int8 NOT NULL,
            "mood" "zoo"."mood" NOT NULL,
            CONSTRAINT "keepers_pkey" PRIMARY KEY ("id")
        );
    "#]]
    .assert_eq(&script(&[Animal::TABLE, Keeper::TABLE], &Options::new()));
}

#[test]
fn an_enum_that_the_options_name_is_made_as_they_say() {
    let text = script(&[Keeper::TABLE], &Options::new().enums([Mood::ENUM]));
    assert_eq!(text.lines().nth(1), Some(r#"CREATE TYPE "zoo"."mood" AS ENUM ('calm', 'very_angry');"#));
    assert_eq!(text.matches("CREATE TYPE").count(), 1);
}

#[test]
fn enums_are_dropped_after_their_tables_unless_others_have_them() {
    expect![[r#"
        DROP TABLE IF EXISTS "zoo"."animals";
        DROP TYPE IF EXISTS "zoo"."mood";
    "#]]
    .assert_eq(&drops(&[Animal::TABLE], &Options::new()));
    expect![[r#"
        DROP TABLE IF EXISTS "zoo"."animals";
    "#]]
    .assert_eq(&drops(&[Animal::TABLE], &Options::new().keep_enums()));
}

#[test]
fn two_enums_of_one_name_with_other_labels_are_refused() {
    mod other {
        use super::*;

        #[derive(DbEnum, Clone, Copy, Debug, PartialEq, Eq)]
        #[db_enum(name = "mood", schema = "zoo")]
        pub(super) enum Weather {
            Fair,
        }

        #[derive(Model, Clone, Debug, PartialEq)]
        #[model(table = "days")]
        pub(super) struct Day {
            #[model(primary_key)]
            pub(super) id: i64,
            pub(super) weather: Weather,
        }
    }
    let message = refusal(&[Animal::TABLE, other::Day::TABLE], &Options::new());
    assert!(message.contains("the type of enum `Mood` and the type of enum `Weather`"), "{message}");
}

#[cormorant::test]
async fn tables_with_enums_are_made_one_after_the_other(db: TestDb) -> cormorant::Result<()> {
    let engine = db.engine();
    engine.create_all(&[Animal::TABLE], &Options::new()).await?;
    engine.create_all(&[Keeper::TABLE], &Options::new()).await?;
    let mut conn = engine.connection().await?;
    let animal = Animal { id: 1, mood: None, moods: vec![Mood::VeryAngry, Mood::Calm], legs: Legs::Four };
    conn.execute(insert(Animal).values(animal.clone())).await?;
    conn.execute(insert(Keeper).values(Keeper { id: 1, mood: Mood::VeryAngry })).await?;
    assert_eq!(conn.all(select(Animal).filter(Animal::legs.eq(Legs::Four))).await?, [animal]);

    engine.drop_all(&[Animal::TABLE], &Options::new().keep_enums()).await?;
    assert_eq!(conn.all(select(Keeper::mood)).await?, [Mood::VeryAngry]);
    engine.drop_all(&[Keeper::TABLE], &Options::new()).await?;
    let types = raw::<i64>("(SELECT count(*) FROM pg_type WHERE typname = {})").with((Mood::ENUM.name,));
    assert_eq!(conn.scalar(select(types)).await?, Some(0));
    Ok(())
}

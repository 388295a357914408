//! The statements on a real server: it makes what the models say, and nothing is left when it is dropped.

use cormorant::Model;
use cormorant::ddl::{Options, create_all, drop_all};
use cormorant::schema::{EnumDef, Model as _, TableDef};
use cormorant::testing::TestDb;
use cormorant_examples::music;
use tokio_postgres::{Client, NoTls};

async fn connect(db: &TestDb) -> Client {
    let (client, connection) = tokio_postgres::connect(db.url(), NoTls).await.expect("the server is there");
    tokio::spawn(connection);
    client
}

async fn create(client: &Client, tables: &[&'static TableDef], options: &Options) {
    for statement in create_all(tables, options).expect("the models fit together") {
        let sql = statement.to_sql();
        client.batch_execute(&sql).await.unwrap_or_else(|error| panic!("{:?}\n{sql}", error.as_db_error()));
    }
}

async fn drop(client: &Client, tables: &[&'static TableDef], options: &Options) {
    for statement in drop_all(tables, options).expect("the models fit together") {
        let sql = statement.to_sql();
        client.batch_execute(&sql).await.unwrap_or_else(|error| panic!("{:?}\n{sql}", error.as_db_error()));
    }
}

/// The one column of a query's rows.
async fn texts(client: &Client, sql: &str) -> Vec<String> {
    client.query(sql, &[]).await.expect("the query is right").iter().map(|row| row.get(0)).collect()
}

/// Relations, types, constraints and schemas that are not the server's own.
const ALL: &str = "
    SELECT relkind::text || ' ' || relname FROM pg_class WHERE oid >= 16384 AND relkind <> 't'
        AND relnamespace <> 'pg_toast'::regnamespace
    UNION ALL SELECT 'constraint ' || conname FROM pg_constraint WHERE oid >= 16384
    UNION ALL SELECT 'type ' || typname FROM pg_type WHERE oid >= 16384 AND typnamespace <> 'pg_toast'::regnamespace
    UNION ALL SELECT 'schema ' || nspname FROM pg_namespace WHERE oid >= 16384
    ORDER BY 1";

#[cormorant::test]
async fn the_music_shop_is_made_twice_without_harm_and_dropped_without_a_trace(db: TestDb) {
    let client = connect(&db).await;
    let tables = cormorant::ddl::reachable(&[music::Track::TABLE, music::Employee::TABLE]);
    assert_eq!(tables.len(), 11);
    let options = Options::new().if_not_exists().drop_schemas();
    create(&client, &tables, &options).await;
    let made = texts(&client, ALL).await;
    assert_eq!(made.iter().filter(|name| name.starts_with("r ")).count(), 11, "{made:?}");
    create(&client, &tables, &options).await;
    assert_eq!(texts(&client, ALL).await, made);
    drop(&client, &tables, &options).await;
    assert_eq!(texts(&client, ALL).await, Vec::<String>::new());
    drop(&client, &tables, &options).await;
}

/// Each table refers to another of the three, and to itself.
#[derive(Model, Clone)]
#[model(table = "country", schema = "world")]
struct Country {
    #[model(primary_key, length = 2)]
    code: String,
    #[model(belongs_to(capital: City, deferrable))]
    capital_id: Option<i32>,
    #[model(belongs_to(metropole: Country))]
    metropole_code: Option<String>,
}

#[derive(Model, Clone)]
#[model(table = "city", schema = "world")]
struct City {
    #[model(primary_key, generated = always)]
    id: i32,
    #[model(belongs_to(country: Country, on_delete = cascade, initially_deferred))]
    country_code: String,
    #[model(index(unique))]
    code: String,
    /// Only an index makes this unique: the foreign key comes after it.
    #[model(references(City::code))]
    twin: Option<String>,
}

#[cormorant::test]
async fn circles_are_closed_and_opened(db: TestDb) {
    let client = connect(&db).await;
    let mood = &EnumDef { rust: "Mood", schema: Some("world"), name: "mood", labels: &["it's", "\\ \""] };
    let options = Options::new().if_not_exists().enums([mood]).drop_schemas();
    let tables = [City::TABLE, Country::TABLE];
    create(&client, &tables, &options).await;
    create(&client, &tables, &options).await;
    let keys = "SELECT conname || ': ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' ORDER BY 1";
    assert_eq!(
        texts(&client, keys).await,
        [
            "city_country_code_fkey: FOREIGN KEY (country_code) REFERENCES world.country(code) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED",
            "city_twin_fkey: FOREIGN KEY (twin) REFERENCES world.city(code)",
            "country_capital_id_fkey: FOREIGN KEY (capital_id) REFERENCES world.city(id) DEFERRABLE",
            "country_metropole_code_fkey: FOREIGN KEY (metropole_code) REFERENCES world.country(code)",
        ]
    );
    let labels = "SELECT enumlabel FROM pg_enum ORDER BY enumsortorder";
    assert_eq!(texts(&client, labels).await, ["it's", "\\ \""]);
    drop(&client, &tables, &options).await;
    assert_eq!(texts(&client, ALL).await, Vec::<String>::new());
}

#[derive(Model, Clone)]
#[model(
    table = "named",
    unique(a, b),
    check = "a > 0",
    check = "a < 9",
    check = "a < b",
    check = "true",
    check = "length(c) > 3 AND c <> 'a'",
    index(a, b),
    index(expr = "lower(c)", expr = "a + b", expr = "a - b"),
    index(b, include(c)),
    index(c, unique, where = "a > 0"),
    foreign_key(columns(a, b), references = Named(a, b))
)]
struct Named {
    #[model(primary_key)]
    id: i64,
    #[model(unique)]
    a: i32,
    b: i32,
    c: String,
}

/// The same table without a single name.
const UNNAMED: &str = "CREATE TABLE named (
    id int8 NOT NULL PRIMARY KEY, a int4 NOT NULL UNIQUE, b int4 NOT NULL, c text NOT NULL, UNIQUE (a, b),
    CHECK (a > 0), CHECK (a < 9), CHECK (a < b), CHECK (true), CHECK (length(c) > 3 AND c <> 'a'),
    FOREIGN KEY (a, b) REFERENCES named (a, b));
    CREATE INDEX ON named (a, b);
    CREATE INDEX ON named (lower(c), (a + b), (a - b));
    CREATE INDEX ON named (b) INCLUDE (c);
    CREATE UNIQUE INDEX ON named (c) WHERE a > 0";

#[cormorant::test]
async fn names_that_a_model_does_not_give_are_those_that_postgresql_chooses(db: TestDb) {
    let client = connect(&db).await;
    client.batch_execute(UNNAMED).await.expect("the table is right");
    let theirs = texts(&client, ALL).await;
    client.batch_execute("DROP TABLE named").await.expect("the table is there");
    create(&client, &[Named::TABLE], &Options::new()).await;
    assert_eq!(texts(&client, ALL).await, theirs);
}

#[derive(Model, Clone)]
#[model(
    table = "it's \"a\" table; --",
    schema = "S\"",
    comment = "a 'comment' \\ $$",
    index(expr = "lower(\"it's\" || 'x')", name = "an \"index\"", where = "\"it's\" <> '--'")
)]
#[model(many_to_many(others: Hostile, through = "S\""."a \"link\""(one, other)))]
struct Hostile {
    #[model(primary_key, rename = "se\"lect", comment = "'")]
    key: i64,
    #[model(rename = "it's", server_default = "'it''s' -- a text", check = "\"it's\" <> '' -- never empty")]
    value: String,
}

#[cormorant::test]
async fn hostile_names_and_texts_arrive_as_they_are(db: TestDb) {
    let client = connect(&db).await;
    let options = Options::new().drop_schemas();
    create(&client, &[Hostile::TABLE], &options).await;
    let tables =
        texts(&client, "SELECT relname FROM pg_class WHERE oid >= 16384 AND relkind = 'r' ORDER BY 1").await;
    assert_eq!(tables, ["a \"link\"", "it's \"a\" table; --"]);
    let comments =
        texts(&client, "SELECT description FROM pg_description WHERE objoid >= 16384 ORDER BY 1").await;
    assert_eq!(comments, ["'", "a 'comment' \\ $$"]);
    drop(&client, &[Hostile::TABLE], &options).await;
    assert_eq!(texts(&client, ALL).await, Vec::<String>::new());
}

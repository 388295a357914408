//! `#[cormorant::test]`: every test has a database of its own, and leaves none behind.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use cormorant::embedded::Server;
use cormorant::engine::Engine;
use cormorant::testing::{Setup, TestDb, run};
use tokio_postgres::{Client, NoTls};

use crate::support::no_private_servers;

const NOTES: &str = "CREATE TABLE note (text text UNIQUE)";

async fn connect(url: &str) -> Client {
    let (client, connection) =
        tokio_postgres::connect(url, NoTls).await.expect("the server accepts connections");
    tokio::spawn(connection);
    client
}

async fn integer(client: &Client, sql: &str) -> i64 {
    client.query_one(sql, &[]).await.expect("the statement is right").get(0)
}

/// Writes a row that only one test can write to one database.
async fn write_alone(db: &TestDb) -> Result<(), tokio_postgres::Error> {
    let client = connect(db.url()).await;
    client.execute("INSERT INTO note VALUES ('mine')", &[]).await?;
    assert_eq!(integer(&client, "SELECT count(*) FROM note").await, 1);
    Ok(())
}

#[cormorant::test(schema = NOTES)]
async fn a_test_sees_only_its_own_rows(db: TestDb) -> Result<(), tokio_postgres::Error> {
    write_alone(&db).await
}

#[cormorant::test(schema = NOTES, pool = 2, isolation = "database")]
async fn another_test_sees_only_its_own_rows(db: TestDb) -> Result<(), tokio_postgres::Error> {
    write_alone(&db).await
}

#[cormorant::test(schema = NOTES, pool = 2)]
async fn the_engine_of_a_test_has_as_many_connections_as_it_asks_for(db: TestDb) -> cormorant::Result<()> {
    let mut first = db.engine().connection().await?;
    let mut second = db.engine().connection().await?;
    assert_eq!(db.engine().status().limit, 2);
    first.execute_raw("INSERT INTO note VALUES ('seen by all')", &[]).await?;
    assert_eq!(second.execute_raw("DELETE FROM note", &[]).await?, 1);
    Ok(())
}

/// Adds a row to the template, and fails if it is called twice.
async fn one_note(engine: Engine) -> cormorant::Result<()> {
    let mut conn = engine.connection().await?;
    conn.execute_raw("INSERT INTO note VALUES ('from the fixture')", &[]).await?;
    Ok(())
}

#[cormorant::test(schema = NOTES, fixture = one_note)]
async fn a_test_starts_with_the_rows_of_its_fixture(db: TestDb) -> Result<(), tokio_postgres::Error> {
    let client = connect(db.url()).await;
    assert_eq!(integer(&client, "SELECT count(*) FROM note WHERE text = 'from the fixture'").await, 1);
    assert_eq!(client.execute("DELETE FROM note", &[]).await?, 1);
    Ok(())
}

#[cormorant::test(schema = NOTES, fixture = one_note)]
async fn another_test_starts_with_the_same_rows(db: TestDb) -> Result<(), tokio_postgres::Error> {
    let client = connect(db.url()).await;
    assert_eq!(client.execute("DELETE FROM note", &[]).await?, 1);
    Ok(())
}

#[derive(cormorant::Model, Clone)]
#[model(table = "birds")]
struct Bird {
    #[model(primary_key, generated)]
    id: i64,
    #[model(unique)]
    name: String,
    mood: String,
}

#[derive(cormorant::Model, Clone)]
#[model(table = "eggs")]
struct Egg {
    #[model(primary_key, generated)]
    id: i64,
    #[model(belongs_to(bird: Bird))]
    bird_id: i64,
}

/// The table of `Bird` is made as well, since that of `Egg` refers to it.
#[cormorant::test(schema = "CREATE TYPE mood AS ENUM ('calm')", models(Egg))]
async fn a_test_starts_with_the_tables_of_its_models(db: TestDb) -> cormorant::Result<()> {
    let mut conn = db.engine().connection().await?;
    conn.script("INSERT INTO birds (name, mood) VALUES ('a', 'calm'); INSERT INTO eggs (bird_id) VALUES (1)")
        .await?;
    let orphan = conn.execute_raw("INSERT INTO eggs (bird_id) VALUES (2)", &[]).await;
    assert_eq!(orphan.expect_err("there is no such bird").constraint(), Some("eggs_bird_id_fkey"));
    assert_eq!(conn.execute_raw("SELECT 'calm'::mood", &[]).await?, 1);
    Ok(())
}

#[cormorant::test(models(Bird, Egg), isolation = "rollback")]
async fn models_can_be_shared_by_tests_that_roll_back(db: TestDb) -> cormorant::Result<()> {
    let mut conn = db.engine().connection().await?;
    conn.script("INSERT INTO birds (name, mood) VALUES ('a', 'calm')").await?;
    assert_eq!(conn.execute_raw("DELETE FROM birds", &[]).await?, 1);
    Ok(())
}

#[cormorant::test]
async fn without_a_schema_the_database_is_empty(db: TestDb) {
    let client = connect(db.url()).await;
    assert_eq!(integer(&client, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").await, 0);
}

#[cormorant::test(schema = NOTES)]
#[should_panic(expected = "on purpose")]
async fn a_test_may_expect_a_panic(_db: TestDb) {
    panic!("on purpose");
}

#[cormorant::test(schema = NOTES)]
async fn tests_share_a_template_that_nobody_can_change(db: TestDb) {
    let client = connect(db.url()).await;
    let templates = "SELECT count(*) FROM pg_database \
                     WHERE datname LIKE 'cormorant\\_tpl\\_%' AND datistemplate AND NOT datallowconn";
    assert!(integer(&client, templates).await >= 1);
}

/// How many databases of this name the throw-away server has.
fn count(server: &Server, name: &str) -> i64 {
    let runtime = tokio::runtime::Runtime::new().expect("threads can be made");
    let sql = format!("SELECT count(*) FROM pg_database WHERE datname = '{name}'");
    runtime.block_on(async { integer(&connect(&server.url()).await, &sql).await })
}

fn on_own_server() -> Option<Server> {
    let elsewhere = ["TEST_DATABASE_URL", "DATABASE_URL"].iter().any(|name| std::env::var_os(name).is_some());
    (!elsewhere).then(|| Server::throw_away_blocking().expect("it starts"))
}

#[test]
fn the_database_of_a_passed_test_is_dropped() {
    let Some(server) = on_own_server() else { return };
    let mut name = String::new();
    run(&Setup::new("passes").schema(NOTES), async |db: TestDb| {
        // Left open: their end is awaited.
        let (holder, waiting) = (connect(db.url()).await, connect(db.url()).await);
        holder.batch_execute("SELECT pg_advisory_lock(1)").await.expect("it is free");
        tokio::spawn(async move { (waiting.batch_execute("SELECT pg_advisory_lock(1)").await, holder) });
        name = db.name().to_owned();
    });
    assert!(name.starts_with("cormorant_test_") && name.ends_with("_passes"), "{name}");
    assert_eq!(count(&server, &name), 0);
}

#[test]
fn the_database_of_a_failed_test_is_kept() {
    let Some(server) = on_own_server() else { return };
    let mut name = String::new();
    let result = run(&Setup::new("fails").schema(NOTES), async |db: TestDb| {
        name = db.name().to_owned();
        Err::<(), _>("on purpose")
    });
    assert_eq!(result, Err("on purpose"));
    assert_eq!(count(&server, &name), 1);
}

#[test]
fn the_database_of_a_test_that_panics_is_kept() {
    let Some(server) = on_own_server() else { return };
    let mut name = String::new();
    let body = async |db: TestDb| {
        name = db.name().to_owned();
        assert!(name.is_empty(), "on purpose");
    };
    let test = std::panic::AssertUnwindSafe(|| run::<_, ()>(&Setup::new("panics").schema(NOTES), body));
    let panic = std::panic::catch_unwind(test).expect_err("it panics");
    assert_eq!(panic.downcast_ref(), Some(&"on purpose"), "the panic goes on");
    assert_eq!(count(&server, &name), 1);
}

#[test]
fn a_mistake_in_the_schema_is_told_by_the_server() {
    let test =
        || run(&Setup::new("it::mistaken").schema("CREATE TABLE a (b nonsense)"), async |_: TestDb| {});
    let panic = std::panic::catch_unwind(test).expect_err("it panics");
    let expected = "no database for the test `it::mistaken`: type \"nonsense\" does not exist (42704); \
                    statement: CREATE TABLE a (b nonsense)\n;\n";
    assert_eq!(panic.downcast_ref::<String>().map(String::as_str), Some(expected));
}

#[test]
fn many_tests_at_once_make_one_template() {
    // A schema that no run before has seen.
    let table = format!("CREATE TABLE t_{} (a int)", std::process::id());
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                run(&Setup::new("at_once").schema(&table), async |db: TestDb| {
                    let client = connect(db.url()).await;
                    assert_eq!(
                        integer(&client, "SELECT count(*) FROM pg_tables WHERE tablename LIKE 't\\_%'").await,
                        1
                    );
                });
            });
        }
    });
}

/// Runs one of the tests above in a process of its own, on this server.
fn run_on(url: &str, test: &str) -> String {
    run_with(url, test, &[])
}

fn run_with(url: &str, test: &str, environment: &[(&str, &str)]) -> String {
    let output = Command::new(std::env::current_exe().expect("it runs"))
        .args(["--exact", test, "--nocapture"])
        .env("TEST_DATABASE_URL", url)
        .env("RUST_BACKTRACE", "0")
        .envs(environment.iter().copied())
        .output()
        .expect("it can be run again");
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// A server as users have it, in a folder that is removed at the end.
struct UsersServer {
    server: Server,
    folder: PathBuf,
}

impl UsersServer {
    fn start(name: &str) -> UsersServer {
        let folder = PathBuf::from(format!("/tmp/cormorant-it-{}-{name}", std::process::id()));
        UsersServer { server: Server::start_blocking(&folder).expect("it starts"), folder }
    }
}

impl Drop for UsersServer {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

#[tokio::test]
async fn on_a_users_server_only_old_databases_of_ours_are_dropped() {
    if no_private_servers() {
        return;
    }
    let users = tokio::task::spawn_blocking(|| UsersServer::start("users")).await.expect("it does not panic");
    let client = connect(&users.server.url()).await;
    for name in ["app", "cormorant_test_app", "cormorant_test_1000_0_old", "cormorant_tpl_1_0"] {
        client.batch_execute(&format!("CREATE DATABASE {name}")).await.expect("it is new");
    }
    client.batch_execute("ALTER DATABASE cormorant_tpl_1_0 IS_TEMPLATE true").await.expect("it exists");

    let printed = run_on(&users.server.url(), "testing::a_test_sees_only_its_own_rows");
    assert!(printed.contains("1 passed"), "{printed}");

    let left = "SELECT datname::text FROM pg_database WHERE datname NOT LIKE 'template_' ORDER BY 1";
    let rows = client.query(left, &[]).await.expect("the statement is right");
    let mut left: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    let template = left.iter().position(|name| name.starts_with("cormorant_tpl_")).expect("it was made");
    left.remove(template);
    assert_eq!(left, ["app", "cormorant_test_app", "postgres"]);
}

#[tokio::test]
async fn a_role_that_may_not_create_databases_is_refused() {
    if no_private_servers() {
        return;
    }
    let users = tokio::task::spawn_blocking(|| UsersServer::start("role")).await.expect("it does not panic");
    connect(&users.server.url()).await.batch_execute("CREATE ROLE poor LOGIN").await.expect("it is new");

    let url = users.server.url().replace("//postgres@", "//poor@");
    let printed = run_on(&url, "testing::a_test_sees_only_its_own_rows");
    let expected = "no database for the test `it::testing::a_test_sees_only_its_own_rows`: `TEST_DATABASE_URL`: \
                    its role \"poor\" may not create databases, and each test needs one. Either \
                    `ALTER ROLE \"poor\" CREATEDB`, or name another server in TEST_DATABASE_URL, or unset \
                    TEST_DATABASE_URL: then the tests run on a throw-away server of this machine's PostgreSQL\n";
    assert!(printed.contains(expected), "{printed}");
}

#[tokio::test]
async fn an_unreachable_server_is_told_without_the_password() {
    let url = "postgres://nobody:secret@127.0.0.1:1/none?connect_timeout=1";
    let printed = run_on(url, "testing::a_test_sees_only_its_own_rows");
    assert!(printed.contains("could not connect to the test server"), "{printed}");
    assert!(!printed.contains("secret"), "{printed}");
}

/// Fails where it is told to, by the test below.
#[cormorant::test(schema = NOTES)]
async fn fails_if_told_to(_db: TestDb) -> Result<(), &'static str> {
    if std::env::var_os("CORMORANT_IT_FAIL").is_some() { Err("on purpose") } else { Ok(()) }
}

#[tokio::test]
async fn a_failed_test_tells_how_to_look_into_its_database() {
    if no_private_servers() {
        return;
    }
    let users = tokio::task::spawn_blocking(|| UsersServer::start("told")).await.expect("it does not panic");
    let printed = run_with(&users.server.url(), "testing::fails_if_told_to", &[("CORMORANT_IT_FAIL", "1")]);
    let host = users.server.socket_dir().display();
    let expected = format!(
        "the database of this test is kept:\n  psql 'host={host} port=5432 user=postgres dbname=cormorant_test_"
    );
    assert!(printed.contains(&expected), "{printed}");
    assert!(printed.contains("_fails_if_told_to'\n  the first tests after a day drop it\n"), "{printed}");
}

//! Every kind of error that the engine makes, provoked on a real server.

use std::time::Duration;

use cormorant::engine::{Engine, Isolation, TransactionOptions};
use cormorant::error::{Constraint, TimeoutKind};
use cormorant::session::Session;
use cormorant::testing::TestDb;
use cormorant::types::{Param, ParamValue, PgType};
use cormorant::{Error, Result};
use expect_test::expect;
use tokio::net::TcpListener;

use crate::support::{Gate, acquired, database, engine, param, until, value};

#[cormorant::test]
async fn constraints_are_told_by_kind_and_name(db: TestDb) -> Result<()> {
    let engine = engine(&db, 1);
    let mut conn = engine.connection().await?;
    conn.script(
        "CREATE TABLE p (id int PRIMARY KEY);
         CREATE TABLE t (a int CONSTRAINT t_a_key UNIQUE,
                         b int CONSTRAINT t_b_fkey REFERENCES p,
                         c int NOT NULL DEFAULT 0,
                         d int CONSTRAINT t_d_check CHECK (d > 0),
                         e int4range, CONSTRAINT t_e_excl EXCLUDE USING gist (e WITH &&));
         ALTER TABLE t ADD \"f)=(\" text, ADD g text;
         CREATE UNIQUE INDEX t_f ON t (\"f)=(\", lower(g));
         INSERT INTO t (a, e, \"f)=(\", g) VALUES (1, '[1,5)', 'x', 'y')",
    )
    .await?;
    for (sql, kind, constraint, column, columns) in [
        ("INSERT INTO t (a) VALUES (1)", Constraint::Unique, Some("t_a_key"), None, ["a"].as_slice()),
        ("INSERT INTO t (b) VALUES (1)", Constraint::ForeignKey, Some("t_b_fkey"), None, &["b"]),
        ("INSERT INTO t (c) VALUES (NULL)", Constraint::NotNull, None, Some("c"), &["c"]),
        ("INSERT INTO t (d) VALUES (0)", Constraint::Check, Some("t_d_check"), None, &[]),
        ("INSERT INTO t (e) VALUES ('[4,6)')", Constraint::Exclusion, Some("t_e_excl"), None, &["e"]),
        (
            "INSERT INTO t (\"f)=(\", g) VALUES ('x', 'Y')",
            Constraint::Unique,
            Some("t_f"),
            None,
            &["f)=(", "lower(g)"],
        ),
    ] {
        let error = conn.execute_raw(sql, &[]).await.unwrap_err();
        assert_eq!(error.integrity(), Some(kind), "{error}");
        assert_eq!(error.constraint(), constraint, "{error}");
        assert_eq!(error.columns(), columns, "{error}");
        let database = error.database().unwrap();
        assert_eq!((database.table.as_deref(), database.column.as_deref()), (Some("t"), column));
        assert!(!error.is_retryable() && !error.is_disconnect());
    }
    let error = conn.execute_raw("INSERT INTO t (a) VALUES ($1)", &param(1_i32)).await.unwrap_err();
    expect![[
        r#"unique constraint violated: duplicate key value violates unique constraint "t_a_key" (23505), constraint `t_a_key`, table `t`; statement: INSERT INTO t (a) VALUES ($1)"#
    ]]
    .assert_eq(&error.to_string());
    assert_eq!(error.database().unwrap().detail.as_deref(), Some("Key (a)=(1) already exists."));
    Ok(())
}

#[cormorant::test]
async fn two_transactions_on_one_row_fail_to_serialize(db: TestDb) -> Result<()> {
    let engine = engine(&db, 2);
    engine.connection().await?.script("CREATE TABLE t (a int); INSERT INTO t VALUES (1)").await?;
    let (mut one, mut two) = (engine.connection().await?, engine.connection().await?);
    let options = TransactionOptions::new().isolation(Isolation::RepeatableRead);
    let (mut one, mut two) = (one.begin_with(options).await?, two.begin_with(options).await?);
    value::<i32>(&mut one, "SELECT a FROM t").await?;
    value::<i32>(&mut two, "SELECT a FROM t").await?;
    one.execute_raw("UPDATE t SET a = a + 1", &[]).await?;
    one.commit().await?;
    let error = two.execute_raw("UPDATE t SET a = a + 1", &[]).await.unwrap_err();
    assert!(matches!(error, Error::Serialization(_)) && error.is_retryable(), "{error:?}");
    Ok(())
}

#[cormorant::test]
async fn write_skew_is_reported_at_the_latest_by_commit(db: TestDb) -> Result<()> {
    let engine = engine(&db, 2);
    engine.connection().await?.script("CREATE TABLE t (a int); INSERT INTO t VALUES (1), (2)").await?;
    let (mut one, mut two) = (engine.connection().await?, engine.connection().await?);
    let options = TransactionOptions::new().isolation(Isolation::Serializable);
    let (mut one, mut two) = (one.begin_with(options).await?, two.begin_with(options).await?);
    for transaction in [&mut one, &mut two] {
        value::<i64>(transaction, "SELECT sum(a) FROM t").await?;
    }
    one.execute_raw("UPDATE t SET a = 0 WHERE a = 1", &[]).await?;
    two.execute_raw("UPDATE t SET a = 0 WHERE a = 2", &[]).await?;
    one.commit().await?;
    let error = two.commit().await.unwrap_err();
    assert!(matches!(error, Error::Serialization(_)), "{error:?}");
    Ok(())
}

#[cormorant::test]
async fn one_of_two_that_wait_for_each_other_is_the_victim(db: TestDb) -> Result<()> {
    let engine = engine(&db, 2);
    engine.connection().await?.script("CREATE TABLE t (a int); INSERT INTO t VALUES (1), (2)").await?;
    let (mut one, mut two) = (engine.connection().await?, engine.connection().await?);
    let (mut one, mut two) = (one.begin().await?, two.begin().await?);
    for (transaction, row) in [(&mut one, 1), (&mut two, 2)] {
        transaction.execute_raw("SET LOCAL deadlock_timeout = 20", &[]).await?;
        transaction.execute_raw("UPDATE t SET a = a WHERE a = $1", &param(row)).await?;
    }
    let (one_row, two_row) = (param(2_i32), param(1_i32));
    let (one, two) = tokio::join!(
        async {
            let answer = one.execute_raw("UPDATE t SET a = a WHERE a = $1", &one_row).await;
            one.rollback().await.map(|()| answer)
        },
        async {
            let answer = two.execute_raw("UPDATE t SET a = a WHERE a = $1", &two_row).await;
            two.rollback().await.map(|()| answer)
        },
    );
    let victims: Vec<Error> = [one?, two?].into_iter().filter_map(Result::err).collect();
    assert!(matches!(victims[..], [Error::Deadlock(_)]), "{victims:?}");
    assert!(victims[0].is_retryable());
    Ok(())
}

#[cormorant::test]
async fn timeouts_say_what_was_waited_for(db: TestDb) -> Result<()> {
    // Nothing but what cannot end is done on the impatient one.
    let impatient = database(&db).pool_size(1).statement_timeout(Duration::from_millis(50)).build()?;
    let _gate = Gate::closed(&db).await?;
    let error = impatient.connection().await?.execute_raw(Gate::WAIT, &[]).await.unwrap_err();
    expect![[
        "timed out waiting for a statement: canceling statement due to statement timeout (57014); statement: SELECT pg_advisory_lock(7)"
    ]]
    .assert_eq(&error.to_string());
    assert!(matches!(error, Error::Timeout { waited_for: TimeoutKind::Statement, .. }));
    assert_eq!(error.sqlstate(), Some("57014"));

    let engine = engine(&db, 2);
    let (mut conn, mut other) = (engine.connection().await?, engine.connection().await?);
    other.script("CREATE TABLE t (a int)").await?;
    other.script("BEGIN; LOCK TABLE t").await?;
    conn.script("SET lock_timeout = 20").await?;
    for sql in ["SELECT * FROM t", "BEGIN; LOCK TABLE t NOWAIT"] {
        let error = conn.script(sql).await.unwrap_err();
        assert!(matches!(error, Error::Timeout { waited_for: TimeoutKind::Lock, .. }), "{error:?}");
        assert_eq!(error.sqlstate(), Some("55P03"));
    }
    Ok(())
}

#[cormorant::test]
async fn a_cancel_by_somebody_else_is_no_timeout(db: TestDb) -> Result<()> {
    let engine = engine(&db, 2);
    let mut conn = engine.connection().await?;
    let pid = value::<i32>(&mut conn, "SELECT pg_backend_pid()").await?;
    let mut gate = Gate::closed(&db).await?;
    let cancel = async {
        gate.reached_by(1).await?;
        engine.connection().await?.execute_raw("SELECT pg_cancel_backend($1)", &param(pid)).await
    };
    let (answer, cancelled) = tokio::join!(conn.execute_raw(Gate::WAIT, &[]), cancel);
    cancelled?;
    let error = answer.unwrap_err();
    assert!(matches!(error, Error::Database(_)), "{error:?}");
    assert_eq!(error.sqlstate(), Some("57014"));
    assert_eq!(value::<i32>(&mut conn, "SELECT 1").await?, 1);
    Ok(())
}

#[cormorant::test]
async fn the_engines_own_deadline_gives_the_connection_up(db: TestDb) -> Result<()> {
    // Nothing but what cannot end is done on the impatient one: its process is looked up by another.
    let impatient = database(&db).pool_size(1).command_timeout(Duration::from_millis(50)).build()?;
    let observer = database(&db).application_name("observer").build()?;
    let theirs =
        "FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'engine_test'";
    let mut conn = impatient.connection().await?;
    let pid = value::<i32>(&mut *observer.connection().await?, &format!("SELECT pid {theirs}")).await?;
    let _gate = Gate::closed(&db).await?;
    let error = conn.execute_raw(Gate::WAIT, &[]).await.unwrap_err();
    expect!["timed out waiting for a statement: no answer within 50ms (`command_timeout`)"]
        .assert_eq(&error.to_string());
    drop(conn);
    let _conn = impatient.connection().await?;
    let others = format!("SELECT count(*) {theirs} AND pid <> {pid}");
    assert_eq!(value::<i64>(&mut *observer.connection().await?, &others).await?, 1, "a new connection");
    until(&observer, &format!("SELECT count(*) = 0 {theirs} AND pid = {pid}")).await;
    Ok(())
}

#[cormorant::test]
async fn a_full_pool_names_those_who_hold_it(db: TestDb) -> Result<()> {
    let engine = database(&db).pool_size(1).acquire_timeout(Duration::from_millis(300)).build()?;
    let mut conn = acquired(&engine).await;
    conn.execute_raw("SELECT 42", &[]).await?;
    let error = engine.connection().await.unwrap_err();
    assert!(matches!(error, Error::Timeout { waited_for: TimeoutKind::Pool, .. }), "{error:?}");
    let text = error.to_string();
    let (place, rest) = text.split_once("tests/it/").expect("the place is named");
    let (_, statement) = rest.split_once(" running ").expect("the statement is named");
    expect!["timed out waiting for a free connection of the pool: none became free within 300ms; pool of 1, 1 in use, 0 waiting; held by tests/it/.. running SELECT 42"].assert_eq(&format!("{place}tests/it/.. running {statement}"));
    Ok(())
}

#[cormorant::test]
async fn a_full_pool_names_the_line_of_a_session_a_scope_or_a_transaction(db: TestDb) -> Result<()> {
    let engine = database(&db).pool_size(1).acquire_timeout(Duration::from_millis(300)).build()?;
    // Open, and idle: opening it may take longer than that.
    drop(acquired(&engine).await);
    let held = |line: u32| format!("held by {}:{line}:", file!());
    let (mut session, line) = (engine.session(), line!());
    session.connection().await?;
    let error = engine.connection().await.unwrap_err();
    assert!(error.to_string().contains(&held(line)), "{error}");
    session.close().await?;

    let full = async || engine.connection().await.map(drop).unwrap_err().to_string();
    let (told, line) = (engine.transaction(async |_| Ok::<_, Error>(full().await)).await?, line!());
    assert!(told.contains(&held(line)), "{told}");
    let body = async |session: &mut Session| {
        session.connection().await?;
        Ok::<_, Error>(full().await)
    };
    let (told, line) = (engine.session_scope(body).await?, line!());
    assert!(told.contains(&held(line)), "{told}");
    Ok(())
}

#[tokio::test]
async fn a_password_that_is_asked_for_and_not_given_is_named() -> Result<()> {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    let asking = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = asking.local_addr().unwrap().port();
    let server = tokio::spawn(async move {
        let (mut client, _) = asking.accept().await.unwrap();
        let mut hello = [0; 256];
        assert!(client.read(&mut hello).await.unwrap() > 0);
        // AuthenticationCleartextPassword
        client.write_all(b"R\0\0\0\x08\0\0\0\x03").await.unwrap();
        client.read(&mut hello).await
    });
    let url = format!("postgres://ann@127.0.0.1:{port}/x?sslmode=disable");
    let error = Engine::connect(&url).await.unwrap_err();
    assert!(!error.is_retryable());
    let expected = format!("`password`: the server at 127.0.0.1:{port} asks for one, and none is given");
    assert_eq!(error.to_string(), expected);
    drop(server.await.unwrap());
    Ok(())
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_given_up_in_time() -> Result<()> {
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = silent.local_addr().unwrap().port();
    let engine = Engine::builder()
        .url(&format!("postgres://nobody@127.0.0.1:{port}/x"))
        .connect_timeout(Duration::from_millis(100))
        .build()?;
    let error = engine.connection().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("timed out waiting for a new connection: 127.0.0.1:{port} did not answer within 100ms")
    );
    Ok(())
}

#[tokio::test]
async fn a_server_that_is_not_there_is_a_disconnect() -> Result<()> {
    let error = Engine::connect("postgres://nobody@127.0.0.1:1/x").await.unwrap_err();
    assert!(error.is_disconnect());
    assert_eq!(error.to_string(), "could not connect to 127.0.0.1:1");
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert_eq!(source, "Connection refused (os error 111)");
    Ok(())
}

#[tokio::test]
async fn an_unknown_database_is_refused_and_not_retried() -> Result<()> {
    let server = cormorant::embedded::Server::throw_away().await?;
    let error = Engine::connect(&server.url_of("nowhere")).await.unwrap_err();
    assert_eq!(error.to_string(), r#"database "nowhere" does not exist (3D000)"#);
    assert!(!error.is_retryable());
    Ok(())
}

#[cormorant::test]
async fn a_terminated_connection_tells_the_reason(db: TestDb) -> Result<()> {
    let engine = engine(&db, 2);
    // Busy: the server answers the statement with it.
    let mut conn = engine.connection().await?;
    let error = conn.execute_raw("SELECT pg_terminate_backend(pg_backend_pid())", &[]).await.unwrap_err();
    assert!(matches!(error, Error::Disconnected { .. }) && error.is_retryable(), "{error:?}");
    assert_eq!(error.sqlstate(), Some("57P01"));
    drop(conn);

    // Idle: only the connection's task hears of it.
    let mut conn = engine.connection().await?;
    let pid = value::<i32>(&mut conn, "SELECT pg_backend_pid()").await?;
    conn.script("SET idle_in_transaction_session_timeout = 20; BEGIN").await?;
    until(&engine, &format!("SELECT count(*) = 0 FROM pg_stat_activity WHERE pid = {pid}")).await;
    let error = conn.execute_raw("SELECT 1", &[]).await.unwrap_err();
    assert!(error.is_disconnect(), "{error:?}");
    assert_eq!(error.sqlstate(), Some("25P03"));
    Ok(())
}

#[cormorant::test]
async fn what_cannot_be_sent_is_refused_before_it_is_sent(db: TestDb) -> Result<()> {
    let engine = engine(&db, 1);
    let mut conn = engine.connection().await?;
    let mut transaction = conn.begin().await?;
    let invalid =
        Param { ty: PgType::builtin("text", 25, 1009), value: ParamValue::Invalid("has a NUL".into()) };
    let error = transaction.execute_raw("SELECT $1", &[invalid]).await.unwrap_err();
    expect!["the value of `parameter $1 of type text` cannot be sent: has a NUL"]
        .assert_eq(&error.to_string());
    let error = transaction.execute_raw("SELECT '\0'", &[]).await.unwrap_err();
    assert!(matches!(error, Error::Encode { .. }), "{error:?}");
    let error = transaction.execute_raw("SELECT $1::int4", &[]).await.unwrap_err();
    expect!["the value of `a parameter of SELECT $1::int4` cannot be sent: expected 1 parameters but got 0"]
        .assert_eq(&error.to_string());
    // Nothing of it has reached the transaction.
    assert_eq!(value::<i32>(&mut transaction, "SELECT 1").await?, 1);
    transaction.commit().await
}

#[cormorant::test]
async fn any_other_refusal_has_the_servers_words_and_the_statement(db: TestDb) -> Result<()> {
    let engine = engine(&db, 1);
    let mut conn = engine.connection().await?;
    let error = conn.execute_raw("SELECT * FROM nothing", &[]).await.unwrap_err();
    expect![[r#"relation "nothing" does not exist (42P01); statement: SELECT * FROM nothing"#]]
        .assert_eq(&error.to_string());
    assert_eq!(error.sql(), Some("SELECT * FROM nothing"));
    Ok(())
}

#[cormorant::test]
async fn no_value_of_a_parameter_is_in_an_error(db: TestDb) -> Result<()> {
    let engine = engine(&db, 1);
    let mut conn = engine.connection().await?;
    conn.script("CREATE TABLE t (a text CHECK (a <> 'hunter2') UNIQUE); INSERT INTO t VALUES ('hunter3')")
        .await?;
    for secret in ["hunter2", "hunter3"] {
        let error =
            conn.execute_raw("INSERT INTO t VALUES ($1)", &param(secret.to_owned())).await.unwrap_err();
        assert!(!error.to_string().contains(secret), "{error}");
    }
    Ok(())
}

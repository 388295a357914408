//! The service, asked over TCP.

mod support;

use std::time::Duration;

use axum::Router;
use axum::routing::post;
use cormorant::engine::Engine;
use cormorant::prelude::*;
use cormorant::testing::TestDb;
use cormorant_example_service::{ApiError, Db, Project, Task, routes};
use hyper::StatusCode;
use serde_json::{Value, json};
#[cfg(unix)]
use support::Program;
use support::{Client, Service, somebody_waits_for_a_lock, until};
use tokio::net::TcpStream;

/// Names of all projects.
async fn names(engine: &Engine) -> cormorant::Result<Vec<String>> {
    engine.connection().await?.all(select(Project::name).order_by(Project::name)).await
}

#[cormorant::test(models(Project, Task))]
async fn a_project_and_its_tasks_come_with_one_request(db: TestDb) -> cormorant::Result<()> {
    let service = Service::start(&db).await;
    let mut client = service.client().await;
    let sent = db.engine().record();
    let ark = json!({"name": "Ark", "tasks": [{"title": "Find wood"}, {"title": "Build"}]});
    let (status, made) = client.post("/projects", ark).await;

    let task = |id: i64, title: &str| json!({"id": id, "title": title, "is_done": false, "project_id": 1});
    let tasks = [task(1, "Find wood"), task(2, "Build")];
    let expected = json!({"id": 1, "name": "Ark", "about": null, "version": 1, "tasks": tasks});
    assert_eq!((status, &made), (StatusCode::CREATED, &expected));
    assert_eq!(
        sent.all(),
        [
            "BEGIN",
            r#"INSERT INTO "tracker"."projects" ("name", "about", "version") VALUES ($1, $2, $3) RETURNING "tracker"."projects"."id""#,
            r#"INSERT INTO "tracker"."tasks" ("title", "is_done", "project_id") SELECT "v"."0", "v"."1", "v"."2" FROM unnest($1, $2, $3) WITH ORDINALITY AS "v"("0", "1", "2", "n") ORDER BY "v"."n" RETURNING "tracker"."tasks"."id""#,
            "COMMIT",
        ]
    );
    assert_eq!(client.get("/projects/1").await, (StatusCode::OK, expected));
    Ok(())
}

#[cormorant::test(models(Project, Task))]
async fn a_change_writes_the_columns_that_differ_and_no_others(db: TestDb) -> cormorant::Result<()> {
    let service = Service::start(&db).await;
    let mut client = service.client().await;
    client.post("/projects", json!({"name": "Ark"})).await;
    let sent = db.engine().record();

    let (status, changed) = client.patch("/projects/1", json!({"name": "Ark", "about": "Two of each"})).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!((&changed["about"], &changed["version"]), (&json!("Two of each"), &json!(2)));
    assert_eq!(
        sent.take()[1],
        r#"UPDATE "tracker"."projects" SET "about" = $1, "version" = $2 WHERE "tracker"."projects"."id" = $3 AND "tracker"."projects"."version" = $4"#
    );

    let (status, same) = client.patch("/projects/1", json!({"about": "Two of each"})).await;
    assert_eq!((status, &same["version"]), (StatusCode::OK, &json!(2)));
    assert_eq!(sent.count(), 1); // the SELECT
    Ok(())
}

#[cormorant::test(models(Project, Task))]
async fn a_page_is_two_statements_however_many_projects_it_has(db: TestDb) -> cormorant::Result<()> {
    let mut session = db.engine().session();
    session.add_all((0..50).map(|number| {
        let tasks = (0..3).map(|_| Task::create().title("Do it"));
        Project::create().name(format!("{number:02}")).tasks(tasks)
    }));
    session.commit().await?;
    let service = Service::start(&db).await;
    let mut client = service.client().await;
    let sent = db.engine().record();

    let (mut path, mut seen) = ("/projects?limit=20".to_owned(), Vec::new());
    for length in [20, 20, 10] {
        let (status, page) = client.get(&path).await;
        assert_eq!((status, sent.take().len()), (StatusCode::OK, 2));
        let projects = page["projects"].as_array().expect("a list");
        assert_eq!(projects.len(), length);
        assert!(projects.iter().all(|project| project["tasks"].as_array().map(Vec::len) == Some(3)));
        seen.extend(projects.iter().map(|project| project["name"].as_str().expect("a text").to_owned()));
        path = format!("/projects?limit=20&after={}", page["next"].as_str().unwrap_or("none"));
    }
    assert_eq!(seen, (0..50).map(|number| format!("{number:02}")).collect::<Vec<_>>());

    let (status, problem) = client.get("/projects?after=none").await;
    assert_eq!((status, &problem["field"]), (StatusCode::BAD_REQUEST, &json!("after")));
    Ok(())
}

#[cormorant::test(models(Project, Task))]
async fn an_error_writes_nothing_and_says_which_field_is_at_fault(db: TestDb) -> cormorant::Result<()> {
    let service = Service::start(&db).await;
    let mut client = service.client().await;
    client.post("/projects", json!({"name": "Ark"})).await;

    let again = json!({"name": "Ark", "tasks": [{"title": "Find wood"}]});
    let (status, problem) = client.post("/projects", again).await;
    let taken = json!({"error": "taken", "field": "name", "message": "there is one with this value already"});
    assert_eq!((status, problem), (StatusCode::CONFLICT, taken));

    let untitled = json!({"name": "Tower", "tasks": [{"title": "Bricks"}, {"title": " "}]});
    let (status, problem) = client.post("/projects", untitled).await;
    let invalid =
        json!({"error": "invalid", "field": "title", "message": "must be a text of 1 to 100 characters"});
    assert_eq!((status, problem), (StatusCode::UNPROCESSABLE_ENTITY, invalid));

    let (status, _) = client.patch("/projects/1", json!({"name": ""})).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(client.get("/projects/9").await.0, StatusCode::NOT_FOUND);
    assert_eq!(client.patch("/projects/9", json!({})).await.0, StatusCode::NOT_FOUND);
    assert_eq!(client.delete("/projects/9").await.0, StatusCode::NOT_FOUND);
    assert_eq!(names(db.engine()).await?, ["Ark"]);
    assert_eq!(db.engine().status().in_use, 0);
    Ok(())
}

#[cormorant::test(models(Project, Task))]
async fn a_project_goes_with_its_tasks(db: TestDb) -> cormorant::Result<()> {
    let service = Service::start(&db).await;
    let mut client = service.client().await;
    client.post("/projects", json!({"name": "Ark", "tasks": [{"title": "Find wood"}]})).await;
    assert_eq!(client.delete("/projects/1").await, (StatusCode::NO_CONTENT, Value::Null));
    assert_eq!(client.get("/projects/1").await.0, StatusCode::NOT_FOUND);
    assert_eq!(db.engine().connection().await?.scalar(select(count(Task::id))).await?, 0);
    Ok(())
}

#[cormorant::test(models(Project, Task))]
async fn a_change_of_what_is_no_longer_so_is_refused(db: TestDb) -> cormorant::Result<()> {
    let service = Service::start(&db).await;
    let mut client = service.client().await;
    client.post("/projects", json!({"name": "Ark"})).await;
    client.patch("/projects/1", json!({"about": "Two of each"})).await;
    let (status, problem) = client.patch("/projects/1", json!({"version": 1, "name": "Boat"})).await;
    assert_eq!((status, &problem["error"]), (StatusCode::CONFLICT, &json!("stale")));

    // Somebody changes it between the request's SELECT and its UPDATE, which waits for them.
    let mut other = db.engine().session();
    let ark = other.one(select(Project)).await?;
    other[ark].name = "Barge".to_owned();
    other.flush().await?;
    let change = client.patch("/projects/1", json!({"name": "Boat"}));
    let (answer, saved) = tokio::join!(change, async {
        somebody_waits_for_a_lock(&mut *db.engine().connection().await?).await;
        other.commit().await
    });
    saved?;
    assert_eq!((answer.0, &answer.1["error"]), (StatusCode::CONFLICT, &json!("stale")));
    assert_eq!(names(db.engine()).await?, ["Barge"]);
    Ok(())
}

#[cormorant::test(models(Project, Task))]
async fn what_a_handler_wrote_before_it_failed_is_taken_back(db: TestDb) -> cormorant::Result<()> {
    async fn written(db: &mut Db) -> cormorant::Result<()> {
        db.add(Project::create().name("Half"));
        db.flush().await
    }
    let more: Router<_> = Router::new()
        .route(
            "/refuses",
            post(async |mut db: Db| {
                written(&mut db).await?;
                Err::<(), _>(ApiError::stale())
            }),
        )
        .route(
            "/panics",
            post(async |mut db: Db| -> Result<(), ApiError> {
                written(&mut db).await?;
                panic!("as a test");
            }),
        );
    let service = Service::with(db.engine().clone(), routes().merge(more)).await;
    let mut client = service.client().await;
    assert_eq!(client.post("/refuses", Value::Null).await.0, StatusCode::CONFLICT);
    let (status, problem) = client.post("/panics", Value::Null).await;
    assert_eq!((status, &problem["error"]), (StatusCode::INTERNAL_SERVER_ERROR, &json!("internal")));
    assert_eq!(names(db.engine()).await?, [""; 0]);
    assert_eq!(db.engine().status().in_use, 0);
    Ok(())
}

#[cormorant::test(models(Project, Task))]
async fn a_client_that_goes_away_leaves_nothing_behind(db: TestDb) -> cormorant::Result<()> {
    let service = Service::start(&db).await;
    let mut client = service.client().await;
    // The name that the request wants is being written by somebody else: it waits for them.
    let mut other = db.engine().session();
    other.add(Project::create().name("Ark"));
    other.flush().await?;
    let mut watch = db.engine().connection().await?;
    {
        let request = client.post("/projects", json!({"name": "Ark"}));
        tokio::select! {
            answer = request => panic!("answered {answer:?}"),
            () = somebody_waits_for_a_lock(&mut watch) => {}
        }
    }
    client.hang_up().await;
    drop(watch);
    until(|| db.engine().status().in_use == 1).await; // `other`
    other.rollback().await?;

    assert_eq!(names(db.engine()).await?, [""; 0]);
    let mut client = service.client().await;
    assert_eq!(client.post("/projects", json!({"name": "Ark"})).await.0, StatusCode::CREATED);
    assert_eq!(names(db.engine()).await?, ["Ark"]);
    Ok(())
}

#[cormorant::test(models(Project, Task))]
async fn a_service_that_is_busy_says_so(db: TestDb) -> cormorant::Result<()> {
    let moment = Duration::from_millis(10);
    let engine = Engine::builder().url(db.url()).lock_timeout(moment).connect().await?;
    let service = Service::with(engine.clone(), routes()).await;
    let mut client = service.client().await;
    let mut other = db.engine().session();
    other.add(Project::create().name("Ark"));
    other.flush().await?;
    let (status, problem) = client.post("/projects", json!({"name": "Ark"})).await;
    let busy = json!({"error": "busy", "message": "too busy now: try again"});
    assert_eq!((status, problem), (StatusCode::SERVICE_UNAVAILABLE, busy));
    assert_eq!(engine.status().in_use, 0);
    Ok(())
}

#[cormorant::test(models(Project, Task))]
async fn a_service_that_stops_finishes_what_is_under_way(db: TestDb) -> cormorant::Result<()> {
    // Those who watch have an engine of their own: the service closes its pool.
    let engine = Engine::connect(db.url()).await?;
    let mut service = Service::with(engine.clone(), routes()).await;
    let mut client = service.client().await;
    let mut other = db.engine().session();
    other.add(Project::create().name("Ark"));
    other.flush().await?;

    let request = client.post("/projects", json!({"name": "Ark"}));
    let (answer, rolled_back) = tokio::join!(request, async {
        somebody_waits_for_a_lock(&mut *db.engine().connection().await?).await;
        service.stop();
        while TcpStream::connect(service.address).await.is_ok() {}
        other.rollback().await
    });
    rolled_back?;
    assert_eq!(answer.0, StatusCode::CREATED);
    service.ended().await;
    assert_eq!(names(db.engine()).await?, ["Ark"]);
    assert_eq!(
        engine.connection().await.map(drop).unwrap_err().to_string(),
        "connection lost while taking a connection of a closed engine"
    );
    assert_eq!(engine.status().open, 0);
    Ok(())
}

#[cfg(unix)]
#[cormorant::test(models(Project, Task))]
async fn the_program_answers_and_at_sigterm_finishes_what_is_under_way(db: TestDb) -> cormorant::Result<()> {
    let mut program = Program::start(db.url()).await;
    let mut client = Client::connect(program.address).await;
    let ark = json!({"name": "Ark", "tasks": [{"title": "Find wood"}]});
    assert_eq!(client.post("/projects", ark).await.0, StatusCode::CREATED);
    let (status, page) = client.get("/projects").await;
    assert_eq!((status, &page["projects"][0]["tasks"][0]["title"]), (StatusCode::OK, &json!("Find wood")));

    // A request that cannot be answered before somebody else is done.
    let mut other = db.engine().session();
    other.add(Project::create().name("Tower"));
    other.flush().await?;
    let request = client.post("/projects", json!({"name": "Tower"}));
    let (answer, rolled_back) = tokio::join!(request, async {
        somebody_waits_for_a_lock(&mut *db.engine().connection().await?).await;
        program.terminate().await;
        while TcpStream::connect(program.address).await.is_ok() {}
        assert!(program.is_running(), "it gave the request up");
        other.rollback().await
    });
    rolled_back?;
    assert_eq!(answer.0, StatusCode::CREATED);
    assert!(program.ended().await.success());
    assert_eq!(names(db.engine()).await?, ["Ark", "Tower"]);
    Ok(())
}

//! A web service whose requests have a session each: committed if the answer is a success, rolled back otherwise.
//!
//! ```text
//! cargo run --example service                   # DATABASE_URL, else a private server that forgets everything
//! curl -X POST localhost:3000/projects --json '{"name": "Ark", "tasks": [{"title": "Find wood"}]}'
//! curl localhost:3000/projects
//! curl -X PATCH localhost:3000/projects/1 --json '{"about": "For two of each"}'
//! ```
//!
//! `unit_of_work.rs` is the part to copy; `error.rs` decides what clients are told.

mod error;
mod models;
mod projects;
mod unit_of_work;

use std::future::Future;
use std::io;
use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use cormorant::engine::Engine;
use cormorant::session::{Hooks, Session};
use tokio::net::TcpListener;

pub use error::ApiError;
pub use models::{Invalid, Project, Task, rules};
pub use unit_of_work::Db;

/// What all requests share.
#[derive(Clone, Debug)]
pub struct App {
    engine: Engine,
    rules: Arc<Hooks>,
}

impl App {
    /// An application on this database.
    #[must_use]
    pub fn new(engine: Engine) -> App {
        App { engine, rules: Arc::new(rules()) }
    }

    /// A session for one request. It takes no connection before its first statement.
    fn session(&self) -> Session {
        self.engine.session_builder().hooks(Arc::clone(&self.rules)).build()
    }
}

/// What the service answers to.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/projects", get(projects::list).post(projects::create))
        .route("/projects/{id}", get(projects::show).patch(projects::change).delete(projects::remove))
}

/// Answers requests until `stop` is ready; then finishes those under way and closes the pool.
///
/// # Errors
///
/// Those of the listener.
pub async fn serve(
    listener: TcpListener,
    app: App,
    routes: Router<App>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let engine = app.engine.clone();
    let routes = routes.route_layer(from_fn_with_state(app.clone(), unit_of_work::unit_of_work));
    axum::serve(listener, routes.with_state(app)).with_graceful_shutdown(stop).await?;
    engine.close();
    Ok(())
}

//! Runs the service until Ctrl-C or SIGTERM. `DATABASE_URL` says on which server, else it is a private one that
//! forgets everything; `LISTEN` says where, else at `127.0.0.1:3000`.
#![allow(clippy::print_stdout, reason = "it says where it listens")]

use std::env;
use std::error::Error;

use cormorant::ddl::Options;
use cormorant::embedded::Server;
use cormorant::engine::Engine;
use cormorant::prelude::*;
use cormorant_example_service::{App, Project, Task, routes, serve};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let engine = match env::var("DATABASE_URL") {
        Ok(url) => Engine::connect(&url).await?,
        Err(_) => Engine::builder().server(Server::throw_away().await?).connect().await?,
    };
    engine.create_all(&[Project::TABLE, Task::TABLE], &Options::new().if_not_exists()).await?;

    let address = env::var("LISTEN").unwrap_or_else(|_| "127.0.0.1:3000".to_owned());
    let listener = TcpListener::bind(address).await?;
    println!("listening at http://{}", listener.local_addr()?);
    serve(listener, App::new(engine), routes(), asked_to_stop()).await?;
    Ok(())
}

/// Ctrl-C at a terminal, SIGTERM from whoever runs services.
async fn asked_to_stop() {
    let interrupt = async { drop(tokio::signal::ctrl_c().await) };
    #[cfg(unix)]
    let terminate = async {
        use tokio::signal::unix::{SignalKind, signal};

        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => drop(terminate.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}

//! A user of a private server, for tests that kill it: `embedded_user (DIR | --throw-away) [SQL]..`.
//!
//! Starts the server, runs the statements on one connection, prints `ready URL`, and keeps all of it until its
//! standard input ends.
#![expect(clippy::print_stdout, reason = "its output is what the tests wait for")]

use std::error::Error;
use std::io::{Read, stdin};

use cormorant::embedded::Server;
use tokio_postgres::NoTls;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let dir = arguments.next().ok_or("which folder?")?;
    let started = if dir == "--throw-away" { Server::throw_away().await } else { Server::start(dir).await };
    let server = match started {
        Ok(server) => server,
        Err(error) => {
            println!("failed {error}");
            return Ok(());
        }
    };
    let (client, connection) = tokio_postgres::connect(&server.url(), NoTls).await?;
    let connection = tokio::spawn(connection);
    for sql in arguments {
        client.batch_execute(&sql).await?;
    }
    println!("ready {}", server.url());
    tokio::task::spawn_blocking(|| stdin().read_to_end(&mut Vec::new())).await??;
    drop(client);
    connection.await??;
    Ok(())
}

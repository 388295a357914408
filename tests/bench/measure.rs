//! What benchmarks have in common.
#![allow(unreachable_pub, reason = "each benchmark takes this file in as a module")]
#![allow(dead_code, reason = "not every benchmark needs all of it")]

use cormorant::embedded::Server;
use tokio_postgres::NoTls;

/// Lends the URL of a new database on a server that is thrown away.
pub async fn with_database(
    name: &str,
    measure: impl AsyncFnOnce(&str) -> Result<(), Box<dyn std::error::Error>>,
) -> Result<(), Box<dyn std::error::Error>> {
    let server = Server::throw_away().await?;
    let name = format!("bench_{name}_{}", std::process::id());
    let (admin, connection) = tokio_postgres::connect(&server.url(), NoTls).await?;
    tokio::spawn(connection);
    admin.batch_execute(&format!("CREATE DATABASE {name}")).await?;
    measure(&server.url_of(&name)).await?;
    admin.batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)")).await?;
    Ok(())
}

/// The value in the middle.
pub fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_unstable_by(f64::total_cmp);
    values[values.len() / 2]
}

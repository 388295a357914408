//! Databases to copy from, or to share: one for each schema, made by whoever comes first.

use crate::engine::Engine;
use crate::error::Result;
use crate::testing::admin::Admin;
use crate::testing::names;
use crate::testing::server::TestServer;
use crate::testing::setup::{Isolation, Setup};

/// The database with what a test starts with, made where it is missing: a template, or one to share.
pub(super) async fn prepared(server: &TestServer, admin: &Admin, now: u64, setup: &Setup) -> Result<String> {
    let name = match setup.isolation {
        Isolation::Database => names::template(now, &setup.content()?),
        Isolation::Rollback => names::shared(now, &setup.content()?),
    };
    if admin.exists(&name).await? {
        return Ok(name);
    }
    // Ends with the connection if not before, so a maker that is killed stops nobody.
    let key = names::hash(&name).cast_signed();
    admin.run(&format!("SELECT pg_advisory_lock({key})")).await?;
    let made = make_unless_made(server, admin, &name, now, setup).await;
    admin.run(&format!("SELECT pg_advisory_unlock({key})")).await?;
    made.map(|()| name)
}

async fn make_unless_made(
    server: &TestServer,
    admin: &Admin,
    name: &str,
    now: u64,
    setup: &Setup,
) -> Result<()> {
    if admin.exists(name).await? {
        return Ok(());
    }
    drop_leftovers(admin, now).await?;
    let unfinished = names::unfinished(name);
    // We hold the lock, so whoever is in there is a maker that died.
    drop_template(admin, &unfinished, " WITH (FORCE)").await?;
    admin.run_when_free(&format!("CREATE DATABASE \"{unfinished}\"")).await?;

    if let Err(mistake) = fill(server, &unfinished, setup).await {
        admin.drop_database(&unfinished).await?;
        return Err(mistake);
    }
    // The final name comes last: what has it, is complete.
    if setup.isolation == Isolation::Database {
        let only_to_copy =
            format!("ALTER DATABASE \"{unfinished}\" IS_TEMPLATE true ALLOW_CONNECTIONS false");
        admin.run(&only_to_copy).await?;
    }
    admin.run_when_free(&format!("ALTER DATABASE \"{unfinished}\" RENAME TO \"{name}\"")).await
}

/// Runs the statements, then the function.
async fn fill(server: &TestServer, database: &str, setup: &Setup) -> Result<()> {
    let inside = Admin::connect(&server.config_of(database)?).await?;
    let made = inside.run(&setup.script()?).await;
    inside.close().await;
    made?;
    let Some(fixture) = setup.fixture else {
        return Ok(());
    };
    let engine = Engine::builder().url(&server.url_of(database)).pool_size(setup.pool).build()?;
    let filled = (fixture.fill)(engine.clone()).await;
    engine.close();
    filled
}

/// Drops what tests and makers of templates that were killed left here more than a day ago.
async fn drop_leftovers(admin: &Admin, now: u64) -> Result<()> {
    let ours = format!("SELECT datname::text FROM pg_database WHERE datname LIKE '{}'", names::PATTERN);
    for name in admin.texts(&ours).await?.iter().filter(|name| names::is_leftover(name, now)) {
        // Somebody may be looking into it, or be dropping it as well.
        let _ = drop_template(admin, name, "").await;
    }
    Ok(())
}

/// Drops a database, even one that is marked as a template.
async fn drop_template(admin: &Admin, name: &str, force: &str) -> Result<()> {
    if admin.exists(name).await? {
        admin.run(&format!("ALTER DATABASE \"{name}\" IS_TEMPLATE false")).await?;
        admin.run(&format!("DROP DATABASE IF EXISTS \"{name}\"{force}")).await?;
    }
    Ok(())
}

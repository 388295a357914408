//! The database of one test.

use std::sync::Arc;

use crate::engine::Engine;
use crate::error::Result;
use crate::testing::admin::Admin;
use crate::testing::names;
use crate::testing::server::TestServer;
use crate::testing::setup::{Isolation, Setup};
use crate::testing::template;

/// A database of its own for one test.
///
/// The argument of a function with `#[cormorant::test]`. It is dropped when the test has passed. With
/// [`Isolation::Rollback`] it is shared, and what the test did in it is rolled back.
#[derive(Clone, Debug)]
pub struct TestDb {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    engine: Engine,
    url: String,
    name: String,
    server: TestServer,
    rollback: Option<Rollback>,
}

#[cfg(unix)]
type Rollback = crate::testing::rollback::Relay;
#[cfg(not(unix))]
type Rollback = std::convert::Infallible;

impl TestDb {
    /// Makes the database that a test asks for.
    pub(super) async fn create(setup: &Setup) -> Result<TestDb> {
        let server = TestServer::find().await?;
        let admin = server.admin().await?;
        let now = admin.now().await?;
        let name = match setup.isolation {
            Isolation::Database => own_database(&server, &admin, now, setup).await?,
            Isolation::Rollback => template::prepared(&server, &admin, now, setup).await?,
        };
        admin.close().await;
        let (url, rollback) = match setup.isolation {
            Isolation::Database => (server.url_of(&name), None),
            Isolation::Rollback => rolled_back(&server, &name)?,
        };
        let connections = if rollback.is_some() { 1 } else { setup.pool };
        let engine =
            Engine::builder().url(&url).pool_size(connections).application_name(setup.test).build()?;
        Ok(TestDb { inner: Arc::new(Inner { engine, url, name, server, rollback }) })
    }

    /// An engine for it, which has opened no connection yet.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        &self.inner.engine
    }

    /// The URL to connect to it.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.inner.url
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.inner.name
    }

    /// How to look into it.
    pub(super) fn psql(&self) -> String {
        self.inner.server.psql(&self.inner.name)
    }

    /// Whether the server, too, is ours, and forgets everything at its end.
    pub(super) fn is_on_own_server(&self) -> bool {
        self.inner.server.is_own()
    }

    /// Whether it is shared, and all changes were rolled back.
    pub(super) fn is_rolled_back(&self) -> bool {
        self.inner.rollback.is_some()
    }

    /// Drops it once its connections are closed.
    pub(super) async fn remove(&self) -> Result<()> {
        let admin = self.inner.server.admin().await?;
        admin.drop_database(&self.inner.name).await?;
        admin.close().await;
        Ok(())
    }
}

async fn own_database(server: &TestServer, admin: &Admin, now: u64, setup: &Setup) -> Result<String> {
    let name = names::database(now, setup.test);
    let source = if setup.has_content() {
        let template = template::prepared(server, admin, now, setup).await?;
        format!(" TEMPLATE \"{template}\"{}", server.strategy(admin).await?)
    } else {
        String::new()
    };
    admin.run_when_free(&format!("CREATE DATABASE \"{name}\"{source}")).await?;
    Ok(name)
}

#[cfg(unix)]
fn rolled_back(server: &TestServer, name: &str) -> Result<(String, Option<Rollback>)> {
    let config = server.config_of(name)?;
    let relay = Rollback::start(&config)?;
    Ok((relay.url(&config, name), Some(relay)))
}

#[cfg(not(unix))]
fn rolled_back(_: &TestServer, _: &str) -> Result<(String, Option<Rollback>)> {
    Err(crate::error::Error::Configuration {
        option: "isolation".into(),
        message: "`\"rollback\"` needs Unix sockets, which this system lacks".to_owned(),
    })
}

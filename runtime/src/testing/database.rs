//! The database of one test.

use std::sync::Arc;

use crate::engine::Engine;
use crate::error::Result;
use crate::testing::names;
use crate::testing::server::TestServer;
use crate::testing::setup::Setup;
use crate::testing::template;

/// A database of its own for one test.
///
/// The argument of a function with `#[cormorant::test]`. It is dropped when the test has passed.
#[derive(Clone, Debug)]
pub struct TestDb {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    server: TestServer,
    name: String,
    url: String,
    engine: Engine,
}

impl TestDb {
    /// Makes the database that a test asks for.
    pub(super) async fn create(setup: &Setup) -> Result<TestDb> {
        let server = TestServer::find().await?;
        let admin = server.admin().await?;
        let now = admin.now().await?;
        let name = names::database(now, setup.test);
        let sql = if setup.has_content() {
            let template = template::template(&server, &admin, now, setup).await?;
            let strategy = server.strategy(&admin).await?;
            format!("CREATE DATABASE \"{name}\" TEMPLATE \"{template}\"{strategy}")
        } else {
            format!("CREATE DATABASE \"{name}\"")
        };
        admin.run_when_free(&sql).await?;
        admin.close().await;
        let url = server.url_of(&name);
        let engine =
            Engine::builder().url(&url).pool_size(setup.pool).application_name(setup.test).build()?;
        Ok(TestDb { inner: Arc::new(Inner { server, name, url, engine }) })
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

    /// Drops it once its connections are closed.
    pub(super) async fn remove(&self) -> Result<()> {
        let admin = self.inner.server.admin().await?;
        admin.drop_database(&self.inner.name).await?;
        admin.close().await;
        Ok(())
    }
}

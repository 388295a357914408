//! Which server the tests use.

use std::fmt::Write;

use tokio_postgres::Config;
use tokio_postgres::config::Host;

use crate::embedded::Server;
use crate::error::{Error, Result};
use crate::testing::admin::Admin;
use crate::testing::url;

/// The first version whose `CREATE DATABASE` can copy files.
const FILE_COPY: i32 = 150_000;

/// The server of one test.
#[derive(Debug)]
pub(super) struct TestServer {
    /// A database to give orders from.
    url: String,
    /// The variable that named it.
    variable: Option<&'static str>,
    /// The throw-away server runs as long as this is held.
    own: Option<Server>,
}

impl TestServer {
    /// That of `TEST_DATABASE_URL`, else of `DATABASE_URL`, else our own.
    pub(super) async fn find() -> Result<TestServer> {
        for variable in ["TEST_DATABASE_URL", "DATABASE_URL"] {
            if let Some(url) = from_environment(variable)? {
                return Ok(TestServer { url, variable: Some(variable), own: None });
            }
        }
        let own = Server::throw_away().await?;
        Ok(TestServer { url: own.url(), variable: None, own: Some(own) })
    }

    /// Whether it is our own, which forgets everything at its end.
    pub(super) fn is_own(&self) -> bool {
        self.own.is_some()
    }

    /// The URL of one of its databases.
    pub(super) fn url_of(&self, database: &str) -> String {
        url::with_database(&self.url, database)
    }

    /// What the driver needs to connect to one of its databases.
    pub(super) fn config_of(&self, database: &str) -> Result<Config> {
        let mut config = self.config()?;
        config.dbname(database);
        Ok(config)
    }

    /// How to look into one of its databases, without the password.
    pub(super) fn psql(&self, database: &str) -> String {
        let mut line = "psql '".to_owned();
        if let Ok(config) = self.config() {
            let host = match config.get_hosts().first() {
                Some(Host::Tcp(name)) => name.clone(),
                #[cfg(unix)]
                Some(Host::Unix(folder)) => folder.display().to_string(),
                None => "localhost".to_owned(),
            };
            // A String takes everything.
            let _ = write!(line, "host={host} ");
            if let Some(port) = config.get_ports().first() {
                let _ = write!(line, "port={port} ");
            }
            if let Some(user) = config.get_user() {
                let _ = write!(line, "user={user} ");
            }
        }
        line + "dbname=" + database + "'"
    }

    /// Connects, and makes sure that databases may be made here.
    pub(super) async fn admin(&self) -> Result<Admin> {
        let admin = Admin::connect(&self.config()?).await?;
        if let Some(variable) = self.variable {
            let refused = "SELECT rolname::text FROM pg_roles \
                           WHERE rolname = current_user AND NOT (rolcreatedb OR rolsuper)";
            if let Some(role) = admin.texts(refused).await?.first() {
                return Err(may_not_create(variable, role));
            }
        }
        Ok(admin)
    }

    /// How to copy a template: our own server has no WAL worth writing, so copying its files is faster.
    pub(super) async fn strategy(&self, admin: &Admin) -> Result<&'static str> {
        if !self.is_own() {
            return Ok("");
        }
        let version = admin.texts("SHOW server_version_num").await?;
        let version: i32 = version.first().and_then(|text| text.parse().ok()).unwrap_or_default();
        Ok(if version >= FILE_COPY { " STRATEGY FILE_COPY" } else { "" })
    }

    fn config(&self) -> Result<Config> {
        let option = self.variable.unwrap_or("embedded");
        self.url.parse().map_err(|_| Error::Configuration {
            // The driver's complaint quotes the text, which may hold a password.
            option: option.into(),
            message: "is not a connection string like postgres://user@host/database".to_owned(),
        })
    }
}

fn from_environment(variable: &'static str) -> Result<Option<String>> {
    match std::env::var(variable) {
        Ok(url) => Ok(Some(url).filter(|url| !url.is_empty())),
        Err(std::env::VarError::NotPresent) => Ok(None),
        Err(std::env::VarError::NotUnicode(_)) => {
            Err(Error::Configuration { option: variable.into(), message: "is not UTF-8".to_owned() })
        }
    }
}

fn may_not_create(variable: &'static str, role: &str) -> Error {
    Error::Configuration {
        option: variable.into(),
        message: format!(
            "its role \"{role}\" may not create databases, and each test needs one. Either \
             `ALTER ROLE \"{role}\" CREATEDB`, or name another server in TEST_DATABASE_URL, or unset {variable}: \
             then the tests run on a throw-away server of this machine's PostgreSQL"
        ),
    }
}

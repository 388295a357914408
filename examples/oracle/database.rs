//! A database for the programs: its tables, its contents, and a second connection.

use std::collections::BTreeMap;

use cormorant::embedded::Server;
use cormorant::engine::{Engine, Flow, PooledConnection};
use cormorant::{Error, Result};
use serde_json::{Map, Value};

/// A database of its own.
#[derive(Debug)]
pub struct Database {
    admin: Engine,
    name: String,
    /// The way to it.
    pub engine: Engine,
}

impl Database {
    /// Makes a database with the oracle's tables: on the server of `DATABASE_URL`, else on a throw-away one.
    ///
    /// # Errors
    ///
    /// What the server says.
    pub async fn create(schema: &str) -> Result<Self> {
        let name = format!("cormorant_oracle_{}_{}", std::process::id(), next());
        let (admin, url) = match std::env::var("DATABASE_URL") {
            Ok(url) => (Engine::connect(&url).await?, of_database(&url, &name)),
            Err(_) => {
                let server = Server::throw_away().await?;
                let url = server.url_of(&name);
                (Engine::builder().server(server).connect().await?, url)
            }
        };
        let sql =
            format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'");
        admin.connection().await?.execute_raw(&sql, &[]).await?;
        let engine = Engine::connect(&url).await?;
        engine.connection().await?.script(schema).await?;
        Ok(Database { admin, name, engine })
    }

    /// Drops the database.
    ///
    /// # Errors
    ///
    /// What the server says.
    pub async fn remove(self) -> Result<()> {
        self.engine.close();
        let sql = format!("DROP DATABASE {} WITH (FORCE)", self.name);
        self.admin.connection().await?.execute_raw(&sql, &[]).await.map(drop)
    }
}

fn next() -> usize {
    static NEXT: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
    NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed)
}

/// The URL with another database.
fn of_database(url: &str, database: &str) -> String {
    let start = url.find("://").map_or(0, |at| at + 3);
    let options = url[start..].find('?').map_or(url.len(), |at| start + at);
    let path = url[start..options].find('/').map_or(options, |at| start + at);
    format!("{}/{database}{}", &url[..path], &url[options..])
}

/// The second connection: every statement is committed at once.
#[derive(Debug)]
pub struct Outside {
    connection: PooledConnection,
    /// Contents of all tables, as one JSON document.
    contents: String,
    sequences: Vec<String>,
}

impl Outside {
    /// Opens it.
    ///
    /// # Errors
    ///
    /// What the server says.
    pub async fn open(engine: &Engine, columns: &BTreeMap<String, Vec<String>>) -> Result<Self> {
        let mut connection = engine.connection().await?;
        let sequences =
            texts(&mut connection, "SELECT sequencename::text FROM pg_sequences ORDER BY 1").await?;
        Ok(Outside { connection, contents: contents(columns), sequences })
    }

    /// Empties all tables and restarts all sequences. Tables without rows are left alone: it takes long.
    ///
    /// # Errors
    ///
    /// What the server says.
    pub async fn reset(&mut self) -> Result<()> {
        let full: Vec<String> = self.contents().await?.keys().map(|name| format!("\"{name}\"")).collect();
        if !full.is_empty() {
            let sql = format!("TRUNCATE {} CASCADE", full.join(", "));
            self.connection.execute_raw(&sql, &[]).await?;
        }
        self.bump(1).await
    }

    /// Runs a statement.
    ///
    /// # Errors
    ///
    /// What the server says.
    pub async fn run(&mut self, sql: &str) -> Result<()> {
        self.connection.execute_raw(sql, &[]).await.map(drop)
    }

    /// Sets all sequences.
    ///
    /// # Errors
    ///
    /// What the server says.
    pub async fn bump(&mut self, base: i64) -> Result<()> {
        let set = self.sequences.iter().map(|name| format!("setval('\"{name}\"', {base}, false)"));
        let sql = format!("SELECT {}", set.collect::<Vec<_>>().join(", "));
        self.connection.execute_raw(&sql, &[]).await.map(drop)
    }

    /// Contents of all tables that have rows.
    ///
    /// # Errors
    ///
    /// What the server says.
    pub async fn contents(&mut self) -> Result<Map<String, Value>> {
        let text = texts(&mut self.connection, &self.contents).await?.pop().unwrap_or_default();
        let all: Map<String, Value> = serde_json::from_str(&text).map_err(|error| Error::Configuration {
            option: "contents".into(),
            message: error.to_string(),
        })?;
        Ok(all.into_iter().filter(|(_, rows)| rows.as_array().is_some_and(|rows| !rows.is_empty())).collect())
    }
}

/// `SELECT json_build_object('pet', (SELECT json_agg(json_build_array("id", ..) ORDER BY 1st column..) ..), ..)`
fn contents(columns: &BTreeMap<String, Vec<String>>) -> String {
    let table = |(table, columns): (&String, &Vec<String>)| {
        let names: Vec<String> = columns.iter().map(|column| format!("\"{column}\"")).collect();
        let key = if matches!(table.as_str(), "enrollment" | "post_tag" | "shelf") { 2 } else { 1 };
        format!(
            "'{table}', (SELECT coalesce(json_agg(json_build_array({}) ORDER BY {}), '[]') FROM \"{table}\")",
            names.join(", "),
            names[..key].join(", ")
        )
    };
    let tables: Vec<String> = columns.iter().map(table).collect();
    format!("SELECT json_build_object({})::text", tables.join(", "))
}

async fn texts(connection: &mut PooledConnection, sql: &str) -> Result<Vec<String>> {
    let mut texts = Vec::new();
    let mut sink = |reader: &mut cormorant::types::Reader<'_>| {
        texts.push(reader.value::<String>()?);
        Ok(Flow::More)
    };
    connection.fetch_raw(sql, &[], &[], &mut sink).await?;
    Ok(texts)
}

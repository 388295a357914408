//! Transactions that look unqualified names up in schemas of their own: one for each tenant, say.

use std::fmt::Write;
use std::pin::pin;
use std::sync::Arc;

use futures_util::future::join;
use tokio_postgres::SimpleQueryMessage;

use crate::engine::TransactionOptions;
use crate::engine::connection::already_open;
use crate::engine::record::Kind;
use crate::engine::wire::{Flight, Wire};
use crate::error::{Error, Result};
use crate::sql::{MAX_NAME, quoted};

/// The schemas in which unqualified names are looked up, in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SearchPath {
    schemas: Arc<[Box<str>]>,
    /// As the server's setting has it: quoted names.
    setting: Arc<str>,
}

impl SearchPath {
    pub(crate) fn new(schemas: impl IntoIterator<Item = String>) -> Self {
        let schemas: Arc<[Box<str>]> = schemas.into_iter().map(Into::into).collect();
        let quoted: Vec<String> = schemas.iter().map(|schema| quoted(schema)).collect();
        SearchPath { schemas, setting: quoted.join(", ").into() }
    }

    /// Refuses names that the server would take for others.
    fn check(&self) -> Result<()> {
        if self.schemas.is_empty() {
            return Err(refused("no schema is given"));
        }
        for schema in self.schemas.iter() {
            if schema.is_empty() {
                return Err(refused("the name of a schema is empty"));
            }
            if schema.contains('\0') {
                return Err(refused("the name of a schema contains the character NUL"));
            }
            // The server would cut it, and two tenants could become one.
            if schema.len() > MAX_NAME {
                return Err(refused(&format!("the name \"{schema}\" is longer than {MAX_NAME} bytes")));
            }
        }
        Ok(())
    }

    /// Sets the path until the end of the transaction, and asks of each schema whether it can be used: the server
    /// passes over those that are not there. Unlike SET LOCAL this leaves no mark of a changed setting.
    fn command(&self) -> String {
        let mut sql =
            format!("SELECT pg_catalog.set_config('search_path', {}, true)", literal(&self.setting));
        for schema in self.schemas.iter() {
            let name = literal(&quoted(schema));
            // Writing into a String cannot fail.
            let _ =
                write!(sql, ", pg_catalog.has_schema_privilege(pg_catalog.to_regnamespace({name}), 'USAGE')");
        }
        sql
    }

    /// Why a schema cannot be used, if one cannot.
    fn problem(&self, answer: &[SimpleQueryMessage]) -> Option<Error> {
        let row = answer.iter().find_map(|message| match message {
            SimpleQueryMessage::Row(row) => Some(row),
            _ => None,
        })?;
        self.schemas.iter().enumerate().find_map(|(at, schema)| match row.get(at + 1) {
            Some("t") => None,
            Some(_) => Some(refused(&format!("no permission to use the schema \"{schema}\""))),
            None => Some(refused(&format!("there is no schema \"{schema}\" in the database"))),
        })
    }
}

impl Wire {
    /// Begins a transaction in which unqualified names are looked up in these schemas; one round trip.
    pub(crate) async fn begin_in(&mut self, options: TransactionOptions, path: &SearchPath) -> Result<()> {
        path.check()?;
        self.settle().await?;
        if self.in_transaction() {
            return Err(already_open());
        }
        let (begin, set) = (options.to_string(), path.command());
        self.undo = Some(0);
        self.note(&begin, Kind::Transaction);
        self.note(&set, Kind::Transaction);
        self.flight = Flight::Unknown;
        // If BEGIN is refused, what follows holds for no more than itself.
        let answers = {
            let both = pin!(join(self.client.batch_execute(&begin), self.client.simple_query(&set)));
            self.within(both).await
        };
        let Some((begun, answer)) = answers else { return Err(self.late()) };
        if let Err(error) = begun {
            return Err(self.failed(error, Some(&begin)).await);
        }
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) => return Err(self.failed(error, Some(&set)).await),
        };
        self.flight = Flight::Landed;
        if let Some(problem) = path.problem(&answer) {
            self.rollback().await?;
            return Err(problem);
        }
        self.undo = None;
        self.level = 1;
        self.read_only = options.is_read_only();
        self.statements.look_in(Some(Arc::clone(&path.setting)));
        Ok(())
    }
}

fn refused(message: &str) -> Error {
    Error::Configuration { option: "schema".into(), message: message.to_owned() }
}

/// A string constant that means the same whatever `standard_conforming_strings` is.
fn literal(text: &str) -> String {
    format!("E'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(schemas: &[&str]) -> SearchPath {
        SearchPath::new(schemas.iter().map(|&schema| schema.to_owned()))
    }

    #[test]
    fn names_are_quoted_twice_as_names_and_as_text() {
        assert_eq!(
            path(&["tenant", r#"a"b'c\d"#]).command(),
            concat!(
                r#"SELECT pg_catalog.set_config('search_path', E'"tenant", "a""b\'c\\d"', true), "#,
                r#"pg_catalog.has_schema_privilege(pg_catalog.to_regnamespace(E'"tenant"'), 'USAGE'), "#,
                r#"pg_catalog.has_schema_privilege(pg_catalog.to_regnamespace(E'"a""b\'c\\d"'), 'USAGE')"#,
            )
        );
    }

    #[test]
    fn names_that_the_server_would_change_are_refused() {
        assert!(path(&["x", "y z"]).check().is_ok());
        let long = "n".repeat(64);
        for schemas in [&[][..], &[""], &["a\0b"], &["x", &long]] {
            assert!(matches!(path(schemas).check(), Err(Error::Configuration { .. })), "{schemas:?}");
        }
    }
}

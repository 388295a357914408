//! From the driver's errors to ours, by SQLSTATE.
//!
//! The statement goes into the error, its values never do: the server's DETAIL, which may quote rows, is kept
//! apart in [`DatabaseError::detail`].

use std::error::Error as StdError;
use std::io;

use tokio_postgres::error::{DbError, Severity};

use crate::engine::driver::Ending;
use crate::engine::tap::Tap;
use crate::error::{BoxError, Constraint, DatabaseError, DecodeError, Error, IntegrityError, TimeoutKind};

/// What the server said, in our words.
pub(crate) fn database(error: &DbError, sql: Option<&str>) -> DatabaseError {
    let own = |text: Option<&str>| text.map(str::to_owned);
    DatabaseError {
        sqlstate: error.code().code().to_owned(),
        message: error.message().to_owned(),
        detail: own(error.detail()),
        // For COPY the context tells the line.
        hint: own(error.hint().or(error.where_())),
        schema: own(error.schema()),
        table: own(error.table()),
        column: own(error.column()),
        constraint: own(error.constraint()),
        sql: own(sql),
    }
}

/// Whether this error says that the connection is over.
pub(crate) fn ends_the_connection(error: &DbError) -> bool {
    let code = error.code().code();
    matches!(error.parsed_severity(), Some(Severity::Fatal | Severity::Panic))
        || code.starts_with("08")
        || matches!(code, "57P01" | "57P02" | "57P03" | "57P05" | "25P03" | "25P04")
}

/// Classifies what the server said of a statement.
pub(crate) fn refused(error: &DbError, sql: Option<&str>) -> Error {
    let over = ends_the_connection(error);
    let error = database(error, sql);
    if over {
        return Error::Disconnected { doing: "running a statement".into(), source: Some(Box::new(error)) };
    }
    if let Some(kind) = constraint(&error.sqlstate) {
        return Error::Integrity(Box::new(IntegrityError { kind, database: error }));
    }
    match error.sqlstate.as_str() {
        "40001" => Error::Serialization(Box::new(error)),
        "40P01" => Error::Deadlock(Box::new(error)),
        "25P02" => Error::TransactionAborted(Box::new(error)),
        "55P03" => timed_out(TimeoutKind::Lock, error),
        // The same code for a timeout and for a request to cancel; only the words differ.
        "57014" if error.message.contains("timeout") => timed_out(TimeoutKind::Statement, error),
        _ => Error::Database(Box::new(error)),
    }
}

/// Classifies a failure to connect.
pub(crate) fn connecting(error: BoxError, host: &str) -> Error {
    let doing = format!("connecting to {host}");
    match error.downcast::<tokio_postgres::Error>() {
        Ok(error) => match error.as_db_error() {
            // The server will answer later: it is starting, stopping, or has no free connection.
            Some(refusal) if matches!(refusal.code().code(), "57P01" | "57P02" | "57P03" | "53300") => {
                Error::Disconnected { doing: doing.into(), source: Some(Box::new(database(refusal, None))) }
            }
            Some(refusal) => Error::Database(Box::new(database(refusal, None))),
            // The driver notices that itself, and to try again would not help.
            None if cause_of(&error).contains("password missing") => Error::Configuration {
                option: "password".into(),
                message: format!("the server at {host} asks for one, and none is given"),
            },
            None => Error::Disconnected { doing: doing.into(), source: Some(cause(*error)) },
        },
        Err(error) => Error::Disconnected { doing: doing.into(), source: Some(error) },
    }
}

/// The driver's error and the one below it.
fn cause_of(error: &tokio_postgres::Error) -> String {
    format!("{error}: {}", error.source().map(ToString::to_string).unwrap_or_default())
}

/// A lost connection, with the reason that its task kept.
pub(crate) fn lost(doing: &'static str, ending: &Ending) -> Error {
    Error::Disconnected { doing: doing.into(), source: reason(ending) }
}

/// The reason of an ending, as the source of an error.
pub(crate) fn reason(ending: &Ending) -> Option<BoxError> {
    match ending {
        Ending::Closed => None,
        Ending::Server(error) => Some(error.clone()),
        Ending::Failed(text) => Some(text.clone().into()),
    }
}

/// An error in the midst of a stream, where nobody can wait for the reason.
pub(crate) fn streaming(error: tokio_postgres::Error, tap: &Tap, sql: &str) -> Error {
    if let Some(refusal) = error.as_db_error() {
        return refused(refusal, Some(sql));
    }
    match tap.ending() {
        Some(ending) => lost("reading rows", ending),
        None if error.is_closed() => lost("reading rows", &Ending::Closed),
        None => driver(error, Some(sql)),
    }
}

/// A failure of the driver itself: nothing of the server's, and the connection may still be there.
pub(crate) fn driver(error: tokio_postgres::Error, sql: Option<&str>) -> Error {
    let text = error.to_string();
    if text.starts_with("expected ")
        || text.starts_with("error encoding")
        || text.starts_with("error serializing")
    {
        let reason = error.source().map_or_else(|| text.clone(), ToString::to_string);
        let place = sql.map_or_else(|| "a parameter".to_owned(), |sql| format!("a parameter of {sql}"));
        return Error::Encode { column: place.into(), message: reason };
    }
    Error::Disconnected { doing: "reading an answer".into(), source: Some(cause(error)) }
}

/// A column that is not what its reader takes.
pub(crate) fn decode(column: String, expected: &'static str, found: String) -> Error {
    Error::Decode(Box::new(DecodeError::new(column, expected, found, None)))
}

/// Something of this name cannot be sent.
pub(crate) fn unsendable(name: &str, reason: &str) -> Error {
    Error::Encode { column: name.to_owned().into(), message: reason.to_owned() }
}

/// The driver's error, or the one below it where its own says nothing more.
fn cause(error: tokio_postgres::Error) -> BoxError {
    let text = error.to_string();
    match error.into_source() {
        Some(source) if source.is::<io::Error>() => source,
        Some(source) => format!("{text}: {source}").into(),
        None => text.into(),
    }
}

fn timed_out(waited_for: TimeoutKind, error: DatabaseError) -> Error {
    Error::Timeout { waited_for, detail: error.to_string().into(), source: Some(Box::new(error)) }
}

fn constraint(sqlstate: &str) -> Option<Constraint> {
    Some(match sqlstate {
        "23505" => Constraint::Unique,
        "23503" => Constraint::ForeignKey,
        "23502" => Constraint::NotNull,
        "23514" => Constraint::Check,
        "23P01" => Constraint::Exclusion,
        "23000" | "23001" => Constraint::Other,
        _ => return None,
    })
}

//! The one error type.
//!
//! Nothing here knows about statements, models or connections; upper layers build errors with the
//! constructors at the end. Bind values never get in here: a message names models, columns, keys and options.

mod detail;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;

/// `Result` with cormorant's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Any source of an error.
pub type BoxError = Box<dyn StdError + Send + Sync + 'static>;

/// Any failure of this crate.
///
/// `Display` says it in one line; [`source`](StdError::source) is what it came from, a [`DatabaseError`] where the
/// server refused. Ask [`is_retryable`](Error::is_retryable), [`is_disconnect`](Error::is_disconnect) and
/// [`sqlstate`](Error::sqlstate), or match on the kinds a program can act on.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A constraint refused the statement (SQLSTATE class 23).
    Integrity(Box<IntegrityError>),
    /// The server refused the statement for any other reason.
    Database(Box<DatabaseError>),
    /// The transaction lost against a concurrent one (SQLSTATE 40001). Run the whole unit of work again.
    Serialization(Box<DatabaseError>),
    /// The transaction was chosen as the victim of a deadlock (SQLSTATE 40P01). Run the whole unit again.
    Deadlock(Box<DatabaseError>),
    /// A deadline passed.
    Timeout {
        /// What was waited for.
        waited_for: TimeoutKind,
        /// More words, without values.
        detail: Cow<'static, str>,
        /// The server's error, where the server noticed.
        source: Option<BoxError>,
    },
    /// The connection is gone, or could not be made.
    Disconnected {
        /// What was being done.
        doing: Cow<'static, str>,
        /// The driver's or the server's reason.
        source: Option<BoxError>,
    },
    /// COMMIT was answered with ROLLBACK: a statement of the transaction had failed before. Nothing was saved.
    CommitRolledBack,
    /// The connection died during COMMIT: nobody knows whether the transaction was saved.
    CommitUnknown {
        /// The driver's reason.
        source: Option<BoxError>,
    },
    /// The transaction failed before this statement (SQLSTATE 25P02); only ROLLBACK is possible.
    TransactionAborted(Box<DatabaseError>),
    /// A second command was given while a stream of the same connection was open.
    StreamOpen,
    /// One row was asked for and there was none.
    NoRows,
    /// One row was asked for and there were more.
    ManyRows,
    /// A row to update or delete is no longer in the state in which it was loaded.
    Stale {
        /// The model.
        model: &'static str,
        /// The key, as text.
        key: String,
    },
    /// A key belongs to another session, or its entity is no longer in this one.
    Detached {
        /// The model.
        model: &'static str,
    },
    /// The row of this entity must be refreshed before it is read.
    Expired {
        /// The model.
        model: &'static str,
        /// Who expired it.
        by: &'static str,
    },
    /// The column of this entity has no value yet, or was left out when it was loaded.
    Unset {
        /// The model.
        model: &'static str,
        /// The column.
        column: &'static str,
    },
    /// A relationship was read that was not loaded.
    NotLoaded {
        /// The model.
        model: &'static str,
        /// The relationship.
        relationship: &'static str,
    },
    /// A flush failed before; the session answers nothing but `rollback` until then.
    RollbackNeeded {
        /// What had failed, in short.
        reason: String,
    },
    /// The session cannot do this with this entity in its present state.
    Invalid {
        /// The model.
        model: &'static str,
        /// What is wrong and what to do.
        message: String,
    },
    /// Rows to write depend on each other in a circle.
    Circular {
        /// The models, in the order of the circle.
        models: Vec<&'static str>,
    },
    /// A hook refused the change.
    Vetoed {
        /// The model, or an empty text for hooks of the whole session.
        model: &'static str,
        /// The key of the entity, as text; empty for hooks of the whole session.
        key: String,
        /// The hook's error.
        source: BoxError,
    },
    /// A value could not be read as the Rust type asked for.
    Decode(Box<DecodeError>),
    /// A value cannot be sent to PostgreSQL.
    Encode {
        /// The column or parameter.
        column: Cow<'static, str>,
        /// Why.
        message: String,
    },
    /// Models and database, or two models, do not fit together.
    Schema {
        /// What does not fit, with the names of the models and columns.
        message: String,
    },
    /// An option or URL is wrong.
    Configuration {
        /// The option.
        option: Cow<'static, str>,
        /// What is wrong with it.
        message: String,
    },
    /// A file, socket or process of ours failed.
    Io {
        /// What was being done.
        doing: String,
        /// The reason.
        source: std::io::Error,
    },
}

/// What a [`Error::Timeout`] waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TimeoutKind {
    /// A free connection of the pool.
    Pool,
    /// A new connection.
    Connect,
    /// A statement (`statement_timeout`, or the engine's own deadline).
    Statement,
    /// A lock (`lock_timeout`, `NOWAIT`).
    Lock,
}

/// What the server said of a statement it refused.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DatabaseError {
    /// Five characters of SQLSTATE.
    pub sqlstate: String,
    /// The primary message.
    pub message: String,
    /// The server's DETAIL. May quote values of rows, so it is not part of `Display`.
    pub detail: Option<String>,
    /// The server's HINT.
    pub hint: Option<String>,
    /// The schema concerned.
    pub schema: Option<String>,
    /// The table concerned.
    pub table: Option<String>,
    /// The column concerned.
    pub column: Option<String>,
    /// The constraint concerned.
    pub constraint: Option<String>,
    /// The statement, without its values.
    pub sql: Option<String>,
}

/// Which kind of constraint refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Constraint {
    /// 23505
    Unique,
    /// 23503
    ForeignKey,
    /// 23502
    NotNull,
    /// 23514
    Check,
    /// 23P01
    Exclusion,
    /// 23000, 23001
    Other,
}

/// A constraint's refusal.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct IntegrityError {
    /// The kind of constraint.
    pub kind: Constraint,
    /// All that the server said.
    pub database: DatabaseError,
}

/// A value that could not be read.
#[derive(Debug)]
#[non_exhaustive]
pub struct DecodeError {
    /// Name or position of the column.
    pub column: String,
    /// The Rust type.
    pub expected: &'static str,
    /// The type that the server sent.
    pub found: String,
    /// What went wrong, without the value.
    pub source: Option<BoxError>,
}

impl Error {
    /// Whether running the whole unit of work again may succeed: serialization failure, deadlock, a connection
    /// lost before COMMIT was sent, or a table that was altered since its statement was prepared.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Error::Serialization(_) | Error::Deadlock(_) | Error::Disconnected { .. } => true,
            Error::Database(error) => error.is_stale_plan(),
            _ => false,
        }
    }

    /// Whether the connection is gone.
    #[must_use]
    pub fn is_disconnect(&self) -> bool {
        matches!(self, Error::Disconnected { .. } | Error::CommitUnknown { .. })
    }

    /// The server's five-character code, where the server refused.
    #[must_use]
    pub fn sqlstate(&self) -> Option<&str> {
        self.database().map(|database| database.sqlstate.as_str())
    }

    /// The statement that failed, without its values.
    #[must_use]
    pub fn sql(&self) -> Option<&str> {
        self.database().and_then(|database| database.sql.as_deref())
    }

    /// Name of the constraint that refused.
    #[must_use]
    pub fn constraint(&self) -> Option<&str> {
        self.database().and_then(|database| database.constraint.as_deref())
    }

    /// Names of the columns concerned: of the unique constraint or index, foreign key or exclusion constraint that
    /// refused, or the one that is NULL. An expression of an index stands as it is: `lower(email)`.
    ///
    /// Empty for other errors, for a CHECK, and where the server keeps its details from a user who may not read the
    /// table. Where a row cannot be deleted because others refer to it, the columns are those of its key.
    ///
    /// ```
    /// # fn example(error: &cormorant::Error) -> Option<&'static str> {
    /// if error.is_unique_violation() && error.columns() == ["email"] {
    ///     return Some("this email is taken");
    /// }
    /// # None
    /// # }
    /// ```
    #[must_use]
    pub fn columns(&self) -> Vec<String> {
        let Error::Integrity(error) = self else { return Vec::new() };
        match error.kind {
            Constraint::NotNull => error.database.column.iter().cloned().collect(),
            Constraint::Unique | Constraint::ForeignKey | Constraint::Exclusion => {
                error.database.detail.as_deref().map(detail::columns).unwrap_or_default()
            }
            Constraint::Check | Constraint::Other => Vec::new(),
        }
    }

    /// All that the server said, where the server refused.
    #[must_use]
    pub fn database(&self) -> Option<&DatabaseError> {
        match self {
            Error::Integrity(error) => Some(&error.database),
            Error::Database(error)
            | Error::Serialization(error)
            | Error::Deadlock(error)
            | Error::TransactionAborted(error) => Some(error),
            Error::Timeout { source: Some(source), .. }
            | Error::Disconnected { source: Some(source), .. }
            | Error::CommitUnknown { source: Some(source) } => source.downcast_ref(),
            _ => None,
        }
    }

    /// Whether a unique constraint or index refused.
    #[must_use]
    pub fn is_unique_violation(&self) -> bool {
        self.integrity() == Some(Constraint::Unique)
    }

    /// The kind of constraint that refused.
    #[must_use]
    pub fn integrity(&self) -> Option<Constraint> {
        match self {
            Error::Integrity(error) => Some(error.kind),
            _ => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Integrity(error) => write!(f, "{} constraint violated: {}", error.kind, error.database),
            Error::Database(error) => error.fmt(f),
            Error::Serialization(error) => write!(f, "serialization failure: {error}"),
            Error::Deadlock(error) => write!(f, "deadlock: {error}"),
            Error::TransactionAborted(error) => write!(f, "the transaction failed before: {error}"),
            Error::Timeout { waited_for, detail, .. } => write!(f, "timed out waiting for {waited_for}: {detail}"),
            Error::Disconnected { doing, .. } => match doing.strip_prefix("connecting to ") {
                Some(server) => write!(f, "could not connect to {server}"),
                None => write!(f, "connection lost while {doing}"),
            },
            Error::CommitRolledBack => f.write_str(
                "COMMIT was answered with ROLLBACK, nothing was saved: a statement of this transaction failed before",
            ),
            Error::CommitUnknown { .. } => {
                f.write_str("connection lost during COMMIT: it is unknown whether the transaction was saved")
            }
            Error::StreamOpen => f.write_str("a stream of this connection is still open: finish or drop it first"),
            Error::NoRows => f.write_str("expected one row, found none"),
            Error::ManyRows => f.write_str("expected one row, found more"),
            Error::Stale { model, key } => {
                write!(f, "{model} {key} is stale: its row was changed or deleted since it was loaded")
            }
            Error::Detached { model } => write!(f, "this {model} is not in this session"),
            Error::Expired { model, by } => {
                write!(f, "this {model} was expired by {by}: `session.refresh(..).await?` before reading it")
            }
            Error::Unset { model, column } => {
                write!(f, "column `{column}` of this {model} is not known: flush it if it is new, `refresh` it if it was loaded without that column, or set it")
            }
            Error::NotLoaded { model, relationship } => write!(
                f,
                "`{model}::{relationship}` is not loaded: load it in the statement with `.load({model}::{relationship}.selectin())` or afterwards with `session.load(..)`"
            ),
            Error::RollbackNeeded { reason } => {
                write!(f, "a flush failed before ({reason}): call `rollback()` first")
            }
            Error::Invalid { model, message } => write!(f, "{model}: {message}"),
            Error::Circular { models } => {
                write!(f, "rows depend on each other in a circle: {}", models.join(" -> "))
            }
            Error::Vetoed { model: "", .. } => f.write_str("a hook refused"),
            Error::Vetoed { model, key, .. } => write!(f, "a hook refused {model} {key}"),
            Error::Decode(error) => error.fmt(f),
            Error::Encode { column, message } => write!(f, "the value of `{column}` cannot be sent: {message}"),
            Error::Schema { message } => f.write_str(message),
            Error::Configuration { option, message } => write!(f, "`{option}`: {message}"),
            Error::Io { doing, .. } => write!(f, "{doing} failed"),
        }
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Error::Timeout { source, .. }
            | Error::Disconnected { source, .. }
            | Error::CommitUnknown { source } => source.as_deref().map(|source| source as _),
            Error::Vetoed { source, .. } => Some(source.as_ref()),
            Error::Decode(error) => error.source.as_deref().map(|source| source as _),
            Error::Io { source, .. } => Some(source),
            _ => self.database().map(|database| database as _),
        }
    }
}

impl fmt::Display for DatabaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.message, self.sqlstate)?;
        if let Some(constraint) = &self.constraint {
            write!(f, ", constraint `{constraint}`")?;
        }
        if let Some(table) = &self.table {
            write!(f, ", table `{table}`")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", column `{column}`")?;
        }
        match &self.sql {
            Some(sql) => write!(f, "; statement: {sql}"),
            None => Ok(()),
        }
    }
}

impl StdError for DatabaseError {}

impl DatabaseError {
    /// Whether the server can no longer run a statement as it was prepared. Outside a transaction nobody sees
    /// this: the statement is prepared anew.
    fn is_stale_plan(&self) -> bool {
        match self.sqlstate.as_str() {
            "26000" => true,
            "0A000" => self.message.contains("cached plan"),
            "XX000" => self.message.contains("cache lookup failed"),
            _ => false,
        }
    }
}

impl DecodeError {
    /// A value that could not be read.
    #[must_use]
    pub fn new(column: String, expected: &'static str, found: String, source: Option<BoxError>) -> Self {
        DecodeError { column, expected, found, source }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let expected = without_paths(self.expected);
        write!(f, "column `{}`: expected {expected}, found {}", self.column, self.found)?;
        if self.found == "NULL" { f.write_str(": what may be NULL is an `Option`") } else { Ok(()) }
    }
}

/// A type's name as programs write it: `Option<String>`, not `core::option::Option<alloc::string::String>`.
fn without_paths(name: &str) -> String {
    let is_part_of_a_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let mut short = String::with_capacity(name.len());
    for piece in name.split_inclusive(|c| !is_part_of_a_path(c)) {
        short.push_str(piece.rsplit("::").next().unwrap_or(piece));
    }
    short
}

impl fmt::Display for TimeoutKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            TimeoutKind::Pool => "a free connection of the pool",
            TimeoutKind::Connect => "a new connection",
            TimeoutKind::Statement => "a statement",
            TimeoutKind::Lock => "a lock",
        })
    }
}

impl fmt::Display for Constraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Constraint::Unique => "unique",
            Constraint::ForeignKey => "foreign key",
            Constraint::NotNull => "not null",
            Constraint::Check => "check",
            Constraint::Exclusion => "exclusion",
            Constraint::Other => "integrity",
        })
    }
}

//! What went wrong, as an answer: a status, and words that give nothing of the database away.

use std::borrow::Cow;
use std::error::Error as _;

use axum::Json;
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse, Response};
use cormorant::Error;
use cormorant::error::Constraint;
use serde::Serialize;

use crate::Invalid;

/// An answer that is an error.
#[derive(Debug)]
pub struct ApiError {
    status: StatusCode,
    problem: Problem,
}

/// Its body.
#[derive(Debug, Serialize)]
struct Problem {
    /// A word for programs.
    error: &'static str,
    /// The field at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'static str>,
    /// A sentence for people.
    message: Cow<'static, str>,
}

impl ApiError {
    fn new(
        status: StatusCode,
        error: &'static str,
        field: Option<&'static str>,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        ApiError { status, problem: Problem { error, field, message: message.into() } }
    }

    /// There is no such thing.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", None, "there is no such thing")
    }

    /// Somebody else was faster.
    #[must_use]
    pub fn stale() -> Self {
        let message = "somebody else changed it since you read it: read it again";
        Self::new(StatusCode::CONFLICT, "stale", None, message)
    }

    /// A parameter cannot be read.
    #[must_use]
    pub fn bad_parameter(name: &'static str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad_parameter", Some(name), "this parameter cannot be read")
    }

    /// Our fault.
    #[must_use]
    pub fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", None, "something went wrong here")
    }

    fn invalid(Invalid { field, expected }: Invalid) -> Self {
        let message = format!("must be {expected}");
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", Some(field), message)
    }

    fn refused(constraint: Constraint, name: Option<&str>) -> Option<Self> {
        let field = field(name);
        match constraint {
            Constraint::Unique => {
                Some(Self::new(StatusCode::CONFLICT, "taken", field, "there is one with this value already"))
            }
            Constraint::ForeignKey | Constraint::Check | Constraint::Exclusion => {
                let message = "this value does not fit the others";
                Some(Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", field, message))
            }
            _ => None,
        }
    }
}

/// The field that clients know a constraint by.
fn field(constraint: Option<&str>) -> Option<&'static str> {
    match constraint? {
        "projects_name_key" => Some("name"),
        "tasks_project_id_fkey" => Some("project_id"),
        _ => None,
    }
}

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        let known = match &error {
            Error::NoRows => Some(Self::not_found()),
            Error::Stale { .. } => Some(Self::stale()),
            Error::Vetoed { source, .. } => source.downcast_ref().copied().map(Self::invalid),
            Error::Integrity(refused) => Self::refused(refused.kind, error.constraint()),
            Error::Timeout { .. }
            | Error::Serialization(_)
            | Error::Deadlock(_)
            | Error::Disconnected { .. } => {
                log(&error);
                let message = "too busy now: try again";
                return Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", None, message);
            }
            _ => None,
        };
        known.unwrap_or_else(|| {
            log(&error);
            Self::internal()
        })
    }
}

/// Tells the operator, not the client. Values are in neither the error nor its causes.
#[allow(clippy::print_stderr, reason = "a service of yours has a logger")]
fn log(error: &Error) {
    eprintln!("error: {error}");
    let mut source = error.source();
    while let Some(cause) = source {
        eprintln!("  because: {cause}");
        source = cause.source();
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(self.problem)).into_response();
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(RETRY_AFTER, 1.into());
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_pass_is_answered_with_try_again() {
        let lost = Error::Disconnected { doing: "reading".into(), source: None };
        let answer = ApiError::from(lost).into_response();
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(answer.headers()[RETRY_AFTER], "1");
    }

    #[test]
    fn what_nobody_foresaw_is_our_fault_and_says_nothing() {
        let error = ApiError::from(Error::Schema { message: "a secret".to_owned() });
        assert_eq!(error.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(error.problem.message, "something went wrong here");
    }
}

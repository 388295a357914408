//! One session for each request, as an extractor: [`Db`].

use std::ops::{Deref, DerefMut};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use cormorant::session::Session;
use futures_util::FutureExt;
use tokio::sync::{Mutex, OwnedMutexGuard};

use crate::{ApiError, App};

/// The session of this request, as an argument of a handler.
#[derive(Debug)]
pub struct Db(OwnedMutexGuard<Session>);

/// Where the session lies between the middleware and the handler.
#[derive(Clone)]
struct Slot(Arc<Mutex<Session>>);

/// Gives the request a session, and ends it before the client gets the answer.
///
/// | The request | The session |
/// |---|---|
/// | is answered with 2xx | is committed; if that fails, the answer is the error |
/// | is answered otherwise, or its handler panics | is rolled back |
/// | is given up: the client is gone | is dropped, which rolls back as well |
pub(crate) async fn unit_of_work(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let slot = Slot(Arc::new(Mutex::new(app.session())));
    request.extensions_mut().insert(slot.clone());
    let answer = AssertUnwindSafe(next.run(request)).catch_unwind().await;
    let mut session = slot.0.lock().await;
    match answer {
        Ok(answer) if answer.status().is_success() => match session.commit().await {
            Ok(()) => answer,
            Err(error) => ApiError::from(error).into_response(),
        },
        answer => {
            // If this fails the connection is lost, and its transaction with it.
            drop(session.rollback().await);
            answer.unwrap_or_else(|_| ApiError::internal().into_response())
        }
    }
}

impl FromRequestParts<App> for Db {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, ApiError> {
        // A second `Db` of the same request would wait for the first one for ever.
        let slot = parts.extensions.get::<Slot>();
        let session = slot.and_then(|slot| Arc::clone(&slot.0).try_lock_owned().ok());
        session.map(Db).ok_or_else(ApiError::internal)
    }
}

impl Deref for Db {
    type Target = Session;

    fn deref(&self) -> &Session {
        &self.0
    }
}

impl DerefMut for Db {
    fn deref_mut(&mut self) -> &mut Session {
        &mut self.0
    }
}

//! A session for as long as a closure runs.

use crate::engine::{AsyncFunc, Engine};
use crate::error::{Error, Result};
use crate::session::{Session, SessionBuilder};

impl Engine {
    /// Lends a new session to a closure: commits if it returns `Ok`, rolls back if it returns `Err`. The connection
    /// is given back in either case.
    ///
    /// Give values out and no entities: their keys are of no use when the session is gone
    /// ([`Session::detach`] makes a value of an entity). Use [`SessionBuilder::scope`] where the session has
    /// options. Nothing is tried again.
    ///
    /// # Errors
    ///
    /// The closure's own, and those of [`Session::commit`].
    ///
    /// # Panics
    ///
    /// Where the closure does; the transaction is rolled back then.
    ///
    /// # Cancellation
    ///
    /// If the future is dropped, the transaction is rolled back; during COMMIT nobody knows.
    ///
    /// # Example
    ///
    /// ```no_run
    /// # use cormorant::prelude::*;
    /// # #[derive(Model, Clone)]
    /// # #[model(table = "users")]
    /// # struct User {
    /// #     #[model(primary_key, generated)]
    /// #     id: i64,
    /// #     email: String,
    /// # }
    /// # async fn example(engine: cormorant::engine::Engine) -> cormorant::Result<()> {
    /// let id = engine
    ///     .session_scope(async |session| {
    ///         let user = session.add(User::create().email("ann@example.com"));
    ///         session.flush().await?; // INSERT INTO "users" ..
    ///         session.key(user)
    ///     })
    ///     .await?; // COMMIT
    /// # let _: i64 = id;
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    pub fn session_scope<F, R, E>(&self, body: F) -> impl Future<Output = Result<R, E>> + use<F, R, E>
    where
        F: for<'s> AsyncFunc<&'s mut Session, Result<R, E>>,
        for<'s> <F as AsyncFunc<&'s mut Session, Result<R, E>>>::Fut: Send,
        E: From<Error>,
    {
        self.session_builder().scope(body)
    }
}

impl SessionBuilder {
    /// As [`Engine::session_scope`], of a session with these options.
    ///
    /// # Errors
    ///
    /// As [`Engine::session_scope`].
    ///
    /// # Panics
    ///
    /// As [`Engine::session_scope`].
    ///
    /// # Cancellation
    ///
    /// As [`Engine::session_scope`].
    pub async fn scope<F, R, E>(self, mut body: F) -> Result<R, E>
    where
        F: for<'s> AsyncFunc<&'s mut Session, Result<R, E>>,
        for<'s> <F as AsyncFunc<&'s mut Session, Result<R, E>>>::Fut: Send,
        E: From<Error>,
    {
        let mut session = self.build();
        let ended = match body(&mut session).await {
            Ok(value) => session.commit().await.map(|()| value).map_err(E::from),
            Err(error) => Err(error),
        };
        if ended.is_err() {
            // The first error is the one that tells what happened.
            let _ = session.rollback().await;
        }
        ended
    }
}

//! Transactions as closures.

use std::future::Future;

use crate::engine::connection::Connection;
use crate::engine::{Engine, TransactionOptions};
use crate::error::{Error, Result};

/// An async closure that takes a `T`, and whose future has a name.
///
/// A bound on [`AsyncFnMut`] alone cannot say that the future is `Send`, which spawned tasks need. This one can:
/// `F: for<'c> AsyncFunc<&'c mut Connection, R>, for<'c> <F as AsyncFunc<&'c mut Connection, R>>::Fut: Send`.
///
/// Every async closure is one; this trait is not meant to be implemented by hand.
pub trait AsyncFunc<T, R>: AsyncFnMut(T) -> R + FnMut(T) -> <Self as AsyncFunc<T, R>>::Fut {
    /// The closure's future.
    type Fut: Future<Output = R>;
}

impl<F, T, R, Fut> AsyncFunc<T, R> for F
where
    F: AsyncFnMut(T) -> R + FnMut(T) -> Fut,
    Fut: Future<Output = R>,
{
    type Fut = Fut;
}

impl Engine {
    /// Runs a closure in a transaction: commits if it returns `Ok`, rolls back if it returns `Err` or panics.
    ///
    /// # Errors
    ///
    /// The closure's own, and those of [`connection`](Engine::connection), of BEGIN and of
    /// [`commit`](crate::engine::Transaction::commit).
    ///
    /// # Cancellation
    ///
    /// If the future is dropped, the transaction is rolled back; during COMMIT nobody knows.
    ///
    /// # Example
    ///
    /// ```no_run
    /// # async fn example(engine: cormorant::engine::Engine) -> cormorant::Result<()> {
    /// let moved = engine
    ///     .transaction(async |conn| {
    ///         // BEGIN
    ///         conn.execute_raw("UPDATE accounts SET balance = balance - 1 WHERE id = 1", &[]).await?;
    ///         conn.execute_raw("UPDATE accounts SET balance = balance + 1 WHERE id = 2", &[]).await
    ///         // COMMIT
    ///     })
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    pub fn transaction<F, R, E>(&self, body: F) -> impl Future<Output = Result<R, E>> + use<'_, F, R, E>
    where
        F: for<'c> AsyncFunc<&'c mut Connection, Result<R, E>>,
        for<'c> <F as AsyncFunc<&'c mut Connection, Result<R, E>>>::Fut: Send,
        E: From<Error>,
    {
        self.transaction_with(TransactionOptions::new(), body)
    }

    /// As [`transaction`](Engine::transaction), with options.
    ///
    /// # Errors
    ///
    /// As [`transaction`](Engine::transaction).
    ///
    /// # Cancellation
    ///
    /// As [`transaction`](Engine::transaction).
    #[track_caller]
    pub fn transaction_with<F, R, E>(
        &self,
        options: TransactionOptions,
        mut body: F,
    ) -> impl Future<Output = Result<R, E>> + use<'_, F, R, E>
    where
        F: for<'c> AsyncFunc<&'c mut Connection, Result<R, E>>,
        for<'c> <F as AsyncFunc<&'c mut Connection, Result<R, E>>>::Fut: Send,
        E: From<Error>,
    {
        let connection = self.connection();
        async move {
            let mut conn = connection.await?;
            let mut transaction = conn.begin_with(options).await?;
            let value = match body(&mut transaction).await {
                Ok(value) => value,
                Err(error) => {
                    // The closure's error is the one that tells what happened.
                    let _ = transaction.rollback().await;
                    return Err(error);
                }
            };
            transaction.commit().await?;
            Ok(value)
        }
    }
}

//! Entities in batches, in constant memory.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::sync::atomic::{AtomicU64, Ordering};

use futures_util::TryFutureExt;

use crate::error::{Error, Result};
use crate::loading::answer::Collected;
use crate::loading::option::{IntoLoads, Loads};
use crate::loading::rows::{Reading, Rows};
use crate::query::{Row, Statement};
use crate::session::{Session, SessionRow};
use crate::sql;
use crate::types::Expect;

/// Rows of a statement that come in batches; see [`Session::stream`].
pub struct Batches<R> {
    batches: Untyped,
    marker: PhantomData<fn() -> R>,
}

/// What does not depend on the row's type.
struct Untyped {
    cursor: String,
    statement: sql::Statement,
    loads: Loads,
    expect: Vec<Expect>,
    size: usize,
    ended: bool,
    /// The transaction in which the cursor lives.
    transaction: Option<u64>,
}

impl Session {
    /// Reads a statement's rows in batches of `size`, in constant memory: a cursor of the server's.
    ///
    /// The entities of a batch (and the members that loader options brought along) leave the session when the
    /// next batch is asked for, unless they were there before; what was changed in them is flushed first. Their
    /// keys are not valid any more then. All batches are read in the session's transaction: commit after the
    /// last one.
    ///
    /// # Example: a million rows, 500 at a time
    ///
    /// ```no_run
    /// # fn main() {}
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/docs/models.in.rs"));
    /// # async fn example(mut session: Session) -> cormorant::Result<()> {
    /// let mut posts = session.stream(select(Post).load(Post::author.selectin()), 500).await?;
    /// while let Some(batch) = posts.next(&mut session).await? {
    ///     for post in batch {
    ///         session[post].views += 1;
    ///     }
    /// }
    /// session.commit().await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// sends `DECLARE .. CURSOR FOR SELECT ..`, and for each batch `FETCH FORWARD 500 FROM ..`, one SELECT for its
    /// authors, and one UPDATE.
    ///
    /// # Errors
    ///
    /// As [`all`](Session::all).
    pub fn stream<Q, At, R>(
        &mut self,
        statement: Q,
        size: usize,
    ) -> impl Future<Output = Result<Batches<R>>> + Send + use<'_, Q, At, R>
    where
        Q: Statement<At, Row = R>,
        Q::Loads: IntoLoads,
        R: SessionRow,
    {
        let (statement, loads) = statement.into_parts();
        let mut expect = Vec::with_capacity(R::WIDTH);
        <R as Row>::expect(&mut expect);
        let opened = self.open_cursor(statement, loads.into_loads(), expect, size.max(1));
        opened.map_ok(|batches| Batches { batches, marker: PhantomData })
    }

    async fn open_cursor(
        &mut self,
        statement: sql::Statement,
        loads: Loads,
        expect: Vec<Expect>,
        size: usize,
    ) -> Result<Untyped> {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        self.before_statement().await?;
        let cursor = format!("\"cormorant_{}\"", NEXT.fetch_add(1, Ordering::Relaxed));
        // The statement as it is read: with joins for relationships to one, without columns that are left out.
        let reading = Reading::new(statement.clone(), loads.clone(), expect.clone(), false)?;
        let rendered = reading.statement.render();
        rendered.check()?;
        let declare = format!("DECLARE {cursor} NO SCROLL CURSOR FOR {}", rendered.sql);
        let (_, connection) = self.parts()?;
        connection.execute_raw(&declare, &rendered.params).await?;
        let transaction = self.transaction();
        Ok(Untyped { cursor, statement, loads, expect, size, ended: false, transaction })
    }

    async fn next_batch(&mut self, batches: &mut Untyped, mut rows: Box<dyn Rows>) -> Result<Box<dyn Rows>> {
        if batches.ended {
            return Ok(rows);
        }
        self.usable()?;
        if self.transaction() != batches.transaction {
            let message =
                "its transaction is over, or it began in another session: commit after the last batch";
            return Err(Error::Configuration { option: "stream".into(), message: message.to_owned() });
        }
        self.flush().await?;
        let gone = self.graph.end_watch();
        self.graph.evict(&gone);
        self.graph.watch_newcomers();
        self.before_statement().await?;
        let reading =
            Reading::new(batches.statement.clone(), batches.loads.clone(), batches.expect.clone(), false)?;
        let fetch = format!("FETCH FORWARD {} FROM {}", batches.size, batches.cursor);
        self.read_with(reading, &fetch, &[], None, rows.as_mut(), usize::MAX).await?;
        if rows.len() < batches.size {
            batches.ended = true;
        }
        if rows.len() == 0 {
            self.graph.end_watch();
        }
        Ok(rows)
    }
}

impl<R: SessionRow> Batches<R> {
    /// The next batch; `None` after the last one.
    ///
    /// # Errors
    ///
    /// As [`Session::flush`] and [`Session::all`]; [`Error::Configuration`] if the transaction in which the stream
    /// began is over, or was that of another session.
    ///
    /// # Cancellation
    ///
    /// If the future is dropped, rows of this batch may be lost to the stream; the session stays usable.
    pub fn next<'s>(
        &'s mut self,
        session: &'s mut Session,
    ) -> impl Future<Output = Result<Option<Vec<R::Output>>>> + Send + 's {
        let next = session.next_batch(&mut self.batches, Collected::<R>::boxed());
        next.map_ok(|rows| Some(Collected::<R>::take(rows)).filter(|rows| !rows.is_empty()))
    }
}

impl<R> fmt::Debug for Batches<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batches")
            .field("size", &self.batches.size)
            .field("ended", &self.batches.ended)
            .finish()
    }
}

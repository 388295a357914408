//! Futures that are dropped wherever they can wait.
//!
//! How often a future is polled depends on the machine: where every answer comes before the poll is over, once is
//! enough. So no test counts polls, and each drops its future in another way as well, which does not depend on the
//! machine: what a relay holds back does not come.

use std::cell::Cell;
use std::future::Future;
use std::pin::pin;
use std::task::Poll;

use cormorant::Result;
use cormorant::engine::Engine;
use cormorant::testing::TestDb;
use tokio::runtime::Builder;

use crate::support::{Relay, engine, in_time};

/// More waits than any future of a test has.
const TOO_MANY: u64 = 10_000;

/// Where a future is dropped.
#[derive(Clone, Copy, Debug)]
enum Place<'r> {
    Nowhere,
    /// When it has been polled so many times.
    Poll(u64),
    /// When it has got so many messages, and waits for the next one.
    Message(&'r Relay, u64),
}

/// What drops the future that is given to it.
#[derive(Debug)]
pub(crate) struct Cut<'r> {
    place: Place<'r>,
    /// How many answers the future took, if it came to its end.
    answers: Cell<Option<u64>>,
}

impl<'r> Cut<'r> {
    fn at(place: Place<'r>) -> Self {
        Cut { place, answers: Cell::new(None) }
    }

    /// What a future gives; `None` if it was dropped before its end.
    pub(crate) async fn short<F: Future>(&self, future: F) -> Option<F::Output> {
        let (output, answers) = match self.place {
            Place::Nowhere => (Some(future.await), 0),
            Place::Poll(polls) => (polled(future, polls).await, 0),
            Place::Message(relay, messages) => {
                relay.let_messages_pass(messages);
                let output = in_time(relay.or_held(future)).await;
                let answers = relay.answers();
                relay.open();
                (output, answers)
            }
        };
        self.answers.set(output.is_some().then_some(answers));
        output
    }
}

/// Runs `attempt` again and again, and drops the future that it gives to its [`Cut`] a little later each time, until
/// that comes to its end: first at every poll, then at every message of the server's. Returns how many answers the
/// future takes on a connection that has prepared its statements.
pub(crate) async fn cut_everywhere<A>(db: &TestDb, mut attempt: A) -> Result<u64>
where
    A: AsyncFnMut(&Engine, &Cut<'_>) -> Result<()> + Send,
{
    cut_at_every_poll(db, &mut attempt)?;
    cut_at_every_message(db, attempt).await
}

/// Drops a future at every poll: what the future has asked for may not have been sent yet.
pub(crate) fn cut_at_every_poll<A>(db: &TestDb, mut attempt: A) -> Result<()>
where
    A: AsyncFnMut(&Engine, &Cut<'_>) -> Result<()> + Send,
{
    on_one_thread(db, async move |engine| {
        for polls in 1..TOO_MANY {
            let cut = Cut::at(Place::Poll(polls));
            attempt(engine, &cut).await?;
            if cut.answers.get().is_some() {
                return Ok(());
            }
        }
        panic!("{TOO_MANY} polls were not enough");
    })
}

/// Runs something with an engine whose connections are driven by the same thread.
pub(crate) fn on_one_thread<A>(db: &TestDb, run: A) -> Result<()>
where
    A: AsyncFnOnce(&Engine) -> Result<()> + Send,
{
    let thread = move || {
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async { run(&engine(db, 1)).await })
    };
    match std::thread::scope(|scope| scope.spawn(thread).join()) {
        Ok(done) => done,
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

/// Drops a future at every message of the server's: what it has asked for has been done and is not known yet.
pub(crate) async fn cut_at_every_message<A>(db: &TestDb, mut attempt: A) -> Result<u64>
where
    A: AsyncFnMut(&Engine, &Cut<'_>) -> Result<()>,
{
    let relay = Relay::new(db).await.expect("a relay");
    let engine = relay.engine().pool_size(1).build()?;
    for messages in 0..TOO_MANY {
        // Statements are prepared, and nobody tidies up.
        attempt(&engine, &Cut::at(Place::Nowhere)).await?;
        drop(in_time(engine.connection()).await?);
        let cut = Cut::at(Place::Message(&relay, messages));
        attempt(&engine, &cut).await?;
        if let Some(answers) = cut.answers.get() {
            return Ok(answers);
        }
    }
    panic!("{TOO_MANY} messages were not enough");
}

/// Polls a future so many times and drops it; `None` if it did not come to its end.
pub(crate) async fn polled<F: Future>(future: F, polls: u64) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut left = polls;
    std::future::poll_fn(|cx| match future.as_mut().poll(cx) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending if left <= 1 => Poll::Ready(None),
        Poll::Pending => {
            left -= 1;
            Poll::Pending
        }
    })
    .await
}

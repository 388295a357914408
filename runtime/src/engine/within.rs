//! Waiting for answers, but not for ever.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Mutex;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::runtime::{Handle, Id};
use tokio::time::{Instant, Sleep, sleep, sleep_until};

use crate::engine::shared::lock;
use crate::engine::wire::Wire;

/// The clock of a connection's waits.
///
/// To set a timer for each answer and to take it back costs as much as all else that we do for a small statement. So
/// one timer is set and stays. When it goes off it is set to the end of the wait that is under way.
#[derive(Default)]
pub(crate) struct Timer {
    /// And the runtime that drives it: another one's may stand still, or be gone.
    set: Mutex<Option<(Id, Pin<Box<Sleep>>)>>,
}

impl Timer {
    /// Whether the time has come. Each wait must end later than the one before.
    fn poll(&self, end: Instant, cx: &mut Context<'_>) -> Poll<()> {
        let runtime = Handle::current().id();
        let mut set = lock(&self.set);
        if set.as_ref().is_none_or(|(of, _)| *of != runtime) {
            *set = None;
        }
        let (_, timer) = set.get_or_insert_with(|| (runtime, Box::pin(sleep_until(end))));
        while timer.as_mut().poll(cx).is_ready() {
            if Instant::now() >= end {
                return Poll::Ready(());
            }
            timer.as_mut().reset(end);
        }
        Poll::Pending
    }
}

impl Wire {
    /// Waits for the answer to a request that is made when this is first polled, but not for longer than the limit.
    pub(crate) async fn within<F: Future>(&self, answer: Pin<&mut F>) -> Option<F::Output> {
        let mut answer = self.motor.ride(answer);
        let Some(limit) = self.shared.settings.command else { return Some(answer.await) };
        let mut end = None;
        poll_fn(|cx| {
            if let Poll::Ready(answer) = Pin::new(&mut answer).poll(cx) {
                return Poll::Ready(Some(answer));
            }
            // What lies beyond the clock's end never comes.
            let end = *end.get_or_insert_with(|| Instant::now().checked_add(limit));
            end.map_or(Poll::Pending, |end| self.timer.poll(end, cx).map(|()| None))
        })
        .await
    }
}

/// Waits for an answer, but not for longer than the limit.
pub(crate) async fn within<F: Future>(limit: Option<Duration>, mut answer: Pin<&mut F>) -> Option<F::Output> {
    let Some(limit) = limit else { return Some(answer.await) };
    let mut timer = pin!(None);
    poll_fn(|cx| {
        if let Poll::Ready(answer) = answer.as_mut().poll(cx) {
            return Poll::Ready(Some(answer));
        }
        // What is there already needs no timer: most rows are.
        if timer.is_none() {
            timer.set(Some(sleep(limit)));
        }
        timer.as_mut().as_pin_mut().map_or(Poll::Pending, |timer| timer.poll(cx).map(|()| None))
    })
    .await
}

#[cfg(test)]
mod tests {
    use std::task::Waker;

    use super::*;

    const LIMIT: Duration = Duration::from_millis(2);

    fn runtime() -> tokio::runtime::Runtime {
        tokio::runtime::Builder::new_current_thread().enable_time().build().expect("it starts")
    }

    /// Sets the timer for a wait whose answer comes.
    fn answered(timer: &Timer) {
        let cx = &mut Context::from_waker(Waker::noop());
        assert!(timer.poll(Instant::now() + Duration::from_secs(60), cx).is_pending());
    }

    /// Waits for what never comes, and says whether that was not too short.
    async fn waits(timer: &Timer) -> bool {
        let end = Instant::now() + LIMIT;
        poll_fn(|cx| timer.poll(end, cx)).await;
        Instant::now() >= end
    }

    #[test]
    fn a_wait_ends_at_its_own_end_though_the_timer_was_set_for_another() {
        let timer = Timer::default();
        runtime().block_on(async {
            let cx = &mut Context::from_waker(Waker::noop());
            assert!(timer.poll(Instant::now() + LIMIT / 2, cx).is_pending(), "its answer comes");
            assert!(waits(&timer).await, "it goes off before, and is set anew");
            assert!(waits(&timer).await, "it has gone off");
        });
    }

    #[test]
    fn the_timer_of_another_runtime_is_replaced() {
        let timer = Timer::default();
        let stands_still = runtime();
        stands_still.block_on(async { answered(&timer) });
        assert!(runtime().block_on(waits(&timer)));
        drop(stands_still);
        runtime().block_on(async { answered(&timer) });
        assert!(runtime().block_on(waits(&timer)), "its runtime is gone");
    }
}

//! Waiting for answers, but not for ever.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use tokio::time::sleep;

use crate::engine::wire::Wire;

impl Wire {
    /// Waits for the answer to a request that is made when this is first polled, but not for longer than the limit.
    pub(crate) async fn within<F: Future>(&self, answer: Pin<&mut F>) -> Option<F::Output> {
        let mut answer = self.motor.ride(answer);
        within(self.shared.settings.command, Pin::new(&mut answer)).await
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

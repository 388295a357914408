//! Requests that are sent together and answered one by one.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;

/// A request that can be sent before its answer is waited for.
///
/// The driver sends what a future holds when it is polled for the first time.
pub(crate) struct Queued<F: Future> {
    future: Pin<Box<F>>,
    answer: Option<F::Output>,
}

impl<F: Future> Queued<F> {
    /// A request not yet sent.
    pub(crate) fn new(future: F) -> Self {
        Queued { future: Box::pin(future), answer: None }
    }

    /// Sends the request.
    pub(crate) async fn send(&mut self) {
        let future = &mut self.future;
        self.answer = poll_fn(|cx| match future.as_mut().poll(cx) {
            Poll::Ready(answer) => Poll::Ready(Some(answer)),
            // Sent: whoever waits for the answer polls again.
            Poll::Pending => Poll::Ready(None),
        })
        .await;
    }

    /// Waits for the answer.
    pub(crate) async fn answer(self) -> F::Output {
        match self.answer {
            Some(answer) => answer,
            None => self.future.await,
        }
    }
}

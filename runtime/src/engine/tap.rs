//! A tap on the byte stream between driver and server.
//!
//! tokio-postgres throws away the transaction status of `ReadyForQuery` and the tag of `CommandComplete`, and
//! buffers any message whole. The tap reads message headers as they pass and keeps what is missing. It never
//! looks at values and never changes a byte.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::{Notify, SetOnce};
use tokio_postgres::tls::{ChannelBinding, TlsStream};

use crate::engine::driver::Ending;
use crate::engine::messages::{Message, Messages};

/// What the server said last about the transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// Not yet connected.
    Starting,
    /// No transaction is open.
    Idle,
    /// A transaction is open.
    Open,
    /// A transaction is open and has failed; only ROLLBACK is possible.
    Failed,
}

/// How the last command ended, where that matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tag {
    /// `COMMIT`
    Commit,
    /// `ROLLBACK`
    Rollback,
    /// Anything else.
    Other,
}

/// What the tap has seen. Shared between the stream, which writes, and the connection, which reads.
#[derive(Debug)]
pub(crate) struct Tap {
    status: AtomicU8,
    tag: AtomicU64,
    /// Requests written, each of which is answered by one `ReadyForQuery`.
    sent: AtomicU64,
    answered: AtomicU64,
    altered: AtomicBool,
    max_message: u32,
    changed: Notify,
    ending: SetOnce<Ending>,
}

impl Tap {
    /// A tap that refuses messages of more than `max_message` bytes.
    pub(crate) fn new(max_message: u32) -> Self {
        Tap {
            status: AtomicU8::new(0),
            tag: AtomicU64::new(0),
            sent: AtomicU64::new(0),
            answered: AtomicU64::new(0),
            altered: AtomicBool::new(false),
            max_message,
            changed: Notify::new(),
            ending: SetOnce::new(),
        }
    }

    /// The transaction's status, as of the last answer.
    pub(crate) fn status(&self) -> Status {
        match self.status.load(Ordering::Acquire) {
            b'I' => Status::Idle,
            b'T' => Status::Open,
            b'E' => Status::Failed,
            _ => Status::Starting,
        }
    }

    /// How the last completed command ended.
    pub(crate) fn tag(&self) -> Tag {
        match &self.tag.load(Ordering::Acquire).to_be_bytes() {
            b"ROLLBACK" => Tag::Rollback,
            [b'C', b'O', b'M', b'M', b'I', b'T', 0, _] => Tag::Commit,
            _ => Tag::Other,
        }
    }

    /// How many requests have reached the socket and are not yet answered.
    pub(crate) fn outstanding(&self) -> u64 {
        // Answers first: reading them second could count an answer whose request is not yet counted.
        let answered = self.answered.load(Ordering::Acquire);
        self.sent.load(Ordering::Acquire).saturating_sub(answered)
    }

    /// How many requests have reached the socket.
    pub(crate) fn sent(&self) -> u64 {
        self.sent.load(Ordering::Acquire)
    }

    /// Whether the server has answered what was not asked: driver and server no longer speak of the same request.
    pub(crate) fn is_out_of_step(&self) -> bool {
        let answered = self.answered.load(Ordering::Acquire);
        answered > self.sent.load(Ordering::Acquire)
    }

    /// Whether a command changed the state of the server's session (SET, LISTEN, DECLARE).
    pub(crate) fn is_altered(&self) -> bool {
        self.altered.load(Ordering::Acquire)
    }

    /// Says that the server's session is as it was at its start.
    pub(crate) fn restored(&self) {
        self.altered.store(false, Ordering::Release);
    }

    /// Whether the stream has ended.
    pub(crate) fn is_closed(&self) -> bool {
        self.ending.initialized()
    }

    /// Says that the stream has ended, and why. The first reason stays.
    pub(crate) fn close(&self, ending: Ending) {
        // Err means that it had ended before.
        let _ = self.ending.set(ending);
        self.changed.notify_waiters();
    }

    /// Why the stream has ended, if it has.
    pub(crate) fn ending(&self) -> Option<&Ending> {
        self.ending.get()
    }

    /// Waits for the stream's end, and says why it ended.
    pub(crate) async fn ended(&self) -> &Ending {
        self.ending.wait().await
    }

    /// Waits until every request that reached the socket is answered, or the stream has ended.
    pub(crate) async fn settled(&self) {
        self.settled_after(None).await;
    }

    /// As [`settled`](Tap::settled), but not before more than so many have reached the socket.
    pub(crate) async fn settled_after(&self, sent: Option<u64>) {
        loop {
            let changed = self.changed.notified();
            let mut changed = std::pin::pin!(changed);
            changed.as_mut().enable();
            let reached = sent.is_none_or(|sent| self.sent() > sent);
            if (reached && self.outstanding() == 0) || self.is_closed() {
                return;
            }
            changed.await;
        }
    }

    fn received(&self, message: &Message<'_>) {
        match message.tag {
            b'Z' => {
                let first = self.status() == Status::Starting;
                self.status.store(message.body.first().copied().unwrap_or(0), Ordering::Release);
                if !first {
                    self.answered.fetch_add(1, Ordering::AcqRel);
                }
                self.changed.notify_waiters();
            }
            b'C' => {
                let mut tag = [0; 8];
                let length = message.body.len().min(8);
                tag[..length].copy_from_slice(&message.body[..length]);
                self.tag.store(u64::from_be_bytes(tag), Ordering::Release);
                if alters_the_session(&tag) {
                    self.altered.store(true, Ordering::Release);
                }
            }
            _ => {}
        }
    }
}

/// Whether a command with this tag leaves something behind in the server's session.
fn alters_the_session(tag: &[u8; 8]) -> bool {
    tag.starts_with(b"SET\0") || matches!(tag, b"LISTEN\0\0" | b"DECLARE " | b"DISCARD ")
}

/// A stream with a [`Tap`].
#[derive(Debug)]
pub(crate) struct Tapped<S> {
    stream: S,
    tap: Arc<Tap>,
    /// Bytes before the first message: the server's answer to the request for TLS.
    prelude: u8,
    incoming: Messages,
    outgoing: Messages,
}

impl<S> Tapped<S> {
    /// Taps a stream whose first `prelude` bytes are no messages.
    pub(crate) fn new(stream: S, tap: Arc<Tap>, prelude: u8) -> Self {
        Tapped { stream, tap, prelude, incoming: Messages::default(), outgoing: Messages::default() }
    }

    /// The stream below, and its tap.
    pub(crate) fn into_parts(self) -> (S, Arc<Tap>) {
        (self.stream, self.tap)
    }

    fn received(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while self.prelude > 0 && !bytes.is_empty() {
            self.prelude -= 1;
            bytes = &bytes[1..];
        }
        let tap = &self.tap;
        self.incoming.read(bytes, tap.max_message, |message| tap.received(message))
    }

    fn sent(&mut self, bytes: &[u8]) -> io::Result<()> {
        // The first messages have no tag. The server's first ReadyForQuery ends them, and the driver sends
        // nothing between its last one and that.
        if self.tap.status() == Status::Starting {
            return Ok(());
        }
        let tap = &self.tap;
        self.outgoing.read(bytes, u32::MAX, |message| {
            match message.tag {
                // Sync, Query, FunctionCall
                b'S' | b'Q' | b'F' => {
                    tap.sent.fetch_add(1, Ordering::AcqRel);
                }
                // CopyDone, CopyFail: the driver sends a Sync before the rows, which the server does not answer, and
                // another one after this.
                b'c' | b'f' => {
                    tap.sent.fetch_sub(1, Ordering::AcqRel);
                }
                _ => {}
            }
        })
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Tapped<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(cx, buf))?;
        Poll::Ready(self.received(&buf.filled()[before..]))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Tapped<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let written = ready!(Pin::new(&mut self.stream).poll_write(cx, buf))?;
        self.sent(&buf[..written])?;
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

impl<S: TlsStream + Unpin> TlsStream for Tapped<S> {
    fn channel_binding(&self) -> ChannelBinding {
        self.stream.channel_binding()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ready(status: u8) -> Vec<u8> {
        vec![b'Z', 0, 0, 0, 5, status]
    }

    fn complete(tag: &str) -> Vec<u8> {
        let mut message = vec![b'C'];
        message.extend_from_slice(&u32::try_from(tag.len() + 5).unwrap().to_be_bytes());
        message.extend_from_slice(tag.as_bytes());
        message.push(0);
        message
    }

    fn tapped() -> Tapped<()> {
        Tapped::new((), Arc::new(Tap::new(1024)), 0)
    }

    #[test]
    fn status_and_tag_are_those_of_the_last_answer_however_the_bytes_are_cut() {
        let mut bytes = ready(b'I');
        bytes.extend(complete("BEGIN"));
        bytes.extend(ready(b'T'));
        bytes.extend(complete("ROLLBACK"));
        bytes.extend(ready(b'I'));
        for cut in 1..bytes.len() {
            let mut stream = tapped();
            for piece in bytes.chunks(cut) {
                stream.received(piece).unwrap();
            }
            assert_eq!(
                (stream.tap.status(), stream.tap.tag()),
                (Status::Idle, Tag::Rollback),
                "cut at {cut}"
            );
            assert_eq!(stream.tap.answered.load(Ordering::Acquire), 2);
        }
    }

    #[test]
    fn a_request_is_outstanding_until_its_ready_for_query() {
        let mut stream = tapped();
        stream.sent(b"startup without a tag").unwrap();
        stream.received(&ready(b'I')).unwrap();
        assert_eq!(stream.tap.outstanding(), 0);
        stream.sent(&[b'S', 0, 0, 0, 4, b'Q', 0, 0]).unwrap();
        stream.sent(&[0, 6, b';', 0]).unwrap();
        assert_eq!(stream.tap.outstanding(), 2);
        stream.received(&ready(b'I')).unwrap();
        assert_eq!(stream.tap.outstanding(), 1);
    }

    #[test]
    fn set_and_listen_alter_the_session_and_set_constraints_does_not() {
        for (tag, alters) in
            [("SET", true), ("LISTEN", true), ("SET CONSTRAINTS", false), ("SELECT 1", false)]
        {
            let mut stream = tapped();
            stream.received(&complete(tag)).unwrap();
            assert_eq!(stream.tap.is_altered(), alters, "{tag}");
        }
    }

    #[test]
    fn a_message_above_the_limit_ends_the_stream() {
        let mut stream = tapped();
        let error = stream.received(&[b'D', 0, 1, 0, 0]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the server announced a message of 65536 bytes, more than `max_message` allows"
        );
    }

    #[test]
    fn the_answer_to_the_request_for_tls_is_no_message() {
        let mut stream = Tapped::new((), Arc::new(Tap::new(1024)), 1);
        let mut bytes = vec![b'N'];
        bytes.extend(ready(b'I'));
        stream.received(&bytes).unwrap();
        assert_eq!(stream.tap.status(), Status::Idle);
    }
}

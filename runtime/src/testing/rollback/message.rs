//! Messages of PostgreSQL's protocol, whole and unread but for what the relay must know.

use std::io;

use bytes::{Buf, BytesMut};
use tokio::io::{AsyncRead, AsyncReadExt};

use super::broken;

/// One message: a letter, a length, a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Message(BytesMut);

impl Message {
    fn new(letter: u8, body: &[u8]) -> Message {
        let mut bytes = BytesMut::with_capacity(body.len() + 5);
        bytes.extend_from_slice(&[letter]);
        bytes.extend_from_slice(&(body.len() as u32 + 4).to_be_bytes());
        bytes.extend_from_slice(body);
        Message(bytes)
    }

    /// A statement to run.
    pub(super) fn query(sql: &str) -> Message {
        Message::new(b'Q', &[sql.as_bytes(), &[0]].concat())
    }

    /// A statement to prepare, without parameters.
    pub(super) fn parse(name: &[u8], sql: &str) -> Message {
        Message::new(b'P', &[name, &[0], sql.as_bytes(), &[0, 0, 0]].concat())
    }

    /// A command is complete.
    pub(super) fn complete(tag: &str) -> Message {
        Message::new(b'C', &[tag.as_bytes(), &[0]].concat())
    }

    /// The next command may come.
    pub(super) fn ready(status: u8) -> Message {
        Message::new(b'Z', &[status])
    }

    /// The connection is over.
    pub(super) fn fatal(message: &str) -> Message {
        Message::new(b'E', format!("SFATAL\0VFATAL\0C53300\0M{message}\0\0").as_bytes())
    }

    pub(super) fn letter(&self) -> u8 {
        self.0[0]
    }

    fn body(&self) -> &[u8] {
        &self.0[5..]
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Of "ready for the next command": the status of the transaction.
    pub(super) fn status(&self) -> u8 {
        self.body().first().copied().unwrap_or_default()
    }

    /// The statement in a message that runs one, or prepares one, and then its name.
    pub(super) fn sql(&self) -> Option<(&[u8], &str)> {
        let mut parts = self.body().split(|byte| *byte == 0);
        let name = if self.letter() == b'P' { parts.next()? } else { &[] };
        Some((name, str::from_utf8(parts.next()?).ok()?))
    }
}

/// One side's messages as they come in.
pub(super) struct Incoming<R> {
    stream: R,
    buffer: BytesMut,
}

impl<R: AsyncRead + Unpin> Incoming<R> {
    pub(super) fn new(stream: R) -> Incoming<R> {
        Incoming { stream, buffer: BytesMut::with_capacity(8 << 10) }
    }

    /// The next message; `None`: the connection was closed. May be dropped and asked again.
    pub(super) async fn next(&mut self) -> io::Result<Option<Message>> {
        self.framed(1).await.map(|bytes| bytes.map(Message))
    }

    /// The next packet without a letter: how a connection begins.
    pub(super) async fn packet(&mut self) -> io::Result<Option<BytesMut>> {
        self.framed(0).await
    }

    async fn framed(&mut self, letters: usize) -> io::Result<Option<BytesMut>> {
        loop {
            if let Some(mut length) = self.buffer.get(letters..letters + 4) {
                let whole = letters + length.get_u32() as usize;
                if whole < letters + 4 {
                    return Err(broken("a message is shorter than its length"));
                }
                if self.buffer.len() >= whole {
                    return Ok(Some(self.buffer.split_to(whole)));
                }
            }
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Ok(None);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_statement_is_found_where_it_is_run_and_where_it_is_prepared() {
        assert_eq!(Message::query("COMMIT").sql(), Some((&b""[..], "COMMIT")));
        assert_eq!(Message::parse(b"s1", "COMMIT").sql(), Some((&b"s1"[..], "COMMIT")));
    }

    #[tokio::test]
    async fn messages_are_taken_apart_however_they_arrive() {
        let bytes = [Message::query("SELECT 1").bytes(), Message::ready(b'I').bytes()].concat();
        let mut incoming = Incoming::new(OneByOne(bytes.into()));
        assert_eq!(incoming.next().await.expect("it is whole"), Some(Message::query("SELECT 1")));
        assert_eq!(incoming.next().await.expect("it is whole").expect("there is one").status(), b'I');
        assert_eq!(incoming.next().await.expect("the end is no error"), None);
    }

    struct OneByOne(std::collections::VecDeque<u8>);

    impl AsyncRead for OneByOne {
        fn poll_read(
            mut self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
            buffer: &mut tokio::io::ReadBuf<'_>,
        ) -> std::task::Poll<io::Result<()>> {
            if let Some(byte) = self.0.pop_front() {
                buffer.put_slice(&[byte]);
            }
            std::task::Poll::Ready(Ok(()))
        }
    }
}

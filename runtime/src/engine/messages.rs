//! Cuts a byte stream into messages, keeping only their heads.

use std::io;

/// Bytes of a body that are kept: enough for a status, a command's tag, a parameter's name.
const KEPT: usize = 16;

/// A message: its tag and the first bytes of its body.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Message<'m> {
    pub(crate) tag: u8,
    pub(crate) body: &'m [u8],
}

/// The place in a stream of messages: a tag, a length that counts itself, a body.
#[derive(Debug, Default)]
pub(crate) struct Messages {
    header: [u8; 5],
    header_length: usize,
    body: [u8; KEPT],
    body_length: usize,
    /// Bytes of the body that have not passed yet.
    left: usize,
}

impl Messages {
    /// Reads the next bytes and tells each message that ends in them.
    ///
    /// # Errors
    ///
    /// If a message announces more than `limit` bytes, or less than its length takes.
    pub(crate) fn read(
        &mut self,
        mut bytes: &[u8],
        limit: u32,
        mut message: impl FnMut(&Message<'_>),
    ) -> io::Result<()> {
        while !bytes.is_empty() {
            if self.header_length == 0
                && let Some((whole, rest)) = whole(bytes, limit)
            {
                message(&whole);
                bytes = rest;
            } else if self.header_length < self.header.len() {
                bytes = self.read_header(bytes, limit)?;
            } else {
                bytes = self.read_body(bytes);
            }
            if self.header_length == self.header.len() && self.left == 0 {
                message(&Message { tag: self.header[0], body: &self.body[..self.body_length] });
                self.header_length = 0;
            }
        }
        Ok(())
    }

    fn read_header<'b>(&mut self, bytes: &'b [u8], limit: u32) -> io::Result<&'b [u8]> {
        let wanted = self.header.len() - self.header_length;
        let (head, rest) = bytes.split_at(wanted.min(bytes.len()));
        self.header[self.header_length..self.header_length + head.len()].copy_from_slice(head);
        self.header_length += head.len();
        if self.header_length == self.header.len() {
            let [_, length @ ..] = self.header;
            let length = u32::from_be_bytes(length);
            if length > limit {
                return Err(refuse(format!(
                    "the server announced a message of {length} bytes, more than `max_message` allows"
                )));
            }
            self.left = length
                .checked_sub(4)
                .ok_or_else(|| refuse("a message is shorter than its length".to_owned()))?
                as usize;
            self.body_length = 0;
        }
        Ok(rest)
    }

    fn read_body<'b>(&mut self, bytes: &'b [u8]) -> &'b [u8] {
        let (piece, rest) = bytes.split_at(self.left.min(bytes.len()));
        let kept = piece.len().min(KEPT - self.body_length);
        self.body[self.body_length..self.body_length + kept].copy_from_slice(&piece[..kept]);
        self.body_length += kept;
        self.left -= piece.len();
        rest
    }
}

/// The message that the bytes start with, if they have all of it and nothing is wrong with its length, and what
/// comes after it. Most messages come whole.
fn whole(bytes: &[u8], limit: u32) -> Option<(Message<'_>, &[u8])> {
    let (header, rest) = bytes.split_first_chunk::<5>()?;
    let [tag, length @ ..] = *header;
    let length = u32::from_be_bytes(length);
    if length > limit {
        return None;
    }
    let (body, rest) = rest.split_at_checked(length.checked_sub(4)? as usize)?;
    Some((Message { tag, body: &body[..body.len().min(KEPT)] }, rest))
}

fn refuse(reason: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, reason)
}

//! JSON text on its way to `jsonb`, checked while it is written.

use std::io;

use bytes::BytesMut;

use crate::types::wire;

/// `serde_json` reads no deeper, so nothing deeper may be written.
pub(super) const MAX_DEPTH: usize = 127;

/// Passes JSON text on and refuses what `jsonb` cannot hold or `serde_json` could not read again.
///
/// Stops a serializer at the depth that is too deep, long before its recursion ends the stack.
pub(super) struct Checked<'a> {
    out: &'a mut BytesMut,
    start: usize,
    depth: usize,
    at: At,
    /// A `\ud800` was read that must be followed by its other half.
    half: bool,
    /// Why writing was refused.
    pub(super) problem: Option<String>,
}

#[derive(Clone, Copy)]
enum At {
    Outside,
    Text,
    Escape,
    Unicode { digits: u8, code: u16 },
}

impl<'a> Checked<'a> {
    pub(super) fn new(out: &'a mut BytesMut) -> Self {
        let start = out.len();
        Checked { out, start, depth: 0, at: At::Outside, half: false, problem: None }
    }

    fn check(&mut self, text: &[u8]) -> Result<(), String> {
        for byte in text {
            self.at = match (self.at, byte) {
                (At::Outside, b'"') => At::Text,
                (At::Outside, b'{' | b'[') => self.open()?,
                (At::Outside, b'}' | b']') => {
                    self.depth = self.depth.saturating_sub(1);
                    At::Outside
                }
                (At::Outside, _) => At::Outside,
                (At::Text, b'\\') => At::Escape,
                (At::Escape, b'u') => At::Unicode { digits: 0, code: 0 },
                (At::Text | At::Escape, _) if self.half => return Err(HALF.into()),
                (At::Text, b'"') => At::Outside,
                (At::Text | At::Escape, _) => At::Text,
                (At::Unicode { digits, code }, digit) => self.unicode(digits, code, *digit)?,
            };
        }
        wire::check_len(self.out.len() - self.start + text.len()).map_err(|error| error.to_string())
    }

    fn open(&mut self) -> Result<At, String> {
        self.depth += 1;
        if self.depth <= MAX_DEPTH {
            return Ok(At::Outside);
        }
        Err(format!("the JSON is nested deeper than {MAX_DEPTH} levels: it could not be read again"))
    }

    fn unicode(&mut self, digits: u8, code: u16, digit: u8) -> Result<At, String> {
        let value = char::from(digit).to_digit(16).ok_or("the JSON has a broken `\\u` escape")?;
        let code = (code << 4) | u16::try_from(value).unwrap_or_default();
        if digits < 3 {
            return Ok(At::Unicode { digits: digits + 1, code });
        }
        let second = (0xdc00..0xe000).contains(&code);
        if code == 0 {
            return Err("jsonb cannot hold the character NUL (`\\u0000`)".into());
        }
        if second != self.half {
            return Err(HALF.into());
        }
        self.half = (0xd800..0xdc00).contains(&code);
        Ok(At::Text)
    }
}

const HALF: &str = "jsonb cannot hold one half of a surrogate pair (`\\ud800` to `\\udfff`)";

impl io::Write for Checked<'_> {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        if let Err(problem) = self.check(text) {
            self.problem = Some(problem);
            return Err(io::Error::other("refused"));
        }
        self.out.extend_from_slice(text);
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn check(text: &str) -> Result<(), String> {
        let mut out = BytesMut::new();
        let mut writer = Checked::new(&mut out);
        // Byte by byte: a serializer may cut its output anywhere.
        for byte in text.bytes() {
            if writer.write_all(&[byte]).is_err() {
                return Err(writer.problem.expect("a refusal has its reason"));
            }
        }
        assert_eq!(out, text.as_bytes());
        Ok(())
    }

    #[test]
    fn the_nul_escape_is_refused_and_its_look_alikes_are_not() {
        assert_eq!(check(r#"["a\u0000"]"#).unwrap_err(), "jsonb cannot hold the character NUL (`\\u0000`)");
        assert_eq!(
            check(r#"{"a\\\u0000":1}"#).unwrap_err(),
            "jsonb cannot hold the character NUL (`\\u0000`)"
        );
        assert_eq!(check(r#"["a\\u0000", "\u0001", "\u0030"]"#), Ok(()));
    }

    #[test]
    fn lone_surrogates_are_refused_and_pairs_are_not() {
        assert_eq!(check(r#""\ud83e\udd80\ud83e\udd80""#), Ok(()));
        for text in [r#""\ud800""#, r#""\ud800x""#, r#""\ud800\n""#, r#""\udc00""#, r#""\ud800\ud800""#] {
            assert_eq!(check(text).unwrap_err(), HALF);
        }
    }

    #[test]
    fn depth_counts_brackets_outside_of_text() {
        assert_eq!(check(&format!("{}{}", "[".repeat(127), "]".repeat(127))), Ok(()));
        assert_eq!(check(&format!(r#"["{}\"[["]"#, "[{".repeat(200))), Ok(()));
        assert_eq!(check(&"[[],{}],".repeat(200)), Ok(()));
        assert_eq!(
            check(&"[".repeat(128)).unwrap_err(),
            "the JSON is nested deeper than 127 levels: it could not be read again"
        );
    }
}

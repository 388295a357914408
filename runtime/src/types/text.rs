//! `text` and its relatives.
//!
//! `String` is `text`, and reads `varchar`, `char(n)`, `name`, `"char"`, `json` and `xml`, too, and the types
//! whose numbers differ from database to database: enums, domains over text, `citext`. `char(n)` comes with
//! the blanks that PostgreSQL pads it with.

use bytes::BytesMut;

use crate::error::BoxError;
use crate::types::{ColumnType, Element, PgType, wire};

impl ColumnType for String {
    const TYPE: PgType = PgType::builtin("text", 25, 1009);

    fn accepts(oid: u32) -> bool {
        // "char", name, json, xml, unknown, bpchar, varchar, cstring
        matches!(oid, 18 | 19 | 114 | 142 | 705 | 1042 | 1043 | 2275) || oid >= wire::FIRST_USER_OID
    }

    #[inline]
    fn encode(&self, out: &mut BytesMut) -> Result<(), BoxError> {
        write_text(self, out)
    }

    #[inline]
    fn decode(bytes: &[u8]) -> Result<Self, BoxError> {
        read_text(bytes).map(str::to_owned)
    }

    fn same(&self, other: &Self) -> bool {
        // To compare no bytes at no address, as of two strings that never had any, is slow on newer processors.
        self.len() == other.len() && (self.is_empty() || self == other)
    }
}

impl Element for String {}

/// Writes text; PostgreSQL has no place for NUL.
#[inline]
pub(crate) fn write_text(text: &str, out: &mut BytesMut) -> Result<(), BoxError> {
    wire::check_len(text.len())?;
    if text.as_bytes().contains(&0) {
        return Err("text cannot hold the character NUL".into());
    }
    out.extend_from_slice(text.as_bytes());
    Ok(())
}

/// Reads text. NUL shows that these are the bytes of another type.
pub(crate) fn read_text(bytes: &[u8]) -> Result<&str, BoxError> {
    let text = std::str::from_utf8(bytes).map_err(|_| "the text is not valid UTF-8")?;
    if bytes.contains(&0) {
        return Err("the value is no text: it holds the character NUL".into());
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use crate::types::{ColumnType, check};

    #[test]
    fn text_is_its_utf_8() {
        check::bytes(&String::new(), &[]);
        check::bytes(&"aß🦀".to_owned(), "aß🦀".as_bytes());
    }

    #[test]
    fn nul_is_refused_in_both_directions() {
        check::unsendable(&"a\0b".to_owned(), "text cannot hold the character NUL");
        check::refused::<String>(&[b'a', 0], "the value is no text: it holds the character NUL");
    }

    #[test]
    fn broken_utf_8_is_refused() {
        check::refused::<String>(&[0xff, 0xfe], "the text is not valid UTF-8");
    }

    #[test]
    fn types_that_are_sent_as_text_are_accepted() {
        assert!([18, 19, 114, 142, 705, 1042, 1043, 16384, u32::MAX].into_iter().all(String::accepts));
        assert!([16, 17, 20, 23, 1184, 2950, 3802].into_iter().all(|oid| !String::accepts(oid)));
    }
}

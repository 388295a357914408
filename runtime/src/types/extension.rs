//! Types of PostgreSQL's own extensions: `citext`, `hstore`, `ltree`.
//!
//! Their numbers differ from database to database, so statements name them in casts; the extension's schema must
//! be on the search path.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::{Deref, DerefMut};

use bytes::{BufMut, BytesMut};
use serde::{Deserialize, Serialize};

use super::text::{read_text, write_text};
use super::wire::{self, Input};
use crate::error::BoxError;
use crate::types::{ColumnType, Element, PgType};

/// `citext`: text that PostgreSQL compares without regard to case.
///
/// A `String` reads such a column, too, but compared with a `String` in a statement it is compared as `text`.
/// In Rust, and for change tracking, `CiText` is compared exactly: writing `A` over `a` is a change.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CiText(pub String);

/// `ltree`: a path of labels, as `Top.Science.Astronomy`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LTree(pub String);

/// `hstore`: keys with texts or NULL.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct HStore(pub BTreeMap<String, Option<String>>);

impl ColumnType for CiText {
    const TYPE: PgType = PgType::named(None, "citext");

    fn encode(&self, out: &mut BytesMut) -> Result<(), BoxError> {
        write_text(&self.0, out)
    }

    fn decode(bytes: &[u8]) -> Result<Self, BoxError> {
        String::decode(bytes).map(CiText)
    }

    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

impl ColumnType for LTree {
    const TYPE: PgType = PgType::named(None, "ltree");

    fn encode(&self, out: &mut BytesMut) -> Result<(), BoxError> {
        out.put_u8(1);
        write_text(&self.0, out)
    }

    fn decode(bytes: &[u8]) -> Result<Self, BoxError> {
        let path = bytes.strip_prefix(&[1]).ok_or("the ltree is of a version that is not known")?;
        String::decode(path).map(LTree)
    }

    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

impl ColumnType for HStore {
    const TYPE: PgType = PgType::named(None, "hstore");

    fn encode(&self, out: &mut BytesMut) -> Result<(), BoxError> {
        let start = out.len();
        out.put_i32(wire::count(self.0.len())?);
        for (key, value) in &self.0 {
            wire::write_framed(out, |out| write_text(key, out))?;
            match value {
                Some(value) => wire::write_framed(out, |out| write_text(value, out))?,
                None => wire::write_bytes(out, None)?,
            }
        }
        wire::check_len(out.len() - start)
    }

    fn decode(bytes: &[u8]) -> Result<Self, BoxError> {
        let mut input = Input::new(bytes);
        let mut pairs = BTreeMap::new();
        for _ in 0..input.count()? {
            let key = read_text(input.value()?.ok_or("the hstore has a NULL key")?)?;
            let value = input.value()?.map(read_text).transpose()?;
            pairs.insert(key.to_owned(), value.map(str::to_owned));
        }
        input.finish()?;
        Ok(HStore(pairs))
    }

    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

impl Element for CiText {}
impl Element for LTree {}
impl Element for HStore {}

impl Deref for CiText {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Deref for LTree {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Deref for HStore {
    type Target = BTreeMap<String, Option<String>>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl DerefMut for HStore {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

impl<T: Into<String>> From<T> for CiText {
    fn from(text: T) -> Self {
        CiText(text.into())
    }
}

impl<T: Into<String>> From<T> for LTree {
    fn from(path: T) -> Self {
        LTree(path.into())
    }
}

impl fmt::Display for CiText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl fmt::Display for LTree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::check;

    #[test]
    fn citext_is_text_and_ltree_has_a_version() {
        check::bytes(&CiText::from("Ab"), b"Ab");
        check::bytes(&LTree::from("a.b"), b"\x01a.b");
        check::refused::<LTree>(b"a.b", "the ltree is of a version that is not known");
        assert!(!CiText::from("a").same(&CiText::from("A")));
    }

    #[test]
    fn hstore_is_framed_pairs() {
        let pairs = [("a".to_owned(), Some("1".to_owned())), ("b".to_owned(), None)];
        #[rustfmt::skip]
        check::bytes(&HStore(pairs.into()), &[
            0, 0, 0, 2,
            0, 0, 0, 1, b'a',  0, 0, 0, 1, b'1',
            0, 0, 0, 1, b'b',  0xff, 0xff, 0xff, 0xff,
        ]);
        check::unsendable(&HStore([("\0".to_owned(), None)].into()), "text cannot hold the character NUL");
        check::refused::<HStore>(&[0, 0, 0, 1, 0xff, 0xff, 0xff, 0xff], "the hstore has a NULL key");
    }
}

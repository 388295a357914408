//! `bit varying` and `bit`.

use std::fmt;
use std::str::FromStr;

use bytes::{BufMut, BytesMut};

use super::wire::{self, Input};
use crate::error::BoxError;
use crate::types::{ColumnType, Element, PgType};

/// A string of bits: `varbit`; `bit(n)` columns can be read, too.
///
/// ```
/// use cormorant::types::Bits;
///
/// let bits: Bits = [true, false, true].into_iter().collect();
/// assert_eq!(bits.to_string(), "101");
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Bits {
    /// The first bit is the highest of the first byte; what is left of the last byte is zero.
    bytes: Vec<u8>,
    len: usize,
}

impl Bits {
    /// The number of bits.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are no bits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// A bit, counted from the left; `None` beyond the end.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<bool> {
        (index < self.len).then(|| self.bytes[index / 8] & (0x80 >> (index % 8)) != 0)
    }

    /// Appends a bit.
    pub fn push(&mut self, bit: bool) {
        if self.len.is_multiple_of(8) {
            self.bytes.push(0);
        }
        if bit {
            self.bytes[self.len / 8] |= 0x80 >> (self.len % 8);
        }
        self.len += 1;
    }

    /// The bits from left to right.
    pub fn iter(&self) -> impl Iterator<Item = bool> + '_ {
        (0..self.len).filter_map(|index| self.get(index))
    }
}

impl FromIterator<bool> for Bits {
    fn from_iter<I: IntoIterator<Item = bool>>(bits: I) -> Self {
        let mut all = Bits::default();
        bits.into_iter().for_each(|bit| all.push(bit));
        all
    }
}

impl ColumnType for Bits {
    const TYPE: PgType = PgType::builtin("varbit", 1562, 1563);

    fn accepts(oid: u32) -> bool {
        oid == 1560
    }

    fn encode(&self, out: &mut BytesMut) -> Result<(), BoxError> {
        wire::check_len(self.bytes.len())?;
        out.put_i32(i32::try_from(self.len).map_err(|_| "there are more bits than PostgreSQL can count")?);
        out.put_slice(&self.bytes);
        Ok(())
    }

    fn decode(bytes: &[u8]) -> Result<Self, BoxError> {
        let mut input = Input::new(bytes);
        let len = input.count()?;
        let mut bytes = input.take(len.div_ceil(8))?.to_vec();
        input.finish()?;
        if let (Some(last), used @ 1..) = (bytes.last_mut(), len % 8) {
            *last &= 0xff << (8 - used);
        }
        Ok(Bits { bytes, len })
    }

    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

impl Element for Bits {}

impl FromStr for Bits {
    type Err = BoxError;

    /// Reads zeros and ones.
    fn from_str(text: &str) -> Result<Self, BoxError> {
        let bit = |letter| match letter {
            '0' => Ok(false),
            '1' => Ok(true),
            _ => Err("bits are written as zeros and ones".into()),
        };
        text.chars().map(bit).collect()
    }
}

impl fmt::Display for Bits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.iter().try_for_each(|bit| f.write_str(if bit { "1" } else { "0" }))
    }
}

impl fmt::Debug for Bits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bits({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::check;

    #[test]
    fn bits_are_a_count_and_bytes_filled_from_the_left() {
        let bits: Bits = "101000001".parse().unwrap();
        assert!("2".parse::<Bits>().is_err());
        check::bytes(&bits, &[0, 0, 0, 9, 0xa0, 0x80]);
        check::bytes(&Bits::default(), &[0; 4]);
        assert_eq!((bits.to_string().as_str(), bits.get(8), bits.get(9)), ("101000001", Some(true), None));
    }

    #[test]
    fn bits_beyond_the_count_do_not_count() {
        assert_eq!(Bits::decode(&[0, 0, 0, 1, 0xff]).unwrap().to_string(), "1");
        check::refused::<Bits>(&[0, 0, 0, 9, 0xff], "the value ends too early");
    }
}

//! Multiranges.

use std::fmt;

use bytes::{BufMut, BytesMut};

use super::{Range, RangeElement};
use crate::error::BoxError;
use crate::types::wire::{self, Input};
use crate::types::{ColumnType, Element, PgType};

/// Several ranges (PostgreSQL 14): `int4multirange`, `nummultirange`, `datemultirange`, ..
///
/// PostgreSQL stores them sorted, without empty ones, and with those merged that touch; so they come back.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Multirange<T>(pub Vec<Range<T>>);

impl<T: RangeElement> ColumnType for Multirange<T> {
    const TYPE: PgType = T::MULTIRANGE;

    fn encode(&self, out: &mut BytesMut) -> Result<(), BoxError> {
        out.put_i32(wire::count(self.0.len())?);
        self.0.iter().try_for_each(|range| wire::write_framed(out, |out| range.encode(out)))
    }

    fn decode(bytes: &[u8]) -> Result<Self, BoxError> {
        let mut input = Input::new(bytes);
        let count = input.count()?;
        let mut ranges = Vec::with_capacity(count.min(input.remaining() / 4));
        for _ in 0..count {
            ranges.push(Range::decode(input.value()?.ok_or("the multirange has a NULL range")?)?);
        }
        input.finish()?;
        Ok(Multirange(ranges))
    }

    fn same(&self, other: &Self) -> bool {
        self.0.len() == other.0.len() && self.0.iter().zip(&other.0).all(|(left, right)| left.same(right))
    }
}

impl<T: RangeElement> Element for Multirange<T> {}

impl<T> Default for Multirange<T> {
    fn default() -> Self {
        Multirange(Vec::new())
    }
}

impl<T, R: Into<Range<T>>> FromIterator<R> for Multirange<T> {
    fn from_iter<I: IntoIterator<Item = R>>(ranges: I) -> Self {
        Multirange(ranges.into_iter().map(Into::into).collect())
    }
}

impl<T: fmt::Display> fmt::Display for Multirange<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("{")?;
        for (index, range) in self.0.iter().enumerate() {
            let comma = if index > 0 { "," } else { "" };
            write!(f, "{comma}{range}")?;
        }
        f.write_str("}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::check;

    #[test]
    fn a_multirange_is_a_count_and_framed_ranges() {
        let ranges: Multirange<i32> = [Range::from(..1), Range::from(5..)].into_iter().collect();
        #[rustfmt::skip]
        check::bytes(&ranges, &[
            0, 0, 0, 2,
            0, 0, 0, 9,  0x08,  0, 0, 0, 4,  0, 0, 0, 1,
            0, 0, 0, 9,  0x12,  0, 0, 0, 4,  0, 0, 0, 5,
        ]);
        check::bytes(&Multirange::<i64>::default(), &[0; 4]);
        assert_eq!(ranges.to_string(), "{(,1),[5,)}");
        check::refused::<Multirange<i32>>(&[0x7f, 0xff, 0xff, 0xff], "the value ends too early");
    }
}

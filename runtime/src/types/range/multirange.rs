//! Multiranges.

use std::cmp::Ordering;
use std::fmt;
use std::ops::Bound;

use bytes::{BufMut, BytesMut};
use serde::{Deserialize, Serialize};

use super::codec::value;
use super::{Range, RangeElement};
use crate::error::BoxError;
use crate::types::wire::{self, Input};
use crate::types::{ColumnType, Element, PgType};

/// Several ranges (PostgreSQL 14): `int4multirange`, `nummultirange`, `datemultirange`, ..
///
/// PostgreSQL stores them sorted, without empty ones, and with those merged that overlap or touch;
/// [`stored`](ColumnType::stored) does the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
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
        let (left, right) = (self.clone().stored(), other.clone().stored());
        left.0.len() == right.0.len() && left.0.iter().zip(&right.0).all(|(left, right)| left.same(right))
    }

    fn stored(self) -> Self {
        let mut bounds: Vec<_> = self.0.into_iter().map(Range::stored).filter_map(bounds).collect();
        bounds.sort_by(|left, right| compare_lower(&left.0, &right.0));
        let mut merged: Vec<(Bound<T>, Bound<T>)> = Vec::with_capacity(bounds.len());
        for (lower, upper) in bounds {
            match merged.last_mut() {
                Some(last) if touches(&last.1, &lower) => {
                    if compare_upper(&last.1, &upper) == Ordering::Less {
                        last.1 = upper;
                    }
                }
                _ => merged.push((lower, upper)),
            }
        }
        Multirange(merged.into_iter().map(|(lower, upper)| Range::Between(lower, upper)).collect())
    }
}

impl<T: RangeElement> Element for Multirange<T> {}

fn bounds<T>(range: Range<T>) -> Option<(Bound<T>, Bound<T>)> {
    match range {
        Range::Empty => None,
        Range::Between(lower, upper) => Some((lower, upper)),
    }
}

/// Which range begins first.
fn compare_lower<T: PartialOrd>(left: &Bound<T>, right: &Bound<T>) -> Ordering {
    let side = |bound: &Bound<T>| matches!(bound, Bound::Excluded(_));
    match (value(left), value(right)) {
        (Some(a), Some(b)) => a.partial_cmp(b).unwrap_or(Ordering::Equal).then(side(left).cmp(&side(right))),
        (a, b) => a.is_some().cmp(&b.is_some()),
    }
}

/// Which range ends first.
fn compare_upper<T: PartialOrd>(left: &Bound<T>, right: &Bound<T>) -> Ordering {
    let side = |bound: &Bound<T>| matches!(bound, Bound::Included(_));
    match (value(left), value(right)) {
        (Some(a), Some(b)) => a.partial_cmp(b).unwrap_or(Ordering::Equal).then(side(left).cmp(&side(right))),
        (a, b) => a.is_none().cmp(&b.is_none()),
    }
}

/// Whether there is no value between the end of one range and the beginning of the next.
fn touches<T: PartialOrd>(upper: &Bound<T>, lower: &Bound<T>) -> bool {
    match (value(upper), value(lower)) {
        (Some(end), Some(begin)) if end == begin => {
            !matches!((upper, lower), (Bound::Excluded(_), Bound::Excluded(_)))
        }
        (Some(end), Some(begin)) => end > begin,
        _ => true,
    }
}

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

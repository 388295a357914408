//! Ranges on the wire.

use std::cmp::Ordering;
use std::ops::Bound;

use bytes::{BufMut, BytesMut};

use super::{Range, RangeElement};
use crate::error::BoxError;
use crate::types::wire::{self, Input};
use crate::types::{ColumnType, Element, PgType};

const EMPTY: u8 = 0x01;
const LOWER_INCLUDED: u8 = 0x02;
const UPPER_INCLUDED: u8 = 0x04;
const LOWER_UNBOUNDED: u8 = 0x08;
const UPPER_UNBOUNDED: u8 = 0x10;

impl<T: RangeElement> ColumnType for Range<T> {
    const TYPE: PgType = T::RANGE;

    fn encode(&self, out: &mut BytesMut) -> Result<(), BoxError> {
        let Range::Between(lower, upper) = self else {
            out.put_u8(EMPTY);
            return Ok(());
        };
        if order(lower, upper) == Some(Ordering::Greater) {
            return Err("the range's lower bound is above its upper bound".into());
        }
        let lower_flag = match lower {
            Bound::Included(_) => LOWER_INCLUDED,
            Bound::Excluded(_) => 0,
            Bound::Unbounded => LOWER_UNBOUNDED,
        };
        let upper_flag = match upper {
            Bound::Included(_) => UPPER_INCLUDED,
            Bound::Excluded(_) => 0,
            Bound::Unbounded => UPPER_UNBOUNDED,
        };
        out.put_u8(lower_flag | upper_flag);
        for value in [value(lower), value(upper)].into_iter().flatten() {
            wire::write_framed(out, |out| value.encode(out))?;
        }
        Ok(())
    }

    fn decode(bytes: &[u8]) -> Result<Self, BoxError> {
        let mut input = Input::new(bytes);
        let flags = input.u8()?;
        if flags & EMPTY != 0 {
            return input.finish().map(|()| Range::Empty);
        }
        let lower = bound(&mut input, flags & LOWER_UNBOUNDED != 0, flags & LOWER_INCLUDED != 0)?;
        let upper = bound(&mut input, flags & UPPER_UNBOUNDED != 0, flags & UPPER_INCLUDED != 0)?;
        input.finish()?;
        Ok(Range::Between(lower, upper))
    }

    fn same(&self, other: &Self) -> bool {
        match (self.clone().stored(), other.clone().stored()) {
            (Range::Empty, Range::Empty) => true,
            (Range::Between(l1, u1), Range::Between(l2, u2)) => same_bound(&l1, &l2) && same_bound(&u1, &u2),
            _ => false,
        }
    }

    fn stored(self) -> Self {
        let Range::Between(lower, upper) = self else { return self };
        let (lower, upper) = (lower.map(T::stored), upper.map(T::stored));
        if order(&lower, &upper) == Some(Ordering::Greater) || values_are_none(&lower, &upper) {
            return reduce(lower, upper);
        }
        let lower = match lower {
            Bound::Excluded(value) => value.successor().map_or(Bound::Excluded(value), Bound::Included),
            lower => lower,
        };
        let upper = match upper {
            Bound::Included(value) => value.successor().map_or(Bound::Included(value), Bound::Excluded),
            upper => upper,
        };
        reduce(lower, upper)
    }
}

impl<T: RangeElement> Element for Range<T> {}

fn bound<T: RangeElement>(
    input: &mut Input<'_>,
    unbounded: bool,
    included: bool,
) -> Result<Bound<T>, BoxError> {
    if unbounded {
        return Ok(Bound::Unbounded);
    }
    let value = T::decode(input.value()?.ok_or("the range has a NULL bound")?)?;
    Ok(if included { Bound::Included(value) } else { Bound::Excluded(value) })
}

pub(super) fn value<T>(bound: &Bound<T>) -> Option<&T> {
    match bound {
        Bound::Included(value) | Bound::Excluded(value) => Some(value),
        Bound::Unbounded => None,
    }
}

/// How the values of two bounds compare.
fn order<T: PartialOrd>(lower: &Bound<T>, upper: &Bound<T>) -> Option<Ordering> {
    value(lower)?.partial_cmp(value(upper)?)
}

/// Whether the bounds are equal and exclude their value.
fn values_are_none<T: PartialOrd>(lower: &Bound<T>, upper: &Bound<T>) -> bool {
    order(lower, upper) == Some(Ordering::Equal)
        && !matches!((lower, upper), (Bound::Included(_), Bound::Included(_)))
}

fn reduce<T: PartialOrd>(lower: Bound<T>, upper: Bound<T>) -> Range<T> {
    if values_are_none(&lower, &upper) { Range::Empty } else { Range::Between(lower, upper) }
}

fn same_bound<T: ColumnType>(left: &Bound<T>, right: &Bound<T>) -> bool {
    match (left, right) {
        (Bound::Included(left), Bound::Included(right)) | (Bound::Excluded(left), Bound::Excluded(right)) => {
            left.same(right)
        }
        (Bound::Unbounded, Bound::Unbounded) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::check;

    #[test]
    fn a_range_is_flags_and_framed_bounds() {
        #[rustfmt::skip]
        check::bytes(&Range::from(1..2), &[LOWER_INCLUDED,  0, 0, 0, 4,  0, 0, 0, 1,  0, 0, 0, 4,  0, 0, 0, 2]);
        check::bytes(&Range::from(..=7_i64), &[0x0c, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 7]);
        check::bytes(&Range::<i32>::from(..), &[0x18]);
        check::bytes(&Range::<i32>::Empty, &[1]);
    }

    #[test]
    fn ranges_that_postgresql_takes_for_the_same_are_the_same() {
        let open = |lower, upper| Range::new(Bound::Excluded(lower), Bound::Excluded(upper));
        assert!(Range::from(1..=3).same(&Range::from(1..4)) && open(0, 4).same(&Range::from(1..4)));
        assert_eq!(Range::from(1..=3).stored(), Range::from(1..4));
        for empty in [open(1, 2), open(1, 1), Range::from(1..1)] {
            assert_eq!(empty.stored(), Range::Empty);
        }
        assert!(!Range::from(1..3).same(&Range::from(1..4)) && !Range::from(1..).same(&Range::from(1..4)));
    }

    #[test]
    fn a_bound_without_successor_stays_as_it_is() {
        let last = Range::from(1..=i32::MAX);
        assert_eq!(last.stored(), last);
    }

    #[test]
    fn bounds_in_the_wrong_order_are_refused() {
        let reason = "the range's lower bound is above its upper bound";
        check::unsendable(&Range::new(Bound::Included(2), Bound::Excluded(1)), reason);
        assert!(Range::from(1..1).encode(&mut BytesMut::new()).is_ok());
    }

    #[test]
    fn broken_bytes_are_refused() {
        check::refused::<Range<i32>>(&[], "the value ends too early");
        check::refused::<Range<i32>>(&[1, 0], "the value is longer than its type");
        check::refused::<Range<i32>>(&[0x10, 0xff, 0xff, 0xff, 0xff], "the range has a NULL bound");
    }

    #[test]
    fn contains_asks_both_bounds() {
        let range = Range::new(Bound::Excluded(1), Bound::Included(3));
        assert!(!range.contains(&1) && range.contains(&3) && !range.contains(&4));
        assert!(!Range::Empty.contains(&1));
    }
}

//! Values as a column's modifiers make them: `numeric(10, 2)` rounds, `timestamp(3)` too.
//!
//! Works on PostgreSQL's binary format, so that it serves every Rust type of such a column.

use crate::types::PgType;

/// The value that a column with these modifiers makes of a value that it has accepted; `None` if it keeps it as
/// it is.
pub(crate) fn coerced(ty: PgType, modifiers: &[i32], bytes: &[u8]) -> Option<Vec<u8>> {
    if ty.is_array {
        return array(ty.element(), modifiers, bytes);
    }
    let new = match (ty.name, modifiers) {
        ("numeric", [_, scale]) => numeric(bytes, *scale)?,
        ("numeric", [_]) => numeric(bytes, 0)?,
        ("time" | "timestamp" | "timestamptz" | "interval", [precision]) => time(bytes, *precision)?,
        ("text", [length]) => text(bytes, *length)?,
        _ => return None,
    };
    (new != bytes).then_some(new)
}

/// Bytes of an array's header: dimensions, whether there are NULLs, type; then length and first index.
const HEADER: usize = 20;

fn array(element: PgType, modifiers: &[i32], bytes: &[u8]) -> Option<Vec<u8>> {
    let (header, mut rest) = bytes.split_at_checked(HEADER)?;
    let (mut new, mut is_changed) = (header.to_vec(), false);
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let Ok(size) = usize::try_from(i32::from_be_bytes(*length)) else {
            new.extend_from_slice(length);
            rest = after;
            continue;
        };
        let (value, after) = after.split_at_checked(size)?;
        let coerced = coerced(element, modifiers, value);
        is_changed |= coerced.is_some();
        let value = coerced.as_deref().unwrap_or(value);
        new.extend_from_slice(&i32::try_from(value.len()).ok()?.to_be_bytes());
        new.extend_from_slice(value);
        rest = after;
    }
    is_changed.then_some(new)
}

/// Rounds microseconds to so many digits, halves away from zero.
fn time(bytes: &[u8], precision: i32) -> Option<Vec<u8>> {
    let (micros, rest) = bytes.split_first_chunk::<8>()?;
    let micros = i64::from_be_bytes(*micros);
    let unit = 10_i64.checked_pow(u32::try_from(6 - precision).ok()?)?;
    let rounded =
        (micros.unsigned_abs() + unit.unsigned_abs() / 2) / unit.unsigned_abs() * unit.unsigned_abs();
    let rounded = i64::try_from(rounded).ok()? * micros.signum();
    Some([&rounded.to_be_bytes(), rest].concat())
}

/// What is longer can only have been spaces.
fn text(bytes: &[u8], length: i32) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (end, _) = text.char_indices().nth(usize::try_from(length).ok()?)?;
    Some(bytes[..end].to_vec())
}

/// Rounds to so many digits after the point, halves away from zero, and shows as many.
fn numeric(bytes: &[u8], scale: i32) -> Option<Vec<u8>> {
    let mut words = bytes.chunks_exact(2).map(|word| u16::from_be_bytes([word[0], word[1]]));
    let (count, weight, sign, _) = (words.next()?, words.next()?, words.next()?, words.next()?);
    let weight = i32::from(i16::from_be_bytes(weight.to_be_bytes()));
    if sign & 0xc000 == 0xc000 {
        // NaN and the infinities.
        return None;
    }
    let digits: Vec<u8> = words.take(usize::from(count)).flat_map(four_digits).collect();
    // Zeros in front, so that the point stands behind `point` digits and there is room for a carry.
    let zeros = 4 + 4 * usize::try_from((-1 - weight).max(0)).ok()?;
    let mut digits: Vec<u8> = std::iter::repeat_n(0, zeros).chain(digits).collect();
    let point = 4 + 4 * (weight + 1).max(0);
    let kept = usize::try_from(point + scale).ok()?;
    let rounds_up = digits.get(kept).is_some_and(|digit| *digit >= 5);
    digits.resize(kept, 0);
    if rounds_up {
        let last = digits.iter().rposition(|digit| *digit < 9)?;
        digits[last] += 1;
        digits[last + 1..].fill(0);
    }
    let whole = usize::try_from(point).ok()?.max(kept).next_multiple_of(4);
    digits.resize(whole, 0);
    let groups: Vec<u16> =
        digits.chunks(4).map(|four| four.iter().fold(0, |all, digit| all * 10 + u16::from(*digit))).collect();
    let first = groups.iter().position(|group| *group != 0).unwrap_or(groups.len());
    let last = groups.iter().rposition(|group| *group != 0).map_or(first, |last| last + 1);
    let weight = if first == last { 0 } else { point / 4 - 1 - i32::try_from(first).ok()? };
    let sign = if first == last { 0 } else { sign };
    let head = [u16::try_from(last - first).ok()?, i16::try_from(weight).ok()?.cast_unsigned(), sign];
    let scale = u16::try_from(scale.max(0)).ok()?;
    let words = head.into_iter().chain([scale]).chain(groups[first..last].iter().copied());
    Some(words.flat_map(u16::to_be_bytes).collect())
}

fn four_digits(group: u16) -> [u8; 4] {
    [group / 1000, group / 100 % 10, group / 10 % 10, group % 10].map(|digit| digit as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numeric(weight: i16, sign: u16, scale: u16, groups: &[u16]) -> Vec<u8> {
        let head = [u16::try_from(groups.len()).unwrap(), weight.cast_unsigned(), sign, scale];
        head.iter().chain(groups).flat_map(|word| word.to_be_bytes()).collect()
    }

    fn at_scale(scale: i32, value: &[u8]) -> Option<Vec<u8>> {
        coerced(PgType::builtin("numeric", 1700, 1231), &[10, scale], value)
    }

    #[test]
    fn a_numeric_is_rounded_to_its_scale_and_shows_it() {
        let rounded = at_scale(2, &numeric(0, 0, 3, &[12, 3450]));
        assert_eq!(rounded, Some(numeric(0, 0, 2, &[12, 3500])));
        let carried = at_scale(4, &numeric(-1, 0, 5, &[9999, 5000]));
        assert_eq!(carried, Some(numeric(0, 0, 4, &[1])));
        let small = at_scale(2, &numeric(-1, 0x4000, 3, &[40]));
        assert_eq!(small, Some(numeric(0, 0, 2, &[])), "zero has no sign");
        let tiny = at_scale(8, &numeric(-2, 0, 9, &[1, 5000]));
        assert_eq!(tiny, Some(numeric(-2, 0, 8, &[2])));
        assert_eq!(at_scale(-2, &numeric(0, 0, 1, &[1250, 5000])), Some(numeric(0, 0, 0, &[1300])));
        assert_eq!(at_scale(2, &numeric(0, 0, 2, &[12, 3400])), None, "nothing to do");
        assert_eq!(at_scale(2, &numeric(0, 0xc000, 0, &[])), None, "NaN");
    }

    #[test]
    fn times_are_rounded_away_from_zero() {
        let timestamp = PgType::builtin("timestamp", 1114, 1115);
        let rounded = |micros: i64, digits| {
            let bytes = coerced(timestamp, &[digits], &micros.to_be_bytes())?;
            Some(i64::from_be_bytes(bytes.try_into().unwrap()))
        };
        assert_eq!((rounded(1_500, 3), rounded(-1_500, 3)), (Some(2_000), Some(-2_000)));
        assert_eq!((rounded(1_499, 3), rounded(499_999, 0)), (Some(1_000), Some(0)));
        assert_eq!(rounded(7, 6), None);
    }

    #[test]
    fn a_text_loses_the_spaces_beyond_its_length() {
        let text = PgType::builtin("text", 25, 1009);
        assert_eq!(coerced(text, &[3], "å    ".as_bytes()), Some("å  ".as_bytes().to_vec()));
        assert_eq!(coerced(text, &[3], b"abc"), None);
    }
}

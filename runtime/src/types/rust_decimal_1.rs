//! `rust_decimal::Decimal` as `numeric`.
//!
//! `numeric` holds far more than a `Decimal`, which has 96 bits (28 or 29 digits) and at most 28 digits after the
//! point. Whatever a `Decimal` cannot hold exactly is an error, never rounded: NaN, the infinities, larger and
//! finer numbers. Zeros at the end after the point are kept as far as there is room for them.

use bytes::{BufMut, BytesMut};
use rust_decimal::Decimal;

use super::wire::Input;
use crate::error::BoxError;
use crate::types::{ColumnType, Element, PgType, RangeElement};

const NEGATIVE: u16 = 0x4000;
const MAX_SCALE: u32 = 28;
const MAX_MANTISSA: u128 = (1 << 96) - 1;

impl ColumnType for Decimal {
    const TYPE: PgType = PgType::builtin("numeric", 1700, 1231);

    #[inline]
    fn encode(&self, out: &mut BytesMut) -> Result<(), BoxError> {
        let scale = self.scale();
        // Whole groups of four digits on both sides of the point; 2^96 * 1000 fits.
        let padded = self.mantissa().unsigned_abs() * 10_u128.pow((4 - scale % 4) % 4);
        let (mut groups, mut count) = ([0_u16; 10], 0);
        let mut rest = padded;
        while rest > 0 {
            groups[count] = u16::try_from(rest % 10_000)?;
            rest /= 10_000;
            count += 1;
        }
        let zeros = groups[..count].iter().take_while(|group| **group == 0).count();
        let after_point = usize::try_from(scale.div_ceil(4))?;
        let weight = if count == 0 { 0 } else { i16::try_from(count)? - i16::try_from(after_point)? - 1 };
        let negative = self.is_sign_negative() && count > 0;
        out.put_u16(u16::try_from(count - zeros)?);
        out.put_i16(weight);
        out.put_u16(if negative { NEGATIVE } else { 0 });
        out.put_u16(u16::try_from(scale)?);
        groups[zeros..count].iter().rev().for_each(|group| out.put_u16(*group));
        Ok(())
    }

    #[inline]
    fn decode(bytes: &[u8]) -> Result<Self, BoxError> {
        let mut input = Input::new(bytes);
        let count = input.u16()?;
        let weight = i16::from_be_bytes(input.array()?);
        let sign = input.u16()?;
        let scale = u32::from(input.u16()?);
        let negative = match sign {
            0 => false,
            NEGATIVE => true,
            0xc000 => return Err("the numeric is NaN: a `Decimal` cannot hold it".into()),
            0xd000 | 0xf000 => return Err("the numeric is infinite: a `Decimal` cannot hold it".into()),
            _ => return Err("the numeric has an unknown sign".into()),
        };
        let mut mantissa = 0_u128;
        for _ in 0..count {
            let group = input.u16()?;
            if group > 9_999 {
                return Err("the numeric has a digit above 9999".into());
            }
            let shifted = mantissa.checked_mul(10_000).ok_or_else(too_many_digits)?;
            mantissa = shifted.checked_add(u128::from(group)).ok_or_else(too_many_digits)?;
        }
        input.finish()?;
        let exponent = (i32::from(weight) + 1 - i32::from(count)) * 4;
        assemble(mantissa, exponent, scale, negative)
    }

    /// Compares as PostgreSQL's `=`: 1.5 is the same as 1.50.
    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

impl Element for Decimal {}

impl RangeElement for Decimal {
    const RANGE: PgType = PgType::builtin("numrange", 3906, 3907);
    const MULTIRANGE: PgType = PgType::builtin("nummultirange", 4532, 6151);
}

/// `mantissa * 10^exponent`, shown with `scale` digits after the point.
fn assemble(mut mantissa: u128, mut exponent: i32, scale: u32, negative: bool) -> Result<Decimal, BoxError> {
    if mantissa == 0 {
        exponent = 0;
    }
    while exponent > 0 {
        mantissa = mantissa.checked_mul(10).ok_or_else(too_many_digits)?;
        exponent -= 1;
    }
    while exponent < 0 && mantissa.is_multiple_of(10) {
        mantissa /= 10;
        exponent += 1;
    }
    let mut digits = exponent.unsigned_abs();
    if digits > MAX_SCALE {
        return Err(format!(
            "the numeric has {digits} digits after the point: a `Decimal` holds {MAX_SCALE} at most, it would be rounded"
        )
        .into());
    }
    if mantissa > MAX_MANTISSA {
        return Err(too_many_digits());
    }
    while digits < scale.min(MAX_SCALE) && mantissa <= MAX_MANTISSA / 10 {
        mantissa *= 10;
        digits += 1;
    }
    let signed = i128::try_from(mantissa)?;
    Ok(Decimal::try_from_i128_with_scale(if negative { -signed } else { signed }, digits)?)
}

#[cold]
fn too_many_digits() -> BoxError {
    "the numeric has more digits than a `Decimal` holds (28 or 29)".into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::check;

    fn decimal(text: &str) -> Decimal {
        text.parse().expect("a decimal")
    }

    /// Number of groups, weight, sign, scale, groups.
    fn numeric(parts: &[u16]) -> Vec<u8> {
        parts.iter().flat_map(|part| part.to_be_bytes()).collect()
    }

    #[test]
    fn a_numeric_is_groups_of_four_digits() {
        check::bytes(&decimal("0"), &numeric(&[0, 0, 0, 0]));
        check::bytes(&decimal("12345.678"), &numeric(&[3, 1, 0, 3, 1, 2345, 6780]));
        check::bytes(&decimal("-0.00012"), &numeric(&[2, 0xffff, NEGATIVE, 5, 1, 2000]));
        check::bytes(&decimal("10000"), &numeric(&[1, 1, 0, 0, 1]));
        check::bytes(&decimal("0.0000000000000000000000000001"), &numeric(&[1, 0xfff9, 0, 28, 1]));
        let largest = [8, 7, 0, 0, 7, 9228, 1625, 1426, 4337, 5935, 4395, 335];
        assert_eq!(decimal("79228162514264337593543950335"), Decimal::MAX);
        check::bytes(&Decimal::MAX, &numeric(&largest));
    }

    #[test]
    fn zeros_at_the_end_are_kept() {
        for text in ["1.50", "0.00", "100.000", "-7.0"] {
            let read = Decimal::decode(&check::encoded(&decimal(text))).unwrap();
            assert_eq!(read.to_string(), text);
        }
        assert!(decimal("1.5").same(&decimal("1.50")));
        assert_eq!(check::encoded(&-decimal("0.0")), numeric(&[0, 0, 0, 1]));
    }

    #[test]
    fn zeros_that_find_no_room_are_dropped_without_changing_the_value() {
        // 1 with 30 digits after the point, and the largest decimal with 4.
        assert_eq!(Decimal::decode(&numeric(&[1, 0, 0, 30, 1])).unwrap(), Decimal::ONE);
        let largest = [8, 7, 0, 4, 7, 9228, 1625, 1426, 4337, 5935, 4395, 335];
        assert_eq!(Decimal::decode(&numeric(&largest)).unwrap(), Decimal::MAX);
    }

    #[test]
    fn digits_that_a_decimal_cannot_hold_are_an_error_not_rounded() {
        // 1e-29
        check::refused::<Decimal>(
            &numeric(&[1, 0xfff8, 0, 29, 1000]),
            "the numeric has 29 digits after the point: a `Decimal` holds 28 at most, it would be rounded",
        );
        let many = "the numeric has more digits than a `Decimal` holds (28 or 29)";
        // Decimal::MAX + 1
        check::refused::<Decimal>(&numeric(&[8, 7, 0, 0, 7, 9228, 1625, 1426, 4337, 5935, 4395, 336]), many);
        // 1e131068, 38 digits, 10,000 digits
        check::refused::<Decimal>(&numeric(&[1, 0x7fff, 0, 0, 1]), many);
        let thirty_eight: Vec<u16> = [10, 9, 0, 0, 12].into_iter().chain([3456; 9]).collect();
        check::refused::<Decimal>(&numeric(&thirty_eight), many);
        let huge: Vec<u16> = [2500, 2499, 0, 0].into_iter().chain([9999; 2500]).collect();
        check::refused::<Decimal>(&numeric(&huge), many);
    }

    #[test]
    fn nan_and_infinity_are_named() {
        check::refused::<Decimal>(
            &numeric(&[0, 0, 0xc000, 0]),
            "the numeric is NaN: a `Decimal` cannot hold it",
        );
        for sign in [0xd000, 0xf000] {
            let reason = "the numeric is infinite: a `Decimal` cannot hold it";
            check::refused::<Decimal>(&numeric(&[0, 0, sign, 0x20]), reason);
        }
    }

    #[test]
    fn broken_bytes_are_refused() {
        check::refused::<Decimal>(&[0, 1], "the value ends too early");
        check::refused::<Decimal>(&numeric(&[1, 0, 0, 0, 10_000]), "the numeric has a digit above 9999");
        check::refused::<Decimal>(&numeric(&[0, 0, 0, 0, 1]), "the value is longer than its type");
        check::refused::<Decimal>(&numeric(&[0, 0, 0x1234, 0]), "the numeric has an unknown sign");
    }
}

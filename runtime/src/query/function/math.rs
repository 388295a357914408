//! Numbers.

#[cfg(feature = "decimal")]
use rust_decimal::Decimal;

#[cfg(feature = "decimal")]
pub use super::decimal::{div, factorial, log_base, round_to, scale, to_number, trim_scale, trunc_to};
use crate::query::argument::call;
use crate::query::{Argument, Arithmetic, BitString, Expr, Typed};
use crate::types::ColumnType;

/// A number whose roots, powers and roundings PostgreSQL calculates: integers and floats as f64, Decimal as
/// Decimal.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a number",
    label = "cannot be calculated with",
    note = "numbers are `i16`, `i32`, `i64`, `f32`, `f64` and, with the feature `decimal`, `Decimal`"
)]
pub trait Real: Arithmetic {
    /// The type of the result.
    type Result: ColumnType;
}

macro_rules! real {
    ($($(#[$meta:meta])* $ty:ty => $out:ty;)*) => {$(
        $(#[$meta])*
        #[diagnostic::do_not_recommend]
        impl Real for $ty { type Result = $out; }
    )*};
}

real! {
    i16 => f64;
    i32 => f64;
    i64 => f64;
    f32 => f64;
    f64 => f64;
    #[cfg(feature = "decimal")] Decimal => Decimal;
}

macro_rules! real_functions {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        pub fn $name<A: Typed<Base = T, Uses = U>, T: Real, U>(x: A) -> Expr<T::Result, U> {
            call(stringify!($name), vec![x.into_typed()])
        }
    )*};
}

real_functions! {
    /// `ceil(x)`: the next integer above.
    ceil;
    /// `floor(x)`: the next integer below.
    floor;
    /// `round(x)`: the nearest integer.
    round;
    /// `trunc(x)`: without what is behind the point.
    trunc;
    /// `sign(x)`: -1, 0 or 1.
    sign;
    /// `sqrt(x)`: the square root.
    sqrt;
    /// `exp(x)`: e to the power of x.
    exp;
    /// `ln(x)`: the natural logarithm.
    ln;
    /// `log(x)`: the logarithm to the base 10.
    log;
}

macro_rules! float_functions {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        pub fn $name<A: Typed<Base = T, Uses = U>, T: Arithmetic, U>(x: A) -> Expr<f64, U> {
            call(stringify!($name), vec![x.into_typed()])
        }
    )*};
}

float_functions! {
    /// `cbrt(x)`: the cube root.
    cbrt;
    /// `degrees(x)`: radians in degrees.
    degrees;
    /// `radians(x)`: degrees in radians.
    radians;
    /// `sin(x)`
    sin;
    /// `cos(x)`
    cos;
    /// `tan(x)`
    tan;
    /// `cot(x)`
    cot;
    /// `asin(x)`
    asin;
    /// `acos(x)`
    acos;
    /// `atan(x)`
    atan;
    /// `sinh(x)`
    sinh;
    /// `cosh(x)`
    cosh;
    /// `tanh(x)`
    tanh;
    /// `asinh(x)`
    asinh;
    /// `acosh(x)`
    acosh;
    /// `atanh(x)`
    atanh;
}

/// `abs(x)`: without its sign.
pub fn abs<A: Typed<Base = T, Uses = U>, T: Arithmetic, U>(x: A) -> Expr<T, U> {
    call("abs", vec![x.into_typed()])
}

/// `power(x, y)`: x to the power of y.
pub fn power<A, B, T, U, W>(x: A, y: B) -> Expr<T::Result, (U, W)>
where
    A: Typed<Base = T, Uses = U>,
    B: Argument<T, Uses = W>,
    T: Real,
{
    call("power", vec![x.into_typed(), y.into_argument()])
}

macro_rules! integer_functions {
    ($($(#[$doc:meta])* $name:ident $sql:literal;)*) => {$(
        $(#[$doc])*
        pub fn $name<A, B, T, U, W>(x: A, y: B) -> Expr<T, (U, W)>
        where
            A: Typed<Base = T, Uses = U>,
            B: Argument<T, Uses = W>,
            T: Exact,
        {
            call($sql, vec![x.into_typed(), y.into_argument()])
        }
    )*};
}

/// A number without rounding errors: the integers and Decimal.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an integer or a `Decimal`",
    label = "has no exact remainder",
    note = "`.cast::<Decimal>()` it"
)]
pub trait Exact: Arithmetic {}

#[diagnostic::do_not_recommend]
impl Exact for i16 {}
#[diagnostic::do_not_recommend]
impl Exact for i32 {}
#[diagnostic::do_not_recommend]
impl Exact for i64 {}
#[cfg(feature = "decimal")]
#[diagnostic::do_not_recommend]
impl Exact for Decimal {}

integer_functions! {
    /// `mod(x, y)`: the remainder of x divided by y, with the sign of x.
    modulo "mod";
}

macro_rules! divisors {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        pub fn $name<A, B, T, U, W>(x: A, y: B) -> Expr<T, (U, W)>
        where
            A: Typed<Base = T, Uses = U>,
            B: Argument<T, Uses = W>,
            T: BitString + Exact,
        {
            call(stringify!($name), vec![x.into_typed(), y.into_argument()])
        }
    )*};
}

divisors! {
    /// `gcd(x, y)`: the greatest common divisor of two integers.
    gcd;
    /// `lcm(x, y)`: the least common multiple of two integers.
    lcm;
}

sql! { random() -> f64, "from 0 up to, not including, 1" }
sql! { pi() -> f64, "3.14159.." }
sql! { atan2(y: f64, x: f64) -> f64, "the angle of the point, in radians" }
sql! { width_bucket(x: f64, low: f64, high: f64, n: i32) -> i32,
"the number of the bucket, of n equal ones between low and high; 0 or n + 1 outside" }

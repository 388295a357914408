//! Functions of `numeric` alone; part of `math`.

use rust_decimal::Decimal;

sql! { round_to(x: Decimal, digits: i32) -> Decimal = "round",
"the nearest number with so many digits behind the point" }
sql! { trunc_to(x: Decimal, digits: i32) -> Decimal = "trunc", "cut to so many digits behind the point" }
sql! { log_base(base: Decimal, x: Decimal) -> Decimal = "log", "the logarithm to this base" }
sql! { div(x: Decimal, y: Decimal) -> Decimal, "the quotient without what is behind the point" }
sql! { factorial(n: i64) -> Decimal, "the product of 1 to n" }
sql! { trim_scale(x: Decimal) -> Decimal, "without zeros at the end" }
sql! { scale(x: Decimal) -> i32, "how many digits are behind the point" }
sql! { to_number(text: String, format: String) -> Decimal,
"a number from a text like `1,234.5`, described like `9G999D9`" }

//! Numbers.

use cormorant::Result;
use cormorant::functions::math::*;
use cormorant::query::value;
use cormorant::testing::TestDb;
use rust_decimal::Decimal;

use super::harness::{SCHEMA, Thing, cases};

#[cormorant::test(schema = SCHEMA)]
async fn functions_of_numbers(db: TestDb) -> Result<()> {
    cases! { db;
        abs(-Thing::id) => r#"abs(-"thing"."id")"#, "1";
        abs(Thing::price - 20) => r#"abs("thing"."price" - $1)"#, "7.655";
        ceil(Thing::double) => r#"ceil("thing"."double")"#, "3.0";
        ceil(Thing::price) => r#"ceil("thing"."price")"#, "13";
        floor(Thing::single) => r#"floor("thing"."single")"#, "1.0";
        round(Thing::price) => r#"round("thing"."price")"#, "12";
        round_to(Thing::price, 1) => r#"round("thing"."price", $1)"#, "12.3";
        trunc(Thing::double) => r#"trunc("thing"."double")"#, "2.0";
        trunc_to(Thing::price, 2) => r#"trunc("thing"."price", $1)"#, "12.34";
        sign(Thing::small) => r#"sign("thing"."small")"#, "1.0";
        sqrt(Thing::double) => r#"sqrt("thing"."double")"#, "1.5";
        sqrt(value(Decimal::from(4))) => "sqrt($1::numeric)", "2.000000000000000";
        cbrt(27) => "cbrt($1)", "3.0000000000000004";
        exp(0.0) => "exp($1)", "1.0";
        ln(Thing::id) => r#"ln("thing"."id")"#, "0.0";
        log(100) => "log($1)", "2.0";
        log_base(2, 8) => "log($1, $2)", "3.0000000000000000";
        power(Thing::double, 2.0) => r#"power("thing"."double", $1)"#, "5.0625";
        power(Thing::price, 2) => r#"power("thing"."price", $1)"#, "152.3990250000000000";
        power(2, Thing::id) => r#"power($1, "thing"."id")"#, "2.0";
        modulo(Thing::big, 7) => r#"mod("thing"."big", $1)"#, "5";
        modulo(Thing::price, 5) => r#"mod("thing"."price", $1)"#, "2.345";
        div(Thing::price, 5) => r#"div("thing"."price", $1)"#, "2";
        gcd(Thing::big, 12) => r#"gcd("thing"."big", $1)"#, "4";
        lcm(4, 6) => "lcm($1, $2)", "12";
        factorial(5) => "factorial($1)", "120";
        trim_scale(Thing::price) => r#"trim_scale("thing"."price")"#, "12.345";
        scale(Thing::price) => r#"scale("thing"."price")"#, "3";
        to_number("1,234.5", "9G999D9") => "to_number($1, $2)", "1234.5";
        width_bucket(Thing::double, 0.0, 10.0, 5) => r#"width_bucket("thing"."double", $1, $2, $3)"#, "2";
        pi() => "pi()", "3.141592653589793";
        random().lt(1.0) => "random() < $1", "true";
        degrees(0.0) => "degrees($1)", "0.0";
        radians(180) => "radians($1)", "3.141592653589793";
        sin(0.0) => "sin($1)", "0.0";
        cos(0) => "cos($1)", "1.0";
        tan(0.0) => "tan($1)", "0.0";
        cot(Thing::price).gt(0.0) => r#"cot("thing"."price") > $1"#, "false";
        asin(0.0) => "asin($1)", "0.0";
        acos(1.0) => "acos($1)", "0.0";
        atan(0.0) => "atan($1)", "0.0";
        atan2(0.0, 1.0) => "atan2($1, $2)", "0.0";
        sinh(0.0) => "sinh($1)", "0.0";
        cosh(0.0) => "cosh($1)", "1.0";
        tanh(0.0) => "tanh($1)", "0.0";
        asinh(0.0) => "asinh($1)", "0.0";
        acosh(1.0) => "acosh($1)", "0.0";
        atanh(0.0) => "atanh($1)", "0.0";
    }
}

#[cormorant::test(schema = SCHEMA)]
async fn operators_of_numbers(db: TestDb) -> Result<()> {
    cases! { db;
        Thing::id + 1 => r#""thing"."id" + $1"#, "2";
        Thing::big * Thing::big - 1 => r#""thing"."big" * "thing"."big" - $1"#, "1599";
        (Thing::id + 7) / 2 => r#"("thing"."id" + $1) / $2"#, "4";
        -Thing::big % 7 => r#"-"thing"."big" % $1"#, "-5";
        Thing::double.pow(2.0) => r#""thing"."double" ^ $1"#, "5.0625";
        Thing::price.pow(2) => r#""thing"."price" ^ $1"#, "152.3990250000000000";
        Thing::price * 2 => r#""thing"."price" * $1"#, "24.690";
        Thing::id.cast::<Decimal>() * Thing::price => r#""thing"."id"::numeric * "thing"."price""#, "12.345";
        Thing::id & 1 => r#""thing"."id" & $1"#, "1";
        Thing::small | 8 => r#""thing"."small" | $1"#, "11";
        Thing::big ^ 1 => r#""thing"."big" # $1"#, "41";
        Thing::id << 4 => r#""thing"."id" << $1"#, "16";
        Thing::big >> 3 => r#""thing"."big" >> $1"#, "5";
        Thing::big.bit_not() => r#"~ "thing"."big""#, "-41";
        (Thing::id & 1).eq(1) => r#""thing"."id" & $1 = $2"#, "true";
    }
}

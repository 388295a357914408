//! `serde_json::Value` and anything that serde can serialize, as `jsonb`.

use std::ops::{Deref, DerefMut};

use bytes::{BufMut, BytesMut};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};

use super::json_text::{Checked, MAX_DEPTH};
use crate::error::BoxError;
use crate::types::{ColumnType, Element, PgType};

const JSON: u32 = 114;
const JSONB: PgType = PgType::builtin("jsonb", 3802, 3807);

/// A value of any type that serde knows, as a `jsonb` column; `json` columns can be read, too.
///
/// Refused, as `jsonb` could not hold it or `serde_json` could not read it again: the character NUL in texts and
/// keys, and nesting beyond 127 levels. As `serde_json` has it, NaN and the infinities become `null`, and
/// numbers with more digits than an `f64` lose them on reading. `jsonb` keeps neither the order of keys nor
/// white space.
///
/// ```
/// use cormorant::types::Json;
/// # #[derive(Clone, serde::Serialize, serde::Deserialize)]
/// struct Settings { theme: String }
///
/// let mut settings = Json(Settings { theme: "dark".into() });
/// settings.theme = "light".into();
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Json<T>(pub T);

impl<T> Json<T> {
    /// The value.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for Json<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Json<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T> From<T> for Json<T> {
    fn from(value: T) -> Self {
        Json(value)
    }
}

impl<T: Serialize + DeserializeOwned + Clone + Send + Sync + 'static> ColumnType for Json<T> {
    const TYPE: PgType = JSONB;

    fn accepts(oid: u32) -> bool {
        oid == JSON
    }

    fn encode(&self, out: &mut BytesMut) -> Result<(), BoxError> {
        encode(&self.0, out)
    }

    fn decode(bytes: &[u8]) -> Result<Self, BoxError> {
        decode(bytes).map(Json)
    }

    /// Compares as `jsonb` does: the order of keys does not count.
    fn same(&self, other: &Self) -> bool {
        let (mut left, mut right) = (BytesMut::new(), BytesMut::new());
        if self.encode(&mut left).is_err() || other.encode(&mut right).is_err() {
            return false;
        }
        left == right
            || decode::<Value>(&left).is_ok_and(|left| decode(&right).is_ok_and(|right: Value| left == right))
    }
}

impl<T: Serialize + DeserializeOwned + Clone + Send + Sync + 'static> Element for Json<T> {}

impl ColumnType for Value {
    const TYPE: PgType = JSONB;

    fn accepts(oid: u32) -> bool {
        oid == JSON
    }

    fn encode(&self, out: &mut BytesMut) -> Result<(), BoxError> {
        encode(self, out)
    }

    fn decode(bytes: &[u8]) -> Result<Self, BoxError> {
        decode(bytes)
    }

    fn same(&self, other: &Self) -> bool {
        self == other || self.clone().stored() == other.clone().stored()
    }

    fn stored(mut self) -> Self {
        store_numbers(&mut self, MAX_DEPTH);
        self
    }
}

impl Element for Value {}

fn encode<T: Serialize>(value: &T, out: &mut BytesMut) -> Result<(), BoxError> {
    out.put_u8(1);
    let mut writer = Checked::new(out);
    let Err(error) = serde_json::to_writer(&mut writer, value) else { return Ok(()) };
    match writer.problem {
        Some(problem) => Err(problem.into()),
        None => Err(format!("the value is no JSON: {}", describe(&error)).into()),
    }
}

fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, BoxError> {
    // jsonb is version 1 and the text, json is the text, which cannot begin with that byte.
    let text = bytes.strip_prefix(&[1]).unwrap_or(bytes);
    serde_json::from_slice(text).map_err(|error| {
        let name = std::any::type_name::<T>();
        format!("the JSON does not fit `{name}`: {}", describe(&error)).into()
    })
}

/// What serde says, without the value that it may quote.
fn describe(error: &serde_json::Error) -> String {
    if !error.is_data() {
        return error.to_string();
    }
    let text = error.to_string();
    let place = format!("line {} column {}", error.line(), error.column());
    if text.starts_with("missing field `") || text.starts_with("duplicate field `") {
        return text;
    }
    let known = ["invalid type", "invalid value", "invalid length", "unknown variant", "unknown field"];
    let kind = known.into_iter().find(|kind| text.starts_with(kind));
    match (kind, text.rfind(", expected ")) {
        (Some(kind), Some(expected)) => format!("{kind}{}", &text[expected..]),
        (Some(kind), None) => format!("{kind} at {place}"),
        (None, _) => format!("wrong data at {place}"),
    }
}

/// Makes integers of the floats that `jsonb` writes as integers (1e16 comes back as 10000000000000000), and
/// takes the sign from zero.
fn store_numbers(value: &mut Value, depth: usize) {
    match value {
        Value::Number(number) if number.is_f64() => {
            let text = number.to_string();
            if text == "-0.0" {
                *value = Value::from(0.0);
            } else if let Some(integer) = whole(&text) {
                *number = integer;
            }
        }
        Value::Array(values) if depth > 0 => {
            values.iter_mut().for_each(|value| store_numbers(value, depth - 1));
        }
        Value::Object(values) if depth > 0 => {
            values.values_mut().for_each(|value| store_numbers(value, depth - 1));
        }
        _ => {}
    }
}

/// The integer that a number in exponent notation is, if it fits 64 bits: 1.2e3 is 1200.
fn whole(text: &str) -> Option<Number> {
    let (mantissa, exponent) = text.split_once('e')?;
    let exponent: usize = exponent.trim_start_matches('+').parse().ok().filter(|exponent| *exponent < 20)?;
    let (integer, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let zeros = exponent.checked_sub(fraction.len())?;
    let digits = format!("{integer}{fraction}{}", "0".repeat(zeros));
    let unsigned = digits.parse::<u64>().map(Number::from);
    unsigned.or_else(|_| digits.parse::<i64>().map(Number::from)).ok()
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use serde_json::json;

    use super::*;
    use crate::types::check;

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Point {
        x: u8,
    }

    #[test]
    fn jsonb_is_version_one_and_the_text() {
        check::bytes(&json!({"a": [1, null]}), b"\x01{\"a\":[1,null]}");
        check::bytes(&Json(Point { x: 1 }), b"\x01{\"x\":1}");
    }

    #[test]
    fn json_without_a_version_is_read_too() {
        assert!(Value::accepts(114) && Json::<Point>::accepts(114));
        assert_eq!(Json::<Point>::decode(b" {\"x\": 1}").unwrap(), Json(Point { x: 1 }));
    }

    #[test]
    fn nul_is_refused_wherever_it_stands() {
        let reason = "jsonb cannot hold the character NUL (`\\u0000`)";
        check::unsendable(&json!({"a": "\0"}), reason);
        check::unsendable(&json!({"\0": 1}), reason);
        check::unsendable(&Json(vec!["\0".to_owned()]), reason);
    }

    #[test]
    fn what_is_written_can_be_read_and_deeper_nesting_is_refused() {
        let nested = |depth| (0..depth).fold(json!(1), |value, _| Value::Array(vec![value]));
        let deepest = nested(127);
        assert_eq!(Value::decode(&check::encoded(&deepest)).unwrap(), deepest);
        let reason = "the JSON is nested deeper than 127 levels: it could not be read again";
        check::unsendable(&nested(128), reason);
        check::unsendable(&nested(2_000), reason);
        let text = format!("\x01{}{}", "[".repeat(128), "]".repeat(128));
        check::refused::<Value>(
            text.as_bytes(),
            "the JSON does not fit `serde_json::value::Value`: recursion limit exceeded at line 1 column 128",
        );
    }

    #[test]
    fn errors_do_not_quote_the_value() {
        let reason = |text: &str| {
            let error = Json::<Point>::decode(text.as_bytes()).unwrap_err().to_string();
            error.rsplit_once("`: ").or_else(|| error.split_once(": ")).map(|(_, reason)| reason.to_owned())
        };
        let is = |text, expected: &str| assert_eq!(reason(text).as_deref(), Some(expected));
        is(r#"{"x":"secret, expected"}"#, "invalid type, expected u8 at line 1 column 23");
        is(r#"{"x":300}"#, "invalid value, expected u8 at line 1 column 8");
        is(r#"{"secret":1}"#, "unknown field, expected `x` at line 1 column 9");
        is("{}", "missing field `x` at line 1 column 2");
        is("{", "EOF while parsing an object at line 1 column 1");
    }

    #[test]
    fn the_order_of_keys_does_not_count_as_a_change() {
        let pairs = || (0..20).map(|n| (n.to_string(), n));
        let left: Json<HashMap<String, i32>> = Json(pairs().collect());
        let right = Json(pairs().rev().collect());
        assert!(left.same(&right));
        assert!(!left.same(&Json(HashMap::new())));
    }

    #[test]
    fn whole_numbers_in_exponent_notation_are_stored_as_integers() {
        assert_eq!(
            json!([1e16, {"a": -1e18}]).stored(),
            json!([10_000_000_000_000_000_u64, {"a": -1_000_000_000_000_000_000_i64}])
        );
        assert_eq!(json!(1.4370788269055212e18).stored(), json!(1_437_078_826_905_521_200_u64));
        assert_eq!(json!([1e15, 1e300, 1e-7, 0.5]).stored(), json!([1e15, 1e300, 1e-7, 0.5]));
    }
}

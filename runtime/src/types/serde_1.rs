//! serde for the types that are written as their text.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

#[cfg(feature = "ipnet")]
use crate::types::Cidr;
use crate::types::{Bits, Interval, MacAddr, TsQuery, TsVector};

macro_rules! serialize_as_text {
    ($($ty:ty),*) => {$(
        impl Serialize for $ty {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
    )*};
}

macro_rules! deserialize_from_text {
    ($($ty:ty),*) => {$(
        impl<'de> Deserialize<'de> for $ty {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
            }
        }
    )*};
}

serialize_as_text!(Bits, Interval, MacAddr, TsQuery, TsVector);
deserialize_from_text!(Bits, Interval, MacAddr);

#[cfg(feature = "ipnet")]
serialize_as_text!(Cidr);

#[cfg(feature = "ipnet")]
impl<'de> Deserialize<'de> for Cidr {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse::<ipnet::IpNet>().map(Cidr::from).map_err(D::Error::custom)
    }
}

#[cfg(all(test, feature = "json"))]
mod tests {
    use serde_json::{from_value, json, to_value};

    use super::*;
    use crate::types::{CiText, Multirange, Range};

    #[test]
    fn own_types_are_written_as_their_text() {
        let interval = Interval::new(1, 0, -500_000);
        assert_eq!(to_value(interval).unwrap(), json!("P1MT-0.5S"));
        assert_eq!(from_value::<Interval>(json!("P1MT-0.5S")).unwrap(), interval);
        let address = MacAddr([8, 0, 0x2b, 1, 2, 0xff]);
        assert_eq!(to_value(address).unwrap(), json!("08:00:2b:01:02:ff"));
        assert_eq!(from_value::<MacAddr>(json!("08:00:2b:01:02:ff")).unwrap(), address);
        assert_eq!(from_value::<Bits>(json!("101")).unwrap().to_string(), "101");
        assert_eq!(to_value(TsQuery::word("a").not()).unwrap(), json!("!'a'"));
        assert_eq!(to_value(CiText::from("Ab")).unwrap(), json!("Ab"));
        assert!(from_value::<Bits>(json!("12")).is_err());
    }

    #[test]
    fn ranges_are_written_with_their_bounds() {
        let ranges = Multirange(vec![Range::from(1..5), Range::Empty, Range::from(..=7)]);
        let written = json!([
            {"Between": [{"Included": 1}, {"Excluded": 5}]},
            "Empty",
            {"Between": ["Unbounded", {"Included": 7}]},
        ]);
        assert_eq!(to_value(&ranges).unwrap(), written);
        assert_eq!(from_value::<Multirange<i32>>(written).unwrap(), ranges);
    }
}

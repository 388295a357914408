//! `macaddr`.

use std::fmt;
use std::str::FromStr;

use bytes::{BufMut, BytesMut};

use super::wire;
use crate::error::BoxError;
use crate::types::{ColumnType, Element, PgType};

/// `macaddr`: an address of six bytes, shown as `08:00:2b:01:02:03`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MacAddr(pub [u8; 6]);

impl ColumnType for MacAddr {
    const TYPE: PgType = PgType::builtin("macaddr", 829, 1040);

    fn encode(&self, out: &mut BytesMut) -> Result<(), BoxError> {
        out.put_slice(&self.0);
        Ok(())
    }

    fn decode(bytes: &[u8]) -> Result<Self, BoxError> {
        wire::fixed(bytes, "macaddr").map(MacAddr)
    }

    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

impl Element for MacAddr {}

impl fmt::Display for MacAddr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d, e, g] = self.0;
        write!(f, "{a:02x}:{b:02x}:{c:02x}:{d:02x}:{e:02x}:{g:02x}")
    }
}

impl FromStr for MacAddr {
    type Err = BoxError;

    /// Reads six pairs of hexadecimal digits with `:` or `-` between them.
    fn from_str(text: &str) -> Result<Self, BoxError> {
        let wrong =
            || BoxError::from("a MAC address is six pairs of hexadecimal digits, as 08:00:2b:01:02:03");
        let mut bytes = [0; 6];
        let mut parts = text.split([':', '-']);
        for byte in &mut bytes {
            let part =
                parts.next().filter(|part| part.len() == 2 && !part.starts_with('+')).ok_or_else(wrong)?;
            *byte = u8::from_str_radix(part, 16).map_err(|_| wrong())?;
        }
        if parts.next().is_some() { Err(wrong()) } else { Ok(MacAddr(bytes)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::check;

    #[test]
    fn a_mac_address_is_six_bytes_and_shows_as_hexadecimal_pairs() {
        let address: MacAddr = "08-00:2b:01:02:FF".parse().unwrap();
        check::bytes(&address, &[8, 0, 0x2b, 1, 2, 0xff]);
        assert_eq!(address.to_string(), "08:00:2b:01:02:ff");
        for wrong in ["", "08:00:2b:01:02", "08:00:2b:01:02:03:04", "08:00:2b:01:02:+3", "08:00:2b:01:02:3"] {
            assert!(wrong.parse::<MacAddr>().is_err());
        }
    }
}

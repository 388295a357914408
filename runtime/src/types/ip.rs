//! `std::net::IpAddr` as `inet`, and the wire format that `inet` and `cidr` share.

use std::net::IpAddr;

use bytes::{BufMut, BytesMut};

use super::wire::Input;
use crate::error::BoxError;
use crate::types::{ColumnType, Element, PgType};

pub(super) const INET: PgType = PgType::builtin("inet", 869, 1041);

const V4: u8 = 2;
const V6: u8 = 3;

/// An address without a network. An `inet` with a netmask is refused on reading: with the feature `ipnet`,
/// `IpNet` holds it.
impl ColumnType for IpAddr {
    const TYPE: PgType = INET;

    fn encode(&self, out: &mut BytesMut) -> Result<(), BoxError> {
        write(*self, if self.is_ipv4() { 32 } else { 128 }, out);
        Ok(())
    }

    fn decode(bytes: &[u8]) -> Result<Self, BoxError> {
        match read(bytes)? {
            (address @ IpAddr::V4(_), 32) | (address @ IpAddr::V6(_), 128) => Ok(address),
            _ => Err("the inet has a netmask: an `IpAddr` cannot hold it, `IpNet` can".into()),
        }
    }

    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

impl Element for IpAddr {}

/// Writes an address and the length of its network's prefix.
pub(super) fn write(address: IpAddr, prefix: u8, out: &mut BytesMut) {
    let header = |family, len| [family, prefix, 0, len];
    match address {
        IpAddr::V4(address) => {
            out.put_slice(&header(V4, 4));
            out.put_slice(&address.octets());
        }
        IpAddr::V6(address) => {
            out.put_slice(&header(V6, 16));
            out.put_slice(&address.octets());
        }
    }
}

/// Reads an address and the length of its network's prefix.
pub(super) fn read(bytes: &[u8]) -> Result<(IpAddr, u8), BoxError> {
    let mut input = Input::new(bytes);
    let (family, prefix, _is_cidr, len) = (input.u8()?, input.u8()?, input.u8()?, input.u8()?);
    let address = match (family, len) {
        (V4, 4) => IpAddr::from(input.array::<4>()?),
        (V6, 16) => IpAddr::from(input.array::<16>()?),
        _ => return Err("the address is neither IPv4 nor IPv6".into()),
    };
    input.finish()?;
    Ok((address, prefix))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::check;

    #[test]
    fn an_address_is_family_prefix_and_octets() {
        check::bytes(&IpAddr::from([10, 1, 2, 3]), &[2, 32, 0, 4, 10, 1, 2, 3]);
        let mut v6 = vec![3, 128, 0, 16];
        v6.extend([0; 15]);
        v6.push(1);
        check::bytes(&"::1".parse::<IpAddr>().unwrap(), &v6);
    }

    #[test]
    fn an_address_with_a_netmask_is_refused() {
        check::refused::<IpAddr>(
            &[2, 8, 0, 4, 10, 1, 2, 3],
            "the inet has a netmask: an `IpAddr` cannot hold it, `IpNet` can",
        );
        check::refused::<IpAddr>(&[4, 8, 0, 4, 10, 1, 2, 3], "the address is neither IPv4 nor IPv6");
        check::refused::<IpAddr>(&[2, 32, 0, 4, 10, 1], "the value ends too early");
    }
}

//! `ipnet`: `inet` and `cidr`.

use std::fmt;
use std::ops::Deref;

use bytes::BytesMut;
use ipnet::IpNet;

use super::ip::{self, INET};
use crate::error::BoxError;
use crate::types::{ColumnType, Element, PgType};

const CIDR: PgType = PgType::builtin("cidr", 650, 651);

/// `inet`: an address within its network. Bits beyond the prefix are kept; `cidr` columns can be read, too.
impl ColumnType for IpNet {
    const TYPE: PgType = INET;

    fn accepts(oid: u32) -> bool {
        oid == CIDR.oid
    }

    fn encode(&self, out: &mut BytesMut) -> Result<(), BoxError> {
        ip::write(self.addr(), self.prefix_len(), out);
        Ok(())
    }

    fn decode(bytes: &[u8]) -> Result<Self, BoxError> {
        let (address, prefix) = ip::read(bytes)?;
        IpNet::new(address, prefix).map_err(|_| "the network's prefix is longer than its address".into())
    }

    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

impl Element for IpNet {}

/// `cidr`: a network. Unlike `inet` it has no bits beyond the prefix.
///
/// ```
/// use cormorant::types::Cidr;
///
/// let network = Cidr::from("10.1.2.3/8".parse::<ipnet::IpNet>()?);
/// assert_eq!(network.to_string(), "10.0.0.0/8");
/// # Ok::<(), ipnet::AddrParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cidr(IpNet);

impl Cidr {
    /// The network.
    #[must_use]
    pub fn into_inner(self) -> IpNet {
        self.0
    }
}

impl From<IpNet> for Cidr {
    /// Clears the bits beyond the prefix.
    fn from(network: IpNet) -> Self {
        Cidr(network.trunc())
    }
}

impl Deref for Cidr {
    type Target = IpNet;

    fn deref(&self) -> &IpNet {
        &self.0
    }
}

impl fmt::Display for Cidr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl ColumnType for Cidr {
    const TYPE: PgType = CIDR;

    fn encode(&self, out: &mut BytesMut) -> Result<(), BoxError> {
        self.0.encode(out)
    }

    fn decode(bytes: &[u8]) -> Result<Self, BoxError> {
        IpNet::decode(bytes).map(Cidr::from)
    }

    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

impl Element for Cidr {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::check;

    #[test]
    fn inet_keeps_the_bits_beyond_the_prefix_and_cidr_has_none() {
        let network: IpNet = "10.1.2.3/8".parse().unwrap();
        check::bytes(&network, &[2, 8, 0, 4, 10, 1, 2, 3]);
        check::bytes(&Cidr::from(network), &[2, 8, 0, 4, 10, 0, 0, 0]);
    }

    #[test]
    fn a_prefix_longer_than_the_address_is_refused() {
        check::refused::<IpNet>(
            &[2, 33, 0, 4, 10, 1, 2, 3],
            "the network's prefix is longer than its address",
        );
    }
}

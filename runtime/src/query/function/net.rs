//! Addresses and networks.

use crate::query::argument::call;
pub use crate::query::operators::NetworkType;
use crate::query::{Expr, Typed};

macro_rules! of_network {
    ($($(#[$meta:meta])* $name:ident -> $out:ty;)*) => {$(
        $(#[$meta])*
        pub fn $name<A: Typed<Base: NetworkType, Uses = U>, U>(x: A) -> Expr<$out, U> {
            call(stringify!($name), vec![x.into_typed()])
        }
    )*};
}

of_network! {
    /// `host(x)`: the address without its network, as text.
    host -> String;
    /// `abbrev(x)`: as text, as short as can be.
    abbrev -> String;
    /// `family(x)`: 4 or 6.
    family -> i32;
    /// `masklen(x)`: the length of the network's prefix.
    masklen -> i32;
    /// `network(x)`: the network that the address is in.
    #[cfg(feature = "ipnet")]
    network -> crate::types::Cidr;
    /// `broadcast(x)`: the network's broadcast address.
    #[cfg(feature = "ipnet")]
    broadcast -> ipnet::IpNet;
    /// `netmask(x)`: the network's mask.
    netmask -> std::net::IpAddr;
}

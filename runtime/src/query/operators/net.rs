//! Addresses and networks.

use crate::query::operators::{binary, for_type};
use crate::query::{Aggregate, Column, Expr, Expression, Of, Tabular, Typed};
use crate::sql::BinaryOp;
use crate::types::{ColumnType, MaybeNull};

/// An address or a network: `inet` or `cidr`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an address or a network",
    label = "expected `IpAddr`, `IpNet` or `Cidr`"
)]
pub trait NetworkType: ColumnType {}

macro_rules! tests {
    ($uses:ty, $($(#[$doc:meta])* $name:ident $op:ident;)*) => {$(
        $(#[$doc])*
        pub fn $name<R: Typed<Base: NetworkType, Uses = U>, U>(self, other: R) -> Expr<bool, ($uses, U)> {
            binary(self.into_expr(), BinaryOp::$op, other.into_typed())
        }
    )*};
}

macro_rules! methods {
    ($uses:ty) => {
        tests! { $uses,
            /// `self <<= other`: lies in the other network, or is it
            contained_by SubnetOrEqual;
            /// `self << other`: lies in the other network and is not all of it
            strictly_contained_by ShiftLeft;
            /// `self >>= other`: the other one lies in this network, or is it
            contains SupernetOrEqual;
            /// `self >> other`: the other one lies in this network and is not all of it
            strictly_contains ShiftRight;
            /// `self && other`: one lies in the other
            overlaps Overlaps;
        }
    };
}

macro_rules! network_types {
    ($($(#[$meta:meta])* $ty:ty;)*) => {$(
        $(#[$meta])*
        #[diagnostic::do_not_recommend]
        impl NetworkType for $ty {}
        $(#[$meta])*
        const _: () = {
            for_type!(methods, $ty);
        };
    )*};
}

network_types! {
    std::net::IpAddr;
    #[cfg(feature = "ipnet")] ipnet::IpNet;
    #[cfg(feature = "ipnet")] crate::types::Cidr;
}

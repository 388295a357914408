//! ipnet.

use std::net::IpAddr;

use cormorant::types::Cidr;
use ipnet::IpNet;
use proptest::prelude::any;
use proptest::strategy::Strategy;

use super::{property, with_db};

fn net(text: &str) -> IpNet {
    text.parse().unwrap()
}

#[test]
fn inet_round_trips_with_the_bits_beyond_the_prefix() {
    with_db(async |db| {
        let texts = ["10.1.2.3/8", "0.0.0.0/0", "10.1.2.3/32", "2001:db8::1/64", "::/0"];
        db.round_trips(&texts.map(|text| (net(text), text))).await;
        assert_eq!(db.value::<IpNet>("select '10.0.0.0/8'::cidr", &[]).await, net("10.0.0.0/8"));
    });
}

#[test]
fn cidr_round_trips_without_them() {
    with_db(async |db| {
        db.round_trips(&[
            (Cidr::from(net("10.1.2.3/8")), "10.0.0.0/8"),
            (Cidr::from(net("2001:db8::/32")), "2001:db8::/32"),
        ])
        .await;
    });
}

#[test]
fn arbitrary_networks_round_trip() {
    let networks = || {
        (any::<IpAddr>(), 0..=128_u8)
            .prop_map(|(ip, prefix)| IpNet::new(ip, if ip.is_ipv4() { prefix % 33 } else { prefix }).unwrap())
    };
    property(networks());
    property(networks().prop_map(Cidr::from));
}

//! Ranges, addresses.

use std::net::IpAddr;

use chrono::NaiveDate;
use cormorant::Result;
use cormorant::functions::net::*;
use cormorant::functions::range::*;
use cormorant::testing::TestDb;
use cormorant::types::Range;

use super::harness::{SCHEMA, Thing, cases};

#[cormorant::test(schema = SCHEMA)]
async fn operators_and_functions_of_ranges(db: TestDb) -> Result<()> {
    let seats = |range: std::ops::Range<i32>| Range::from(range);
    let day = NaiveDate::from_ymd_opt(2024, 3, 15).unwrap();
    cases! { db;
        Thing::seats.contains(3) => r#""thing"."seats" @> $1"#, "true";
        Thing::seats.contains(Thing::id) => r#""thing"."seats" @> "thing"."id""#, "true";
        Thing::seats.contains(seats(2..3)) => r#""thing"."seats" @> $1"#, "true";
        Thing::days.contains(day) => r#""thing"."days" @> $1"#, "None";
        Thing::seats.contained_by(seats(0..9)) => r#""thing"."seats" <@ $1"#, "true";
        Thing::seats.overlaps(seats(4..9)) => r#""thing"."seats" && $1"#, "true";
        Thing::seats.adjacent(seats(5..9)) => r#""thing"."seats" -|- $1"#, "true";
        Thing::seats.left_of(seats(5..9)) => r#""thing"."seats" << $1"#, "true";
        Thing::seats.right_of(seats(5..9)) => r#""thing"."seats" >> $1"#, "false";
        Thing::seats.not_right_of(seats(5..9)) => r#""thing"."seats" &< $1"#, "true";
        Thing::seats.not_left_of(seats(5..9)) => r#""thing"."seats" &> $1"#, "false";
        Thing::seats.union(seats(5..9)) => r#""thing"."seats" + $1"#, "Between(Included(1), Excluded(9))";
        Thing::seats.intersection(seats(3..9)) => r#""thing"."seats" * $1"#, "Between(Included(3), Excluded(5))";
        Thing::seats.difference(seats(3..9)) => r#""thing"."seats" - $1"#, "Between(Included(1), Excluded(3))";
        range_lower(Thing::seats) => r#"lower("thing"."seats")"#, "Some(1)";
        range_upper(Thing::days) => r#"upper("thing"."days")"#, "None";
        isempty(Thing::seats) => r#"isempty("thing"."seats")"#, "false";
        lower_inc(Thing::seats) => r#"lower_inc("thing"."seats")"#, "true";
        upper_inc(Thing::seats) => r#"upper_inc("thing"."seats")"#, "false";
        lower_inf(Thing::seats) => r#"lower_inf("thing"."seats")"#, "false";
        upper_inf(Thing::days) => r#"upper_inf("thing"."days")"#, "None";
        range_merge(Thing::seats, seats(7..9)) => r#"range_merge("thing"."seats", $1)"#, "Between(Included(1), Excluded(9))";
        range_of(Thing::id, 4, Bounds::Both) => r#"int4range("thing"."id", $1, '[]')"#, "Between(Included(1), Excluded(5))";
        range_of(Thing::day, Thing::due, Bounds::Lower).contains(day) => r#"daterange("thing"."day", "thing"."due", '[)') @> $1"#, "true";
        range_of(1_i64, Thing::big, Bounds::Upper).overlaps(range_of(Thing::big, 50, Bounds::None)) => r#"int8range($1, "thing"."big", '(]') && int8range("thing"."big", $2, '()')"#, "false";
        range_agg(Thing::seats) => r#"range_agg("thing"."seats")"#, "Some(Multirange([Between(Included(1), Excluded(5))]))";
        range_intersect_agg(Thing::seats) => r#"range_intersect_agg("thing"."seats")"#, "Some(Between(Included(1), Excluded(5)))";
    }
}

#[cormorant::test(schema = SCHEMA)]
async fn operators_and_functions_of_addresses(db: TestDb) -> Result<()> {
    let address = IpAddr::from([10, 1, 2, 3]);
    cases! { db;
        Thing::ip.contained_by(Thing::net) => r#""thing"."ip" <<= "thing"."net""#, "true";
        Thing::ip.strictly_contained_by(Thing::net) => r#""thing"."ip" << "thing"."net""#, "true";
        Thing::net.contains(address) => r#""thing"."net" >>= $1"#, "true";
        Thing::net.strictly_contains(Thing::net) => r#""thing"."net" >> "thing"."net""#, "false";
        Thing::net.overlaps(Thing::ip) => r#""thing"."net" && "thing"."ip""#, "true";
        host(Thing::ip) => r#"host("thing"."ip")"#, r#""10.1.2.3""#;
        abbrev(Thing::net) => r#"abbrev("thing"."net")"#, r#""10.1/16""#;
        family(Thing::ip) => r#"family("thing"."ip")"#, "4";
        masklen(Thing::net) => r#"masklen("thing"."net")"#, "16";
        network(Thing::ip) => r#"network("thing"."ip")"#, "Cidr(10.1.2.3/32)";
        broadcast(Thing::net) => r#"broadcast("thing"."net")"#, "10.1.255.255/16";
        netmask(Thing::net) => r#"netmask("thing"."net")"#, "255.255.0.0";
    }
}

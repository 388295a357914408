//! uuid.

use proptest::prelude::any;
use proptest::strategy::Strategy;
use uuid::Uuid;

use super::{property, with_db};

#[test]
fn uuids_round_trip() {
    with_db(async |db| {
        db.round_trips(&[
            (Uuid::nil(), "00000000-0000-0000-0000-000000000000"),
            (Uuid::max(), "ffffffff-ffff-ffff-ffff-ffffffffffff"),
            (
                Uuid::from_u128(0x0102_0304_0506_0708_090a_0b0c_0d0e_0f10),
                "01020304-0506-0708-090a-0b0c0d0e0f10",
            ),
        ])
        .await;
    });
}

#[test]
fn arbitrary_uuids_round_trip() {
    property(any::<u128>().prop_map(Uuid::from_u128));
}

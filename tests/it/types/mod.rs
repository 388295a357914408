//! Rust values to PostgreSQL and back, against a real server.
//!
//! Each type is asked the same: `Db::round_trips` for chosen values and their texts, `property` for arbitrary
//! ones, `Db::refuses` for what the Rust type cannot hold.
#![allow(clippy::unwrap_used, reason = "clippy takes the helpers of tests for library code")]

mod array;
mod basic;
mod chrono_04;
mod copy;
mod custom;
mod extension;
mod fuzz;
mod interval;
mod ipnet_2;
mod jiff_02;
mod range;
mod rust_decimal_1;
mod serde_json_1;
mod server;
mod text_search;
mod uuid_1;

use server::{property, with_db};

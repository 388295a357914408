//! Models and helpers shared by the tests.

pub mod guide;
pub mod readme;

//! Models and helpers shared by the tests.

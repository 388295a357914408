//! Models shared by the examples.

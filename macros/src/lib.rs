//! Derive macros of cormorant. Use them through the `cormorant` crate.

//! The integration tests: one binary, one module per feature.

mod derive;
mod embedded;
mod engine;
mod house;
mod names;
mod testing;
mod types;

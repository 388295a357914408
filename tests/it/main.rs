//! The integration tests: one binary, one module per feature.

mod ddl;
mod derive;
mod embedded;
mod engine;
mod errors;
mod house;
mod loading;
mod names;
mod render;
mod rollback;
mod stream;
mod support;
mod testing;
mod transaction;
mod types;

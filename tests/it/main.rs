//! The integration tests: one binary, one module per feature.

mod chinook;
mod copy;
mod ddl;
mod derive;
mod embedded;
mod engine;
mod errors;
mod flush;
mod functions;
mod hooks;
mod house;
mod loading;
mod names;
mod oracle;
mod pool;
mod readme;
mod render;
mod rivals;
mod rollback;
mod send;
mod stream;
mod support;
mod terminal;
mod testing;
mod transaction;
mod types;

//! The examples that docs/guide/patterns.md explains, run. (The service has tests of its own, beside it.)

mod document;
mod import;
mod report;
mod shared_query;
mod worker;

//! COPY: rows in bulk, in constant memory.

mod input;
mod output;
mod raw;
mod sheet;

pub use input::CopyTuple;
pub use output::CopyStream;
pub use raw::{CopyIn, CopyOut};

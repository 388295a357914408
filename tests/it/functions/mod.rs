//! Every function and operator: its text, and what a server makes of it.

mod aggregate;
mod array;
mod choice;
mod compare;
pub(crate) mod harness;
mod jiff;
mod json;
mod math;
mod named;
mod range;
mod system;
mod text;
mod text_search;
mod time;

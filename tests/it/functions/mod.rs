//! Every function and operator: its text, and what a server makes of it.

mod aggregate;
mod harness;
mod math;
mod text;

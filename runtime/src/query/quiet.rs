//! Keeps the compiler's messages short.

/// A type that no statement asks for.
///
/// Where a trait has a single implementation for a type, the compiler quotes it in every message about another one,
/// whatever `do_not_recommend` says. A second implementation, for `Quiet`, and it keeps to our own words. It also
/// keeps the compiler from guessing a type from the only implementation there is.
#[derive(Debug)]
pub enum Quiet {}

//! A native enum type.

/// A PostgreSQL enum that a Rust enum is mapped to.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct EnumDef {
    /// The Rust enum, for messages.
    pub rust: &'static str,
    /// The schema; without one the search path decides.
    pub schema: Option<&'static str>,
    /// The type's name.
    pub name: &'static str,
    /// The labels, in their order.
    pub labels: &'static [&'static str],
}

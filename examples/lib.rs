//! What the examples share: a music shop as models, and the rows to fill it with.

pub mod music;
pub mod oracle;

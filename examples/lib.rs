//! What the examples share: a music shop as models, the rows to fill it with, a server to keep it in, and a way to
//! show rows.

pub mod music;
pub mod oracle;
pub mod place;
pub mod show;

//! What the examples share: two shops as models, the rows to fill them with, a server to keep them in, and a way to
//! show rows.

pub mod music;
pub mod oracle;
pub mod place;
pub mod shop;
pub mod show;

//! A music shop: the public sample database Chinook as eleven models, with the rows to fill it.
//!
//! The tables are in a schema of their own, [`SCHEMA`], so that no other table of the database is touched. Keys
//! are plain integers that the data bring along. A foreign key is also a relationship, at both of its ends.

mod catalogue;
mod customers;
mod data;
mod playlists;
mod sales;
mod staff;

pub mod csv;
pub mod sample;

pub use catalogue::{Album, Artist, Genre, MediaType, Track};
pub use customers::Customer;
pub use data::{Music, TABLES, create_tables, drop_tables};
pub use playlists::{Playlist, PlaylistTrack};
pub use sales::{Invoice, InvoiceLine};
pub use staff::Employee;

/// The schema that all tables are in.
pub const SCHEMA: &str = "cormorant_music";

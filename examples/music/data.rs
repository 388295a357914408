//! All rows of the shop.

use super::{
    Album, Artist, Customer, Employee, Genre, Invoice, InvoiceLine, MediaType, Playlist, PlaylistTrack, Track,
};

/// The rows of all eleven tables.
#[derive(Clone, Debug, Default)]
pub struct Music {
    pub artists: Vec<Artist>,
    pub albums: Vec<Album>,
    pub genres: Vec<Genre>,
    pub media_types: Vec<MediaType>,
    pub tracks: Vec<Track>,
    pub playlists: Vec<Playlist>,
    pub playlist_tracks: Vec<PlaylistTrack>,
    pub employees: Vec<Employee>,
    pub customers: Vec<Customer>,
    pub invoices: Vec<Invoice>,
    pub invoice_lines: Vec<InvoiceLine>,
}

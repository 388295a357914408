//! What is for sale.

use cormorant::prelude::*;
use rust_decimal::Decimal;

use super::{InvoiceLine, Playlist, PlaylistTrack};

/// Somebody who makes music: a person, a band, an orchestra.
#[derive(Model, Clone, Debug, PartialEq)]
#[model(schema = "cormorant_music", table = "artist", comments)]
#[model(has_many(albums: Album, inverse = artist, order_by(title)))]
pub struct Artist {
    #[model(primary_key)]
    pub artist_id: i32,
    #[model(length = 120)]
    pub name: Option<String>,
}

/// A record of one artist.
#[derive(Model, Clone, Debug, PartialEq)]
#[model(schema = "cormorant_music", table = "album", comments)]
#[model(has_many(tracks: Track, inverse = album, order_by(track_id)))]
pub struct Album {
    #[model(primary_key)]
    pub album_id: i32,
    #[model(length = 160)]
    pub title: String,
    #[model(index, belongs_to(artist: Artist, inverse = albums))]
    pub artist_id: i32,
}

/// A kind of music.
#[derive(Model, Clone, Debug, PartialEq)]
#[model(schema = "cormorant_music", table = "genre", comments)]
#[model(has_many(tracks: Track, inverse = genre))]
pub struct Genre {
    #[model(primary_key)]
    pub genre_id: i32,
    #[model(length = 120)]
    pub name: Option<String>,
}

/// A format of files.
#[derive(Model, Clone, Debug, PartialEq)]
#[model(schema = "cormorant_music", table = "media_type", comments)]
#[model(has_many(tracks: Track, inverse = media_type))]
pub struct MediaType {
    #[model(primary_key)]
    pub media_type_id: i32,
    #[model(length = 120)]
    pub name: Option<String>,
}

/// A piece of music, or an episode: what a customer buys.
#[derive(Model, Clone, Debug, PartialEq)]
#[model(schema = "cormorant_music", table = "track", comments)]
#[model(has_many(invoice_lines: InvoiceLine, inverse = track))]
#[model(many_to_many(playlists: Playlist, inverse = tracks, through = PlaylistTrack))]
pub struct Track {
    #[model(primary_key)]
    pub track_id: i32,
    #[model(length = 200)]
    pub name: String,
    #[model(index, belongs_to(album: Album, inverse = tracks))]
    pub album_id: Option<i32>,
    #[model(index, belongs_to(media_type: MediaType, inverse = tracks))]
    pub media_type_id: i32,
    #[model(index, belongs_to(genre: Genre, inverse = tracks))]
    pub genre_id: Option<i32>,
    #[model(length = 220)]
    pub composer: Option<String>,
    /// Playing time.
    pub milliseconds: i32,
    /// Size of the file.
    pub bytes: Option<i32>,
    #[model(precision = 10, scale = 2)]
    pub unit_price: Decimal,
}

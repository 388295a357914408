//! Lists of tracks.

use cormorant::prelude::*;

use super::Track;

/// A list of tracks. It may be empty.
#[derive(Model, Clone, Debug, PartialEq)]
#[model(schema = "cormorant_music", table = "playlist", comments)]
#[model(many_to_many(tracks: Track, inverse = playlists, through = PlaylistTrack))]
pub struct Playlist {
    #[model(primary_key)]
    pub playlist_id: i32,
    #[model(length = 120)]
    pub name: Option<String>,
}

/// A track is on a playlist.
#[derive(Model, Clone, Debug, PartialEq)]
#[model(schema = "cormorant_music", table = "playlist_track", comments)]
pub struct PlaylistTrack {
    #[model(primary_key, index, belongs_to(playlist: Playlist))]
    pub playlist_id: i32,
    #[model(primary_key, index, belongs_to(track: Track))]
    pub track_id: i32,
}

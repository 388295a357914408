//! What the cases speak of: a few models, a projection, an alias, the name of a table.

use cormorant::{Model, Projection, alias, table};

#[derive(Model, Clone, Debug)]
#[model(has_many(albums: Album, inverse = artist))]
pub struct Artist {
    #[model(primary_key)]
    pub artist_id: i32,
    pub name: Option<String>,
}

#[derive(Model, Clone, Debug)]
#[model(has_many(tracks: Track, inverse = album))]
pub struct Album {
    #[model(primary_key)]
    pub album_id: i32,
    pub title: String,
    #[model(belongs_to(artist: Artist, inverse = albums))]
    pub artist_id: i32,
}

#[derive(Model, Clone, Debug)]
pub struct Track {
    #[model(primary_key, generated)]
    pub track_id: i32,
    pub name: String,
    pub milliseconds: i32,
    #[model(belongs_to(album: Album, inverse = tracks))]
    pub album_id: i32,
}

#[derive(Model, Clone, Debug)]
#[model(has_many(reports: Employee, inverse = boss))]
pub struct Employee {
    #[model(primary_key)]
    pub employee_id: i32,
    pub last_name: String,
    #[model(belongs_to(boss: Employee, inverse = reports))]
    pub boss_id: Option<i32>,
}

alias!(pub manager: Employee, pub other: Artist);

/// A row of its own.
#[derive(Projection, Clone, Debug)]
pub struct Card {
    pub id: i32,
    pub title: String,
    pub artist: Option<String>,
}

table!(pub card: Card);

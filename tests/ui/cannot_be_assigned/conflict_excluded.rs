#[path = "../models.rs"]
mod models;

use cormorant::query::insert;
use models::{Album, Artist};

fn main() {
    let album = Album { album_id: 1, title: "Help!".to_owned(), artist_id: 1 };
    let _ = insert(Album).values(album).on_conflict(Album::album_id).do_update().set_excluded(Artist::name).end();
}

#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::insert;
use models::Album;

fn run(connection: &mut Connection) {
    let album = Album { album_id: 1, title: "Help!".to_owned(), artist_id: 1 };
    let _ = connection.execute(insert(Album).values(album).on_conflict(Album::album_id));
}

fn main() {}

#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::insert;
use models::{Album, Artist};

fn run(connection: &mut Connection) {
    let album = Album { album_id: 1, title: "Help!".to_owned(), artist_id: 1 };
    let _ = connection.all(insert(Album).values(album).returning(Artist::name));
}

fn main() {}

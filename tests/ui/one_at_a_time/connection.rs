#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::select;
use models::{Album, Artist};

async fn run(connection: &mut Connection) {
    let artists = connection.all(select(Artist));
    let albums = connection.all(select(Album));
    let _ = (artists.await, albums.await);
}

fn main() {}

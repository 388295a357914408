#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::{max, select};
use models::{Album, Artist};

fn run(connection: &mut Connection) {
    let _ = connection.all(select(Artist::name).join(Album.on(Album::artist_id.eq(max(Artist::artist_id)))));
}

fn main() {}

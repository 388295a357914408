#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::select;
use models::{Album, Artist};

fn run(connection: &mut Connection) {
    let _ = connection.all(select(Artist).right_join(Album.on(Album::artist_id.eq(Artist::artist_id))).narrow());
}

fn main() {}

#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::select;
use models::{Album, Artist, Track};

fn run(connection: &mut Connection) {
    let _ = connection.all(select(Artist).from(Album).join(Track.on(Track::album_id.eq(Album::album_id))).narrow());
}

fn main() {}

#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::select;
use models::{Album, Artist};

fn run(connection: &mut Connection) {
    let _ = connection.all(select(Album).correlate(Artist).filter(Album::artist_id.eq(Artist::artist_id)));
}

fn main() {}

#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::{exists, select};
use models::{Album, Artist, Track};

fn run(connection: &mut Connection) {
    let _ = connection.all(select(Album::title).filter(exists(select(Track::name).from(Artist))));
}

fn main() {}

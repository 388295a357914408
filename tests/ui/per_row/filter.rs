#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::{count, select};
use models::{Album, Artist};

fn run(connection: &mut Connection) {
    let _ = connection.all(select(Artist::name).join(Artist::albums).filter(count(Album::album_id).gt(1)));
}

fn main() {}

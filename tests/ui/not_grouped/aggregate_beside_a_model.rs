#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::{count, select};
use models::{Album, Artist};

fn run(connection: &mut Connection) {
    let _ = connection.all(select((Artist, count(Album::album_id))).left_join(Artist::albums));
}

fn main() {}

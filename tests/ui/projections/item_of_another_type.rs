#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::select;
use models::{Album, CardOf};

fn run(connection: &mut Connection) {
    let _ = connection.all(select(CardOf { id: Album::title, title: Album::title, artist: Album::title }));
}

fn main() {}

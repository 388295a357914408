#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::{count_all, exists, select};
use models::{Album, Track};

fn run(connection: &mut Connection) {
    let _ = connection.all(select(Album::title).filter(exists(select((Track::name, count_all())))));
}

fn main() {}

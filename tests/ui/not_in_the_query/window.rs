#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::{row_number, select, window};
use models::{Album, Track};

fn run(connection: &mut Connection) {
    let _ = connection.all(select(row_number().over(window().order_by(Track::name))).filter(Album::album_id.eq(1)));
}

fn main() {}

#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::{select, sum};
use models::Track;

fn run(connection: &mut Connection) {
    let _ = connection.all(select(sum(Track::milliseconds) + Track::album_id.cast::<i64>()));
}

fn main() {}

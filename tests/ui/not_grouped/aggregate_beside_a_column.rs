#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::{count_all, select};
use models::Album;

fn run(connection: &mut Connection) {
    let _ = connection.all(select((Album::artist_id, count_all())));
}

fn main() {}

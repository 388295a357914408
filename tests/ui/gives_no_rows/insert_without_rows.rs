#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::insert;
use models::Album;

fn run(connection: &mut Connection) {
    let _ = connection.all(insert(Album));
}

fn main() {}

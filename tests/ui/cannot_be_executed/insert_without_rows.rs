#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::insert;
use models::Album;

fn run(connection: &mut Connection) {
    let _ = connection.execute(insert(Album));
}

fn main() {}

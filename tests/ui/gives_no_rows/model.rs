#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use models::Album;

fn run(connection: &mut Connection) {
    let _ = connection.all(Album);
}

fn main() {}

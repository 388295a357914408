#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::delete;
use models::Album;

fn run(connection: &mut Connection) {
    let _ = connection.execute(delete(Album));
}

fn main() {}

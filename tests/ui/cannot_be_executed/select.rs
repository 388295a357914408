#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::select;
use models::Album;

fn run(connection: &mut Connection) {
    let _ = connection.execute(select(Album));
}

fn main() {}

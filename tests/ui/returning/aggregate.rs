#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::{count_all, delete};
use models::Album;

fn run(connection: &mut Connection) {
    let _ = connection.all(delete(Album).all_rows().returning(count_all()));
}

fn main() {}

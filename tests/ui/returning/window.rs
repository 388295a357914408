#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::{delete, row_number, window};
use models::Album;

fn run(connection: &mut Connection) {
    let _ = connection.all(delete(Album).all_rows().returning(row_number().over(window())));
}

fn main() {}

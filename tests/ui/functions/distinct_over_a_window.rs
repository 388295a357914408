#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::{count, select, window};
use models::Artist;

fn run(connection: &mut Connection) {
    let _ = connection.all(select(count(Artist::name).distinct().over(window())));
}

fn main() {}

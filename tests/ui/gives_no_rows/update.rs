#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::update;
use models::Album;

fn run(connection: &mut Connection) {
    let _ = connection.all(update(Album).set(Album::title, "Help!").all_rows());
}

fn main() {}

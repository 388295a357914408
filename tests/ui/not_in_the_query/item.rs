#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::select;
use models::{Album, Artist};

fn run(connection: &mut Connection) {
    let _: Vec<(Artist, String)> = connection.all(select((Artist, Album::title)));
}

fn main() {}

#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::{count_all, select};
use models::Artist;

fn run(connection: &mut Connection) {
    let _ = connection.all(select(count_all().distinct()).from(Artist));
}

fn main() {}

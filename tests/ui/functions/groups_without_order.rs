#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::{count_all, select, window};
use models::Artist;

fn run(connection: &mut Connection) {
    let _ = connection.all(select(count_all().over(window().groups(-1..=1))).from(Artist));
}

fn main() {}

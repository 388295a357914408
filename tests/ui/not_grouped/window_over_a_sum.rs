#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::{select, sum, window};
use models::Track;

fn run(connection: &mut Connection) {
    let _ = connection.all(select((Track::name, sum(sum(Track::milliseconds)).over(window()))));
}

fn main() {}

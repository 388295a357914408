#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::{grouping, select};
use models::Track;

fn run(connection: &mut Connection) {
    let _ = connection.all(select(grouping(Track::name)));
}

fn main() {}

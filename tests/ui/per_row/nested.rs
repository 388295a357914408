#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::{max, select, sum};
use models::{Track};

fn run(connection: &mut Connection) {
    let _ = connection.all(select(max(sum(Track::milliseconds))));
}

fn main() {}

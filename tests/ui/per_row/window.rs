#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::{row_number, select, window};
use models::{Track};

fn run(connection: &mut Connection) {
    let _ = connection.all(select(Track::name).filter(row_number().over(window().order_by(Track::name)).le(3)));
}

fn main() {}

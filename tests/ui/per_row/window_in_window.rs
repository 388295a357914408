#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::{row_number, select, sum, window};
use models::Track;

fn run(connection: &mut Connection) {
    let _ = connection.all(select(sum(row_number().over(window())).over(window())).from(Track));
}

fn main() {}

#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::{count_all, row_number, select, window};
use models::Track;

fn run(connection: &mut Connection) {
    let _ = connection.all(select(count_all()).from(Track).having(row_number().over(window()).gt(1)));
}

fn main() {}

#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::{count_all, max, select, sum};
use models::Track;

fn run(connection: &mut Connection) {
    let _ = connection.all(select(count_all()).from(Track).having(max(sum(Track::milliseconds)).gt(1)));
}

fn main() {}

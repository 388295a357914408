#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::{count_all, select};
use models::Track;

fn run(connection: &mut Connection) {
    let _ = connection.all(select(Track::name).having(count_all().gt(1)));
}

fn main() {}

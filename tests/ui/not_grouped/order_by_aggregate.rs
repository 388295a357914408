#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::{count_all, select};
use models::Track;

fn run(connection: &mut Connection) {
    let _ = connection.all(select(Track::name).order_by(count_all()));
}

fn main() {}

#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::{count_all, max, select, sum};
use models::Track;

fn run(connection: &mut Connection) {
    let _ = connection.all(select(count_all()).from(Track).group_by(Track::name).order_by(max(sum(Track::milliseconds))));
}

fn main() {}

#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::{select, sum};
use models::Track;

async fn run(connection: &mut Connection) -> cormorant::Result<i64> {
    connection.one(select(sum(Track::milliseconds))).await
}

fn main() {}

#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::{rank, select, window};
use models::{Album, Track};

fn run(connection: &mut Connection) {
    let ranked = rank().over(window().partition_by(Album::artist_id).order_by(Track::name));
    let _ = connection.all(select((Album::title, ranked)));
}

fn main() {}

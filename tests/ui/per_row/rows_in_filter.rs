#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::functions::array::unnest;
use cormorant::query::select;
use models::Track;

fn run(connection: &mut Connection) {
    let _ = connection.all(select(Track::name).filter(unnest(vec![1, 2]).eq(Track::track_id)));
}

fn main() {}

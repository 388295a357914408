#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::select;
use models::Track;

fn run(connection: &mut Connection) {
    let _ = connection.all(select(Track::name).having(Track::name.eq("x")));
}

fn main() {}

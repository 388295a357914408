#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::select;
use models::Artist;

fn run(connection: &mut Connection) {
    let _ = connection.all(select(Artist).load(Artist::albums.selectin()));
}

fn main() {}

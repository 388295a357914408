#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::{for_update, select};
use models::Artist;

fn run(connection: &mut Connection) {
    let _ = connection.all(select(Artist).left_join(Artist::albums).lock(for_update()));
}

fn main() {}

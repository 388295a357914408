#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::{for_update, select};
use models::{Album, Artist};

fn run(connection: &mut Connection) {
    let _ = connection.all(select((Artist, Album)).left_join(Artist::albums).lock_of(for_update(), Album));
}

fn main() {}

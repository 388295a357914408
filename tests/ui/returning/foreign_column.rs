#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::delete;
use models::{Album, Artist};

fn run(connection: &mut Connection) {
    let _ = connection.all(delete(Album).all_rows().returning((Album::album_id, Artist::name)));
}

fn main() {}

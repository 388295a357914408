#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::select;
use models::{Album, Artist, card};

fn run(connection: &mut Connection) {
    let _ = connection.all(select(Artist::name).right_join(card.lateral(select((Album::album_id, Album::title, Artist::name)).correlate(Artist)).on_true()));
}

fn main() {}

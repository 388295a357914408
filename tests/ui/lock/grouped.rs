#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::{for_update, select};
use models::Track;

fn run(connection: &mut Connection) {
    let _ = connection.all(select(Track::album_id).group_by(Track::album_id).lock_of(for_update(), Track));
}

fn main() {}

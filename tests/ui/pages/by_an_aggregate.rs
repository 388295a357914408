#[path = "../models.rs"]
mod models;

use cormorant::engine::Connection;
use cormorant::query::{count, keyset, select};
use models::{Album, Artist};

fn run(connection: &mut Connection) {
    let _ = connection.all(select(Artist::name).join(Artist::albums).group_by(Artist).page(&keyset(count(Album::album_id).desc(), Artist), 9));
}

fn main() {}

#[path = "../models.rs"]
mod models;

use cormorant::query::select;
use models::{Album, Artist, Track};

fn main() {
    let _ = select(Artist).join(Album.on(Track::album_id.eq(Album::album_id)));
}

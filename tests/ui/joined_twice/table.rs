#[path = "../models.rs"]
mod models;

use cormorant::query::select;
use models::{Album, Artist};

fn main() {
    let _ = select(Artist).join(Artist::albums).join(Album.on(Album::artist_id.eq(Artist::artist_id)));
}

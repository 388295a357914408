#[path = "../models.rs"]
mod models;

use cormorant::query::select;
use models::{Album, Artist, card};

fn main() {
    let of_artist = select((Album::album_id, Album::title, Artist::name))
        .correlate(Artist)
        .filter(Album::artist_id.eq(Artist::artist_id));
    let _ = card.derived(of_artist);
}

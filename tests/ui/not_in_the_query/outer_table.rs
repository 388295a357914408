#[path = "../models.rs"]
mod models;

use cormorant::query::{exists, select};
use models::{Album, Artist, Track};

fn main() {
    let of_artist = select(Album).correlate(Artist).filter(Album::artist_id.eq(Artist::artist_id));
    let _ = select(Track).filter(exists(of_artist));
}

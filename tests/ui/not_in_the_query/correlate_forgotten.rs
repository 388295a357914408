#[path = "../models.rs"]
mod models;

use cormorant::query::{exists, select};
use models::{Album, Artist};

fn main() {
    let _ = select(Artist).filter(exists(select(Album).filter(Album::artist_id.eq(Artist::artist_id))));
}

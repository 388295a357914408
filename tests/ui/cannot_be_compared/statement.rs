#[path = "../models.rs"]
mod models;

use cormorant::query::select;
use models::{Album, Artist};

fn main() {
    let _ = select(Album).filter(Album::artist_id.eq(select(Artist::artist_id)));
}

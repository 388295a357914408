#[path = "../models.rs"]
mod models;

use cormorant::query::select;
use models::{Album, Artist, CardOf};

fn main() {
    let _ = select(CardOf { id: Album::album_id, titel: Album::title, artist: Artist::name });
}

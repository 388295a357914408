#[path = "../models.rs"]
mod models;

use cormorant::query::select;
use models::{Album, Artist};

fn main() {
    let _ = select((Artist, Album::title)).join(Artist::albums).finish().filter(Album::album_id.eq(1));
}

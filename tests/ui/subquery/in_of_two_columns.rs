#[path = "../models.rs"]
mod models;

use cormorant::query::select;
use models::{Album, Artist};

fn main() {
    let _ = select(Artist).filter(Artist::artist_id.in_(select((Album::artist_id, Album::title))));
}
